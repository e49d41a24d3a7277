import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folder, put, removeFolders } from '../support/folder.js';
import { pitstop } from '../support/pitstop.js';
import { Screen } from '../support/screen.js';

afterAll(removeFolders);

const COVERS = 'import requests\n\n\ndef cover(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n';
const PRICES = 'from requests import Session\n\nsession = Session()\n\n\ndef prices():\n    return session.post("https://prices.example")';

const PATHS = [
  'with space.py', 'two  spaces.py', ' led.py', 'sub dir/with space.py', 'quo"te.py', "apo'strophe.py", 'back\\slash.py', 'tab\tbed.py', 'new\nline.py',
  '-dash.py', 'b/a/b.py', 'nfc/\u00e9.py', 'nfd/e\u0301.py', 'كتاب/غلاف.py', '📚/📖.py', 'bell\u0007.py', 'form\ffeed.py', '$(touch made).py', 'per%20cent.py',
];

const CONTENTS: Readonly<Record<string, string | Buffer>> = {
  'content/crlf.py': COVERS.replaceAll('\n', '\r\n'),
  'content/mixed.py': COVERS.replace('\n\n\n', '\r\n\n\n'),
  'content/bom.py': `\uFEFF${COVERS}`,
  'content/bom_crlf.py': `\uFEFF${COVERS.replaceAll('\n', '\r\n')}`,
  'content/no_final_newline.py': PRICES,
  'content/no_final_newline_crlf.py': PRICES.replaceAll('\n', '\r\n'),
  'content/form_feed.py': COVERS.replace('\n\n\n', '\n\f\n\n'),
  'content/line_separators.py': `${COVERS}TITLE = "\u2028\u0085\u000b"\n`,
  'content/latin1.py': Buffer.from(`# -*- coding: latin-1 -*-\nTITLE = "\u00e9"\n${COVERS}`, 'latin1'),
  'content/cp1252.py': Buffer.from(`# coding: cp1252\nTITLE = "\u0080"\n${COVERS}`, 'latin1'),
  'content/utf8.py': `TITLE = "книга 📚 e\u0301"\n${COVERS}`,
  'content/tabs.py': COVERS.replace('    ', '\t'),
  'content/trailing_space.py': COVERS.replace('\n\n\n', '\n   \n\t\n'),
  'content/twice.py': `${COVERS}\n\n${'# a page\n'.repeat(40)}\n\n${COVERS.replace('import requests\n', '').replace('cover(', 'back_cover(')}`,
};

const MODES: Readonly<Record<string, number>> = { 'mode/manage.py': 0o755, 'mode/settings.py': 0o600, 'mode/shared.py': 0o664, 'mode/models.py': 0o644 };

/** The same project every time, under git's own settings and no one else's. */
function shop(): string {
  const root = folder();
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  for (const path of PATHS) put(root, path, COVERS);
  for (const [path, content] of Object.entries(CONTENTS)) put(root, path, content);
  for (const [path, mode] of Object.entries(MODES)) {
    put(root, path, COVERS);
    chmodSync(join(root, path), mode);
  }
  put(root, 'bin/tool', COVERS);
  symlinkSync('../bin/tool', join(root, 'mode/link.py'));
  return root;
}

/** Mode bits and bytes of every file. */
function disk(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => !/^\.git(\/|$)/.test(path)).sort();
  const files = paths.filter((path) => lstatSync(join(root, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, `${(lstatSync(join(root, path)).mode & 0o7777).toString(8)} ${readFileSync(join(root, path), 'latin1')}`]));
}

async function patchOf(root: string, ...args: string[]): Promise<Buffer> {
  const file = join(folder(), 'fix.patch');
  expect(await pitstop(root, 'diff', '--output', file, ...args)).toMatchObject({ code: 0, stdout: '' });
  return readFileSync(file);
}

let fixed: Record<string, string>;
let patch: Buffer;
beforeAll(async () => {
  const root = shop();
  patch = await patchOf(root);
  expect((await pitstop(root, 'fix', '--yes', '--suggested')).code).toBe(0);
  fixed = disk(root);
});

test('fix gives every file of the project a timeout, and keeps its mode', () => {
  const original = disk(shop());
  expect(Object.keys(fixed)).toEqual(Object.keys(original));
  expect(Object.keys(fixed).filter((path) => !fixed[path]?.includes('timeout=10'))).toEqual([]);
  const modes = (files: Record<string, string>): string[] => Object.values(files).map((file) => file.split(' ')[0] ?? '');
  expect(modes(fixed)).toEqual(modes(original));
});

/** Of the mode bits git keeps one. */
function asGitKnows(files: Record<string, string>): Record<string, string> {
  const known = ([path, file]: [string, string]): [string, string] => [path, file.replace(/^(\d)\d\d/, (_, owner: string) => (owner === '7' ? '755' : '644'))];
  return Object.fromEntries(Object.entries(files).map(known));
}

test('git apply makes of the diff what fix makes', () => {
  const root = shop();
  execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: root, input: patch });
  expect(asGitKnows(disk(root))).toEqual(asGitKnows(fixed));
});

/** Not every machine has it; git's own reading above is what must always hold. */
const whereThereIsPatch = execFileSync('sh', ['-c', 'command -v patch || true']).length > 0 ? test : test.skip;

whereThereIsPatch('patch -p1 makes of the diff what fix makes', () => {
  const root = shop();
  execFileSync('patch', ['-p1', '--silent'], { cwd: root, input: patch });
  expect(disk(root)).toEqual(fixed);
});

test('the same project gives the same bytes, by one worker or two', async () => {
  const root = shop();
  expect((await patchOf(root, '--jobs', '1')).equals(patch)).toBe(true);
  expect((await patchOf(root, '--jobs', '2')).equals(patch)).toBe(true);
});

test('undo gives back every byte and every mode', async () => {
  const root = shop();
  const before = disk(root);
  await pitstop(root, 'fix', '--yes', '--suggested');
  expect((await pitstop(root, 'undo')).code).toBe(0);
  expect(disk(root)).toEqual(before);
});

/** What a terminal of so many columns is sent. */
async function onTerminal(columns: number, root: string, ...words: string[]): Promise<string> {
  const screen = new Screen(root, [process.execPath, resolve('dist/src/cli/main.js'), ...words], { columns });
  expect(await screen.ended).toBe(0);
  return screen.output;
}

test('on a terminal the diff is coloured: headers, places, what goes and what comes', async () => {
  const shown = (await onTerminal(80, folder({ 'covers.py': COVERS }), 'diff', '--quiet')).replaceAll('\r\n', '\n');
  expect(shown).toContain('\u001b[1m+++ b/covers.py\u001b[0m\n\u001b[36m@@ -2,4 +2,4 @@\u001b[0m\n');
  expect(shown).toMatch(/\n\u001b\[31m- .*\u001b\[0m\n\u001b\[32m\+ .*timeout=10\)\u001b\[0m\n$/);
});

describe('--stat', () => {
  const narrow = { 'shop/covers.py': COVERS, 'shop/twice.py': CONTENTS['content/twice.py'] ?? '' };

  test('prints what git says of the changed files, and nothing of their content', async () => {
    const root = folder(narrow);
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    execFileSync('git', ['add', '--all'], { cwd: root });
    const { code, stdout, stderr } = await pitstop(root, 'diff', '--stat', '--only', 'request-timeout');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^2 files to change/) });
    expect(stdout).not.toContain('\u001b');
    execFileSync('git', ['apply'], { cwd: root, input: await patchOf(root) });
    expect(stdout).toBe(execFileSync('git', ['diff', '--stat'], { cwd: root, encoding: 'utf8' }));
  });

  test('is coloured where that is asked for, and goes to a file', async () => {
    const root = folder(narrow);
    expect((await pitstop(root, 'diff', '--stat', '--color', 'always')).stdout).toContain(' \u001b[32m+\u001b[0m\u001b[31m-\u001b[0m\n');
    await pitstop(root, 'diff', '--stat', '--output', 'stat.txt');
    expect(readFileSync(join(root, 'stat.txt'), 'utf8')).toMatch(/^ shop\/covers\.py \| 2 \+-\n/);
  });

  test('fits the terminal that it goes to, in colours', async () => {
    const shown = await onTerminal(50, folder(narrow), 'diff', '--stat', '--quiet', '--only', 'request-timeout');
    expect(shown).toContain(' shop/covers.py | 2 \u001b[32m+\u001b[0m\u001b[31m-\u001b[0m\r\n');
    const long = `${'a_long_folder/'.repeat(5)}covers.py`;
    const [line = ''] = (await onTerminal(50, folder({ [long]: COVERS }), 'diff', '--stat', '--quiet')).split('\r\n');
    expect(line.replace(/\u001b\[\d+m/g, '')).toMatch(/^ \.\.\.\/.*\/covers\.py \| 2 \+-$/);
    expect(line.replace(/\u001b\[\d+m/g, '').length).toBeLessThanOrEqual(50);
  });

  test.each(['json', 'sarif', 'text'])('goes with no other format, such as %s', async (format) => {
    const { code, stdout, stderr } = await pitstop(folder(narrow), 'diff', '--stat', '--format', format);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `pitstop: --stat goes with the format diff, not with ${format} (leave out one of them)\n` });
  });

  test('prints nothing where nothing changes', async () => {
    const root = folder(narrow);
    writeFileSync(join(root, 'shop/covers.py'), '');
    expect((await pitstop(root, 'diff', '--stat', 'shop/covers.py')).stdout).toBe('');
  });
});
