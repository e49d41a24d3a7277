import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PlannedFile } from '../../src/core/types.js';
import { quotePath, renderDiff } from '../../src/report/diff.js';
import { ansiPaint } from '../../src/report/paint.js';
import { encode } from '../../src/source/encoding.js';

const UTF8 = { bom: false, encoding: 'utf-8', digest: null };

function planned(path: string, before: string | null, after: string, form: Partial<PlannedFile> = {}): PlannedFile {
  return { ...UTF8, path, before, after, ...form };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bookshop-'));
  execFileSync('git', ['init', '-q'], { cwd: folder });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Lays the files as they were, applies the diff, and expects every byte as it would be. */
function expectToApply(files: readonly PlannedFile[], ...command: readonly [string, ...string[]]): void {
  for (const file of files) {
    if (file.before === null) continue;
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), encode(file.before, file));
  }
  const [program, ...args] = command;
  execFileSync(program, args, { cwd: folder, input: renderDiff(files, encode), stdio: ['pipe', 'pipe', 'pipe'] });
  for (const file of files) {
    expect([file.path, readFileSync(join(folder, file.path))]).toEqual([file.path, Buffer.from(encode(file.after, file))]);
  }
}

const BOOKS = Array.from({ length: 30 }, (_, at) => `book_${at} = ${at}\n`).join('');

const CASES: [string, PlannedFile[]][] = [
  ['two places of one file', [planned('shop/books.py', BOOKS, BOOKS.replace('= 3\n', '= 30\n').replace('= 25\n', '= 250\nmore = 1\n'))]],
  ['several files', [planned('b.py', 'a\n', 'b\n'), planned('a.py', 'a\n', 'c\n')]],
  ['CRLF', [planned('shop.py', 'a = 1\r\nb = 2\r\n', 'a = 1\r\nb = 3\r\n')]],
  ['mixed line ends', [planned('shop.py', 'a = 1\r\nb = 2\nc = 3\r\n', 'a = 1\r\nb = 3\nc = 3\r\n')]],
  ['a carriage return inside a line', [planned('shop.py', 'a = "x\ry"\nb = 2\n', 'a = "x\ry"\nb = 3\n')]],
  ['form feeds and line separators', [planned('shop.py', 'a = 1\n\f\nb = "\u2028\u0085"\n', 'a = 2\n\f\nb = "\u2028\u0085"\n')]],
  ['no final newline, before and after', [planned('shop.py', 'a = 1\nb = 2', 'a = 1\nb = 3')]],
  ['a final newline that appears', [planned('shop.py', 'a = 1\nb = 2', 'a = 1\nb = 2\n')]],
  ['a final newline that goes', [planned('shop.py', 'a = 1\nb = 2\n', 'a = 1\nb = 2')]],
  ['a new file', [planned('shop/new/tasks.py', null, 'a = 1\n')]],
  ['a new file without a final newline', [planned('tasks.py', null, 'a = 1')]],
  ['a new file that is empty', [planned('shop/__init__.py', null, '')]],
  ['a file that becomes empty', [planned('tasks.py', 'a = 1\n', '')]],
  ['a file that was empty', [planned('tasks.py', '', 'a = 1\n')]],
  ['a byte order mark', [planned('shop.py', 'título = 1\n', 'título = 2\n', { bom: true })]],
  ['latin-1', [planned('shop.py', '# coding: latin-1\nt = "é"\n', '# coding: latin-1\nt = "éè"\n', { encoding: 'iso-8859-1' })]],
  ['cp1252', [planned('shop.py', '# coding: cp1252\nt = "€"\n', '# coding: cp1252\nt = "€ %s"\n', { encoding: 'windows-1252' })]],
  ['non-ASCII text', [planned('shop.py', 'название = "книга 😀"\n', 'название = "книги 😀"\n')]],
];

test.each(CASES)('git apply takes %s', (_, files) => expectToApply(files, 'git', 'apply', '--whitespace=nowarn'));

const PATHS = [
  'with space.py', 'sub dir/books.py', 'quo"te.py', 'back\\slash.py', 'new\nline.py', 'tab\tbed.py', 'كتاب.py', 'é.py', 'e\u0301.py',
  '📚.py', "apo'strophe.py", '-dash.py', 'b/a/b.py', ' led.py', 'two  spaces.py',
];

test.each(PATHS)('git apply takes the path %j', (path) => expectToApply([planned(path, 'a = 1\n', 'a = 2\n')], 'git', 'apply'));

/** Not every machine has it; git's own reading above is what must always hold. */
const whereThereIsPatch = execFileSync('sh', ['-c', 'command -v patch || true']).length > 0 ? test : test.skip;

whereThereIsPatch.each(CASES)('patch -p1 takes %s', (_, files) => expectToApply(files, 'patch', '-p1', '-s'));

whereThereIsPatch.each(PATHS)('patch -p1 takes the path %j', (path) => {
  expectToApply([planned(path, 'a = 1\n', 'a = 2\n')], 'patch', '-p1', '-s');
});

/** What git prints of the same change, but for the line of object names and the words behind a hunk's numbers. */
function diffOfGit(files: readonly PlannedFile[]): string {
  const put = (text: (file: PlannedFile) => string | null): void => {
    for (const file of files) {
      const content = text(file);
      if (content === null) continue;
      mkdirSync(dirname(join(folder, file.path)), { recursive: true });
      writeFileSync(join(folder, file.path), encode(content, file));
    }
    execFileSync('git', ['add', '--all'], { cwd: folder });
  };
  put(({ before }) => before);
  const tree = execFileSync('git', ['write-tree'], { cwd: folder, encoding: 'utf8' }).trim();
  put(({ after }) => after);
  const diff = execFileSync('git', ['diff', '--cached', '--text', '--no-renames', tree], { cwd: folder, encoding: 'latin1' });
  return diff.replace(/^index .*\n/gm, '').replace(/^(@@ .* @@) .*\r?$/gm, '$1');
}

test.each(CASES)('git prints the same of %s', (_, files) => {
  expect(Buffer.from(renderDiff(files, encode)).toString('latin1')).toBe(diffOfGit(files));
});

test('git prints the same of odd paths, in the same order', () => {
  const files = PATHS.map((path) => planned(path, path.length % 2 === 0 ? 'a = 1\n' : null, 'a = 2\n'));
  expect(Buffer.from(renderDiff(files, encode)).toString('latin1')).toBe(diffOfGit(files));
});

test('paths are quoted exactly as git quotes them', () => {
  const paths = ['plain.py', 'with space.py', 'quo"te.py', 'new\nline.py', 'bell\u0007.py', 'كتاب.py', '\u007f.py', 'back\\slash.py'];
  for (const path of paths) writeFileSync(join(folder, path), '');
  const listed = execFileSync('git', ['ls-files', '--others'], { cwd: folder, encoding: 'utf8' }).trimEnd().split('\n');
  expect(paths.map(quotePath).sort()).toEqual(listed.sort());
});

test('the headers are git\'s', () => {
  const files = [planned('shop/tasks.py', null, 'a = 1\n'), planned('my shop.py', 'a = 1\nb = 2\n', 'a = 1\nb = 3\n')];
  expect(Buffer.from(renderDiff(files, encode)).toString()).toBe(
    [
      'diff --git a/my shop.py b/my shop.py',
      '--- a/my shop.py\t',
      '+++ b/my shop.py\t',
      '@@ -1,2 +1,2 @@',
      ' a = 1',
      '-b = 2',
      '+b = 3',
      'diff --git a/shop/tasks.py b/shop/tasks.py',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/shop/tasks.py',
      '@@ -0,0 +1 @@',
      '+a = 1',
      '',
    ].join('\n'),
  );
});

test('nothing to change is nothing at all', () => {
  expect(renderDiff([planned('shop.py', 'a\n', 'a\n')], encode)).toHaveLength(0);
});

test('colours change nothing but the colours', () => {
  const files = [planned('shop.py', 'a\nb\n', 'a\nc\n')];
  const colored = Buffer.from(renderDiff(files, encode, { paint: ansiPaint })).toString();
  expect(colored).toContain('\u001b[31m-b\u001b[0m');
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(Buffer.from(renderDiff(files, encode)).toString());
});
