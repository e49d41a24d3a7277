/** What a file is for, judged by its path alone. Only `code` is edited unless a transform says otherwise. */
export type Role = 'code' | 'test' | 'migration' | 'generated' | 'vendored';

const TEST_FILE = /(^|\/)(tests?|testing|test_[^/]*|[^/]*_tests?|conftest)\.py$|(^|\/)((\w+_)?tests?|test_\w+|unittests|testing|e2e)\//;
const MIGRATION = /(^|\/)(\w*_)?migrations\//;
const GENERATED = /_pb2(_grpc)?\.py$/;
const VENDORED = /(^|\/)(vendor|_vendor|vendored|third_party|site-packages)\//;

/** `path` is relative to the root, with forward slashes. */
export function roleOf(path: string): Role {
  if (VENDORED.test(path)) return 'vendored';
  if (GENERATED.test(path)) return 'generated';
  if (TEST_FILE.test(path)) return 'test';
  if (MIGRATION.test(path)) return 'migration';
  return 'code';
}
