import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Transform } from '../../src/python/define.js';
import { check, type Claim } from '../../src/testing/check.js';
import { uncompilable } from '../../src/testing/compile.js';
import { orphans, readFixtures } from '../../src/testing/fixtures.js';
import { checkPage } from '../../src/testing/page.js';
import { VARIANTS } from '../../src/testing/variants.js';
import { giving, insert, nameOfCall } from '../support/transforms.js';

const byPost = giving('ship', "by='post'");

describe('a folder of fixtures', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pitstop-fixtures-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }

  async function failing(transform: Transform): Promise<string[]> {
    const claims: Claim[] = [];
    for (const fixture of readFixtures(folder)) claims.push(...(await check(fixture, transform)));
    return claims.filter(({ expected, actual }) => JSON.stringify(expected) !== JSON.stringify(actual)).map(({ claim }) => claim);
  }

  it('holds what is claimed of it', async () => {
    write({
      'change/example.py': 'def send():\n    ship(order)\n',
      'change/example.fixed.py': "def send():\n    ship(order, by='post')\n",
      'change/example.json': '{"messages": ["missing"], "verdicts": ["safe"]}',
      'keep/given.py': "ship(order, by='post')\n",
      'project/two-files/before/shop.py': 'ship(order)\n',
      'project/two-files/before/books.py': 'read(book)\n',
      'project/two-files/after/shop.py': "ship(order, by='post')\n",
    });
    expect(await failing(byPost)).toEqual([]);
    expect(orphans(folder)).toEqual([]);
    expect(await uncompilable(readFixtures(folder))).toEqual({});
  });

  it('fails where the output, the messages or the silence differ', async () => {
    write({
      'change/example.py': 'ship(order)\n',
      'change/example.fixed.py': "ship(order,  by='post')\n",
      'change/example.json': '{"messages": ["odd"]}',
      'keep/missing.py': 'ship(order)\n',
      'refuse/nothing.py': 'read(book)\n',
    });
    expect(await failing(byPost)).toEqual(
      expect.arrayContaining(['the output', 'the messages', 'nothing is reported', 'something is reported']),
    );
  });

  it('fails where a fix does not survive another spelling of the same code', async () => {
    write({ 'change/example.py': 'def send():\n    ship(order)\n', 'change/example.fixed.py': "def send():\n    ship(order)\n    ship(by='post')\n" });
    const spaces = giving('ship', "by='post'", {
      fix: (call, context) =>
        nameOfCall(call) !== 'ship' || call.tree.text.includes('by=') ? null : context.safe(call, 'missing', { call: 'ship' }, [insert(call.end, "\n    ship(by='post')")]),
    });
    const variants = ['CRLF line ends', 'tabs', 'inside a def', 'twice'];
    expect(await failing(spaces)).toEqual(variants.map((name) => `${name}: the output`));
  });

  it('fails where the prefilter would keep a file from its transform', async () => {
    write({ 'change/example.py': 'ship(order)\n', 'change/example.fixed.py': "ship(order, by='post')\n" });
    const blind = { ...byPost, match: { ...byPost.match, literals: ['ship'], imports: ['post'] } };
    expect(await failing(blind)).toContain('the prefilter lets every file with findings pass');
  });

  it('names the files that belong to nothing', () => {
    write({ 'change/a.py': '', 'change/b.fixed.py': '', 'keep/c.fixed.py': '', 'keep/d.txt': '', 'refuse/e.json': '{}', 'other/f.py': '', 'project/g/after/x.py': '' });
    expect(orphans(folder)).toEqual(['other', 'change/a.py', 'change/b.fixed.py', 'keep/c.fixed.py', 'keep/d.txt', 'refuse/e.json', 'project/g']);
  });

  it('shows its example on the page of its transform', () => {
    write({ 'change/example.py': 'ship(order)\n', 'change/example.fixed.py': "ship(order, by='post')\n" });
    const page = (removed: string): string =>
      `# ship-by\n\n## Why\n\n## What changes\n\n\`\`\`diff\n-${removed}\n+ship(order, by='post')\n\`\`\`\n\n## When it refuses\n\n## Options\n\n## Limits\n`;
    const wrong = (text: string): string[] =>
      checkPage(text, byPost, readFixtures(folder)).filter(({ expected, actual }) => JSON.stringify(expected) !== JSON.stringify(actual)).map(({ claim }) => claim);
    expect(wrong(page('ship(order)'))).toEqual([]);
    expect(wrong(page('ship(book)'))).toEqual(['the diff is that of change/example.py']);
    expect(wrong('# ship-by\n')).toEqual(['the headings', 'the diff is that of change/example.py']);
  });
});

describe('a variant', () => {
  const variantOf = (name: string, text: string): string | null | undefined => VARIANTS.find((variant) => variant.name === name)?.make(text);

  it.each([
    ['tabs', 'if sold:\n    ship(order,\n         by)\n', 'if sold:\n\tship(order,\n\t\t by)\n'],
    ['inside a def', 'import books\n\nship(order)\n', 'def shop():\n    import books\n\n    ship(order)\n'],
    ['twice', 'ship(order)\n', 'ship(order)\n\n\ndef again():\n    ship(order)\n'],
    ['no final newline', 'ship(order)\n', 'ship(order)'],
  ])('is the same program with %s', (name, text, expected) => expect(variantOf(name, text)).toBe(expected));

  it.each([
    ['tabs', 'if sold:\n  ship(order)\n'],
    ['inside a def', 'from books import *\n'],
    ['inside a def', 'from __future__ import annotations\n'],
    ['twice', 'def send():\n    global sent\n'],
    ['a first line with astral characters', '#!/usr/bin/env python\nship(order)\n'],
    ['CRLF line ends', 'ship(order)\r\n'],
  ])('there is none with %s of %j', (name, text) => expect(variantOf(name, text)).toBeNull());
});
