import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../core/errors.js';
import { isAlive } from './alive.js';
import { namesIn, settleFolder, writeWhole } from './atomic.js';
import { describe } from './target.js';

/** One file of a run, with what is needed to take it back. */
export interface JournalFile {
  /** As planned: relative to the root, with forward slashes. */
  readonly path: string;
  /** The file that is written, relative to the real root; another one if `path` is a symbolic link. */
  readonly target: string;
  /** The temporary file beside the target, relative as well; left over if the run was killed. */
  readonly temporary: string;
  /** SHA-256 in hex; null if there was no file. A target with this digest has not been written. */
  readonly digestBefore: string | null;
  /** A target with this digest is as the run left it. */
  readonly digestAfter: string;
  /** The file's bytes before the run, in Base64; null if there was none. */
  readonly before: string | null;
}

export interface JournalEntry {
  readonly schema: 1;
  /** The real path of the root. */
  readonly root: string;
  /** The root as seen from the top of its git work tree, which may be moved or copied together with its journal. */
  readonly place?: string;
  /** ISO 8601. */
  readonly started: string;
  /** The process that wrote the files. */
  readonly pid?: number;
  /** `started`: the run is under way or was killed, and some of the files may be as they were. */
  readonly state: 'started' | 'done';
  /** Folders that the run made, relative to the real root; those inside others first. */
  readonly folders?: readonly string[];
  /** How many fixes of each transform were written. */
  readonly fixes?: Readonly<Record<string, number>>;
  readonly files: readonly JournalFile[];
}

/** An entry together with the file that holds it. */
export interface Kept {
  readonly file: string;
  readonly entry: JournalEntry;
}

/** Runs that can be taken back; the journal forgets older ones. */
const KEPT = 10;

/**
 * The folder of the journal of a root, given by its real path: in the git directory, or in the user's state folder where there is
 * none. Nothing is created.
 */
export function journalFolder(root: string, gitDir: string | null): string {
  if (gitDir !== null) return join(gitDir, 'pitstop', 'journal');
  return join(stateFolder(), 'journal', createHash('sha256').update(root).digest('hex').slice(0, 16));
}

/** Where what belongs to no git directory is kept. */
export function stateFolder(): string {
  const given = process.env['XDG_STATE_HOME'] ?? '';
  return join(isAbsolute(given) ? given : join(homedir(), '.local', 'state'), 'pitstop');
}

/** Puts an entry on the disk before this returns, and gives its file. */
export function openEntry(folder: string, entry: JournalEntry): string {
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
  sweepJournal(folder);
  const file = join(folder, `${entry.started.replace(/\W/g, '')}-${process.pid}.json`);
  writeEntry(file, entry);
  if (made !== undefined) settleUpTo(dirname(made), folder);
  return file;
}

/** A new folder lasts once the folder that it is in has been settled. */
function settleUpTo(top: string, folder: string): void {
  for (let at = folder; at !== top && at !== dirname(at); ) {
    at = dirname(at);
    settleFolder(at);
  }
}

/**
 * Ends an entry: only what was written stays in it; an entry without any file is dropped. If that
 * fails the entry stays as it was opened, which is enough to take the run back.
 */
export function closeEntry(file: string, entry: JournalEntry): void {
  try {
    if (entry.files.length === 0) return dropEntry(file);
    writeEntry(file, { ...entry, state: 'done' });
    forgetOld(dirname(file));
  } catch {
    return;
  }
}

export function dropEntry(file: string): void {
  rmSync(file, { force: true });
  settleFolder(dirname(file));
}

/** The runs that a journal knows, latest first. What is not an entry is passed over. Throws a `UserError` if it may not be read. */
export function readJournal(folder: string): Kept[] {
  const files = namesOf(folder).filter((name) => name.endsWith('.json')).sort().reverse();
  return files.map((name) => join(folder, name)).flatMap((file) => {
    const entry = readEntry(file);
    return entry === null ? [] : [{ file, entry }];
  });
}

function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new UserError(`cannot read the journal in ${folder}: ${describe(error)}`);
  }
}

/** `running`: its process is at work on the files right now. */
export type RunState = 'done' | 'killed' | 'running';

/** Writing takes seconds. After this long, in milliseconds, a process of that number is another one. */
const LONGEST_WRITING = 10 * 60 * 1000;

export function stateOf({ state, pid, started }: JournalEntry): RunState {
  if (state === 'done') return 'done';
  const isRecent = Math.abs(Date.now() - Date.parse(started)) < LONGEST_WRITING;
  return pid !== undefined && isRecent && isAlive(pid) ? 'running' : 'killed';
}

function writeEntry(file: string, entry: JournalEntry): void {
  writeWhole(file, Buffer.from(JSON.stringify(entry)), `${file}-${process.pid}.tmp`);
}

/** Removes the halves of entries that processes left when they were killed. */
export function sweepJournal(folder: string): void {
  for (const name of namesIn(folder)) {
    const pid = /\.json-(\d+)\.tmp$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

function readEntry(file: string): JournalEntry | null {
  try {
    const entry = JSON.parse(readFileSync(file, 'utf8')) as Partial<JournalEntry> | null;
    return entry?.schema === 1 && Array.isArray(entry.files) ? (entry as JournalEntry) : null;
  } catch {
    return null;
  }
}

/** A run that was killed is never forgotten. */
function forgetOld(folder: string): void {
  const done = readJournal(folder).filter(({ entry }) => entry.state === 'done');
  for (const { file } of done.slice(KEPT)) rmSync(file, { force: true });
}
