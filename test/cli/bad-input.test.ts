import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from '../support/files.js';
import { removeFolders, repository } from '../support/folder.js';
import { pitstop, pitstopAsUser } from '../support/pitstop.js';

afterAll(removeFolders);

const COVERS = 'import requests\n\n\ndef cover(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n';
const FIXED_COVERS = COVERS.replace('{isbn}")', '{isbn}", timeout=10)');

/** One line on stderr, nothing on stdout, exit code 2. */
async function expectMendable(cwd: string, args: readonly string[], line: string | RegExp): Promise<void> {
  const { code, stdout, stderr } = await pitstop(cwd, ...args);
  expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
  expect(stderr).toMatch(line);
}

async function skippedIn(cwd: string, ...paths: string[]): Promise<{ path: string; reason: string; detail: string }[]> {
  return JSON.parse((await pitstop(cwd, 'audit', '--format', 'json', ...paths)).stdout).files.skipped;
}

test('a path that does not exist', async () => {
  const shop = repository({ 'covers.py': COVERS });
  await expectMendable(shop, ['audit', 'no-such-folder'], 'pitstop: no-such-folder: no such file or directory\n');
  await expectMendable(shop, ['audit', '--root', 'no-such-folder'], 'pitstop: --root no-such-folder: no such directory\n');
  await expectMendable(shop, ['audit', '--root', 'covers.py'], 'pitstop: --root covers.py: not a directory\n');
  await expectMendable(shop, ['audit', '--config', 'no.toml'], 'pitstop: cannot read no.toml: ');
});

test('a path outside the project', async () => {
  await expectMendable(repository({}), ['audit', '/'], /^pitstop: .*outside.*--root.*\n$/);
});

test('a file given twice, also by its folder, is looked at once', async () => {
  const shop = repository({ 'shop/covers.py': COVERS });
  const { stdout } = await pitstop(shop, 'audit', '--format', 'json', 'shop/covers.py', 'shop', './shop/covers.py', join(shop, 'shop/covers.py'));
  expect(JSON.parse(stdout)).toMatchObject({ files: { discovered: 1 }, summary: { total: 1 } });
});

test('an unknown transform or family', async () => {
  const shop = repository({ 'covers.py': COVERS });
  await expectMendable(shop, ['audit', '--only', 'requests-timeout'], /^pitstop: --only: there is no transform or family "requests-timeout"; did you mean "request-timeout"\?\n$/);
  await expectMendable(shop, ['diff', '--skip', 'htpt'], /^pitstop: --skip: .*; did you mean "http"\?\n$/);
});

test('an unknown option, command or format', async () => {
  const shop = repository({});
  await expectMendable(shop, ['audit', '--onyl', 'http'], `pitstop: unknown option '--onyl'; did you mean "--only"?\n`);
  await expectMendable(shop, ['dif'], `pitstop: unknown command 'dif'; did you mean "diff"?\n`);
  await expectMendable(shop, ['audit', '--format', 'sarfi'], 'pitstop: --format cannot be "sarfi"; did you mean "sarif"?\n');
});

test('broken TOML', async () => {
  const shop = repository({ 'pyproject.toml': '[tool.pitstop]\nexclude = ["old"\n', 'covers.py': COVERS });
  await expectMendable(shop, ['audit'], /^pitstop: pyproject\.toml:3:1: not valid TOML: \S.*\n$/);
});

test('a file that is no Python', async () => {
  const shop = repository({
    'logo.py': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2]),
    'latin.py': Buffer.from('import requests\nrequests.get("é")\n', 'latin1'),
    'old.py': 'import requests\nprint "requests"\n',
    'broken.py': 'import requests\ndef cover(:\n    requests.get(\n',
  });
  const skipped = await skippedIn(shop);
  expect(skipped.map(({ path, reason }) => [path, reason])).toEqual([
    ['broken.py', 'does-not-parse'],
    ['latin.py', 'not-decodable'],
    ['logo.py', 'binary'],
    ['old.py', 'does-not-parse'],
  ]);
  expect(skipped.every(({ detail }) => detail !== '')).toBe(true);
  expect((await pitstop(shop, 'audit')).stdout).toMatch(/^skipped 4 files:\n {2}broken\.py {2}does-not-parse {2}\S/m);
});

test('a file of 20 MB', async () => {
  const shop = repository({ 'dump.py': Buffer.alloc(20 * 1024 * 1024, 'import requests\n') });
  expect(await skippedIn(shop)).toEqual([{ path: 'dump.py', reason: 'too-large', detail: expect.stringMatching(/^20\.0 MB/) }]);
});

test('links that lead in a circle, nowhere, or out of the project', async () => {
  const shop = repository({ 'shop/covers.py': COVERS });
  symlinkSync('b.py', join(shop, 'a.py'));
  symlinkSync('a.py', join(shop, 'b.py'));
  symlinkSync('.', join(shop, 'shop/shop'));
  symlinkSync('gone.py', join(shop, 'dangling.py'));
  symlinkSync('/etc/passwd', join(shop, 'outside.py'));
  const report = JSON.parse((await pitstop(shop, 'audit', '--format', 'json')).stdout);
  expect(report.summary.total).toBe(1);
  expect(report.files.skipped.map(({ path }: { path: string }) => path)).toEqual(['a.py', 'b.py', 'dangling.py', 'outside.py']);
});

test('a link that leads in a circle, given by name, is skipped', async () => {
  const shop = repository({ 'shop/covers.py': COVERS });
  symlinkSync('a.py', join(shop, 'a.py'));
  expect(await skippedIn(shop, 'a.py')).toMatchObject([{ path: 'a.py', reason: 'unreadable' }]);
});

test('a folder that is named like a file', async () => {
  const shop = repository({ 'covers.py': COVERS });
  mkdirSync(join(shop, 'shop.py'));
  expect((await pitstop(shop, 'audit', '--check')).code).toBe(1);
});

const NAMES = ['with space.py', "apo'strophe.py", 'quo"te.py', 'new\nline.py', 'كتاب.py', 'مجلد/غلاف الكتاب.py'];

test.each(NAMES)('the path %j is audited on one line, patched and fixed', async (path) => {
  const shop = repository({ [path]: COVERS });
  const audit = await pitstop(shop, 'audit', path);
  expect(audit.stdout.match(/suggested {2}request-timeout/g)).toHaveLength(1);
  const { stdout } = await pitstop(shop, 'diff', path);
  execFileSync('git', ['apply'], { cwd: shop, input: stdout });
  expect(filesIn(shop)).toEqual({ [path]: Buffer.from(FIXED_COVERS).toString('latin1') });
});

test.each(NAMES)('the command that comes next survives a shell with the path %j', async (path) => {
  const shop = repository({ [path]: COVERS });
  const next = /next: pitstop (.*(?:\n.*)*)\n$/.exec((await pitstop(shop, 'audit', path)).stdout)?.[1];
  const again = execFileSync('bash', ['-c', `printf '%s\\0' ${next}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
  expect(again).toEqual(['diff', path]);
});

test('a file that may not be read is skipped', async () => {
  const shop = repository({ 'covers.py': COVERS });
  chmodSync(join(shop, 'covers.py'), 0);
  const { stdout } = await pitstopAsUser(shop, 'audit', '--format', 'json');
  expect(JSON.parse(stdout).files.skipped).toEqual([{ path: 'covers.py', reason: 'unreadable', detail: 'permission denied' }]);
});

test('an empty project and an empty file', async () => {
  expect((await pitstop(repository({}), 'audit')).stdout).toBe('nothing to fix in 0 files, 0 of them parsed\n');
  expect((await pitstop(repository({ '__init__.py': '' }), 'diff')).stdout).toBe('');
});

test('nothing of this writes anything into the project', async () => {
  const shop = repository({ 'covers.py': COVERS });
  for (const args of [['audit'], ['diff'], ['list'], ['audit', '--only', 'x'], ['fix']]) await pitstop(shop, ...args);
  expect(filesIn(shop)).toEqual({ 'covers.py': COVERS });
  expect(readFileSync(join(shop, 'covers.py'), 'utf8')).toBe(COVERS);
});
