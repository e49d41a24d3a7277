import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalFolder, openEntry, readJournal, stateOf, type JournalEntry } from '../../src/write/journal.js';
import { digestOf } from '../../src/write/target.js';
import { forget, latestRun, undo, type Undone } from '../../src/write/undo.js';
import { write } from '../../src/write/write.js';
import { folder, put, removeFolders } from '../support/folder.js';

afterAll(removeFolders);

const BOOKS = 'shop/books.py';
const ORDERS = 'shop/orders.py';

/** A project in which a run has just written these files; `null` where there was none before. */
function shop(before: Record<string, string | null> = { [BOOKS]: 'old', [ORDERS]: 'old' }) {
  const project = folder();
  mkdirSync(join(project, '.git'));
  const root = join(project, 'backend');
  mkdirSync(root);
  for (const [path, text] of Object.entries(before)) if (text !== null) put(root, path, text);
  const gitDir = join(project, '.git');
  const run = (after = 'new') => {
    const files = Object.entries(before).map(([path, text]) => ({ path, digest: text === null ? null : digestOf(Buffer.from(text)), bytes: Buffer.from(after) }));
    return write(root, files, { gitDir, fixes: files.map(({ path }) => ({ transform: 'request-timeout', paths: [path] })) });
  };
  return { project, root, journal: journalFolder(root, gitDir), run };
}

function undoIn(journal: string, near: string): Undone | null {
  const run = latestRun(journal);
  return run === null ? null : undo(run, near);
}

function read(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const NOTHING: Undone = { restored: [], removed: [], unchanged: [], refused: [] };

describe('undo', () => {
  it('gives every file its old bytes and forgets the run', () => {
    const { root, journal, run } = shop();
    run();
    expect(undoIn(journal, root)).toEqual({ ...NOTHING, restored: [BOOKS, ORDERS] });
    expect([read(root, BOOKS), read(root, ORDERS)]).toEqual(['old', 'old']);
    expect(readdirSync(join(root, 'shop')).sort()).toEqual(['books.py', 'orders.py']);
    expect(undoIn(journal, root)).toBeNull();
  });

  it('keeps mode bits, also those that were changed since', () => {
    const { root, journal, run } = shop();
    chmodSync(join(root, BOOKS), 0o4751);
    run();
    chmodSync(join(root, ORDERS), 0o755);
    undoIn(journal, root);
    expect([BOOKS, ORDERS].map((path) => statSync(join(root, path)).mode & 0o7777)).toEqual([0o4751, 0o755]);
  });

  it('removes what the run made, folders included', () => {
    const { root, journal, run } = shop({ [BOOKS]: 'old', 'shop/a/b/tasks.py': null, 'shop/c/tasks.py': null });
    run();
    put(root, 'shop/c/mine.py', 'mine');
    expect(undoIn(journal, root)).toEqual({ ...NOTHING, restored: [BOOKS], removed: ['shop/a/b/tasks.py', 'shop/c/tasks.py'] });
    expect(readdirSync(join(root, 'shop')).sort()).toEqual(['books.py', 'c']);
    expect(readdirSync(join(root, 'shop/c'))).toEqual(['mine.py']);
  });

  it('leaves a folder that was there before, though it is empty', () => {
    const { root, journal, run } = shop({ 'jobs/tasks.py': null });
    mkdirSync(join(root, 'jobs'));
    run();
    undoIn(journal, root);
    expect(readdirSync(join(root, 'jobs'))).toEqual([]);
  });

  it('leaves what changed since, says why, and can be tried again', () => {
    const { root, journal, run } = shop({ [BOOKS]: 'old', [ORDERS]: 'old', 'shop/gone.py': 'old', 'shop/made.py': null, 'shop/link.py': 'old' });
    run();
    writeFileSync(join(root, BOOKS), 'mine');
    rmSync(join(root, 'shop/gone.py'));
    writeFileSync(join(root, 'shop/made.py'), 'mine');
    renameSync(join(root, 'shop/link.py'), join(root, 'elsewhere.py'));
    symlinkSync('../elsewhere.py', join(root, 'shop/link.py'));
    expect(undoIn(journal, root)).toEqual({
      ...NOTHING,
      restored: [ORDERS],
      refused: [
        { path: BOOKS, detail: 'changed since' },
        { path: 'shop/gone.py', detail: 'deleted since' },
        { path: 'shop/made.py', detail: 'changed since' },
        { path: 'shop/link.py', detail: 'a link leads elsewhere since' },
      ],
    });
    expect([BOOKS, 'shop/made.py', 'elsewhere.py'].map((path) => read(root, path))).toEqual(['mine', 'mine', 'new']);
    expect(existsSync(join(root, 'shop/gone.py'))).toBe(false);
    writeFileSync(join(root, BOOKS), 'new');
    expect(undoIn(journal, root)?.restored).toEqual([BOOKS]);
    expect(readJournal(journal)[0]?.entry.files.map(({ path }) => path)).toEqual(['shop/gone.py', 'shop/made.py', 'shop/link.py']);
  });

  it('has nothing to do where the user took it back already', () => {
    const { root, journal, run } = shop({ [BOOKS]: 'old', 'shop/made.py': null });
    run();
    writeFileSync(join(root, BOOKS), 'old');
    rmSync(join(root, 'shop/made.py'));
    expect(undoIn(journal, root)).toEqual({ ...NOTHING, unchanged: [BOOKS, 'shop/made.py'] });
    expect(readJournal(journal)).toEqual([]);
  });

  it('takes back one run after the other, the latest first', async () => {
    const { root, journal, run } = shop({ [BOOKS]: 'old' });
    run('new');
    await new Promise((later) => setTimeout(later, 5));
    write(root, [{ path: BOOKS, digest: digestOf(Buffer.from('new')), bytes: Buffer.from('newer') }], { gitDir: join(root, '../.git') });
    undoIn(journal, root);
    expect(read(root, BOOKS)).toBe('new');
    undoIn(journal, root);
    expect(read(root, BOOKS)).toBe('old');
  });

  it('works in a work tree that was moved, and leaves the original of a copied one alone', () => {
    const { project, root, journal, run } = shop();
    run();
    const copy = join(folder(), 'copy');
    cpSync(project, copy, { recursive: true });
    const copied = journalFolder(join(copy, 'backend'), join(copy, '.git'));
    expect(undoIn(copied, join(copy, 'backend'))?.restored).toEqual([BOOKS, ORDERS]);
    expect([read(copy, `backend/${BOOKS}`), read(root, BOOKS)]).toEqual(['old', 'new']);
    const moved = join(folder(), 'moved');
    renameSync(project, moved);
    expect(undoIn(journal.replace(project, moved), moved)?.restored).toEqual([BOOKS, ORDERS]);
    expect(read(moved, `backend/${BOOKS}`)).toBe('old');
  });

  it('forgets a run and leaves what it wrote', () => {
    const { root, journal, run } = shop();
    run();
    const latest = latestRun(journal);
    if (latest !== null) forget(latest, root);
    expect(read(root, BOOKS)).toBe('new');
    expect(readJournal(journal)).toEqual([]);
  });
});

const whereThereIsProc = existsSync('/proc/self/stat') ? it : it.skip;

describe('a run that was killed', () => {
  /** No process has this number: it is above the highest that Linux gives. */
  const DEAD = 2 ** 22 + 1;

  /** The entry of the run as it was before the first rename. */
  function killed({ root, journal, run }: ReturnType<typeof shop>, change: Partial<JournalEntry> = {}): JournalEntry {
    run();
    const [kept] = readJournal(journal);
    if (kept === undefined) throw new Error('no run');
    rmSync(kept.file);
    const entry: JournalEntry = { ...kept.entry, state: 'started', pid: DEAD, ...change };
    openEntry(journal, entry);
    put(root, entry.files[1]?.temporary ?? '', 'hal');
    return entry;
  }

  it('is taken back where it was written, and its temporary files go', () => {
    const books = shop();
    killed(books);
    writeFileSync(join(books.root, ORDERS), 'old');
    expect(undoIn(books.journal, books.root)).toEqual({ ...NOTHING, restored: [BOOKS], unchanged: [ORDERS] });
    expect(readdirSync(join(books.root, 'shop')).sort()).toEqual(['books.py', 'orders.py']);
  });

  it('leaves what somebody has edited since, and is not called killed for ever', () => {
    const books = shop();
    killed(books);
    writeFileSync(join(books.root, ORDERS), 'mine');
    expect(undoIn(books.journal, books.root)?.refused).toEqual([{ path: ORDERS, detail: 'changed since' }]);
    expect(read(books.root, ORDERS)).toBe('mine');
    expect(readJournal(books.journal).map(({ entry }) => stateOf(entry))).toEqual(['done']);
  });

  it('leaves files of a like name that are not its own', () => {
    const books = shop();
    killed(books);
    const others = ['shop/.pitstop-0123456789abcdef.tmp', 'shop/.pitstop-notes.tmp'];
    for (const path of others) put(books.root, path, 'mine');
    undoIn(books.journal, books.root);
    expect(others.map((path) => read(books.root, path))).toEqual(['mine', 'mine']);
  });

  it('is told from one that is still writing', () => {
    const books = shop();
    killed(books, { pid: process.pid, started: new Date().toISOString() });
    expect(readJournal(books.journal).map(({ entry }) => stateOf(entry))).toEqual(['running']);
    expect(() => latestRun(books.journal)).toThrow(`process ${process.pid} is still writing`);
  });

  whereThereIsProc('is told from one whose end nobody has asked for, as in a container without an init', () => {
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return new Promise<void>((done) => parent.stdout.once('data', (line) => done(expectKilled(Number(String(line)))))).finally(() => parent.kill());
  });

  /** Waits until the process has come to its end; its parent never asks. */
  function expectKilled(pid: number): void {
    while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    const books = shop();
    killed(books, { pid, started: new Date().toISOString() });
    expect(readJournal(books.journal).map(({ entry }) => stateOf(entry))).toEqual(['killed']);
  }

  it('is known by its age where another process has its number by now', () => {
    const books = shop();
    killed(books, { pid: process.pid, started: '2020-01-01T00:00:00.000Z' });
    expect(undoIn(books.journal, books.root)?.restored).toEqual([BOOKS, ORDERS]);
  });
});
