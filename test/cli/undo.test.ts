import { appendFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from '../support/files.js';
import { commit, folder, git, removeFolders, repository } from '../support/folder.js';
import { pitstop } from '../support/pitstop.js';

afterAll(removeFolders);

const COVERS = 'import requests\n\n\ndef cover(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n';
const PRICES = 'import requests\n\n\ndef price(isbn):\n    return requests.post("https://prices.example", isbn)\n';
const SHOP = { 'shop/covers.py': COVERS, 'shop/prices.py': PRICES };

const NOTHING = /^nothing to undo: .*\n$/;

async function fix(shop: string): Promise<void> {
  const { code } = await pitstop(shop, 'fix', '--yes', '--suggested', '--only', 'request-timeout');
  expect(code).toBe(0);
  expect(filesIn(shop)).not.toMatchObject(SHOP);
}

test('undo takes the last fix back and says so', async () => {
  const shop = repository(SHOP);
  await fix(shop);
  const { code, stdout, stderr } = await pitstop(shop, 'undo');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^taken back:\n {2}shop\/covers\.py\n {2}shop\/prices\.py\n\ntook back 2 files of the run of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/);
  expect(filesIn(shop)).toEqual(SHOP);
  expect(git(shop, 'status', '--porcelain')).toBe('');
});

test('where there is nothing to undo that is no error', async () => {
  const { code, stdout } = await pitstop(repository(SHOP), 'undo');
  expect(code).toBe(0);
  expect(stdout).toMatch(NOTHING);
  expect((await pitstop(repository(SHOP), 'undo', '--list')).stdout).toMatch(NOTHING);
  expect(JSON.parse((await pitstop(repository(SHOP), 'undo', '--format', 'json')).stdout)).toEqual({ schema: 1, run: null });
});

test('what changed since is named, left, and the user can mend it', async () => {
  const shop = repository(SHOP);
  await fix(shop);
  appendFileSync(join(shop, 'shop/prices.py'), '# mine\n');
  const { code, stdout } = await pitstop(shop, 'undo');
  expect(code).toBe(2);
  expect(stdout).toContain('not taken back, 1 file:\n  shop/prices.py  changed since\n');
  expect(stdout).toMatch(/took back 1 file of the run of .*; 1 left\nnext: .*pitstop undo --forget/);
  expect(filesIn(shop)['shop/covers.py']).toBe(COVERS);
  expect(filesIn(shop)['shop/prices.py']).toMatch(/timeout=10\)\n# mine\n$/);
  expect((await pitstop(shop, 'undo', '--list')).stdout).toMatch(/ 1 {2}done {3}what is left of it\n$/);
  expect((await pitstop(shop, 'undo', '--forget')).stdout).toMatch(/^forgot the run of .*; what it wrote stays, in 1 file\n$/);
  expect((await pitstop(shop, 'undo')).stdout).toMatch(NOTHING);
});

test('JSON says what became of each file', async () => {
  const shop = repository(SHOP);
  await fix(shop);
  appendFileSync(join(shop, 'shop/prices.py'), '# mine\n');
  const { code, stdout } = await pitstop(shop, 'undo', '--format', 'json');
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    schema: 1,
    run: { started: expect.any(String), state: 'done', root: shop, paths: ['shop/covers.py', 'shop/prices.py'], fixes: { 'request-timeout': 2 } },
    restored: ['shop/covers.py'],
    removed: [],
    unchanged: [],
    refused: [{ path: 'shop/prices.py', detail: 'changed since' }],
  });
});

test('--list shows the latest run first, with its fixes, and changes nothing', async () => {
  const shop = repository({ 'shop/covers.py': COVERS });
  await fix(shop);
  writeFileSync(join(shop, 'shop/prices.py'), PRICES.repeat(2));
  await fix(shop);
  const before = filesIn(shop);
  const { stdout } = await pitstop(shop, 'undo', '--list');
  const [head, ...rows] = stdout.trimEnd().split('\n');
  expect(head).toMatch(/^run of +files +state +fixes$/);
  expect(rows.map((row) => row.replace(/^\S+ \S+ +/, ''))).toEqual(['1  done   2 request-timeout', '1  done   1 request-timeout']);
  const { runs } = JSON.parse((await pitstop(shop, 'undo', '--list', '--format', 'json')).stdout);
  expect(runs.map(({ paths }: { paths: string[] }) => paths)).toEqual([['shop/prices.py'], ['shop/covers.py']]);
  expect(filesIn(shop)).toEqual(before);
});

test('--list and --forget exclude each other', async () => {
  expect(await pitstop(repository(SHOP), 'undo', '--list', '--forget')).toMatchObject({ code: 2, stderr: 'pitstop: --list and --forget exclude each other\n' });
});

test('a linked work tree and a submodule have journals of their own', async () => {
  const shop = repository(SHOP);
  const linked = join(folder(), 'linked');
  git(shop, 'worktree', 'add', '--quiet', linked);
  git(shop, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository(SHOP), 'vendored');
  commit(shop);
  for (const place of [linked, join(shop, 'vendored')]) {
    await fix(place);
    expect((await pitstop(shop, 'undo')).stdout).toMatch(NOTHING);
    expect((await pitstop(join(place, 'shop'), 'undo')).stdout).toContain('  covers.py\n  prices.py\n');
    expect(filesIn(place)).toMatchObject(SHOP);
    expect(git(place, 'status', '--porcelain')).toBe('');
  }
});

test('outside git the journal is in the state folder of the user', async () => {
  const before = process.env['XDG_STATE_HOME'];
  process.env['XDG_STATE_HOME'] = folder();
  try {
    const shop = folder(SHOP);
    await fix(shop);
    expect(readdirSync(shop)).toEqual(['shop']);
    expect((await pitstop(folder(SHOP), 'undo')).stdout).toMatch(NOTHING);
    expect((await pitstop(folder(), 'undo', '--root', shop)).code).toBe(0);
    expect(filesIn(shop)).toEqual(SHOP);
  } finally {
    if (before === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = before;
  }
});

describe('a run that was killed', () => {
  /** The project after a fix, with the journal as the run had opened it. */
  async function killed(change: object): Promise<string> {
    const shop = repository(SHOP);
    await fix(shop);
    const journal = join(shop, '.git/pitstop/journal');
    const [name = ''] = readdirSync(journal);
    const entry = JSON.parse(readFileSync(join(journal, name), 'utf8'));
    writeFileSync(join(journal, name), JSON.stringify({ ...entry, state: 'started', ...change }));
    return shop;
  }

  test('is spoken of by the next fix, and taken back', async () => {
    const shop = await killed({ pid: 2 ** 22 + 1 });
    const { stderr } = await pitstop(shop, 'fix', '--yes');
    expect(stderr).toBe('an earlier run was killed while it wrote; `pitstop undo` takes runs back one by one, the latest first\n');
    expect((await pitstop(shop, 'undo', '--list')).stdout).toMatch(/ 2 {2}killed {2}2 request-timeout\n$/);
    expect((await pitstop(shop, 'undo')).stdout).toMatch(/took back 2 files of the run of .*, which was killed\n$/);
    expect(filesIn(shop)).toEqual(SHOP);
  });

  test('is not taken for one that is at work', async () => {
    const shop = await killed({ pid: process.pid, started: new Date().toISOString() });
    expect((await pitstop(shop, 'fix', '--yes')).stderr).toBe('');
    const before = filesIn(shop);
    const { code, stderr } = await pitstop(shop, 'undo');
    expect({ code, stderr }).toEqual({ code: 2, stderr: `pitstop: process ${process.pid} is still writing (wait until it has ended)\n` });
    expect(filesIn(shop)).toEqual(before);
  });
});

test('undo works without the programs of the run: neither transforms nor settings are read', async () => {
  const shop = repository({ ...SHOP, 'pyproject.toml': '[tool.pitstop]\n' });
  await fix(shop);
  writeFileSync(join(shop, 'pyproject.toml'), '[tool.pitstop\nbroken');
  expect((await pitstop(shop, 'undo')).code).toBe(0);
  rmSync(join(shop, 'pyproject.toml'));
  expect(filesIn(shop)).toEqual(SHOP);
  expect(existsSync(join(shop, '.git/pitstop/journal'))).toBe(true);
});
