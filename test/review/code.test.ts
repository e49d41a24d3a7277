import { diffRows, excerptRows } from '../../src/review/code.js';
import { hunksOf, linesFrom } from '../../src/review/hunks.js';
import { paintLine } from '../../src/review/line.js';
import { findingAt } from '../support/reports.js';

const plainly = { width: 80, context: 3, isColored: false };

function rowsOf(before: string | null, after: string, look = plainly, original = before): string[] {
  return diffRows({ path: 'shop.py', before, after }, original, look).map((row) => paintLine(row, false).trimEnd());
}

describe('a diff', () => {
  test('has the numbers of the file on disk, and carets below the words that changed', () => {
    const before = 'import requests\n\nprice = get(url)\n';
    expect(rowsOf(before, before.replace('url', 'url, timeout=10'))).toEqual([
      ' 1   import requests',
      ' 2',
      ' 3 - price = get(url)',
      '   + price = get(url, timeout=10)',
      '                    ^^^^^^^^^^^^',
    ]);
  });

  test('what was taken but is not written has no number, and what follows keeps its own', () => {
    const original = 'a = 1\nb = 2\nc = 3\n';
    const before = `import x\n${original}`;
    expect(rowsOf(before, before.replace('c = 3', 'c = 4'), { ...plainly, context: 9 }, original)).toEqual([
      '     import x', ' 1   a = 1', ' 2   b = 2', ' 3 - c = 3', '         ^', '   + c = 4', '         ^',
    ]);
  });

  test('shows as many lines around as it is told, and a gap between', () => {
    const lines = Array.from({ length: 20 }, (_, at) => `line_${at}`);
    const after = lines.map((line, at) => (at === 2 || at === 17 ? `${line} + 1` : line));
    const rows = rowsOf(lines.join('\n'), after.join('\n'), { ...plainly, context: 1 });
    expect(rows.filter((row) => row.includes('⋮'))).toHaveLength(1);
    expect(rows.filter((row) => /^ +\d+ {3}line/.test(row)).map((row) => row.trim().split(/\s+/)[0])).toEqual(['2', '4', '17', '19']);
    expect(rowsOf(lines.join('\n'), after.join('\n'), { ...plainly, context: Infinity })).not.toContain('  ⋮');
  });

  test('breaks long lines where the terminal ends, wide characters counted as two columns', () => {
    const rows = rowsOf('', `title = "${'書'.repeat(20)}"\n`, { ...plainly, width: 31 });
    expect(rows).toEqual(['   + title =', `   » "${'書'.repeat(12)}`, `   » ${'書'.repeat(8)}"`]);
  });

  test('a new file is all added, and a CR is not shown', () => {
    expect(rowsOf(null, 'a = 1\r\nb = 2\r\n')).toEqual(['   + a = 1', '   + b = 2']);
  });

  test('in colours the changed words are exchanged with the background', () => {
    const [removed, added] = diffRows({ path: 'a.py', before: 'get(url)\n', after: 'get(url, 10)\n' }, 'get(url)\n', { ...plainly, isColored: true });
    expect(paintLine(added ?? [], true)).toContain('\u001b[32;7m, 10\u001b[0m');
    expect(paintLine(removed ?? [], true)).not.toContain(';7m');
  });
});

test('an excerpt points at the lines of its place', () => {
  const text = 'import requests\n\n\ndef price():\n    return get(url)\n';
  const finding = findingAt('shop.py', text.indexOf('get'), text.indexOf('get') + 8);
  expect(excerptRows(finding, text, { ...plainly, context: 1 }).map((row) => paintLine(row, false))).toEqual([
    ' 4   def price():', ' 5 >     return get(url)', '                ^^^^^^^^', ' 6   ',
  ]);
});

describe('hunks', () => {
  test('a line that is new from end to end has no marks', () => {
    const [hunk = []] = hunksOf('@shared_task\ndef f():\n', '@shared_task(\n    bind=True,\n)\ndef f():\n', 3);
    expect(hunk.filter(({ sign }) => sign === '+').map(({ marks }) => marks)).toEqual([[{ start: 12, end: 13 }], [], []]);
  });

  test('lines know which line of another text they are', () => {
    const lineOf = linesFrom('a\nb\nc\n', 'x\na\nc\n');
    expect([0, 1, 2].map(lineOf)).toEqual([null, 0, 2]);
  });
});
