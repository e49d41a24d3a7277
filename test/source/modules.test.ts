import { ModuleIndex } from '../../src/source/modules.js';

describe('ModuleIndex.nameOf', () => {
  it.each([
    [['shop/__init__.py', 'shop/orders/__init__.py', 'shop/orders/tasks.py'], 'shop/orders/tasks.py', 'shop.orders.tasks'],
    [['shop/__init__.py', 'shop/orders/__init__.py'], 'shop/orders/__init__.py', 'shop.orders'],
    [['src/shop/__init__.py', 'src/shop/models.py'], 'src/shop/models.py', 'shop.models'],
    [['scripts/import_books.py'], 'scripts/import_books.py', 'import_books'],
    [['manage.py', 'shop/models.py'], 'shop/models.py', 'shop.models'],
    [['back/manage.py', 'back/apps/shop/__init__.py', 'back/apps/shop/models.py'], 'back/apps/shop/models.py', 'apps.shop.models'],
    [['manage.py'], 'manage.py', 'manage'],
    [['__init__.py', 'models.py'], 'models.py', 'models'],
  ])('of %j: %s is %s', (paths, path, name) => {
    expect(new ModuleIndex(paths).nameOf(path)).toBe(name);
  });
});

describe('ModuleIndex.find', () => {
  const PROJECT = [
    'manage.py',
    'site/__init__.py',
    'site/celery.py',
    'site/settings.py',
    'apps/orders/__init__.py',
    'apps/orders/tasks.py',
    'apps/books/models.py',
    'apps/books/requests.py',
    'apps/books/views.py',
  ];

  it.each([
    ['site.settings', 'apps/orders/tasks.py', 'site/settings.py'],
    ['apps.orders', 'site/settings.py', 'apps/orders/__init__.py'],
    ['apps.books.models', 'apps/orders/tasks.py', 'apps/books/models.py'],
    ['orders.tasks', 'apps/books/views.py', 'apps/orders/tasks.py'],
    ['apps.books', 'site/settings.py', null],
    ['celery', 'site/celery.py', null],
    ['requests', 'apps/books/views.py', null],
    ['', 'site/celery.py', null],
  ])('finds %j from %s below a manage.py', (dotted, from, found) => {
    expect(new ModuleIndex(PROJECT).find(dotted, from)).toBe(found);
  });

  it('takes the package where a module has the same name', () => {
    const index = new ModuleIndex(['shop/__init__.py', 'shop/models.py', 'shop/models/__init__.py']);
    expect(index.find('shop.models', 'shop/__init__.py')).toBe('shop/models/__init__.py');
  });

  it('looks first in the nearest folder that is no package', () => {
    const index = new ModuleIndex(['shop/__init__.py', 'tools/shop/__init__.py', 'tools/run.py', 'run.py']);
    expect(index.find('shop', 'tools/run.py')).toBe('tools/shop/__init__.py');
    expect(index.find('shop', 'run.py')).toBe('shop/__init__.py');
  });

  it('never finds a file from itself', () => {
    expect(new ModuleIndex(['tools/celery.py']).find('celery', 'tools/celery.py')).toBeNull();
  });
});
