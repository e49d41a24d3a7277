import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folder, git, put, removeFolders, repository } from '../support/folder.js';
import { withAuthor } from '../support/shop.js';

afterAll(removeFolders);

const PATIENCE = 60_000;
const COVERS = 'import requests\n\n\ndef cover(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n';

function coverShop(): string {
  return withAuthor(repository({ 'shop/covers.py': COVERS }));
}

/** What the command says on stderr, where it ends with 2; git sees no configuration but the repository's. */
function complaint(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const clean = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', ...env };
  try {
    execFileSync(process.execPath, [resolve('dist/src/cli/main.js'), 'branch', ...args], { cwd, env: clean, stdio: 'pipe' });
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: Buffer };
    expect(status).toBe(2);
    return stderr.toString('utf8').replace(/^from .*\n/, '');
  }
  throw new Error('it went well');
}

test('a branch of that name', () => {
  const shop = coverShop();
  git(shop, 'branch', 'timeouts');
  expect(complaint(shop, ['timeouts'])).toMatch(/^pitstop: the branch timeouts exists already \(.*git branch -D.*\)\n$/);
}, PATIENCE);

test('a branch in whose folder it would be, and the other way round', () => {
  const shop = coverShop();
  git(shop, 'branch', 'fixes');
  git(shop, 'branch', 'speed/timeouts');
  expect(complaint(shop, ['fixes/timeouts'])).toMatch(/^pitstop: there is a branch fixes, so there cannot be a branch fixes\/timeouts .*\n$/);
  expect(complaint(shop, ['speed'])).toMatch(/^pitstop: there is a branch speed\/timeouts, so there cannot be a branch speed .*\n$/);
}, PATIENCE);

test.each(['time outs', 'HEAD', '@{-1}', 'time..outs', 'timeouts.lock', ''])('the name "%s"', (name) => {
  expect(complaint(coverShop(), [name])).toMatch(/^pitstop: git takes no branch name like ".*" \(.*\)\n$/);
}, PATIENCE);

test('no name at all', () => {
  expect(complaint(coverShop(), [])).toBe("pitstop: missing required argument 'name'\n");
}, PATIENCE);

test('no repository', () => {
  expect(complaint(folder({ 'shop/covers.py': COVERS }), ['timeouts'])).toBe('pitstop: not in a git repository (`pitstop fix` works without one)\n');
}, PATIENCE);

test('a bare repository', () => {
  const place = folder();
  git(place, 'init', '--quiet', '--bare', 'bare.git');
  expect(complaint(join(place, 'bare.git'), ['timeouts'])).toMatch(/^pitstop: this is a git repository without a work tree \(.*\)\n$/);
}, PATIENCE);

test('no place for a temporary worktree', () => {
  expect(complaint(coverShop(), ['timeouts'], { TMPDIR: '/no/such/folder' })).toBe(
    'pitstop: cannot make a folder in /no/such/folder: no such file or directory (TMPDIR names another place)\n',
  );
}, PATIENCE);

test('no commit yet', () => {
  const shop = folder({ 'shop/covers.py': COVERS });
  git(shop, 'init', '--quiet', '--initial-branch', 'main');
  expect(complaint(withAuthor(shop), ['timeouts'])).toBe('pitstop: there is no commit yet on main (commit something first)\n');
}, PATIENCE);

test('a base that git does not know', () => {
  expect(complaint(coverShop(), ['timeouts', '--base', 'v9'])).toMatch(/^pitstop: --base v9: no such commit \(.*shallow.*\)\n$/);
}, PATIENCE);

test('a root that is not in the base', () => {
  const shop = coverShop();
  mkdirSync(join(shop, 'web'));
  expect(complaint(shop, ['timeouts', '--root', 'web'])).toMatch(/^pitstop: web is not in HEAD [0-9a-f]+ \(main\)\n$/);
}, PATIENCE);

test('a path outside the root', () => {
  expect(complaint(coverShop(), ['timeouts', '/'])).toBe('pitstop: / is outside the root\n');
}, PATIENCE);

test('git does not know who commits', () => {
  const shop = repository({ 'shop/covers.py': COVERS });
  git(shop, 'config', 'user.useConfigOnly', 'true');
  expect(complaint(shop, ['timeouts'])).toBe('pitstop: git does not know who you are (set user.name and user.email with `git config`)\n');
}, PATIENCE);

test('a configuration of the base that is wrong is named as the user knows it', () => {
  const shop = withAuthor(repository({ 'pyproject.toml': '[tool.pitstop]\npromot = []\n', 'shop/covers.py': COVERS }));
  expect(complaint(shop, ['timeouts'])).toMatch(/^pitstop: pyproject\.toml: .*promot.*\n$/);
}, PATIENCE);

test('a file for the pull request that cannot be written is known before any work is done', () => {
  expect(complaint(coverShop(), ['timeouts', '--pr-body', 'no/such/body.md'])).toMatch(/^pitstop: cannot write no\/such\/body\.md: .*\n$/);
  expect(complaint(coverShop(), ['timeouts', '--pr-body', 'body.md', '--output', 'body.md'])).toBe('pitstop: two reports would go to body.md\n');
  expect(complaint(coverShop(), ['timeouts', '--pr-body', '-'])).toBe('pitstop: --pr-body takes a file\n');
}, PATIENCE);

test('a unit of commits that there is not', () => {
  expect(complaint(coverShop(), ['timeouts', '--commit-per', 'files'])).toBe('pitstop: --commit-per cannot be "files"; did you mean "file"?\n');
}, PATIENCE);

test('a git that is too old, and none at all', () => {
  const shop = coverShop();
  const path = folder();
  put(path, 'git', '#!/bin/sh\necho git version 2.17.1\n');
  chmodSync(join(path, 'git'), 0o755);
  expect(complaint(shop, ['timeouts'], { PATH: path })).toBe('pitstop: git 2.17 is too old to make a branch with (it takes git 2.24 or later)\n');
  expect(complaint(shop, ['timeouts'], { PATH: folder() })).toBe('pitstop: git is not installed, or its folder is gone\n');
}, PATIENCE);

test('git that would work elsewhere than in the new worktree', () => {
  const shop = coverShop();
  git(shop, 'config', 'extensions.worktreeConfig', 'true');
  git(shop, 'config', 'core.worktree', shop);
  put(shop, 'shop/covers.py', `${COVERS}\nPRICE = 3\n`);
  expect(complaint(shop, ['timeouts'])).toMatch(/^pitstop: git does not keep a new worktree apart from this one \(.*core\.worktree.*\)\n$/);
  expect(git(shop, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
  expect(git(shop, 'diff', '--numstat')).toBe('2\t0\tshop/covers.py\n');
  expect(git(shop, 'diff', '--cached')).toBe('');
}, PATIENCE);
