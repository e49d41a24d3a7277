import { roleOf } from '../../src/core/roles.js';

describe('roleOf', () => {
  it.each([
    ['shop/orders/views.py', 'code'],
    ['shop/orders/tests.py', 'test'],
    ['shop/orders/tests/factories.py', 'test'],
    ['shop/orders/test_views.py', 'test'],
    ['shop/orders/views_test.py', 'test'],
    ['conftest.py', 'test'],
    ['playwright_tests/core/pages.py', 'test'],
    ['test_utils/server.py', 'test'],
    ['shop/contests/views.py', 'code'],
    ['shop/latest/views.py', 'code'],
    ['shop/orders/migrations/0001_initial.py', 'migration'],
    ['shop/orders/data_migrations/0001_initial.py', 'migration'],
    ['shop/proto/book_pb2.py', 'generated'],
    ['shop/proto/book_pb2_grpc.py', 'generated'],
    ['vendor/requests/api.py', 'vendored'],
    ['shop/vendors/views.py', 'code'],
  ])('%s is %s', (path, role) => {
    expect(roleOf(path)).toBe(role);
  });
});
