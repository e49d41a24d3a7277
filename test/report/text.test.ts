import { ansiPaint, plainPaint } from '../../src/report/paint.js';
import { renderText, showPath } from '../../src/report/text.js';
import { edit, findingAt, reportOn } from '../support/reports.js';

const PLAIN = { paint: plainPaint, width: null };
const TEXTS = { 'orders/tasks.py': 'a\nb\nc\n', 'shop.py': 'a = 1\nbook\n' };
const FINDINGS = [
  findingAt('orders/tasks.py', 2, 3, { transform: 'celery-autoretry', verdict: 'refused', message: '`ship` swallows its exceptions' }),
  findingAt('orders/tasks.py', 4, 5, { changes: [edit('orders/tasks.py', 4, 5, 'd')] }),
  findingAt('shop.py', 6, 10, { verdict: 'safe', changes: [edit('shop.py', 6, 6, 'd')] }),
];

test('a survey is a table, the places by file, a conclusion and the next command', () => {
  expect(renderText(reportOn(TEXTS, { findings: FINDINGS }), PLAIN, 'pitstop diff')).toBe(
    [
      'transform         safe  suggested  refused',
      'celery-autoretry     0          0        1',
      'request-timeout      1          1        0',
      '',
      'orders/tasks.py:2:1  refused    celery-autoretry  `ship` swallows its exceptions',
      'orders/tasks.py:3:1  suggested  request-timeout   `requests.get` waits forever',
      'shop.py:2:1  safe       request-timeout  `requests.get` waits forever',
      '',
      '2 to fix (1 safe, 1 suggested), 1 refused, in 2 files, 1 of them parsed',
      'next: pitstop diff',
      '',
    ].join('\n'),
  );
});

test('skipped files and idle suppressions are named and counted', () => {
  const text = renderText(
    reportOn(TEXTS, {
      skipped: [{ path: 'logo.py', reason: 'binary', detail: 'NUL byte at offset 3' }],
      suppressions: {
        used: 2,
        unused: [
          { path: 'shop.py', line: 3, transforms: ['request-timeout'] },
          { path: 'shop.py', line: 9, transforms: null },
        ],
      },
    }),
    PLAIN,
    null,
  );
  expect(text).toBe(
    [
      'skipped 1 file:',
      '  logo.py  binary  NUL byte at offset 3',
      '',
      '2 comments that suppress nothing:',
      '  shop.py:3  # pitstop: ignore[request-timeout]',
      '  shop.py:9  # pitstop: ignore',
      '',
      'nothing to fix in 2 files, 1 of them parsed, 2 suppressed',
      '',
    ].join('\n'),
  );
});

test('a terminal gets no line that is longer than it is wide', () => {
  const message = '`requests.post` waits forever if the server never answers, and the worker waits with it';
  const report = reportOn(TEXTS, { findings: [findingAt('shop.py', 0, 1, { message })] });
  const lines = renderText(report, { paint: plainPaint, width: 80 }, null).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(message);
});

test('a terminal that leaves too little room gets the messages below their places', () => {
  const report = reportOn(TEXTS, { findings: [findingAt('orders/tasks.py', 0, 1)] });
  expect(renderText(report, { paint: plainPaint, width: 80 }, null)).toContain(
    'orders/tasks.py:1:1  suggested  request-timeout\n    `requests.get` waits forever\n',
  );
});

test('a terminal that is wide enough gets them beside, further lines under the first', () => {
  const message = 'a book that is late '.repeat(5).trim();
  const report = reportOn(TEXTS, { findings: [findingAt('shop.py', 0, 1, { message })] });
  const [, place, more] = /(shop\.py:1:1.*)\n( +\S.*)\n/.exec(renderText(report, { paint: plainPaint, width: 120 }, null)) ?? [];
  expect(place).toMatch(/^shop\.py:1:1 {2}suggested {2}request-timeout {2}a book/);
  expect(more).toMatch(new RegExp(`^ {${(place as string).indexOf('a book')}}\\S`));
});

test('a pipe gets one line a place, however long', () => {
  const report = reportOn(TEXTS, { findings: [findingAt('shop.py', 0, 1, { message: 'book '.repeat(100) })] });
  expect(renderText(report, PLAIN, null)).toContain(`request-timeout  ${'book '.repeat(100)}\n`);
});

test('colours do not move the columns', () => {
  const report = reportOn(TEXTS, { findings: FINDINGS });
  const colored = renderText(report, { paint: ansiPaint, width: null }, null);
  expect(colored).toContain('\u001b[35mrefused  \u001b[0m');
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(renderText(report, PLAIN, null));
});

test('a path with control characters stays on one line and obeys no terminal', () => {
  expect(showPath('new\nline\u001b[31m.py')).toBe('"new\\nline\\u001b[31m.py"');
  expect(showPath('كتاب with "quotes".py')).toBe('كتاب with "quotes".py');
});
