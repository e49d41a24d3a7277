import { readConfig } from '../../src/config/pyproject.js';
import { UserError } from '../../src/core/errors.js';

const IDS = ['celery-autoretry', 'request-timeout'];

const read = (text: string) => readConfig(text, 'pyproject.toml', IDS);

function messageOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('nothing was wrong');
}

test('every key is read', () => {
  const config = read(`
[project]
name = "bookshop"

[tool.pitstop]
transforms = ["request-timeout", "celery"]
exclude = ["legacy/**"]
promote = ["celery-autoretry"]

[tool.pitstop.request-timeout]
seconds = 5
`);
  expect(config).toEqual({
    file: 'pyproject.toml',
    transforms: ['request-timeout', 'celery'],
    exclude: ['legacy/**'],
    promote: ['celery-autoretry'],
    options: { 'request-timeout': { seconds: 5 } },
    versions: {},
  });
});

test('versions are taken as they are written', () => {
  expect(read('[tool.pitstop.versions]\ndjango = "5.2"\n')?.versions).toEqual({ django: '5.2' });
});

test('a file without the table configures nothing', () => {
  expect(read('[tool.ruff]\nline-length = 100\n')).toBeNull();
  expect(read('')).toBeNull();
});

test('an empty table runs everything', () => {
  expect(read('[tool.pitstop]\n')?.transforms).toBeNull();
});

test('an empty list of transforms is not the same as none', () => {
  expect(read('[tool.pitstop]\ntransforms = []\n')?.transforms).toEqual([]);
});

test('a byte order mark and CRLF line ends do no harm', () => {
  expect(read('\uFEFF[tool.pitstop]\r\nexclude = ["a"]\r\n')?.exclude).toEqual(['a']);
});

test.each([
  ['a misspelt key', '[tool.pitstop]\nexlude = []', 'pyproject.toml: tool.pitstop.exlude: there is no such key; did you mean "exclude"?'],
  [
    'a misspelt id',
    '[tool.pitstop.request-timout]\nseconds = 5',
    'pyproject.toml: tool.pitstop.request-timout: there is no such transform; did you mean "request-timeout"?',
  ],
  ['a key that is like no other', '[tool.pitstop]\nbooks = 1', 'pyproject.toml: tool.pitstop.books: there is no such key'],
  ['a value instead of a table', '[tool.pitstop]\nrequest-timeout = 5', 'pyproject.toml: tool.pitstop.request-timeout: expected a table of options'],
  ['a string instead of a list', '[tool.pitstop]\nexclude = "legacy"', 'pyproject.toml: tool.pitstop.exclude: expected a list of strings'],
  ['a version that is a number', '[tool.pitstop.versions]\ndjango = 5.2', 'pyproject.toml: tool.pitstop.versions: expected a table of versions, such as django = "5.2"'],
  ['a list of numbers', '[tool.pitstop]\npromote = [1]', 'pyproject.toml: tool.pitstop.promote: expected a list of strings'],
  ['something else than a table', '[tool]\npitstop = true', 'pyproject.toml: tool.pitstop is not a table'],
])('%s is named with its file and path', (_, text, message) => {
  expect(messageOf(text)).toBe(message);
});

test('broken TOML is one line with file, line and column', () => {
  const message = messageOf('[tool.pitstop]\nexclude = ["legacy"\npromote = []\n');
  expect(message).toMatch(/^pyproject\.toml:3:\d+: not valid TOML: \S.*$/);
});
