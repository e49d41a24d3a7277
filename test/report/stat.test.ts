import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlannedFile } from '../../src/core/types.js';
import { ansiPaint } from '../../src/report/paint.js';
import { renderStat } from '../../src/report/stat.js';
import { encode } from '../../src/source/encoding.js';
import { git, removeFolders, repository } from '../support/folder.js';

afterAll(removeFolders);

const planned = (path: string, before: string | null, after: string): PlannedFile => ({
  path, before, after, bom: false, encoding: 'utf-8', digest: null,
});

const lines = (from: number, many: number): string => Array.from({ length: many }, (_, at) => `book_${from + at} = 1\n`).join('');

/** What git says of the same change, with these columns. */
function statOfGit(files: readonly PlannedFile[], columns: number): string {
  const before = files.filter((file) => file.before !== null).map(({ path, before: text }): [string, string] => [path, text ?? '']);
  const root = repository(Object.fromEntries(before));
  for (const { path, after } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), after);
  }
  git(root, 'add', '--all');
  return git(root, 'diff', '--cached', `--stat=${columns}`);
}

const CASES: [string, PlannedFile[]][] = [
  ['a line for a line', [planned('shop/books.py', 'a = 1\nb = 2\n', 'a = 1\nb = 3\n')]],
  ['lines that are only added', [planned('shop/books.py', 'a = 1\n', 'a = 1\nb = 3\nc = 4\n')]],
  ['lines that are only removed', [planned('shop/books.py', 'a = 1\nb = 3\n', 'a = 1\n')]],
  ['a new file, an empty one and one that stays', [planned('b.py', null, 'a\n'), planned('a.py', null, ''), planned('c.py', 'a\n', 'a\n')]],
  ['only an empty file', [planned('shop/__init__.py', null, '')]],
  ['a final newline that appears', [planned('shop.py', 'a = 1\nb = 2', 'a = 1\nb = 2\n')]],
  ['few beside many', [planned('few.py', 'a = 1\n', 'a = 2\n'), planned('many/books.py', lines(0, 300), lines(400, 250)), planned('more.py', null, lines(0, 45))]],
  ['just as many as there is room for', [24, 25, 26, 65, 66, 67].map((many) => planned(`shop/b${many}.py`, null, lines(0, many)))],
  ['a name that is too long', [planned(`shop/${'a_long_folder/'.repeat(9)}books.py`, 'a\n', 'b\n'), planned('shop/books.py', null, lines(0, 90))]],
  ['a name that is too long and has no folder', [planned(`${'a_long_name_'.repeat(10)}.py`, 'a\n', 'b\n')]],
  ['names that are quoted', [planned('my shop/كتاب.py', 'a\n', 'b\n'), planned('quo"te.py', 'a\n', 'b\n'), planned('é.py', 'a\n', 'b\n')]],
];

describe.each(CASES)('%s', (_, files) => {
  test.each([80, 60, 24, 200])('looks as git has it in %i columns', (columns) => {
    expect(renderStat(files, encode, { width: columns })).toBe(statOfGit(files, columns));
  });
});

test('without a terminal it is 80 columns wide', () => {
  const files = [planned('many/books.py', lines(0, 300), lines(400, 250))];
  expect(renderStat(files, encode)).toBe(renderStat(files, encode, { width: 80 }));
});

test('nothing to change is nothing at all', () => {
  expect(renderStat([planned('shop.py', 'a\n', 'a\n')], encode)).toBe('');
});

test('paths begin at the top of the work tree', () => {
  expect(renderStat([planned('books.py', 'a\n', 'b\n')], encode, { prefix: 'shop/' })).toMatch(/^ shop\/books\.py \| 2 \+-\n/);
});

test('colours change nothing but the colours', () => {
  const files = [planned('shop.py', 'a\nb\n', 'a\nc\n')];
  const colored = renderStat(files, encode, { paint: ansiPaint });
  expect(colored).toContain('\u001b[32m+\u001b[0m\u001b[31m-\u001b[0m');
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(renderStat(files, encode));
});
