import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { removeFolders } from '../support/folder.js';
import { pitstop } from '../support/pitstop.js';
import { bareFixOn, bookshop, card, changed, closeScreens, fixOn, KEYS, original, replaced } from '../support/review.js';

jest.setTimeout(120_000);
afterEach(closeScreens);
afterAll(removeFolders);

/** Ten places in four files. */
const CATALOGUE = ['--only', 'request-timeout', 'catalogue'];
const READ = 'with urlopen(request) as response:';
const LOOKUP = ['headers=HEADERS\n    )\n    if', 'headers=HEADERS, timeout=10\n    )\n    if'] as const;

describe.each([{ columns: 100, rows: 36 }, { columns: 60, rows: 30 }])('a review on $columns columns', (size) => {
  test('each key does what it says, and the files hold what was taken', async () => {
    const shop = bookshop();
    const screen = fixOn(shop, CATALOGUE, size);
    await screen.until(card('1/10'));
    expect(screen.text()).toMatch(/catalogue\/covers\.py:11\n/);
    expect(screen.text()).toMatch(/^ 11 - .*with get\(url, stream=True\)/m);

    await screen.press('?', 'request-timeout: Why');
    await screen.press(' x', /11 - .*with get/);
    await screen.press('m', '12 lines around it');
    expect(screen.text()).toMatch(/^ {2}1 {3}import tempfile$/m);
    await screen.press('z', '`y` takes it, `n` leaves it');

    await screen.press('o', 'seconds = _');
    await screen.press(`soon${KEYS.enter}`, 'not "soon"');
    await screen.press(`${KEYS.backspace.repeat(4)}30${KEYS.enter}`, 'For this place alone: `seconds = 30`');

    await screen.press('y', card('2/10'));
    await screen.press('n', card('3/10'));
    await screen.press('k', card('2/10'));
    expect(screen.text()).toContain('1 taken, 0 left');
    await screen.press('i', card('3/10'));
    await screen.press('n', card('4/10'));
    expect(screen.text()).toContain('1 taken, 1 left, 1 ignored');

    await screen.press('f', card('8/10'));
    expect(screen.text()).toContain('took 4 in catalogue/isbn.py');
    await screen.press('k', card('4/10'));
    await screen.press('y', card('5/10'));
    await screen.press('f', card('8/10'));
    await screen.press('d', 'End of round 1');
    await screen.press('k', card('8/10'));
    await screen.press('n', card('9/10'));
    await screen.press('a', 'End of round 1');
    expect(screen.text()).toMatch(/7 fixes taken, 2 places left,\s+1 suppression comment/);
    expect(changed(shop)).toEqual([]);

    await screen.press(KEYS.enter, 'exit 0');
    expect(screen.text()).toContain('wrote 3 files: 7 fixes and 1 suppression comment');
    expect(screen.text()).toMatch(/^request-timeout +7 +2 +1 +1$/m);
    expect(screen.text()).toContain('next: git diff');
    expect(changed(shop)).toEqual(['catalogue/covers.py', 'catalogue/isbn.py', 'catalogue/tasks.py']);
    expect(readFileSync(join(shop, 'catalogue/covers.py'), 'utf8')).toBe(
      replaced(
        original('catalogue/covers.py'),
        ['with get(url, stream=True) as', 'with get(\n        url, stream=True, timeout=30\n    ) as'],
        ['response = put(', 'response = put(  # pitstop: ignore[request-timeout]'],
      ),
    );
    expect(readFileSync(join(shop, 'catalogue/isbn.py'), 'utf8')).toBe(
      replaced(
        original('catalogue/isbn.py'),
        LOOKUP,
        ['{key}.json").json()', '{key}.json", timeout=10).json()'],
        ['headers=HEADERS,\n    )', 'headers=HEADERS,\n        timeout=10,\n    )'],
        ['requests.head(url)', 'requests.head(url, timeout=10)'],
      ),
    );
    expect((await pitstop(shop, 'undo')).code).toBe(0);
    expect(changed(shop)).toEqual([]);
  });

  test('q keeps what was taken and leaves the rest unasked', async () => {
    const shop = bookshop();
    const screen = fixOn(shop, CATALOGUE, size);
    await screen.until(card('1/10'));
    await screen.press('n', card('2/10'));
    await screen.press('n', card('3/10'));
    await screen.press('y', card('4/10'));
    await screen.press('q', 'exit 0');
    expect(screen.text()).toContain('stopped; wrote 1 file: 1 fix');
    expect(screen.text()).toContain('7 places not asked about yet');
    expect(screen.text()).toMatch(/^transform +written +left +not asked +ignored +refused\nrequest-timeout +1 +2 +7 +0 +1$/m);
    expect(screen.text()).toContain('next: pitstop fix --only request-timeout catalogue');
    expect(readFileSync(join(shop, 'catalogue/covers.py'), 'utf8')).toBe(
      replaced(original('catalogue/covers.py'), [READ, 'with urlopen(request, timeout=10) as response:']),
    );
  });

  test('no row is wider than the terminal, and one screen holds title and keys', async () => {
    const screen = fixOn(bookshop(), ['--only', 'celery-autoretry,celery-retry-repair'], size);
    await screen.until(/^ 1\/\d+ /);
    expect(screen.text()).toMatch(/^ 1\/\d+ {2}celery-autoretry {2}suggested/);
    expect(screen.text()).toMatch(/q stop$/);
    expect(screen.text().split('\n')).toHaveLength(size.rows);
  });
});

describe('a terminal', () => {
  test.each([
    ['Ctrl-C', KEYS.ctrlC],
    ['Ctrl-D', KEYS.ctrlD],
  ])('%s keeps what was taken and leaves the terminal as it was', async (_name, key) => {
    const shop = bookshop();
    const screen = fixOn(shop, CATALOGUE);
    await screen.until(card('1/10'));
    expect(screen.terminal.buffer.active.type).toBe('alternate');
    await screen.press('y', card('2/10'));
    await screen.press(key, 'exit 0');
    expect(await screen.ended).toBe(0);
    expect(changed(shop)).toEqual(['catalogue/covers.py']);
    expect(screen.terminal.buffer.active.type).toBe('normal');
    expect(screen.output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.output.lastIndexOf('\u001b[?25l'));
    expect(screen.text()).toMatch(/(^|\s)icanon\b/m);
    expect(screen.text()).toMatch(/(^|\s)echo\b/m);
  });

  test.each([['SIGTERM', 15], ['SIGHUP', 1], ['SIGINT', 2]])('%s ends a review as q does', async (_name, signal) => {
    const shop = bookshop();
    const screen = bareFixOn(shop, CATALOGUE);
    await screen.until(card('1/10'));
    await screen.press('y', card('2/10'));
    screen.signal(signal);
    expect(await screen.ended).toBe(0);
    expect(changed(shop)).toEqual(['catalogue/covers.py']);
  });

  test('a resize draws the card anew for its size', async () => {
    const screen = fixOn(bookshop(), CATALOGUE, { columns: 100, rows: 40 });
    await screen.until(card('1/10'));
    expect(screen.text().split('\n')).toHaveLength(40);
    screen.resize({ columns: 60, rows: 24 });
    await screen.until((text) => text.split('\n').length === 24 && text.startsWith(' 1/10') && text.endsWith('q stop'));
    screen.resize({ columns: 120, rows: 30 });
    await screen.until((text) => text.split('\n').length === 30 && text.startsWith(' 1/10'));
    await screen.press('n', card('2/10'));
  });

  test('a card that is too tall for the screen can be paged through, and space never answers', async () => {
    const screen = fixOn(bookshop(), CATALOGUE, { columns: 60, rows: 14 });
    await screen.until(/rows 1 to \d+ of \d+, space: on/);
    await screen.press(KEYS.down, /rows 2 to/);
    await screen.press(KEYS.up, /rows 1 to/);
    await screen.press(KEYS.pageDown, /rows [3-9]/);
    await screen.press(KEYS.pageUp, /rows 1 to/);
    await screen.press('\u001b[F', /rows (\d+) to (\d+) of \2 ─/);
    await screen.press(' ', '`y` takes it, `n` leaves it');
    expect(screen.text()).toMatch(/^ 1\/10/);
  });

  test('the changed words of a line stand out in colours', async () => {
    const screen = fixOn(bookshop(), CATALOGUE);
    await screen.until(card('1/10'));
    await screen.press('n', card('2/10'));
    await screen.press('n', card('3/10'));
    expect(inverseIn(screen)).toBe(', timeout=10');
  });

  test.each([
    ['NO_COLOR', { NO_COLOR: '1' }, []],
    ['--color never', {}, ['--color', 'never']],
  ])('%s: carets below a line show its changed words, and there is no colour', async (_name, env, flags) => {
    const screen = fixOn(bookshop(), [...CATALOGUE, ...flags], { env });
    await screen.until(card('1/10'));
    await screen.press('n', card('2/10'));
    await screen.press('n', card('3/10'));
    expect(screen.text()).toMatch(/\n {4}\+ {5}with urlopen\(request, timeout=10\) as response:\n {30}\^{12}\n/);
    expect(screen.output).not.toMatch(/\u001b\[[0-9;]*m/);
  });

  test('machine output has stdout for itself: the review is drawn on stderr', async () => {
    const shop = bookshop();
    const screen = fixOn(shop, [...CATALOGUE, '--format', 'json'], { redirect: '>report.json' });
    await screen.until(card('1/10'));
    await screen.press('y', card('2/10'));
    await screen.press('q', 'exit 0');
    expect(screen.text()).toContain('stopped; wrote 1 file: 1 fix');
    expect(JSON.parse(readFileSync(join(shop, 'report.json'), 'utf8'))).toMatchObject({ schema: 1, written: ['catalogue/covers.py'] });
  });
});

test('where there is nothing to ask about, it says so and asks nothing', async () => {
  const screen = fixOn(bookshop(), ['--only', 'request-timeout', 'catalogue/models.py']);
  await screen.until('exit 0');
  expect(screen.text()).toContain('nothing to fix\n');
});

describe('where there is no terminal', () => {
  test('fix says so in one line and names what works', async () => {
    const { code, stdout, stderr } = await pitstop(bookshop(), 'fix');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^pitstop: fix asks about every place.*`pitstop fix --yes`.*`pitstop diff`.*\n$/);
  });

  test('a terminal without a cursor is none', async () => {
    const screen = fixOn(bookshop(), CATALOGUE, { env: { TERM: 'dumb' } });
    await screen.until('exit 2');
    expect(screen.text()).toContain('TERM is dumb');
  });
});

function inverseIn(screen: ReturnType<typeof fixOn>): string {
  const { active } = screen.terminal.buffer;
  const rows = Array.from({ length: screen.terminal.rows }, (_, row) => active.getLine(row));
  const cells = rows.flatMap((line) => Array.from({ length: screen.terminal.cols }, (_, column) => line?.getCell(column)));
  return cells.flatMap((cell) => (cell?.isInverse() ? [cell.getChars()] : [])).join('');
}
