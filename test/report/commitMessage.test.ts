import type { Finding } from '../../src/core/types.js';
import { commitMessage, type CommitStory } from '../../src/report/commitMessage.js';
import { opening } from '../../src/report/placesByMessage.js';
import { positionsAcross } from '../../src/report/position.js';
import { edit, findingAt } from '../support/reports.js';

const TEXT = Array.from({ length: 40 }, (_, at) => `stock(${at})\n`).join('');
const where = positionsAcross(() => TEXT);

/** A finding at the start of a line of a file. */
function onLine(path: string, line: number, given: Partial<Finding> = {}): Finding {
  const start = TEXT.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  return findingAt(path, start, start + 5, { changes: [edit(path, start, start, 'x')], ...given });
}

function messageOf(given: Partial<CommitStory>): string {
  const story = { subject: 'Give every call a timeout', why: [], changed: [], dropped: [], refused: [], base: '1a2b3c4', trailers: [] };
  return commitMessage({ ...story, ...given }, where);
}

test('the subject stands alone, the reasons are wrapped, and trailers come last, as git reads them', () => {
  const why = 'A server that accepts a connection and never answers holds a worker until somebody restarts it, and a few of them hold all workers.';
  const message = messageOf({ why: [why], changed: [onLine('shop/stock.py', 3)], trailers: [['Pitstop-Version', '1.2.3'], ['Pitstop-Command', 'pitstop branch x']] });
  const lines = message.split('\n');
  expect(lines.slice(0, 2)).toEqual(['Give every call a timeout', '']);
  expect(message.replace(/\n/g, ' ')).toContain(why);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
  expect(message.endsWith('\n\nPitstop-Version: 1.2.3\nPitstop-Command: pitstop branch x\n')).toBe(true);
});

test('places are listed under what is said of them, the most frequent first', () => {
  const changed = [onLine('shop/a.py', 1, { message: 'rare' }), onLine('shop/b.py', 2), onLine('shop/c.py', 4, { verdict: 'safe' })];
  expect(messageOf({ changed })).toContain(
    'Changed: 3 fixes in 3 files, 1 safe, 2 suggested (lines as of 1a2b3c4)\n\n' +
      '- `requests.get` waits forever\n    shop/b.py:2\n    shop/c.py:4\n\n- shop/a.py:1\n  rare\n',
  );
});

test('long lists end with how many more there are', () => {
  const many = Array.from({ length: 40 }, (_, at) => onLine('shop/a.py', at + 1));
  const message = messageOf({ changed: many, refused: many.map((finding, at) => ({ ...finding, message: `reason ${at}` })) });
  expect(message).toContain('    shop/a.py:15\n    and 25 more\n');
  expect(message).toContain('- shop/a.py:25\n  reason 24\n\n- and 15 more places\n');
});

test('what was left out and what was left alone have their own lists', () => {
  const message = messageOf({ changed: [onLine('a.py', 1)], dropped: [onLine('b.py', 1)], refused: [onLine('c.py', 1, { verdict: 'refused' })] });
  expect(message).toMatch(/\nLeft out because checks fail with it: 1 fix in 1 file\n\n- b\.py:1\n[^]*\nLeft alone: 1 place in 1 file\n\n- c\.py:1\n/);
});

test('what a fix does to other files is named, and they count', () => {
  const changes = [edit('shop/a.py', 0, 0, 'x'), edit('shop/list.html', 0, 0, 'x'), { kind: 'create', path: 'shop/migrations/0002_stock.py', text: '' } as const];
  const message = messageOf({ why: [''], changed: [onLine('shop/a.py', 3, { changes })] });
  expect(message).toContain(
    'Give every call a timeout\n\nChanged: 1 fix in 3 files, 1 suggested (lines as of 1a2b3c4)\n\n' +
      '- shop/a.py:3, with `shop/list.html`, a new file in `shop/migrations`\n  `requests.get` waits forever\n',
  );
});

test('a path with a line feed does not break the list', () => {
  expect(messageOf({ changed: [onLine('shop/two\nlines.py', 1)] })).toContain('- "shop/two\\nlines.py":1\n');
});

test('a text opens with as many sentences as it takes to say something', () => {
  const short = 'Three mistakes are silent. `retry()` works by raising `Retry`, which a broad handler catches as it does anything else, so the task runs on. More follows.';
  expect(opening(short)).toBe(short.replace(' More follows.', ''));
  expect(opening('One sentence.')).toBe('One sentence.');
});
