import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalFolder, openEntry, readJournal, type JournalEntry } from '../../src/write/journal.js';
import { write, type FileToWrite, type Made } from '../../src/write/write.js';
import { folder, put, removeFolders } from '../support/folder.js';

afterAll(removeFolders);

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const change = (path: string, before: string | null, after: string): FileToWrite => ({
  path,
  digest: before === null ? null : digest(before),
  bytes: Buffer.from(after),
});

const made = (...fixes: string[][]): Made[] => fixes.map((paths) => ({ transform: 'request-timeout', paths }));

function shop(files: Record<string, string> = { 'shop/books.py': 'old', 'shop/orders.py': 'old' }) {
  const root = folder(files);
  const gitDir = folder();
  return { root, gitDir, journal: () => readJournal(journalFolder(root, gitDir)).map(({ entry }) => entry) };
}

function read(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Nothing is read-only for root, who runs tests in many a container. */
function unprivileged<T>(run: () => T): T {
  if (process.geteuid?.() !== 0) return run();
  process.seteuid?.(65534);
  try {
    return run();
  } finally {
    process.seteuid?.(0);
  }
}

describe('write', () => {
  it('writes every file and leaves nothing else behind', () => {
    const { root, gitDir } = shop();
    const files = [change('shop/books.py', 'old', 'new'), change('shop/orders.py', 'old', 'newer')];
    expect(write(root, files, { gitDir })).toEqual({ written: ['shop/books.py', 'shop/orders.py'], stale: [], failed: [] });
    expect([read(root, 'shop/books.py'), read(root, 'shop/orders.py')]).toEqual(['new', 'newer']);
    expect(readdirSync(join(root, 'shop')).sort()).toEqual(['books.py', 'orders.py']);
  });

  it('keeps the mode bits and the owner', () => {
    const { root, gitDir } = shop();
    const file = join(root, 'shop/books.py');
    chmodSync(file, 0o4751);
    const before = statSync(file);
    write(root, [change('shop/books.py', 'old', 'new')], { gitDir });
    const { mode, uid, gid } = statSync(file);
    expect({ mode, uid, gid }).toEqual({ mode: before.mode, uid: before.uid, gid: before.gid });
  });

  it('leaves files that changed, went or appeared since they were read', () => {
    const { root, gitDir, journal } = shop();
    writeFileSync(join(root, 'shop/books.py'), 'mine');
    unlinkSync(join(root, 'shop/orders.py'));
    put(root, 'shop/tasks.py', 'mine');
    const files = [
      change('shop/books.py', 'old', 'new'),
      change('shop/orders.py', 'old', 'new'),
      change('shop/tasks.py', null, 'new'),
    ];
    expect(write(root, files, { gitDir })).toEqual({ written: [], stale: files.map(({ path }) => path), failed: [] });
    expect([read(root, 'shop/books.py'), read(root, 'shop/tasks.py')]).toEqual(['mine', 'mine']);
    expect(readdirSync(join(root, 'shop')).sort()).toEqual(['books.py', 'tasks.py']);
    expect(journal()).toEqual([]);
  });

  it('creates a file, also in a folder that does not exist', () => {
    const { root, gitDir } = shop();
    expect(write(root, [change('shop/migrations/0001_initial.py', null, 'new')], { gitDir }).written).toHaveLength(1);
    expect(read(root, 'shop/migrations/0001_initial.py')).toBe('new');
    expect(readdirSync(join(root, 'shop/migrations'))).toEqual(['0001_initial.py']);
  });

  it('writes through a link to a file inside the root and keeps the link', () => {
    const { root, gitDir, journal } = shop();
    symlinkSync('shop/books.py', join(root, 'link.py'));
    expect(write(root, [change('link.py', 'old', 'new')], { gitDir }).written).toEqual(['link.py']);
    expect(lstatSync(join(root, 'link.py')).isSymbolicLink()).toBe(true);
    expect(read(root, 'shop/books.py')).toBe('new');
    expect(journal()[0]?.files[0]).toMatchObject({ path: 'link.py', target: 'shop/books.py' });
  });

  it('writes nothing outside the root, by a link, a linked folder or dots', () => {
    const { root, gitDir } = shop();
    const away = folder({ 'books.py': 'old' });
    symlinkSync(join(away, 'books.py'), join(root, 'link.py'));
    symlinkSync(away, join(root, 'away'));
    const paths = ['link.py', 'away/books.py', 'away/new.py', `../${away.split('/').pop()}/books.py`];
    const files = paths.map((path) => change(path, path === 'away/new.py' ? null : 'old', 'new'));
    expect(write(root, files, { gitDir }).failed).toEqual(paths.map((path) => ({ path, detail: 'leads out of the root' })));
    expect(readdirSync(away)).toEqual(['books.py']);
    expect(read(away, 'books.py')).toBe('old');
  });

  it('does not create a file through a dangling link', () => {
    const { root, gitDir } = shop();
    const away = folder();
    symlinkSync(join(away, 'made.py'), join(root, 'link.py'));
    expect(write(root, [change('link.py', null, 'new')], { gitDir }).written).toEqual([]);
    expect(readdirSync(away)).toEqual([]);
  });

  it('writes a file once if two paths lead to it', () => {
    const { root, gitDir } = shop();
    symlinkSync('shop/books.py', join(root, 'link.py'));
    const outcome = write(root, [change('shop/books.py', 'old', 'new'), change('link.py', 'old', 'other')], { gitDir });
    expect(outcome).toEqual({ written: ['shop/books.py'], stale: ['link.py'], failed: [] });
    expect(read(root, 'shop/books.py')).toBe('new');
  });

  it('says why a file cannot be written and writes the others', () => {
    const { root, gitDir, journal } = shop();
    mkdirSync(join(root, 'folder.py'));
    const files = [change('folder.py', 'old', 'new'), change('shop/books.py/tasks.py', null, 'new'), change('shop/orders.py', 'old', 'new')];
    expect(write(root, files, { gitDir })).toEqual({
      written: ['shop/orders.py'],
      stale: [],
      failed: [
        { path: 'folder.py', detail: 'not a regular file' },
        { path: 'shop/books.py/tasks.py', detail: 'a folder of its path is a file' },
      ],
    });
    expect(journal()[0]?.files.map(({ path }) => path)).toEqual(['shop/orders.py']);
  });

  it('leaves all files of a fix if one cannot be written, and those of fixes that share a file with it', () => {
    const { root, gitDir, journal } = shop({ 'a.py': 'mine', 'b.py': 'old', 'c.py': 'old', 'd.py': 'old', 'e.py': 'old' });
    const files = ['a.py', 'b.py', 'c.py', 'd.py', 'e.py'].map((path) => change(path, 'old', 'new'));
    expect(write(root, files, { gitDir, fixes: made(['c.py', 'b.py'], ['d.py', 'e.py'], ['b.py', 'a.py']) })).toEqual({
      written: ['d.py', 'e.py'],
      stale: ['a.py'],
      failed: [
        { path: 'b.py', detail: 'left because a fix needs a.py as well' },
        { path: 'c.py', detail: 'left because a fix needs b.py as well' },
      ],
    });
    expect(['a.py', 'b.py', 'c.py', 'd.py', 'e.py'].map((path) => read(root, path))).toEqual(['mine', 'old', 'old', 'new', 'new']);
    expect(readdirSync(root).sort()).toEqual(['a.py', 'b.py', 'c.py', 'd.py', 'e.py']);
    expect(journal()[0]?.files.map(({ path }) => path)).toEqual(['d.py', 'e.py']);
  });

  it('leaves a fix whose file cannot be prepared, without a trace', () => {
    const { root, gitDir, journal } = shop();
    const fixes = made(['shop/books.py', 'shop/books.py/tasks.py']);
    const files = [change('shop/books.py', 'old', 'new'), change('shop/books.py/tasks.py', null, 'new')];
    expect(write(root, files, { gitDir, fixes }).written).toEqual([]);
    expect(read(root, 'shop/books.py')).toBe('old');
    expect(readdirSync(join(root, 'shop')).sort()).toEqual(['books.py', 'orders.py']);
    expect(journal()).toEqual([]);
  });

  it('says so if a folder is read-only', () => {
    const { root, gitDir } = shop();
    chmodSync(root, 0o755);
    chmodSync(gitDir, 0o777);
    chmodSync(join(root, 'shop'), 0o555);
    const outcome = unprivileged(() => write(root, [change('shop/books.py', 'old', 'new')], { gitDir }));
    chmodSync(join(root, 'shop'), 0o755);
    expect(outcome).toEqual({ written: [], stale: [], failed: [{ path: 'shop/books.py', detail: 'permission denied' }] });
    expect(readdirSync(join(root, 'shop')).sort()).toEqual(['books.py', 'orders.py']);
  });

  it('changes nothing if the journal cannot be kept', () => {
    const { root } = shop();
    const gitDir = join(root, 'shop/orders.py');
    expect(() => write(root, [change('shop/books.py', 'old', 'new')], { gitDir })).toThrow(/^cannot keep a journal in .*: a folder of its path is a file$/);
    expect(read(root, 'shop/books.py')).toBe('old');
  });
});

describe('the journal', () => {
  it('holds what is needed to take a run back', () => {
    const { root, gitDir, journal } = shop();
    write(root, [change('shop/books.py', 'old', 'new'), change('shop/jobs/tasks.py', null, 'made')], { gitDir });
    expect(journal()).toMatchObject([
      {
        schema: 1,
        root,
        pid: process.pid,
        state: 'done',
        folders: ['shop/jobs'],
        files: [
          { path: 'shop/books.py', digestBefore: digest('old'), digestAfter: digest('new'), before: Buffer.from('old').toString('base64') },
          { path: 'shop/jobs/tasks.py', digestBefore: null, digestAfter: digest('made'), before: null },
        ],
      },
    ]);
  });

  it('lists the latest run first and keeps the last ten', () => {
    const { root, gitDir, journal } = shop();
    for (let run = 0; run < 12; run++) {
      const before = run === 0 ? 'old' : `new${run - 1}`;
      expect(write(root, [change('shop/books.py', before, `new${run}`)], { gitDir }).written).toHaveLength(1);
    }
    expect(journal().map(({ files }) => files[0]?.digestAfter)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((run) => digest(`new${run}`)));
  });

  it('never forgets a run that was killed', () => {
    const { root, gitDir, journal } = shop();
    const killed: JournalEntry = { schema: 1, root, started: '2020-01-01T00:00:00.000Z', state: 'started', files: [] };
    openEntry(journalFolder(root, gitDir), killed);
    for (let run = 0; run < 11; run++) write(root, [change('shop/books.py', run === 0 ? 'old' : `new${run - 1}`, `new${run}`)], { gitDir });
    expect(journal().at(-1)).toEqual(killed);
  });

  it('passes over what is not an entry', () => {
    const { root, gitDir } = shop();
    const kept = journalFolder(root, gitDir);
    put(kept, '2024.json', '{"schema": 1, "fil');
    put(kept, '2025.json', 'null');
    expect(readJournal(kept)).toEqual([]);
    expect(readJournal(join(kept, 'nowhere'))).toEqual([]);
  });

  it('is not taken for empty where it may not be read', () => {
    const kept = folder({ '2024.json': '{}' });
    chmodSync(kept, process.geteuid?.() === 0 ? 0o700 : 0);
    expect(() => unprivileged(() => readJournal(kept))).toThrow(/^cannot read the journal in .*: permission denied$/);
  });

  it('lies in the state folder of the user where there is no git', () => {
    const { root } = shop();
    const before = process.env['XDG_STATE_HOME'];
    const state = (process.env['XDG_STATE_HOME'] = folder());
    try {
      write(root, [change('shop/books.py', 'old', 'new')], { gitDir: null });
      const kept = journalFolder(root, null);
      expect(kept.startsWith(join(state, 'pitstop'))).toBe(true);
      expect(readJournal(kept)).toHaveLength(1);
      expect(existsSync(join(root, '.git'))).toBe(false);
    } finally {
      if (before === undefined) delete process.env['XDG_STATE_HOME'];
      else process.env['XDG_STATE_HOME'] = before;
    }
  });
});
