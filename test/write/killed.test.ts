import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { journalFolder, readJournal, stateOf } from '../../src/write/journal.js';
import { latestRun, undo } from '../../src/write/undo.js';
import { digestOf } from '../../src/write/target.js';
import { write as writeHere } from '../../src/write/write.js';
import { folder, removeFolders } from '../support/folder.js';

afterAll(removeFolders);

const OLD = { 'shop/books.py': 'isbn = 1\n', 'shop/orders.py': 'order = 1\r\n', 'manage.py': '#!/usr/bin/env python\n' };
const NEW = { ...OLD, 'shop/books.py': 'isbn = 2\n', 'manage.py': '#!/usr/bin/env python3\n', 'shop/migrations/0001_initial.py': 'made = 1\n' };

let bundle: string;
beforeAll(() => {
  bundle = folder();
  const entries = ['src/write/write.ts', 'src/write/undo.ts'];
  execFileSync('node_modules/.bin/esbuild', [...entries, '--bundle', '--format=esm', '--platform=node', `--outdir=${bundle}`, '--out-extension:.js=.mjs', '--log-level=warning']);
});

interface Shop {
  readonly root: string;
  readonly gitDir: string;
  readonly journal: string;
}

function shop(): Shop {
  const root = folder(OLD);
  chmodSync(join(root, 'manage.py'), 0o755);
  chmodSync(join(root, 'shop/books.py'), 0o600);
  const gitDir = folder();
  return { root, gitDir, journal: journalFolder(root, gitDir) };
}

/** Everything below a folder: mode and content of files, folders by their names. */
function disk(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(paths.map((path) => {
    const stats = lstatSync(join(root, path));
    return [path, stats.isFile() ? `${(stats.mode & 0o7777).toString(8)} ${readFileSync(join(root, path), 'latin1')}` : 'folder'];
  }));
}

/** Runs code in a process of its own that is killed at a step; true if it was, false if it had fewer steps. */
function killedAt(step: number, code: string): boolean {
  const preload = resolve('test/support/kill-at-step.cjs');
  const { signal, status, stderr } = spawnSync(process.execPath, ['--require', preload, '--input-type=module', '--eval', code], {
    env: { ...process.env, KILL_AT: String(step) }, encoding: 'utf8',
  });
  if (signal === 'SIGKILL') return true;
  if (status !== 0) throw new Error(stderr);
  return false;
}

function changes(): { path: string; text: string; digest: string | null }[] {
  const changed = Object.entries(NEW).filter(([path, text]) => text !== (OLD as Record<string, string>)[path]);
  return changed.map(([path, text]) => {
    const before = (OLD as Record<string, string>)[path];
    return { path, text, digest: before === undefined ? null : digestOf(Buffer.from(before)) };
  });
}

function writing({ root, gitDir }: Shop): string {
  return `import { write } from ${JSON.stringify(join(bundle, 'write.mjs'))};
    const files = ${JSON.stringify(changes())}.map(({ text, ...file }) => ({ ...file, bytes: Buffer.from(text) }));
    write(${JSON.stringify(root)}, files, { gitDir: ${JSON.stringify(gitDir)} });`;
}

function undoing({ root, journal }: Shop): string {
  return `import { latestRun, undo } from ${JSON.stringify(join(bundle, 'undo.mjs'))};
    const run = latestRun(${JSON.stringify(journal)});
    if (run !== null) undo(run, ${JSON.stringify(root)});`;
}

function expectWholeFiles(root: string): void {
  for (const [path, shown] of Object.entries(disk(root)).filter(([name]) => name.endsWith('.py'))) {
    const texts = [OLD, NEW].map((files) => (files as Record<string, string>)[path]);
    expect([path, texts]).toEqual([path, expect.arrayContaining([shown.replace(/^\d+ /, '')])]);
  }
  expect(Object.keys(disk(root))).toEqual(expect.arrayContaining(Object.keys(OLD)));
}

function takeBack({ root, journal }: Shop): void {
  const run = latestRun(journal);
  if (run !== null) expect(undo(run, root).refused).toEqual([]);
}

function expectNothingLeft({ root, journal }: Shop, before: Record<string, string>): void {
  expect(disk(root)).toEqual(before);
  expect(existsSync(journal) ? readdirSync(journal) : []).toEqual([]);
}

test('killed in front of any of its steps, a run leaves whole files, and undo takes all of it back', () => {
  let step = 1;
  for (let wasKilled = true; wasKilled; step++) {
    const books = shop();
    const before = disk(books.root);
    wasKilled = killedAt(step, writing(books));
    expectWholeFiles(books.root);
    const states = readJournal(books.journal).map(({ entry }) => stateOf(entry));
    expect(wasKilled ? [[], ['killed'], ['done']] : [['done']]).toContainEqual(states);
    takeBack(books);
    expectNothingLeft(books, before);
  }
  expect(step).toBeGreaterThan(30);
}, 120_000);

/** A new file has been linked to its name, and its temporary file is still there. */
const AMID = 50;

/** As it is in the process of the test. */
function write(books: Shop): void {
  writeHere(books.root, changes().map(({ text, ...file }) => ({ ...file, bytes: Buffer.from(text) })), { gitDir: books.gitDir });
}

function writeInPart(books: Shop): void {
  killedAt(AMID, writing(books));
  expect(Object.keys(disk(books.root))).toEqual(expect.arrayContaining(['shop/migrations/0001_initial.py', expect.stringMatching(/\.tmp$/)]));
}

test.each([['killed', writeInPart], ['finished', write]])('killed in front of any of its steps, undo of a %s run is completed by the next one', (_, run) => {
  let step = 1;
  for (let wasKilled = true; wasKilled; step++) {
    const books = shop();
    const before = disk(books.root);
    run(books);
    wasKilled = killedAt(step, undoing(books));
    expectWholeFiles(books.root);
    takeBack(books);
    expectNothingLeft(books, before);
  }
  expect(step).toBeGreaterThan(15);
}, 120_000);

test('what a process left that was killed while it wrote the journal is gone after the next run', () => {
  const books = shop();
  killedAt(8, writing(books));
  expect(readdirSync(books.journal)).toEqual([expect.stringMatching(/\.tmp$/)]);
  killedAt(Infinity, writing(books));
  expect(readdirSync(books.journal)).toEqual([expect.stringMatching(/\.json$/)]);
});
