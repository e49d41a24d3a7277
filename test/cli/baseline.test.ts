import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBaseline, updateBaseline } from '../../src/cli/baseline.js';
import { commit, folder, git, put, removeFolders, repository } from '../support/folder.js';
import { pitstop } from '../support/pitstop.js';
import { findingAt } from '../support/reports.js';
import { withAuthor } from '../support/shop.js';

afterAll(removeFolders);

const book = (key: string, path = 'shop.py', transform = 'request-timeout') => findingAt(path, 0, 1, { key, transform, message: `see "${key}"` });

describe('the file', () => {
  test('has a line for each finding, in order of paths, whatever the order of the run', () => {
    const [one, other] = [join(folder(), 'a.json'), join(folder(), 'b.json')];
    const findings = [book('2', 'b.py'), book('1', 'b.py'), book('3', 'a.py')];
    updateBaseline(one, findings, () => true);
    updateBaseline(other, [...findings].reverse(), () => true);
    expect(readFileSync(one, 'utf8')).toBe(readFileSync(other, 'utf8'));
    expect(readFileSync(one, 'utf8')).toBe(
      [
        '{',
        '  "schema": 1,',
        '  "findings": {',
        '    "3": {"transform":"request-timeout","path":"a.py","message":"see \\"3\\""},',
        '    "1": {"transform":"request-timeout","path":"b.py","message":"see \\"1\\""},',
        '    "2": {"transform":"request-timeout","path":"b.py","message":"see \\"2\\""}',
        '  }',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('loses what is gone, and keeps what the run did not look at', () => {
    const file = join(folder(), 'known.json');
    updateBaseline(file, [book('gone'), book('kept'), book('elsewhere', 'old.py')], () => true);
    const update = updateBaseline(file, [book('kept'), book('new')], ({ path }) => path === 'shop.py');
    expect(update).toEqual({ total: 3, added: 1, dropped: 1 });
    expect([...readBaseline(file).keys()].sort()).toEqual(['elsewhere', 'kept', 'new']);
  });

  test('can hold nothing', () => {
    const file = join(folder(), 'known.json');
    expect(updateBaseline(file, [], () => true)).toEqual({ total: 0, added: 0, dropped: 0 });
    expect(readBaseline(file).size).toBe(0);
  });

  test.each([
    ['<<<<<<< HEAD\n{}', /not valid JSON|Unexpected token/],
    ['[]', /not a baseline/],
    ['{"schema": 2, "findings": {}}', /not a baseline/],
    ['{"schema": 1, "findings": null}', /not a baseline/],
    ['{"schema": 1, "findings": {"a": null}}', /not a baseline/],
    ['{"schema": 1, "findings": {"a": {"transform": "book"}}}', /not a baseline/],
  ])('%j is refused', (text, message) => {
    const file = join(folder({ 'known.json': text }), 'known.json');
    expect(() => readBaseline(file)).toThrow(message);
  });
});

const COVERS = 'import requests\n\n\ndef cover(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n';
const STOCK = 'import requests\n\n\ndef stock(isbn):\n    return requests.get(f"https://stock.example/{isbn}")\n';
const ONLY = ['--only', 'http', '--baseline', 'known.json'];

describe('the command', () => {
  const known = async (): Promise<string> => {
    const shop = repository({ 'shop/covers.py': COVERS });
    const { stdout, stderr } = await pitstop(shop, 'audit', ...ONLY, '--baseline-update');
    expect(stderr).toBe('known.json: 1 finding, 1 new, 0 dropped\n');
    expect(stdout).toContain('1 known');
    return shop;
  };

  test('is silent about what is known, also after its lines have moved', async () => {
    const shop = await known();
    put(shop, 'shop/covers.py', `"""Covers of books."""\n\n${COVERS}`);
    const audit = await pitstop(shop, 'audit', ...ONLY, '--check');
    expect({ code: audit.code, stdout: audit.stdout }).toEqual({ code: 0, stdout: 'nothing to fix in 1 file, 1 of them parsed, 1 known\n' });
    const { findings, baseline } = JSON.parse((await pitstop(shop, 'audit', ...ONLY, '--format', 'json')).stdout);
    expect({ findings, baseline }).toEqual({ findings: [], baseline: { known: 1 } });
  });

  test('tells of what is new, and diff and fix leave what is known', async () => {
    const shop = await known();
    put(shop, 'shop/stock.py', STOCK);
    expect((await pitstop(shop, 'audit', ...ONLY, '--check')).code).toBe(1);
    const { stdout, stderr } = await pitstop(shop, 'diff', ...ONLY);
    expect(stdout).toContain('+++ b/shop/stock.py');
    expect(stdout).not.toContain('covers');
    expect(stderr).toContain('1 known');
    await pitstop(shop, 'fix', '--yes', '--suggested', ...ONLY);
    expect(readFileSync(join(shop, 'shop/covers.py'), 'utf8')).toBe(COVERS);
    expect(readFileSync(join(shop, 'shop/stock.py'), 'utf8')).toContain('timeout=10');
  });

  test('an update of one folder leaves the entries of the others', async () => {
    const shop = await known();
    put(shop, 'stock/stock.py', STOCK);
    const { stderr } = await pitstop(shop, 'audit', 'stock', ...ONLY, '--baseline-update');
    expect(stderr).toBe('known.json: 2 findings, 1 new, 0 dropped\n');
    put(shop, 'shop/covers.py', '');
    expect((await pitstop(shop, 'audit', ...ONLY, '--baseline-update')).stderr).toBe('known.json: 1 finding, 0 new, 1 dropped\n');
  });

  test('an update keeps what it could not look at: files that do not parse, other transforms, files that did not change', async () => {
    const shop = await known();
    const updated = async (...args: readonly string[]): Promise<string> =>
      (await pitstop(shop, 'audit', '--baseline', 'known.json', '--baseline-update', ...args)).stderr;
    expect(await updated('--only', 'celery-autoretry')).toContain('1 finding, 0 new, 0 dropped');
    expect(await updated('--only', 'http', '--since', 'HEAD')).toContain('1 finding, 0 new, 0 dropped');
    put(shop, 'shop/covers.py', `${COVERS}def (\n`);
    expect(await updated('--only', 'http')).toContain('1 finding, 0 new, 0 dropped');
  });

  test('a branch leaves what is known', async () => {
    const shop = withAuthor(await known());
    put(shop, 'shop/stock.py', STOCK);
    commit(shop);
    const { stdout } = await pitstop(shop, 'branch', 'timeouts', '--suggested', ...ONLY);
    expect(stdout).toContain('1 fix (1 suggested) in 1 file');
    expect(git(shop, 'diff', '--name-only', 'main', 'timeouts')).toBe('shop/stock.py\n');
    expect(git(shop, 'log', '-1', '--format=%B', 'timeouts')).toContain('--baseline known.json');
  });

  test('a baseline that is missing, broken or not named is one line', async () => {
    const shop = repository({ 'shop/covers.py': COVERS });
    const missing = await pitstop(shop, 'audit', ...ONLY);
    expect({ code: missing.code, stderr: missing.stderr }).toEqual({ code: 2, stderr: 'pitstop: --baseline known.json: no such file (--baseline-update writes it)\n' });
    writeFileSync(join(shop, 'known.json'), '{');
    expect((await pitstop(shop, 'audit', ...ONLY)).stderr).toMatch(/^pitstop: --baseline known\.json: .*JSON.*\n$/);
    expect((await pitstop(shop, 'audit', '--baseline', 'shop')).stderr).toBe('pitstop: --baseline shop: it is a folder\n');
    expect((await pitstop(shop, 'audit', '--baseline-update')).stderr).toBe('pitstop: --baseline-update needs --baseline FILE\n');
  });
});
