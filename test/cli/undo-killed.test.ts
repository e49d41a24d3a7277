import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { folder, git, put, removeFolders } from '../support/folder.js';
import { pitstop } from '../support/pitstop.js';

afterAll(removeFolders);

/** `npm run test:kill` asks for 200. */
const KILLS = Number(process.env['PITSTOP_KILLS'] ?? 12);
const SEED = Number(process.env['PITSTOP_SEED'] ?? 1);
const FILES = 500;

const FIX = ['fix', '--yes', '--suggested', '--only', 'request-timeout'];

/** Numbers from 0 to 1, the same ones for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FORMS: readonly ((source: string) => Uint8Array)[] = [
  (source) => Buffer.from(source),
  (source) => Buffer.from(source.replaceAll('\n', '\r\n')),
  (source) => Buffer.from(`\uFEFF${source}`),
  (source) => Buffer.from(`# coding: latin-1\nTITLE = "\u00e9"\n${source}`, 'latin1'),
];
const MODES = [0o644, 0o755, 0o600];

const pathOf = (at: number): string => `shop_${at % 20}/covers_${at}.py`;

function shop(): string {
  const root = folder();
  git(root, 'init', '--quiet');
  for (let at = 0; at < FILES; at++) {
    const source = `import requests\n\n\ndef cover_${at}(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n${'# a page\n'.repeat(at % 90)}`;
    put(root, pathOf(at), FORMS[at % FORMS.length]?.(source) ?? source);
    chmodSync(join(root, pathOf(at)), MODES[at % MODES.length] ?? 0o644);
  }
  return root;
}

type Disk = Readonly<Record<string, string>>;

/** Mode bits and bytes of every file outside `.git`. */
function disk(root: string): Disk {
  const folders = readdirSync(root).filter((name) => name !== '.git');
  const paths = folders.flatMap((name) => readdirSync(join(root, name)).map((file) => `${name}/${file}`)).sort();
  return Object.fromEntries(paths.map((path) => [path, `${lstatSync(join(root, path)).mode.toString(8)} ${readFileSync(join(root, path), 'latin1')}`]));
}

/** How many files hold what the fix makes of them; every other holds what was there before, and none is missing. */
function countFixed(now: Disk, original: Disk, fixed: Disk): number {
  const odd = Object.keys(original).filter((path) => now[path] !== original[path] && now[path] !== fixed[path]);
  expect(odd).toEqual([]);
  const others = Object.keys(now).filter((path) => !(path in original) && !/\/\.pitstop-[0-9a-f-]+\.tmp$/.test(path));
  expect(others).toEqual([]);
  return Object.keys(original).filter((path) => now[path] === fixed[path]).length;
}

const journalOf = (root: string): string => join(root, '.git/pitstop/journal');

function entries(root: string): string[] {
  return existsSync(journalOf(root)) ? readdirSync(journalOf(root)).filter((name) => name.endsWith('.json')) : [];
}

/** Starts the command and kills it when the moment has come, unless it ends before; gives the milliseconds it took. */
async function killed(root: string, words: readonly string[], moment: (child: ChildProcess) => Promise<void>): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [resolve('dist/src/cli/main.js'), ...words], { cwd: root, stdio: 'ignore' });
  const end = new Promise((done) => child.on('exit', done));
  await Promise.race([end, moment(child)]);
  child.kill('SIGKILL');
  await end;
  return performance.now() - start;
}

async function until(child: ChildProcess, holds: () => boolean): Promise<void> {
  while (child.exitCode === null && child.signalCode === null && !holds()) await wait(1);
}

const atEnd = (child: ChildProcess): Promise<void> => until(child, () => false);

type Moment = (child: ChildProcess) => Promise<void>;

/** A moment of a fix: anywhere in it, while it prepares, or when one of the files has just been replaced. */
function momentOf(root: string, next: () => number, span: number): Moment {
  const kind = next();
  const share = next();
  if (kind < 0.25) return () => wait(share * span);
  if (kind < 0.6) {
    return async (child) => {
      await until(child, () => entries(root).length > 0);
      await wait(share * share * span);
    };
  }
  const file = join(root, pathOf(Math.floor(share * FILES)));
  const { ino } = lstatSync(file);
  return (child) => until(child, () => lstatSync(file).ino !== ino);
}

test(`killed at ${KILLS} random moments, a fix of ${FILES} files loses nothing, and undo restores every byte`, async () => {
  const root = shop();
  const original = disk(root);
  const span = await killed(root, FIX, atEnd);
  const fixed = disk(root);
  expect(countFixed(fixed, original, fixed)).toBe(FILES);
  expect(Object.keys(original).filter((path) => original[path] === fixed[path])).toEqual([]);
  const undoSpan = await killed(root, ['undo'], atEnd);
  expect(disk(root)).toEqual(original);

  const next = random(SEED);
  const seen = { 'before the first file': 0, 'between files': 0, 'after the last file': 0, 'while undo was at work': 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    await killed(root, FIX, momentOf(root, next, span));
    const many = countFixed(disk(root), original, fixed);
    seen[many === 0 ? 'before the first file' : many < FILES ? 'between files' : 'after the last file'] += 1;
    if (next() < 0.4) {
      await killed(root, ['undo'], () => wait(next() * undoSpan));
      const left = countFixed(disk(root), original, fixed);
      if (left < many && left > 0) seen['while undo was at work'] += 1;
    }
    expect(await pitstop(root, 'undo')).toMatchObject({ code: 0, stderr: '' });
    expect(disk(root)).toEqual(original);
    expect(existsSync(journalOf(root)) ? readdirSync(journalOf(root)) : []).toEqual([]);
  }
  expect(seen['between files']).toBeGreaterThan(0);
  if (process.env['PITSTOP_KILLS'] !== undefined) process.stderr.write(`${KILLS} kills, seed ${SEED}: ${JSON.stringify(seen)}\n`);
}, 60_000 + KILLS * 30_000);
