import type { Finding } from '../../src/core/types.js';
import { diffsOf, excerptOf, importsOf } from '../../src/report/hunks.js';
import { edit, findingAt } from '../support/reports.js';

const SHOP = Array.from({ length: 40 }, (_, at) => `line ${at + 1}\n`).join('');
const start = (line: number, text = SHOP): number => text.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);

const textOf = (path: string): string | null => (path === 'shop.py' ? SHOP : null);
const inLines = (finding: Finding, context?: number): string[][] =>
  diffsOf(finding, textOf, context).flatMap(({ hunks }) => hunks.map((hunk) => hunk.map(({ sign, text, number }) => `${number ?? '+'}${sign}${text}`)));

test('an edit is shown with the lines around it, numbered as they are now', () => {
  const finding = findingAt('shop.py', start(10), start(10) + 7, { changes: [edit('shop.py', start(10), start(10) + 7, 'new 10\nnew 11')] });
  expect(inLines(finding, 1)).toEqual([['9 line 9', '10-line 10', '++new 10', '++new 11', '11 line 11']]);
});

test('edits that are near each other share their lines, others are apart', () => {
  const changes = [5, 8, 30].map((line) => edit('shop.py', start(line), start(line), 'x'));
  expect(inLines(findingAt('shop.py', start(5), start(5) + 1, { changes }), 1)).toEqual([
    ['4 line 4', '5-line 5', '++xline 5', '6 line 6', '7 line 7', '8-line 8', '++xline 8', '9 line 9'],
    ['29 line 29', '30-line 30', '++xline 30', '31 line 31'],
  ]);
});

test('the beginning of a call is shown above the edit at its end', () => {
  const finding = findingAt('shop.py', start(20), start(27), { changes: [edit('shop.py', start(26), start(26), 'x')] });
  expect(inLines(finding, 1)[0]?.[0]).toBe('19 line 19');
});

test('the first line, the last line without an end, and CRLF', () => {
  const text = 'a = 1\r\nb = 2';
  const changes = [edit('shop.py', 0, 0, 'x = 0\r\n'), edit('shop.py', text.length, text.length, '  # two')];
  const [diff] = diffsOf(findingAt('shop.py', 0, 1, { changes }), () => text);
  expect(diff?.hunks[0]?.map(({ sign, text: line }) => sign + line)).toEqual(['+x = 0', ' a = 1', '-b = 2', '+b = 2  # two']);
});

test('a new file is all added; a file whose text is not known has nothing to show', () => {
  const changes = [{ kind: 'create' as const, path: 'migrations/0002.py', text: 'import x\n' }, edit('settings.py', 0, 0, 'x')];
  expect(diffsOf(findingAt('shop.py', 0, 1, { changes }), textOf)).toEqual([
    { path: 'migrations/0002.py', isNew: true, hunks: [[{ sign: '+', text: 'import x', number: null }]] },
    { path: 'settings.py', isNew: false, hunks: [] },
  ]);
});

test('an excerpt is the place and what is around it, of a long place only the beginning', () => {
  const numbers = (from: number, to: number): (number | null)[] => excerptOf(findingAt('shop.py', start(from), start(to)), textOf, 2).map(({ number }) => number);
  expect(numbers(1, 1)).toEqual([1, 2, 3]);
  expect(numbers(20, 21)).toEqual([18, 19, 20, 21, 22, 23]);
  expect(numbers(5, 39).at(-1)).toBeLessThan(20);
});

test('imports that a fix relies on are named once', () => {
  const imports = [{ module: 'celery.exceptions', name: 'Retry' }, { module: 'requests', name: null }];
  const change = { kind: 'edit' as const, path: 'shop.py', span: { start: 0, end: 0 }, code: { text: '', imports } };
  expect(importsOf(findingAt('shop.py', 0, 1, { changes: [change, change] }))).toEqual(['from celery.exceptions import Retry', 'import requests']);
});
