import { cardRows } from '../../src/review/card.js';
import { guideOf } from '../../src/review/guide.js';
import { paintLine } from '../../src/review/line.js';
import { edit, findingAt } from '../support/reports.js';

const MODEL = 'class Book(models.Model):\n    isbn = models.CharField(max_length=13)\n';
const FIXED = MODEL.replace('=13)', '=13, db_index=True)');
const MIGRATION = 'class Migration(migrations.Migration):\n    pass\n';
const GUIDE = guideOf('# id\n\n## Why\n\nShort. A lookup without an index reads every row. And more.\n', []);

const look = { width: 60, context: 3, isColored: false };

test('a card shows all files that change together, each under its name', () => {
  const finding = findingAt('shop/models.py', 0, 4, { message: 'no index', changes: [edit('shop/models.py', 0, 0, '')] });
  const preview = {
    kind: 'files' as const,
    files: [
      { path: 'shop/migrations/0002_isbn.py', before: null, after: MIGRATION },
      { path: 'shop/models.py', before: MODEL, after: FIXED },
    ],
  };
  const rows = cardRows({ finding, preview, guide: GUIDE, original: () => MODEL }, look).map((row) => paintLine(row, false).trimEnd());
  expect(rows).toEqual([
    ' no index.',
    ' Why: Short. A lookup without an index reads every row.',
    '',
    ' shop/models.py',
    ' 1   class Book(models.Model):',
    ' 2 -     isbn = models.CharField(max_length=13)',
    '   +     isbn = models.CharField(max_length=13,',
    '                                              ^^',
    '   » db_index=True)',
    '     ^^^^^^^^^^^^^',
    '',
    ' shop/migrations/0002_isbn.py  new file',
    '   + class Migration(migrations.Migration):',
    '   +     pass',
  ]);
});

test('a fix that does not survive the checks says why and shows its place', () => {
  const finding = findingAt('shop/models.py', 0, 4, { changes: [edit('shop/models.py', 0, 0, '')] });
  const preview = { kind: 'fault' as const, message: 'it no longer parses' };
  const rows = cardRows({ finding, preview, guide: GUIDE, original: () => MODEL }, look).map((row) => paintLine(row, false).trimEnd());
  expect(rows.join(' ')).toMatch(/cannot +be taken: it no longer parses/);
  expect(rows).toContain(' 1 > class Book(models.Model):');
});
