import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { filesIn } from '../support/files.js';
import { folder, removeFolders, repository } from '../support/folder.js';
import { pitstop, pitstopAsUser } from '../support/pitstop.js';

afterAll(removeFolders);

const COVERS = 'import requests\n\n\ndef cover(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n';
const FIXED_COVERS = COVERS.replace('{isbn}")', '{isbn}", timeout=10)');
const PRICES = 'import requests\n\n\ndef price(isbn):\n    return requests.get("https://prices.example", **options_for(isbn))\n';
const SHOP = { 'shop/covers.py': COVERS, 'shop/prices.py': PRICES, 'shop/models.py': 'class Book:\n    pass\n' };

const ONLY = ['--only', 'request-timeout'];

describe('audit', () => {
  test('shows every place with its verdict, writes nothing and names the next command', async () => {
    const shop = repository(SHOP);
    const { code, stdout, stderr } = await pitstop(shop, 'audit', ...ONLY);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^shop\/covers\.py:5:12 {2}suggested {2}request-timeout {2}\S/m);
    expect(stdout).toMatch(/^shop\/prices\.py:5:12 {2}refused {4}request-timeout {2}\S/m);
    expect(stdout).toMatch(/\nnext: pitstop diff --only request-timeout\n$/);
    expect(filesIn(shop)).toEqual(SHOP);
  });

  test('--check tells findings by the exit code, also in JSON; a refusal is not left to fix', async () => {
    const shop = repository(SHOP);
    expect((await pitstop(shop, 'audit', ...ONLY, '--check')).code).toBe(1);
    expect((await pitstop(shop, 'audit', ...ONLY, '--check', '--format', 'json')).code).toBe(1);
    expect((await pitstop(shop, 'audit', ...ONLY, '--check', '--safe')).code).toBe(0);
    expect((await pitstop(shop, 'audit', ...ONLY, '--check', 'shop/prices.py')).code).toBe(0);
  });

  test('JSON stands alone on stdout', async () => {
    const shop = repository(SHOP);
    const { stdout, stderr } = await pitstop(shop, 'audit', ...ONLY, '--format', 'json');
    expect(stderr).toBe('');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ schema: 1, root: shop, files: { discovered: 3, read: 3, skipped: [] }, faults: [] });
    expect(report.summary).toEqual({ total: 2, byTransform: { 'request-timeout': { safe: 0, suggested: 1, refused: 1 } } });
    expect(report.findings[0].start).toEqual({ offset: COVERS.indexOf('requests.get'), line: 5, column: 12 });
  });

  test('a byte order mark does not count in lines, columns and offsets', async () => {
    const shop = repository({ 'covers.py': `\uFEFF${COVERS}` });
    const { findings } = JSON.parse((await pitstop(shop, 'audit', ...ONLY, '--format', 'json')).stdout);
    expect(findings[0].start).toEqual({ offset: COVERS.indexOf('requests.get'), line: 5, column: 12 });
  });

  test('SARIF stands alone on stdout', async () => {
    const { stdout } = await pitstop(repository(SHOP), 'audit', ...ONLY, '--format', 'sarif');
    const [run] = JSON.parse(stdout).runs;
    expect(run.results.map(({ kind }: { kind: string }) => kind)).toEqual(['fail', 'review']);
    expect(run.tool.driver.rules[0].help.markdown).toContain('request-timeout');
  });

  test('--output takes the report off stdout', async () => {
    const shop = repository(SHOP);
    const { code, stdout } = await pitstop(shop, 'audit', ...ONLY, '--format', 'json', '--output', 'report.json');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(join(shop, 'report.json'), 'utf8')).summary.total).toBe(2);
  });

  test('a report that cannot be written is one line', async () => {
    const { code, stderr } = await pitstop(repository(SHOP), 'audit', '--output', 'no/such/folder.txt');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^pitstop: cannot write no\/such\/folder\.txt: .*\n$/);
  });

  test('a suppression silences its place, and one that silences nothing is reported', async () => {
    const silent = COVERS.replace('{isbn}")', '{isbn}")  # pitstop: ignore[request-timeout]');
    const shop = repository({ 'covers.py': silent, 'models.py': 'import requests\n\nPRICE = 1  # pitstop: ignore[request-timeout]\n' });
    const { stdout } = await pitstop(shop, 'audit', ...ONLY);
    expect(stdout).toContain('models.py:3  # pitstop: ignore[request-timeout]');
    expect(stdout).toContain('nothing to fix');
    expect(stdout).toContain('1 suppressed');
  });

  test('--format diff gives the diff that diff gives', async () => {
    const shop = repository(SHOP);
    const audit = await pitstop(shop, 'audit', ...ONLY, '--format', 'diff');
    expect(audit.stdout).toBe((await pitstop(shop, 'diff', ...ONLY)).stdout);
  });
});

describe('diff', () => {
  test('stdout is a patch that git applies, and the summary is on stderr', async () => {
    const shop = repository(SHOP);
    const { code, stdout, stderr } = await pitstop(shop, 'diff', ...ONLY);
    expect(code).toBe(0);
    execFileSync('git', ['apply'], { cwd: shop, input: stdout });
    expect(filesIn(shop)).toEqual({ ...SHOP, 'shop/covers.py': FIXED_COVERS });
    expect(stderr).toBe(
      '1 file to change, 1 fix (0 safe, 1 suggested); 1 refused\nnext: pitstop fix --yes --suggested --only request-timeout\n',
    );
  });

  test('two runs give the same bytes', async () => {
    const shop = repository(SHOP);
    const [one, other] = [await pitstop(shop, 'diff'), await pitstop(shop, 'diff', '--jobs', '1')];
    expect(one).toEqual(other);
  });

  test('--quiet leaves the patch alone', async () => {
    expect((await pitstop(repository(SHOP), 'diff', ...ONLY, '--quiet')).stderr).toBe('');
  });

  test('--safe shows what fix --yes would write', async () => {
    expect((await pitstop(repository(SHOP), 'diff', ...ONLY, '--safe')).stdout).toBe('');
  });

  test('a pipe gets no colours unless it asks', async () => {
    const shop = repository(SHOP);
    expect((await pitstop(shop, 'diff', ...ONLY)).stdout).not.toContain('\u001b');
    expect((await pitstop(shop, 'diff', ...ONLY, '--color', 'always')).stdout).toContain('\u001b[32m+');
  });

  test('the patch of a latin-1 file is in latin-1', async () => {
    const source = Buffer.from(`# -*- coding: latin-1 -*-\n${COVERS.replace('covers.example', 'é.example')}`, 'latin1');
    const shop = repository({ 'covers.py': source });
    await pitstop(shop, 'diff', ...ONLY, '--output', 'fix.patch');
    execFileSync('git', ['apply', 'fix.patch'], { cwd: shop });
    expect(readFileSync(join(shop, 'covers.py'), 'latin1')).toBe(source.toString('latin1').replace('{isbn}")', '{isbn}", timeout=10)'));
  });

  test.each(['.', 'shop', 'shop/shop'])('run and applied in %s it changes the file there', async (place) => {
    const shop = repository({ 'shop/shop/shop/covers.py': COVERS });
    const { stdout } = await pitstop(join(shop, place), 'diff', ...ONLY);
    expect(stdout).toContain('+++ b/shop/shop/shop/covers.py\n');
    execFileSync('git', ['apply'], { cwd: join(shop, place), input: stdout });
    expect(filesIn(shop)).toEqual({ 'shop/shop/shop/covers.py': FIXED_COVERS });
  });

  test('outside git its paths are relative to the root', async () => {
    const shop = folder({ 'shop/covers.py': COVERS });
    const { stdout } = await pitstop(tmpdir(), 'diff', ...ONLY, '--root', shop);
    expect(stdout).toContain('+++ b/shop/covers.py\n');
    execFileSync('git', ['apply'], { cwd: shop, input: stdout });
    expect(filesIn(shop)).toEqual({ 'shop/covers.py': FIXED_COVERS });
  });

  test('--since looks at nothing that has not changed', async () => {
    const shop = repository(SHOP);
    expect((await pitstop(shop, 'diff', '--since', 'HEAD')).stdout).toBe('');
    writeFileSync(join(shop, 'shop/covers.py'), `${COVERS}\n`);
    expect((await pitstop(shop, 'diff', '--since', 'HEAD')).stdout).toContain('shop/covers.py');
    const unknown = await pitstop(shop, 'diff', '--since', 'no-such-branch');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/^pitstop: .*no-such-branch.*\n$/);
  });
});

describe('fix', () => {
  test('without --yes it says so and writes nothing', async () => {
    const shop = repository(SHOP);
    const { code, stdout, stderr } = await pitstop(shop, 'fix');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^pitstop: fix asks about every place, and there is no terminal to ask on .*`pitstop fix --yes`.*\n$/);
    expect(filesIn(shop)).toEqual(SHOP);
  });

  test('--yes alone leaves what is only suggested', async () => {
    const shop = repository(SHOP);
    const { code, stdout } = await pitstop(shop, 'fix', '--yes', ...ONLY);
    expect(code).toBe(0);
    expect(stdout).toBe('nothing written; 1 suggested left, 1 refused\nnext: pitstop diff --only request-timeout\n');
    expect(filesIn(shop)).toEqual(SHOP);
  });

  test('--suggested writes what the diff showed, and a second run has nothing to do', async () => {
    const shop = repository(SHOP);
    const { code, stdout } = await pitstop(shop, 'fix', '--yes', '--suggested', '--check', ...ONLY);
    expect(code).toBe(0);
    expect(stdout).toBe('written:\n  shop/covers.py\n\nwrote 1 file, 1 fix (0 safe, 1 suggested); 1 refused\nnext: git diff\n');
    expect(filesIn(shop)).toEqual({ ...SHOP, 'shop/covers.py': FIXED_COVERS });
    const again = await pitstop(shop, 'fix', '--yes', '--suggested', ...ONLY);
    expect(again.stdout).toMatch(/^nothing written/);
  });

  test('does not point to git where there is none', async () => {
    const { stdout } = await pitstop(folder(SHOP), 'fix', '--yes', '--suggested', ...ONLY);
    expect(stdout).toBe('written:\n  shop/covers.py\n\nwrote 1 file, 1 fix (0 safe, 1 suggested); 1 refused\n');
  });

  test('a promoted transform needs no --suggested', async () => {
    const shop = repository({ ...SHOP, 'pyproject.toml': '[tool.pitstop]\npromote = ["http"]\n' });
    await pitstop(shop, 'fix', '--yes', ...ONLY);
    expect(filesIn(shop)['shop/covers.py']).toBe(FIXED_COVERS);
  });

  test('JSON says what was written', async () => {
    const { stdout } = await pitstop(repository(SHOP), 'fix', '--yes', '--suggested', '--format', 'json', ...ONLY);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, written: ['shop/covers.py'], stale: [], failed: [] });
  });

  test('what cannot be written is named, and the user can mend it', async () => {
    const shop = repository(SHOP);
    chmodSync(join(shop, 'shop'), 0o555);
    const { code, stdout } = await pitstopAsUser(shop, 'fix', '--yes', '--suggested', ...ONLY);
    chmodSync(join(shop, 'shop'), 0o755);
    expect(stdout).toMatch(/not written, 1 file:\n {2}shop\/covers\.py {2}permission denied/);
    expect(code).toBe(2);
  });
});

describe('the catalogue', () => {
  test('list names every transform with its family and best verdict', async () => {
    const { code, stdout } = await pitstop(repository({}), 'list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^request-timeout +http +\w+ +\S/m);
  });

  test('list as JSON has the options and their defaults', async () => {
    const { schema, transforms } = JSON.parse((await pitstop(repository({}), 'list', '--format', 'json')).stdout);
    expect(schema).toBe(1);
    const timeout = transforms.find(({ id }: { id: string }) => id === 'request-timeout');
    expect(timeout).toMatchObject({ family: 'http', options: { seconds: { default: 10 } } });
  });

  test('explain prints the page and the options as TOML', async () => {
    const { stdout } = await pitstop(repository({}), 'explain', 'request-timeout');
    expect(stdout).toMatch(/^# .*request-timeout/);
    expect(stdout).toMatch(/\[tool\.pitstop\.request-timeout\]\n# \S.*\nseconds = 10\n/);
  });

  test('explain of an unknown id suggests the nearest', async () => {
    const { code, stderr } = await pitstop(repository({}), 'explain', 'requst-timeout');
    expect(code).toBe(2);
    expect(stderr).toBe('pitstop: there is no transform "requst-timeout"; did you mean "request-timeout"?\n');
  });
});

test('a reader that stops reading is no error', async () => {
  const command = `"${process.execPath}" "${resolve('dist/src/cli/main.js')}" explain request-timeout | head -n 1`;
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`shop/covers_${at}.py`, COVERS.repeat(5)]));
  const shop = repository(many);
  const run = (line: string): string => execFileSync('bash', ['-o', 'pipefail', '-c', `${line} 2>&1`], { cwd: shop, encoding: 'utf8' });
  expect(run(command).split('\n')).toHaveLength(2);
  expect(run(command.replace('explain request-timeout', 'diff --quiet')).split('\n')).toHaveLength(2);
});
