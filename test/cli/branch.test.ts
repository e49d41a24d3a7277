import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkoutOf } from '../support/checkout.js';
import { commit, folder, git, put, removeFolders, repository } from '../support/folder.js';
import { pitstop } from '../support/pitstop.js';
import { makeDirty, SLOW_PLACES, slowShop, testCommand, withAuthor } from '../support/shop.js';

afterAll(removeFolders);

/** For a test that runs many commands, in milliseconds. */
const PATIENCE = 120_000;

const TIMEOUTS = ['--only', 'request-timeout', '--suggested'];
const COVERS = 'import requests\n\n\ndef cover(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n';
const FIXED_COVERS = COVERS.replace('{isbn}")', '{isbn}", timeout=10)');
const PRICES = 'import requests\n\n\ndef price(isbn):\n    return requests.get("https://prices.example", **options_for(isbn))\n';

function coverShop(files: Readonly<Record<string, string>> = {}): string {
  return withAuthor(repository({ 'shop/covers.py': COVERS, 'shop/prices.py': PRICES, ...files }));
}

function show(root: string, revision: string): string {
  return git(root, 'show', revision);
}

/** An app of models that are about anything, which lack an index each. */
function reviews(...models: readonly string[]): Record<string, string> {
  const imports = 'from django.contrib.contenttypes.fields import GenericForeignKey\nfrom django.contrib.contenttypes.models import ContentType\nfrom django.db import models\n';
  const model = (name: string): string =>
    `\n\nclass ${name}(models.Model):\n    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)\n    object_id = models.PositiveIntegerField()\n    subject = GenericForeignKey()\n`;
  const operations = models.map((name) => `        migrations.CreateModel(name='${name}', fields=[]),\n`).join('');
  const initial = `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n\n    dependencies = []\n\n    operations = [\n${operations}    ]\n`;
  return { 'shop/__init__.py': '', 'shop/migrations/__init__.py': '', 'shop/migrations/0001_initial.py': initial, 'shop/models.py': imports + models.map(model).join('') };
}

/** Makes a hook of the repository's own. */
function hook(root: string, name: string, script: string): void {
  mkdirSync(join(root, '.git/hooks'), { recursive: true });
  put(root, `.git/hooks/${name}`, `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, '.git/hooks', name), 0o755);
}

describe('branch --verify', () => {
  test('keeps the 28 of 30 fixes that leave the tests green, names the two others, and leaves a dirty checkout as it is', async () => {
    const shop = slowShop();
    makeDirty(shop);
    const before = checkoutOf(shop);
    const command = testCommand();
    const { code, stdout, stderr } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--verify', command);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^from HEAD [0-9a-f]+ \(main\); your uncommitted changes are not in it\nverifying the base… green/);
    expect(checkoutOf(shop)).toEqual(before);
    expect(git(shop, 'diff', '--numstat', 'main', 'timeouts').match(/^\d+/gm)?.map(Number).reduce((sum, lines) => sum + lines)).toBe(28);
    for (const place of SLOW_PLACES) expect(stdout).toMatch(new RegExp(`${place} .*waits forever`));
    expect(stdout).toMatch(/\| requests\.Timeout: https:\/\/stock-8\.example.* took longer than 10 s\n/);
    expect(stdout).toContain('28 fixes (28 suggested) in 6 files; 2 suggested left');
    const copy = folder();
    git(copy, 'clone', '--quiet', '--branch', 'timeouts', shop, 'clone');
    expect(() => execFileSync('sh', ['-c', command], { cwd: join(copy, 'clone'), stdio: 'pipe' })).not.toThrow();
  }, PATIENCE);

  test('finds fixes that only break together, in whatever commits they are', async () => {
    const shop = coverShop({ 'shop/banners.py': COVERS });
    const { stdout } = await pitstop(
      shop, 'branch', 'timeouts', ...TIMEOUTS, '--commit-per', 'file', '--verify', 'test $(grep -l timeout shop/banners.py shop/covers.py | wc -l) -lt 2',
    );
    expect(git(shop, 'diff', '--name-only', 'main', 'timeouts')).toBe('shop/banners.py\n');
    expect(stdout).toMatch(/shop\/covers\.py:5 .*\n +\| it printed nothing and ended with 1\n/);
  }, PATIENCE);

  test('where every fix breaks the command there is no branch', async () => {
    const shop = coverShop();
    const { code, stdout } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--verify', '! grep -rq timeout= shop');
    expect(code).toBe(0);
    expect(stdout).toContain('so there is no branch timeouts');
    expect(git(shop, 'branch', '--list')).toBe('* main\n');
  }, PATIENCE);

  test('a red base stops it, with the last lines of the command', async () => {
    const shop = coverShop();
    const { code, stderr } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--verify', 'echo 2 books are missing; false');
    expect(code).toBe(2);
    expect(stderr).toMatch(/\n {2}\| 2 books are missing\npitstop: the command of --verify is red on the base already\n$/);
    expect(git(shop, 'branch', '--list')).toBe('* main\n');
  }, PATIENCE);

  test('the command runs where the root is, finds the own root, and never sees what it left behind', async () => {
    const shop = withAuthor(repository({ 'web/shop/covers.py': COVERS, 'web/.gitignore': '' }));
    const command = 'test -f shop/covers.py && test -d "$PITSTOP_ROOT/.venv" && test ! -e left && echo 1 > left && echo "" >> shop/covers.py';
    mkdirSync(join(shop, 'web/.venv'));
    const { code } = await pitstop(join(shop, 'web'), 'branch', 'timeouts', ...TIMEOUTS, '--verify', command);
    expect(code).toBe(0);
    expect(show(shop, 'timeouts:web/shop/covers.py')).toBe(FIXED_COVERS);
  }, PATIENCE);

  test('what the command does to a cache that goes by time and size does not mix up two states', async () => {
    const shop = slowShop();
    const stamps = join(folder(), 'stamps');
    const { code } = await pitstop(
      shop, 'branch', 'timeouts', ...TIMEOUTS, '--commit-per', 'file', '--verify', `stat -c '%Y %s' shop/stock_0.py >> "${stamps}"; git hash-object shop/stock_0.py >> "${stamps}"`,
    );
    expect(code).toBe(0);
    const lines = readFileSync(stamps, 'utf8').trim().split('\n');
    const contents = new Map<string, string>();
    for (let at = 0; at < lines.length; at += 2) {
      const [stamp = '', content = ''] = lines.slice(at, at + 2);
      expect(contents.get(stamp) ?? content).toBe(content);
      contents.set(stamp, content);
    }
  }, PATIENCE);
});

describe('commits', () => {
  test('there is one a transform, which says what, why, where, what was left, and what made it', async () => {
    const shop = coverShop();
    const { code, stdout } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^branch timeouts, 1 commit on HEAD [0-9a-f]+ \(main\):\n/);
    expect(git(shop, 'log', '--format=%an <%ae> %cn', 'main..timeouts')).toBe('Ada Buyer <ada@example.com> Ada Buyer\n');
    const message = git(shop, 'log', '-1', '--format=%B', 'timeouts');
    expect(message).toMatch(/^Give every call that waits for a server a timeout\n\n/);
    expect(message).toContain('wait forever by default');
    expect(message).toMatch(/\nChanged: 1 fix in 1 file, 1 suggested .*\n\n- shop\/covers\.py:5\n/);
    expect(message).toMatch(/\nLeft alone: 1 place in 1 file\n\n- shop\/prices\.py:5\n/);
    expect(git(shop, 'log', '-1', '--format=%(trailers:key=Pitstop-Command,valueonly)', 'timeouts').trim())
      .toBe('pitstop branch timeouts --suggested --only request-timeout');
    expect(show(shop, 'timeouts:shop/covers.py')).toBe(FIXED_COVERS);
  }, PATIENCE);

  test('without --suggested only safe fixes are taken: here none, so there is no branch', async () => {
    const shop = coverShop();
    const { code, stdout } = await pitstop(shop, 'branch', 'timeouts', '--only', 'request-timeout');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^nothing to do on HEAD .*, so there is no branch timeouts; 1 suggested left, 1 refused\nnext: pitstop diff /);
    expect(git(shop, 'branch', '--list')).toBe('* main\n');
  }, PATIENCE);

  test('the settings of the base hold, not those of the checkout', async () => {
    const promoted = '[tool.pitstop]\npromote = ["request-timeout"]\n\n[tool.pitstop.request-timeout]\nseconds = 4\n';
    const shop = coverShop({ 'pyproject.toml': promoted });
    put(shop, 'pyproject.toml', promoted.replace('4', '7'));
    await pitstop(shop, 'branch', 'timeouts', '--only', 'request-timeout');
    expect(show(shop, 'timeouts:shop/covers.py')).toContain('timeout=4');
  }, PATIENCE);

  test.each([['file', ['shop/banners.py', 'shop/covers.py']], ['finding', ['shop/banners.py:5', 'shop/covers.py:5']]])(
    '--commit-per %s', async (unit, ends) => {
      const shop = coverShop({ 'shop/banners.py': COVERS });
      await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--commit-per', unit);
      const subjects = git(shop, 'log', '--reverse', '--format=%s', 'main..timeouts').trim().split('\n');
      expect(subjects.map((subject) => subject.split(' ').at(-1))).toEqual(ends);
    }, PATIENCE);

  test('a commit makes migrations of its own and leaves those before it alone, also where one in between is dropped', async () => {
    const shop = withAuthor(repository(reviews('Review', 'Rating', 'Photo')));
    const { code, stdout } = await pitstop(
      shop, 'branch', 'indexes', '--only', 'meta-indexes', '--suggested', '--commit-per', 'finding', '--verify', '! grep -q shop_rating_ shop/migrations/*.py',
    );
    expect({ code, dropped: stdout.includes('dropped, 1 fix') }).toEqual({ code: 0, dropped: true });
    const changes = git(shop, 'log', '--reverse', '--format=', '--name-status', 'main..indexes', '--', 'shop/migrations').trim().split('\n');
    expect(changes).toEqual([
      expect.stringMatching(/^A\tshop\/migrations\/0002_review_.*\.py$/), expect.stringMatching(/^A\tshop\/migrations\/0003_photo_.*\.py$/),
    ]);
    const [first = '', second = ''] = changes.map((line) => line.slice(2));
    expect(show(shop, `indexes:${second}`)).toContain(`('shop', '${basename(first, '.py')}')`);
    expect(git(shop, 'log', '-1', '--format=%B', 'indexes')).toMatch(/\n- shop\/models\.py:\d+, with a new file in `shop\/migrations`\n/);
  }, PATIENCE);

  test('hooks run; one that fails ends it with its words, and --no-hooks passes it by', async () => {
    const shop = coverShop();
    hook(shop, 'pre-commit', 'echo "not before Monday" >&2; exit 1');
    const refused = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/\n {2}\| not before Monday\npitstop: git commit failed; no branch was made \(.*--no-hooks.*\)\n$/);
    expect(git(shop, 'branch', '--list')).toBe('* main\n');
    expect((await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--no-hooks')).code).toBe(0);
    expect(show(shop, 'timeouts:shop/covers.py')).toBe(FIXED_COVERS);
  }, PATIENCE);

  test('what a formatting hook makes of the files is committed, and a later commit does not take it back', async () => {
    const shop = coverShop({ 'shop/banners.py': COVERS });
    hook(shop, 'pre-commit', 'for file in $(git diff --cached --name-only); do grep -q "^# tidy" "$file" || { echo "# tidy" >> "$file"; failed=1; }; done; exit ${failed:-0}');
    const { code } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--commit-per', 'file');
    expect(code).toBe(0);
    expect(show(shop, 'timeouts:shop/banners.py')).toBe(`${FIXED_COVERS}# tidy\n`);
    expect(show(shop, 'timeouts:shop/covers.py')).toBe(`${FIXED_COVERS}# tidy\n`);
  }, PATIENCE);

  test('a hook that takes everything back ends it', async () => {
    const shop = coverShop();
    hook(shop, 'pre-commit', 'git reset --quiet --hard HEAD');
    const { code, stderr } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\npitstop: a commit hook takes all changes back; no branch was made \(--no-hooks commits without hooks\)\n$/);
    expect(git(shop, 'branch', '--list')).toBe('* main\n');
  }, PATIENCE);

  test('a hook whose changes turn the command red ends it', async () => {
    const shop = coverShop();
    hook(shop, 'pre-commit', 'echo "# untidy" >> shop/covers.py; git add shop/covers.py');
    const { code, stderr } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--verify', '! grep untidy shop/covers.py');
    expect(code).toBe(2);
    expect(stderr).toContain('what a commit hook changed turns the command of --verify red; no branch was made');
    expect(git(shop, 'branch', '--list')).toBe('* main\n');
  }, PATIENCE);

  test('commits are signed where git is configured to, and not with --no-sign', async () => {
    const shop = coverShop();
    const key = join(folder(), 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    for (const [name, value] of [['gpg.format', 'ssh'], ['user.signingkey', key], ['commit.gpgsign', 'true']] as const) git(shop, 'config', name, value);
    await pitstop(shop, 'branch', 'signed', ...TIMEOUTS);
    await pitstop(shop, 'branch', 'unsigned', ...TIMEOUTS, '--no-sign');
    expect(git(shop, 'cat-file', 'commit', 'signed')).toContain('BEGIN SSH SIGNATURE');
    expect(git(shop, 'cat-file', 'commit', 'unsigned')).not.toContain('SIGNATURE');
    git(shop, 'config', 'user.signingkey', join(shop, 'no-such-key'));
    const { code, stderr } = await pitstop(shop, 'branch', 'keyless', ...TIMEOUTS);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no branch was made \(--no-hooks commits without hooks, --no-sign commits without a signature\)\n$/);
  }, PATIENCE);
});

describe('what it starts from', () => {
  test('--base takes another revision, and a detached HEAD is no hindrance', async () => {
    const shop = coverShop();
    git(shop, 'tag', 'v1');
    put(shop, 'shop/banners.py', COVERS);
    commit(shop);
    git(shop, 'checkout', '--quiet', '--detach');
    const onTag = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--base', 'v1');
    expect(onTag.stderr).toMatch(/^from v1 [0-9a-f]+\n/);
    expect(git(shop, 'diff', '--name-only', 'v1', 'timeouts')).toBe('shop/covers.py\n');
    expect((await pitstop(shop, 'branch', 'more', ...TIMEOUTS)).stderr).toMatch(/^from HEAD [0-9a-f]+ \(detached\)\n/);
    expect(git(shop, 'diff', '--name-only', 'HEAD', 'more')).toBe('shop/banners.py\nshop/covers.py\n');
  }, PATIENCE);

  test('paths are looked up in the base; one that is not committed is named', async () => {
    const shop = coverShop({ 'shop/banners.py': COVERS });
    put(shop, 'shop/new.py', COVERS);
    await pitstop(join(shop, 'shop'), 'branch', 'timeouts', 'covers.py', '--root', '..', ...TIMEOUTS);
    expect(git(shop, 'diff', '--name-only', 'main', 'timeouts')).toBe('shop/covers.py\n');
    const { code, stderr } = await pitstop(shop, 'branch', 'more', 'shop/new.py', ...TIMEOUTS);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\npitstop: shop\/new\.py is not in HEAD [0-9a-f]+ \(main\) \(.*committed.*\)\n$/);
  }, PATIENCE);

  test('a merge that waits in the checkout is no hindrance and goes on waiting', async () => {
    const shop = coverShop();
    git(shop, 'checkout', '--quiet', '-b', 'sale');
    put(shop, 'shop/covers.py', COVERS.replace('covers.example', 'sale.example'));
    commit(shop);
    git(shop, 'checkout', '--quiet', 'main');
    put(shop, 'shop/covers.py', COVERS.replace('covers.example', 'autumn.example'));
    commit(shop);
    expect(() => git(shop, 'merge', 'sale')).toThrow();
    const before = checkoutOf(shop);
    expect((await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS)).code).toBe(0);
    expect(checkoutOf(shop)).toEqual(before);
    expect(show(shop, 'timeouts:shop/covers.py')).toContain('autumn.example/{isbn}", timeout=10)');
  }, PATIENCE);

  test('a shallow clone, a worktree of a bare repository and a sparse checkout work', async () => {
    const origin = coverShop({ 'web/banners.py': COVERS });
    const place = folder();
    git(place, 'clone', '--quiet', '--depth', '1', `file://${origin}`, 'shallow');
    git(place, 'clone', '--quiet', '--bare', origin, 'bare.git');
    git(join(place, 'bare.git'), 'worktree', 'add', '--quiet', '../linked', 'main');
    git(place, 'clone', '--quiet', origin, 'sparse');
    git(join(place, 'sparse'), 'sparse-checkout', 'set', 'shop');
    for (const name of ['shallow', 'linked', 'sparse']) {
      const root = withAuthor(join(place, name));
      expect(await pitstop(root, 'branch', 'timeouts', ...TIMEOUTS)).toMatchObject({ code: 0 });
      expect(show(root, 'timeouts:shop/covers.py')).toBe(FIXED_COVERS);
    }
    expect(git(join(place, 'sparse'), 'diff', '--name-only', 'main', 'timeouts')).toBe('shop/covers.py\n');
  }, PATIENCE);

  test('submodules are left out, and said to be', async () => {
    const shop = coverShop();
    git(shop, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', coverShop(), 'vendor/covers');
    commit(shop);
    const { code, stderr } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS);
    expect(code).toBe(0);
    expect(stderr).toContain('submodules are left out, and empty where --verify runs: vendor/covers\n');
    expect(git(shop, 'diff', '--name-only', 'main', 'timeouts')).toBe('shop/covers.py\n');
  }, PATIENCE);

  test('paths with spaces, quotes, line feeds and letters of all kinds', async () => {
    const paths = ['shop/cover art.py', "shop/it's \"new\".py", 'shop/two\nlines.py', 'shop/обложки.py'];
    const shop = withAuthor(repository(Object.fromEntries(paths.map((path) => [path, COVERS]))));
    expect((await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS)).code).toBe(0);
    for (const path of paths) expect(show(shop, `timeouts:${path}`)).toBe(FIXED_COVERS);
    expect(git(shop, 'log', '-1', '--format=%B', 'timeouts')).toContain('"shop/two\\nlines.py":5');
  }, PATIENCE);

  test('a link that leads out of the repository is not followed', async () => {
    const outside = folder({ 'covers.py': COVERS });
    const shop = coverShop();
    symlinkSync(join(outside, 'covers.py'), join(shop, 'shop/linked.py'));
    commit(shop);
    expect((await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS)).code).toBe(0);
    expect(readFileSync(join(outside, 'covers.py'), 'utf8')).toBe(COVERS);
  }, PATIENCE);

  test('files that git filters are edited as they are checked out and stored as git wants them', async () => {
    const shop = coverShop({ '.gitattributes': '*.py filter=house\n' });
    git(shop, 'config', 'filter.house.clean', 'sed s/covers.example/HOUSE/');
    git(shop, 'config', 'filter.house.smudge', 'sed s/HOUSE/covers.example/');
    put(shop, 'shop/covers.py', `${COVERS}\n`);
    commit(shop);
    expect((await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS)).code).toBe(0);
    expect(show(shop, 'timeouts:shop/covers.py')).toBe(`${FIXED_COVERS.replace('covers.example', 'HOUSE')}\n`);
  }, PATIENCE);

  test("what git makes of line ends when it checks out is git's business, not a change", async () => {
    const shop = coverShop({ '.gitattributes': '*.py text eol=crlf\n' });
    expect((await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS)).code).toBe(0);
    expect(show(shop, 'timeouts:shop/covers.py')).toBe(FIXED_COVERS);
    expect(git(shop, 'diff', '--numstat', 'main', 'timeouts')).toBe('1\t1\tshop/covers.py\n');
  }, PATIENCE);
});

describe('reports', () => {
  test('JSON names the branch, its commits and what was dropped', async () => {
    const shop = coverShop({ 'shop/banners.py': COVERS });
    const { stdout } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--format', 'json', '--verify', 'echo tried; ! grep -q timeout= shop/covers.py');
    const report = JSON.parse(stdout);
    const key = (path: string): string => report.findings.find((finding: { path: string }) => finding.path === path).key;
    expect(report).toMatchObject({ schema: 1, root: shop, branch: 'timeouts', base: { commit: git(shop, 'rev-parse', 'main').trim() } });
    expect(report.commits).toEqual([{ id: git(shop, 'rev-parse', 'timeouts').trim(), subject: expect.stringContaining('timeout'), keys: [key('shop/banners.py')] }]);
    expect(report.dropped).toEqual([{ key: key('shop/covers.py'), reason: expect.any(String), lines: ['tried'] }]);
  }, PATIENCE);

  test('--pr-body tells what, why, how many, where, what was left and dropped, how to verify and how to go back', async () => {
    const shop = coverShop({ 'shop/banners.py': COVERS });
    const body = join(folder(), 'body.md');
    await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--pr-body', body, '--verify', 'echo tried; ! grep -q timeout= shop/covers.py');
    const text = readFileSync(body, 'utf8');
    expect(text).toMatch(/^# Give every call that waits for a server a timeout\n\n1 fix \(1 suggested\) in 1 file/);
    expect(text).toContain('| `request-timeout` | 0 | 1 | 1 | 1 |');
    expect(text).toMatch(/\* `shop\/prices\.py:5`: /);
    expect(text).toMatch(/## What was dropped[^]*`shop\/covers\.py:5`: [^]*```text\n {2}tried\n/);
    const id = git(shop, 'rev-parse', 'timeouts').trim();
    expect(text).toContain(`git revert ${id.slice(0, 10)}   # Give every call`);
    const [revert = ''] = /git revert --no-edit \S+/.exec(text) ?? [];
    git(shop, 'checkout', '--quiet', 'timeouts');
    execFileSync('sh', ['-c', revert], { cwd: shop, stdio: 'pipe' });
    expect(git(shop, 'diff', 'main')).toBe('');
  }, PATIENCE);

  test('a report as a diff shows what is in the branch, without what was dropped', async () => {
    const shop = coverShop({ 'shop/banners.py': COVERS });
    const { stdout } = await pitstop(shop, 'branch', 'timeouts', ...TIMEOUTS, '--format', 'diff', '--verify', '! grep -q timeout= shop/covers.py');
    execFileSync('git', ['apply'], { cwd: shop, input: stdout });
    expect(git(shop, 'diff', '--stat', 'timeouts')).toBe('');
    expect(readFileSync(join(shop, 'shop/banners.py'), 'utf8')).toBe(FIXED_COVERS);
  }, PATIENCE);

  test('--check exits with 1 while something is left', async () => {
    const shop = coverShop();
    expect((await pitstop(shop, 'branch', 'one', ...TIMEOUTS, '--check')).code).toBe(0);
    expect((await pitstop(shop, 'branch', 'two', ...TIMEOUTS, '--check', '--verify', '! grep -q timeout= shop/covers.py')).code).toBe(1);
  }, PATIENCE);

  test('--quiet says nothing on stderr, --verbose shows what the command prints', async () => {
    const shop = coverShop();
    appendFileSync(join(shop, 'shop/covers.py'), '\n');
    expect((await pitstop(shop, 'branch', 'one', ...TIMEOUTS, '--quiet', '--verify', 'echo counted')).stderr).toBe('');
    expect((await pitstop(shop, 'branch', 'two', ...TIMEOUTS, '--verbose', '--verify', 'echo counted')).stderr).toMatch(/^counted$/m);
  }, PATIENCE);
});
