import { columnsOf } from '../../src/report/width.js';
import { chop, paintLine, prose, segment, visible, widthOf, wrapWords } from '../../src/review/line.js';

const text = (rows: readonly (readonly { readonly text: string }[])[]): string[] => rows.map((row) => row.map((part) => part.text).join(''));

test('columns count what a terminal shows', () => {
  expect(['book', '書店', 'é', 'e\u0301', '😀', '👩‍🚀', ''].map(columnsOf)).toEqual([4, 4, 1, 1, 2, 2, 0]);
});

test('words stay whole where they fit, and a word that is too long is broken', () => {
  expect(text(wrapWords([segment('a timeout for every call')], 10))).toEqual(['a timeout ', 'for every ', 'call']);
  expect(text(wrapWords([segment('see abcdefghijklmno now')], 10))).toEqual(['see ', 'abcdefghij', 'klmno now']);
});

test('a word of several styles is one word', () => {
  expect(text(wrapWords(prose('give `requests.get`, a timeout'), 20))).toEqual(['give `requests.get`,', 'a timeout']);
});

test('code is broken where it reads well, else anywhere, and no row is wider than it may be', () => {
  const rows = chop([segment('本'.repeat(7)), segment('abc', 'string')], 5);
  expect(rows.every((row) => widthOf(row) <= 5)).toBe(true);
  expect(text(rows).join('')).toBe('本本本本本本本abc');
  expect(text(chop([segment('response = requests.get(url, timeout=10)')], 24))).toEqual(['response = requests.get(', 'url, timeout=10)']);
});

test('nothing that a terminal would obey gets through', () => {
  expect(visible('a\tb\u001b[2J\u0007\u202ec\u009b')).toBe('a    b\\u001b[2J\\u0007\\u202ec\\u009b');
});

test('without colours a row is its text', () => {
  const row = [segment('y', 'key'), segment(' take'), segment('!', 'alert')];
  expect(paintLine(row, false)).toBe('y take!');
  expect(paintLine(row, true)).toBe('\u001b[1my\u001b[0m take\u001b[1;31m!\u001b[0m');
});
