import { rmSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../core/errors.js';
import { prepare, removeIfEmpty, replace, settleFolder, sweep, temporaryLike } from './atomic.js';
import { closeEntry, dropEntry, readJournal, stateOf, sweepJournal, type JournalEntry, type JournalFile, type Kept } from './journal.js';
import { describe, digestOf, locate, TargetError, workTreeTop, type Target } from './target.js';

/** What became of the files of a run; paths as planned, relative to the run's root. */
export interface Undone {
  /** They hold their old bytes again. */
  readonly restored: string[];
  /** The run had made them; they are gone. */
  readonly removed: string[];
  /** They were as before the run, or gone, already. */
  readonly unchanged: string[];
  /** Left as they are, and why. */
  readonly refused: { readonly path: string; readonly detail: string }[];
}

/** The run that the next `undo` takes back; null if there is none. Throws a `UserError` while it is still writing. */
export function latestRun(journal: string): Kept | null {
  sweepJournal(journal);
  const latest = readJournal(journal)[0] ?? null;
  if (latest === null || stateOf(latest.entry) !== 'running') return latest;
  throw new UserError(`process ${latest.entry.pid} is still writing`, 'wait until it has ended');
}

/**
 * Takes back what a run wrote, one file after the other: a file that is as the run left it gets its old bytes and
 * keeps its mode bits; any other is left alone. What was left stays in the journal. At any moment
 * each file is as before or as after, and if this is killed the next call does the rest. `near`: the real path of a
 * folder in the project.
 */
export function undo({ file: journal, entry }: Kept, near: string): Undone {
  const root = rootOf(entry, near);
  const undone: Undone = { restored: [], removed: [], unchanged: [], refused: [] };
  clear(root, entry);
  for (const file of entry.files) note(undone, file, () => takeBack(root, file));
  settle(root, entry);
  closeEntry(journal, remainder(entry, undone));
  return undone;
}

/** What is left to take back. A run of which some is back has no whole fixes that could be counted. */
function remainder(entry: JournalEntry, { refused }: Undone): JournalEntry {
  if (refused.length === entry.files.length) return entry;
  const left = new Set(refused.map(({ path }) => path));
  const { fixes: _, ...rest } = entry;
  return { ...rest, files: entry.files.filter(({ path }) => left.has(path)) };
}

/** Drops a run from the journal; what it wrote stays as it is. */
export function forget({ file: journal, entry }: Kept, near: string): void {
  const root = rootOf(entry, near);
  clear(root, entry);
  settle(root, entry);
  dropEntry(journal);
}

/** Where the root of a run is now: its work tree may have been moved or copied. */
export function rootOf({ root, place }: JournalEntry, near: string): string {
  const top = place === undefined ? null : workTreeTop(near);
  return top === null ? root : join(top, place ?? '');
}

/** Removes what this run, or an undo of it, left beside the files when it was killed. */
function clear(root: string, { files }: JournalEntry): void {
  sweep(files.map(({ temporary }) => join(root, temporary)));
}

/** Makes it last; folders that the run made go if nothing is in them. */
function settle(root: string, { files, folders = [] }: JournalEntry): void {
  const made = folders.map((folder) => join(root, folder));
  made.forEach(removeIfEmpty);
  const changed = [...files.map(({ target }) => join(root, target)), ...made].map((path) => dirname(path));
  new Set(changed).forEach(settleFolder);
}

type Fate = 'restored' | 'removed' | 'unchanged';

function note(undone: Undone, { path }: JournalFile, step: () => Fate): void {
  try {
    undone[step()].push(path);
  } catch (error) {
    undone.refused.push({ path, detail: describe(error) });
  }
}

function takeBack(root: string, file: JournalFile): Fate {
  const now = inspect(root, file);
  if (now === null) return 'unchanged';
  if (file.before === null) {
    unlinkSync(now.real);
    return 'removed';
  }
  restore(root, file, now, Buffer.from(file.before, 'base64'));
  return 'restored';
}

/** The file if it is as the run left it, null if it is as before. Throws for any other. */
function inspect(root: string, file: JournalFile): Target | null {
  const now = locate(root, file.target);
  if (now.real !== join(root, file.target)) throw new TargetError('a link leads elsewhere since');
  const digest = now.bytes === null ? null : digestOf(now.bytes);
  if (digest === file.digestBefore) return null;
  if (digest === null) throw new TargetError('deleted since');
  if (digest !== file.digestAfter) throw new TargetError('changed since');
  return now;
}

/** Looks once more before the rename: the disk may have taken a while. */
function restore(root: string, file: JournalFile, now: Target, bytes: Uint8Array): void {
  const temporary = temporaryLike(join(root, file.temporary));
  prepare(temporary, bytes, now.stats);
  try {
    if (inspect(root, file) !== null) replace(temporary, now.real);
  } finally {
    rmSync(temporary, { force: true });
  }
}
