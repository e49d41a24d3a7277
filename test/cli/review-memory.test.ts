import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { folder, put, removeFolders } from '../support/folder.js';
import { bookshop, card, changed, closeScreens, fixOn, original, replaced } from '../support/review.js';

jest.setTimeout(120_000);
afterEach(closeScreens);
afterAll(removeFolders);

const CATALOGUE = ['--only', 'request-timeout', 'catalogue'];
const MEMORY = '.git/pitstop/review.json';

describe('a review that was interrupted', () => {
  test('goes on where it stopped: what was left stays left, until --restart asks all', async () => {
    const shop = bookshop();
    const first = fixOn(shop, CATALOGUE);
    await first.until(card('1/10'));
    await first.press('n', card('2/10'));
    await first.press('n', card('3/10'));
    await first.press('y', card('4/10'));
    await first.press('q', 'exit 0');

    const second = fixOn(shop, CATALOGUE);
    await second.until(card('1/7'));
    expect(second.text()).toContain('2 places that you left before are not asked again; `--restart` asks all');
    expect(second.text()).toContain('catalogue/isbn.py:17');
    await second.press('q', 'exit 0');
    expect(second.text()).toContain('2 places left in a review before and not asked again; --restart asks all');

    const third = fixOn(shop, [...CATALOGUE, '--restart']);
    await third.until(card('1/9'));
    expect(third.text()).toContain('catalogue/covers.py:11');
    await third.press('q', 'exit 0');
    await fixOn(shop, CATALOGUE).until(card('1/9'));
  });

  test('remembers each answer at once, also when it is killed', async () => {
    const shop = bookshop();
    const first = fixOn(shop, CATALOGUE);
    await first.until(card('1/10'));
    await first.press('n', card('2/10'));
    first.close();
    await first.ended;
    const second = fixOn(shop, CATALOGUE);
    await second.until(card('1/9'));
    await second.press('n', card('2/9'));
    await second.press('k', card('1/9'));
    await second.press('q', 'exit 0');
    const third = fixOn(shop, CATALOGUE);
    await third.until(card('1/9'));
  });

  test('asks again after it came to its end', async () => {
    const shop = bookshop();
    const first = fixOn(shop, CATALOGUE);
    await first.until(card('1/10'));
    await first.press('n', card('2/10'));
    expect(existsSync(join(shop, MEMORY))).toBe(true);
    await first.press('d', 'End of round 1');
    await first.press('y', 'exit 0');
    expect(first.text()).toContain('nothing written');
    expect(existsSync(join(shop, MEMORY))).toBe(false);
    await fixOn(shop, CATALOGUE).until(card('1/10'));
  });

  test('says what it does not ask where everything was left', async () => {
    const shop = bookshop();
    const first = fixOn(shop, CATALOGUE);
    await first.until(card('1/10'));
    await first.press('d', 'End of round 1');
    await first.press('q', 'exit 0');
    const second = fixOn(shop, CATALOGUE);
    await second.until('exit 0');
    expect(second.text()).toContain('10 places left in a review before and not asked again; --restart asks all');
  });

  test('leaves nothing in a folder outside git', async () => {
    const shop = folder();
    const state = folder();
    put(shop, 'shop.py', 'import requests\n\nrequests.get("https://books.example")\n');
    const screen = fixOn(shop, ['--only', 'request-timeout'], { env: { XDG_STATE_HOME: state } });
    await screen.until(card('1/1'));
    await screen.press('n', 'End of round 1');
    await screen.press('q', 'exit 0');
    const again = fixOn(shop, ['--only', 'request-timeout'], { env: { XDG_STATE_HOME: state } });
    await again.until('1 place left in a review before');
    expect(existsSync(join(shop, '.pitstop'))).toBe(false);
  });
});

describe('--refused', () => {
  const REFUSED = ['--refused', '--only', 'request-timeout', 'catalogue', 'notifications'];

  test('walks through the refused places, each with its reason and its lines', async () => {
    const shop = bookshop();
    const screen = fixOn(shop, REFUSED);
    await screen.until(card('1/2'));
    expect(screen.text()).toMatch(/^ 1\/2 {2}request-timeout {2}refused/);
    expect(screen.text()).toContain('`urllib.request.urlretrieve` waits forever');
    expect(screen.text()).toMatch(/^ 37 > {5}urlretrieve\(/m);
    await screen.press('?', 'request-timeout: When it refuses');
    await screen.press('x', /^ 37 >/m);
    await screen.press('m', '12 lines around it');
    await screen.press(' ', card('2/2'));
    await screen.press('k', card('1/2'));
    await screen.press('n', card('2/2'));
    await screen.press('n', 'That was the last of 2 refused places');
    await screen.press('y', 'exit 0');
    expect(changed(shop)).toEqual([]);
  });

  test('i writes a suppression comment', async () => {
    const shop = bookshop();
    const screen = fixOn(shop, REFUSED);
    await screen.until(card('1/2'));
    await screen.press('i', card('2/2'));
    await screen.press('q', 'exit 0');
    expect(screen.text()).toContain('wrote 1 file: 1 suppression comment');
    expect(readFileSync(join(shop, 'catalogue/covers.py'), 'utf8')).toBe(
      replaced(original('catalogue/covers.py'), [
        '    urlretrieve(f',
        '    # pitstop: ignore[request-timeout]\n    urlretrieve(f',
      ]),
    );
  });

  test('e opens the place, and one that is mended by hand is gone', async () => {
    const shop = bookshop();
    const screen = fixOn(shop, REFUSED, { env: { VISUAL: 'sed -i "s/^    urlretrieve.*/    return None/"' } });
    await screen.until(card('1/2'));
    await screen.press('e', card('1/1'));
    expect(screen.text()).toContain('notifications/channels.py:24');
    await screen.press('q', 'exit 0');
    expect(readFileSync(join(shop, 'catalogue/covers.py'), 'utf8')).toContain('    return None\n');
  });
});
