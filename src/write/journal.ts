import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { writeWhole } from './atomic.js';

/** One file of a run, with what is needed to take it back. */
export interface JournalFile {
  /** As planned: relative to the root, with forward slashes. */
  readonly path: string;
  /** The file that is written, relative to the real root; another one if `path` is a symbolic link. */
  readonly target: string;
  /** The temporary file beside the target; left over if the run was killed. */
  readonly temporary: string;
  /** Permission bits of the file before; null if there was none. */
  readonly mode: number | null;
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
  /** ISO 8601. */
  readonly started: string;
  /** `started`: the run was killed, and some of the files may be as they were. */
  readonly state: 'started' | 'done';
  readonly files: readonly JournalFile[];
}

/** Runs that can be taken back; the journal forgets older ones. */
const KEPT = 10;

/**
 * The folder of the journal of a root, given by its real path: in the git directory, or in the user's state folder where there is
 * none. Nothing is created.
 */
export function journalFolder(root: string, gitDir: string | null): string {
  if (gitDir !== null) return join(gitDir, 'pitstop', 'journal');
  const given = process.env['XDG_STATE_HOME'] ?? '';
  const state = isAbsolute(given) ? given : join(homedir(), '.local', 'state');
  return join(state, 'pitstop', 'journal', createHash('sha256').update(root).digest('hex').slice(0, 16));
}

/** Puts an entry on the disk before this returns, and gives its file. */
export function openEntry(folder: string, entry: JournalEntry): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${entry.started.replace(/\W/g, '')}-${process.pid}.json`);
  writeEntry(file, entry);
  return file;
}

/**
 * Ends an entry: only the files that were written stay in it; an entry without any is dropped. If that
 * fails the entry stays as it was opened, which is enough to take the run back.
 */
export function closeEntry(folder: string, file: string, entry: JournalEntry, written: readonly string[]): void {
  const files = entry.files.filter(({ path }) => written.includes(path));
  try {
    if (files.length === 0) return rmSync(file, { force: true });
    writeEntry(file, { ...entry, state: 'done', files });
    forgetOld(folder);
  } catch {
    return;
  }
}

/** The runs that a journal knows, latest first, each with its file. What is not an entry is passed over. */
export function readJournal(folder: string): { readonly file: string; readonly entry: JournalEntry }[] {
  const files = entryNames(folder).reverse().map((name) => join(folder, name));
  return files.flatMap((file) => {
    const entry = readEntry(file);
    return entry === null ? [] : [{ file, entry }];
  });
}

function writeEntry(file: string, entry: JournalEntry): void {
  writeWhole(file, Buffer.from(JSON.stringify(entry)));
}

function readEntry(file: string): JournalEntry | null {
  try {
    const entry = JSON.parse(readFileSync(file, 'utf8')) as Partial<JournalEntry> | null;
    return entry?.schema === 1 && Array.isArray(entry.files) ? (entry as JournalEntry) : null;
  } catch {
    return null;
  }
}

function entryNames(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  } catch {
    return [];
  }
}

/** A run that was killed is never forgotten. */
function forgetOld(folder: string): void {
  const done = readJournal(folder).filter(({ entry }) => entry.state === 'done');
  for (const { file } of done.slice(KEPT)) rmSync(file, { force: true });
}
