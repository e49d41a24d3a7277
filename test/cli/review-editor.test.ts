import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { folder, put, removeFolders } from '../support/folder.js';
import { bookshop, card, changed, closeScreens, fixOn, original, replaced } from '../support/review.js';

jest.setTimeout(120_000);
afterEach(closeScreens);
afterAll(removeFolders);

const CATALOGUE = ['--only', 'request-timeout', 'catalogue/covers.py'];

/** A shell script that stands in for an editor, under a name of one; its last argument is the file. */
function editor(name: string, script: string): string {
  const path = join(folder({ [name]: `#!/bin/sh\nfor file; do :; done\n${script}\n` }), name);
  chmodSync(path, 0o755);
  return path;
}

describe('e opens the place in an editor', () => {
  test('at its line; a place that has moved is the same place, with its answers kept', async () => {
    const shop = bookshop();
    const vi = editor('vi', 'echo "$@" > arguments; { echo "# Covers of the books."; cat "$file"; } > new; cat new > "$file"; rm new');
    const screen = fixOn(shop, CATALOGUE, { env: { EDITOR: vi, VISUAL: '' } });
    await screen.until(card('1/3'));
    await screen.press('y', card('2/3'));
    await screen.press('e', 'catalogue/covers.py:22');
    expect(screen.text()).toContain('2/3');
    expect(screen.text()).toContain('1 taken, 0 left');
    expect(readFileSync(join(shop, 'arguments'), 'utf8')).toBe(`+21 ${join(shop, 'catalogue/covers.py')}\n`);
    await screen.press('n', card('3/3'));
    await screen.press('n', 'End of round 1');
    await screen.press('y', 'exit 0');
    expect(readFileSync(join(shop, 'catalogue/covers.py'), 'utf8')).toBe(
      replaced(
        `# Covers of the books.\n${original('catalogue/covers.py')}`,
        ['with get(url, stream=True) as', 'with get(\n        url, stream=True, timeout=(3.05, 120)\n    ) as'],
      ),
    );
  });

  test('a place that was fixed by hand is gone, and the next one follows', async () => {
    const shop = bookshop();
    const script = `sed -i 's/stream=True)/stream=True, timeout=5)/' "$file"`;
    const screen = fixOn(shop, CATALOGUE, { env: { VISUAL: `${editor('by-hand', script)} --wait`, EDITOR: 'false' } });
    await screen.until(card('1/3'));
    await screen.press('e', card('1/2'));
    expect(screen.text()).toContain('catalogue/covers.py:21');
    expect(screen.text()).toContain('that place in catalogue/covers.py has nothing left to fix; on to the next');
    await screen.press('q', 'exit 0');
    expect(screen.text()).toContain('stopped; nothing written');
    expect(readFileSync(join(shop, 'catalogue/covers.py'), 'utf8')).toBe(
      replaced(original('catalogue/covers.py'), ['stream=True)', 'stream=True, timeout=5)']),
    );
  });

  test('a file that does not parse any more is said, and its places are left', async () => {
    const shop = bookshop();
    const screen = fixOn(shop, ['--only', 'request-timeout', 'catalogue/covers.py', 'catalogue/isbn.py'], {
      env: { VISUAL: editor('breaking', `echo 'def (' >> "$file"`) },
    });
    await screen.until(card('1/7'));
    await screen.press('e', card('1/4'));
    expect(screen.text()).toContain('catalogue/covers.py cannot be read any more');
    expect(screen.text()).toContain('catalogue/isbn.py:17');
    await screen.press('q', 'exit 0');
    expect(screen.text()).toContain('does-not-parse');
  });

  test('an option that was changed for a place, and a suppression comment, outlive the editor', async () => {
    const shop = bookshop();
    const screen = fixOn(shop, CATALOGUE, { env: { VISUAL: editor('moving', `sed -i '1i # Moved.' "$file"`) } });
    await screen.until(card('1/3'));
    await screen.press('o', 'seconds = _');
    await screen.press('7\r', 'seconds = 7');
    await screen.press('y', card('2/3'));
    await screen.press('i', card('3/3'));
    await screen.press('e', 'catalogue/covers.py:33');
    await screen.press('q', 'exit 0');
    expect(readFileSync(join(shop, 'catalogue/covers.py'), 'utf8')).toBe(
      replaced(
        `# Moved.\n${original('catalogue/covers.py')}`,
        ['with get(url, stream=True) as', 'with get(\n        url, stream=True, timeout=7\n    ) as'],
        ['response = put(', 'response = put(  # pitstop: ignore[request-timeout]'],
      ),
    );
  });

  test('an editor that cannot be started is said, and the card stays', async () => {
    const screen = fixOn(bookshop(), CATALOGUE, { env: { VISUAL: '/no/such/editor' } });
    await screen.until(card('1/3'));
    await screen.press('e', 'cannot be started; set VISUAL or EDITOR');
    expect(screen.text()).toContain('1/3');
  });
});

test('a file that changes on disk between card and write is left alone and said; the others are written', async () => {
  const shop = bookshop();
  const screen = fixOn(shop, ['--only', 'request-timeout', 'catalogue/covers.py', 'catalogue/isbn.py']);
  await screen.until(card('1/7'));
  await screen.press('a', 'End of round 1');
  const meanwhile = `# By somebody else.\n${original('catalogue/isbn.py')}`;
  writeFileSync(join(shop, 'catalogue/isbn.py'), meanwhile);
  await screen.press('y', 'exit 0');
  expect(screen.text()).toMatch(/not written, 1 file:\n {2}catalogue\/isbn\.py {2}changed on disk since it was read: left alone, so run again/);
  expect(screen.text()).toContain('next: pitstop fix --only request-timeout catalogue/covers.py catalogue/isbn.py');
  expect(readFileSync(join(shop, 'catalogue/isbn.py'), 'utf8')).toBe(meanwhile);
  expect(changed(shop)).toEqual(['catalogue/covers.py', 'catalogue/isbn.py']);
  expect(readFileSync(join(shop, 'catalogue/covers.py'), 'utf8')).toContain('urlopen(request, timeout=10)');
});

test('code that holds what a terminal would obey is shown, not obeyed', async () => {
  const shop = folder();
  put(shop, 'shop.py', 'import requests\n\nTITLE = "\u001b[2J\u202e"\nrequests.get("https://books.example")\n');
  const screen = fixOn(shop, ['--only', 'request-timeout'], { env: { XDG_STATE_HOME: join(shop, 'state') } });
  await screen.until(card('1/1'));
  expect(screen.text()).toContain('TITLE = "\\u001b[2J\\u202e"');
});
