import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { discover, type DiscoverRequest } from '../../src/source/discover.js';
import { askAhead, listTracked } from '../../src/source/tracked.js';
import { commit, folder, git, put, removeFolders, repository } from '../support/folder.js';

afterAll(removeFolders);

function look(root: string, request: Partial<DiscoverRequest> = {}) {
  return discover({ root, paths: [], exclude: [], since: null, ...request });
}

async function files(root: string, request: Partial<DiscoverRequest> = {}): Promise<string[]> {
  return (await look(root, request)).files;
}

const PLAIN = { 'manage.py': '', 'shop/models.py': '', 'shop/notes.txt': '', 'shop/orders/tasks.py': '' };
const AWKWARD = ['a shop/b"o\'ok.py', 'line\nend.py', 'متجر/كتاب.py', '😀.py'];

describe.each([
  ['in a git work tree', repository],
  ['outside git', folder],
])('discover %s', (_, make) => {
  it('lists the Python files, sorted, relative to the root', async () => {
    expect(await files(make(PLAIN))).toEqual(['manage.py', 'shop/models.py', 'shop/orders/tasks.py']);
  });

  it('takes paths with spaces, quotes, a newline and Arabic letters', async () => {
    const root = make(Object.fromEntries(AWKWARD.map((path) => [path, ''])));
    expect(await files(root)).toEqual([...AWKWARD].sort());
    expect(await files(root, { paths: ['متجر', 'line\nend.py'] })).toEqual(['line\nend.py', 'متجر/كتاب.py']);
  });

  it('honours .gitignore in every folder, the innermost first', async () => {
    const root = make({
      'shop/book.py': '',
      'shop/local.py': '',
      'shop/orders/.gitignore': '!local.py\n/secret.py\n',
      'shop/orders/local.py': '',
      'shop/orders/secret.py': '',
      'shop/orders/books/secret.py': '',
    });
    git(root, 'init', '--quiet');
    git(root, 'rm', '-r', '--cached', '--quiet', '--ignore-unmatch', '.');
    if (make === folder) rmSync(join(root, '.git'), { recursive: true });
    put(root, '.gitignore', 'local.py\nbuild/\n');
    put(root, 'build/book.py', '');
    expect(await files(root)).toEqual(['shop/book.py', 'shop/orders/books/secret.py', 'shop/orders/local.py']);
    expect(await files(root, { paths: ['shop/orders/books', 'shop/orders'] })).toEqual([
      'shop/orders/books/secret.py',
      'shop/orders/local.py',
    ]);
  });

  it('leaves out virtual environments under any name, installed packages, caches and dot-folders', async () => {
    const root = make({
      'shop/models.py': '',
      'env/pyvenv.cfg': '',
      'env/lib/python3.12/book.py': '',
      'tools/old/bin/activate': '',
      'tools/old/lib/book.py': '',
      'lib/site-packages/requests/api.py': '',
      'front/node_modules/gyp/book.py': '',
      'shop/__pycache__/book.py': '',
      '.tox/book.py': '',
      'shop/.cache/book.py': '',
    });
    expect(await files(root)).toEqual(['shop/models.py']);
  });

  it('keeps a package that is called env, and a project whose own folder is a virtual environment', async () => {
    const root = make({ 'pyvenv.cfg': '', 'bin/activate': '', 'shop/env/book.py': '', 'lib/site-packages/requests.py': '' });
    expect(await files(root)).toEqual(['shop/env/book.py']);
  });

  it('takes a file that is named outright, once, even if it is ignored or has no extension', async () => {
    const root = make({ '.gitignore': '/local.py\n', 'shop/models.py': '', 'bin/import-books': '' });
    put(root, 'local.py', '');
    const paths = ['local.py', './local.py', join(root, 'local.py'), 'bin/import-books', 'shop', 'shop/models.py'];
    expect(await files(root, { paths })).toEqual(['bin/import-books', 'local.py', 'shop/models.py']);
  });

  it('names a path that does not exist in one line', async () => {
    const root = make(PLAIN);
    await expect(files(root, { paths: ['shop', 'shp'] })).rejects.toMatchObject({
      name: 'UserError',
      message: 'no such file or directory: shp',
    });
    await expect(files(join(root, 'nowhere'))).rejects.toThrow(/^no such file or directory: .*nowhere$/);
    await expect(files(join(root, 'manage.py'))).rejects.toThrow(/^not a directory: .*manage\.py$/);
  });

  it('refuses a path outside the root', async () => {
    const root = make(PLAIN);
    await expect(files(join(root, 'shop'), { paths: ['../manage.py'] })).rejects.toThrow(/^outside the root .*: \.\.\/manage\.py$/);
  });

  it.each([
    [['shop/orders'], ['manage.py', 'shop/models.py']],
    [['shop/'], ['manage.py']],
    [['./shop/*.py'], ['manage.py', 'shop/orders/tasks.py']],
    [['**/orders', 'manage.py'], ['shop/models.py']],
    [['sho'], ['manage.py', 'shop/models.py', 'shop/orders/tasks.py']],
  ])('leaves out what %j matches', async (exclude, left) => {
    expect(await files(make(PLAIN), { exclude })).toEqual(left);
  });

  it('leaves out an excluded file even if it is named outright', async () => {
    expect(await files(make(PLAIN), { paths: ['manage.py', 'shop/models.py'], exclude: ['shop'] })).toEqual(['manage.py']);
  });

  it('does not follow links to folders, so a loop of them does no harm', async () => {
    const root = make(PLAIN);
    symlinkSync('..', join(root, 'shop/loop'));
    symlinkSync('shop', join(root, 'store'));
    expect(await files(root)).toEqual(['manage.py', 'shop/models.py', 'shop/orders/tasks.py']);
    expect(await files(root, { paths: ['store/orders'] })).toEqual(['shop/orders/tasks.py']);
  });

  it('follows a link to a file inside the root, unless the file is listed itself', async () => {
    const root = make({ 'shop/models.py': '', 'shop/settings.txt': '' });
    symlinkSync('models.py', join(root, 'shop/again.py'));
    symlinkSync('settings.txt', join(root, 'shop/settings.py'));
    expect(await look(root)).toEqual({ files: ['shop/models.py', 'shop/settings.py'], skipped: [] });
    expect(await files(root, { paths: ['shop/again.py'] })).toEqual(['shop/again.py']);
  });

  it('skips, with the reason, links that lead out of the root, nowhere, or in a circle', async () => {
    const root = make(PLAIN);
    symlinkSync(join(folder({ 'book.py': '' }), 'book.py'), join(root, 'away.py'));
    symlinkSync('gone.txt', join(root, 'dangling.py'));
    symlinkSync('loop.py', join(root, 'loop.py'));
    const skipped = [
      { path: 'away.py', reason: 'unreadable', detail: 'symlink that leads out of the root' },
      { path: 'dangling.py', reason: 'unreadable', detail: 'dangling symlink' },
      { path: 'loop.py', reason: 'unreadable', detail: 'symlink loop' },
    ];
    expect((await look(root)).skipped).toEqual(skipped);
    expect(await look(root, { paths: ['loop.py', 'dangling.py', 'away.py'] })).toEqual({ files: [], skipped });
  });

  it('reads a folder named like a Python file as a folder', async () => {
    expect(await files(make({ 'shop.py/models.py': '' }))).toEqual(['shop.py/models.py']);
  });

  it('skips a pipe that is named outright', async () => {
    const root = make(PLAIN);
    execFileSync('mkfifo', [join(root, 'pipe.py')]);
    const { skipped } = await look(root, { paths: ['pipe.py'] });
    expect(skipped).toEqual([{ path: 'pipe.py', reason: 'unreadable', detail: 'not a regular file' }]);
  });
});

describe('discover in a git work tree', () => {
  it('lists what is not tracked yet and leaves out what was deleted', async () => {
    const root = repository(PLAIN);
    put(root, 'shop/new.py', '');
    unlinkSync(join(root, 'shop/models.py'));
    expect(await files(root)).toEqual(['manage.py', 'shop/new.py', 'shop/orders/tasks.py']);
  });

  it('lists a tracked file although it is ignored', async () => {
    const root = repository(PLAIN);
    put(root, '.gitignore', 'manage.py\n');
    expect(await files(root)).toContain('manage.py');
  });

  it('looks only below the root if that is part of a larger work tree', async () => {
    const root = repository({ '.gitignore': 'local.py\n', 'docs/conf.py': '', 'shop/models.py': '' });
    put(root, 'shop/local.py', '');
    expect(await files(join(root, 'shop'))).toEqual(['models.py']);
  });

  it('lists a file in conflict once', async () => {
    const root = repository({ 'book.py': 'price = 1\n' });
    git(root, 'checkout', '--quiet', '-b', 'other');
    put(root, 'book.py', 'price = 2\n');
    commit(root);
    git(root, 'checkout', '--quiet', 'main');
    put(root, 'book.py', 'price = 3\n');
    commit(root);
    expect(() => git(root, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'merge', 'other')).toThrow();
    expect(await files(root)).toEqual(['book.py']);
  });

  it('does not enter a submodule or a repository inside, unless it is named', async () => {
    const library = repository({ 'books.py': '' });
    const root = repository(PLAIN);
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'library');
    mkdirSync(join(root, 'inner'));
    git(join(root, 'inner'), 'init', '--quiet');
    put(root, 'inner/book.py', '');
    expect(await files(root)).toEqual(['manage.py', 'shop/models.py', 'shop/orders/tasks.py']);
    expect(await files(root, { paths: ['library', 'inner'] })).toEqual(['inner/book.py', 'library/books.py']);
  });

  it('is not misled by the environment of a hook', async () => {
    const root = repository(PLAIN);
    const other = repository({ 'other.py': '' });
    process.env['GIT_DIR'] = join(other, '.git');
    try {
      expect(await files(root)).toContain('manage.py');
    } finally {
      delete process.env['GIT_DIR'];
    }
  });

  it('walks where git is not installed', async () => {
    const root = repository({ ...PLAIN, '.gitignore': 'local.py\n' });
    put(root, 'local.py', '');
    const path = process.env['PATH'];
    process.env['PATH'] = folder();
    try {
      expect(await files(root)).toEqual(['manage.py', 'shop/models.py', 'shop/orders/tasks.py']);
      await expect(files(root, { since: 'main' })).rejects.toThrow('git is not installed');
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('walks where git refuses to work', async () => {
    const root = repository(PLAIN);
    put(root, '.git/HEAD', 'broken');
    put(root, '.git/config', '[');
    expect(await files(root)).toEqual(['manage.py', 'shop/models.py', 'shop/orders/tasks.py']);
  });
});

describe('discover since a revision', () => {
  const CHANGED = ['shop/models.py', 'shop/new.py'];

  function changed(): string {
    const root = repository({ ...PLAIN, 'shop/old.py': '', 'docs/conf.py': '' });
    git(root, 'tag', 'v1');
    put(root, 'shop/models.py', 'class Book: pass\n');
    commit(root);
    put(root, 'shop/new.py', '');
    put(root, 'README.md', '');
    unlinkSync(join(root, 'shop/old.py'));
    return root;
  }

  it('takes committed, uncommitted and untracked changes', async () => {
    expect(await files(changed(), { since: 'v1' })).toEqual(CHANGED);
  });

  it('takes only those that are asked for', async () => {
    const root = changed();
    expect(await files(root, { since: 'v1', paths: ['manage.py', 'shop/new.py', 'docs'] })).toEqual(['shop/new.py']);
    expect(await files(join(root, 'shop'), { since: 'v1' })).toEqual(['models.py', 'new.py']);
    expect(await files(join(root, 'docs'), { since: 'HEAD~1' })).toEqual([]);
  });

  it.each(['nonsense', '--output=stolen', 'HEAD:shop'])('names the revision %j that git does not know', async (since) => {
    await expect(files(changed(), { since })).rejects.toMatchObject({
      name: 'UserError',
      message: `git knows no revision ${since}`,
      hint: expect.stringContaining('branch, tag or commit'),
    });
  });

  it('says so outside git', async () => {
    await expect(files(folder(PLAIN), { since: 'main' })).rejects.toMatchObject({
      name: 'UserError',
      message: 'cannot tell what changed since main: not in a git work tree',
    });
  });
});

describe('what git was asked ahead of time', () => {
  it('is the answer to the next question about that folder, and to no further one', async () => {
    const root = repository({ 'shop.py': '' });
    askAhead(root);
    expect((await listTracked(root))?.files).toEqual(['shop.py']);
    put(root, 'orders.py', '');
    expect((await listTracked(root))?.files.sort()).toEqual(['orders.py', 'shop.py']);
  });

  it('is null outside git', async () => {
    const root = folder({ 'shop.py': '' });
    askAhead(root);
    expect(await listTracked(root)).toBeNull();
  });
});
