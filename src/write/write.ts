import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { UserError } from '../core/errors.js';
import type { PlannedFile } from '../core/types.js';
import { create, prepare, replace, settleFolder, temporaryBeside } from './atomic.js';
import { closeEntry, journalFolder, openEntry, type JournalEntry, type JournalFile } from './journal.js';
import { digestOf, locate, TargetError, type Target } from './target.js';

/** A planned file together with its new bytes. `digest` null: the file must not exist yet. */
export type FileToWrite = Pick<PlannedFile, 'path' | 'digest'> & { readonly bytes: Uint8Array };

export interface Written {
  /** Paths that now hold their new bytes. */
  readonly written: string[];
  /** Paths that changed since they were read, or appeared: left as they are. */
  readonly stale: string[];
  /** Paths that could not be written, left as they were, and why. */
  readonly failed: { readonly path: string; readonly detail: string }[];
}

export interface WriteTerms {
  /** The git directory of the work tree, or null. */
  readonly gitDir: string | null;
  /** Paths that only make sense together: if one cannot be written the others are left as well. */
  readonly groups?: readonly (readonly string[])[];
}

/** A file that is ready to be put in its place. */
interface Prepared {
  readonly file: FileToWrite;
  readonly target: Target;
  readonly temporary: string;
}

/**
 * Writes the files of a plan. Each is replaced as a whole or not at all, keeps its mode bits, and is
 * left alone if it is no longer what the plan was made from. Before the first is touched the journal
 * holds what is needed to take the run back. Throws a `UserError` if the journal cannot be written; then
 * nothing has changed.
 */
export function write(root: string, files: readonly FileToWrite[], { gitDir, groups = [] }: WriteTerms): Written {
  const realRoot = realpathSync(root);
  const outcome: Written = { written: [], stale: [], failed: [] };
  const attempt = attempts(outcome);
  const complete = (ready: readonly Prepared[]): readonly Prepared[] => withoutTorn(ready, groups, outcome);
  const planned = complete(files.flatMap((file) => attempt(file.path, () => plan(realRoot, file)) ?? []));
  if (planned.length === 0) return outcome;
  const folder = journalFolder(realRoot, gitDir);
  const entry = entryOf(realRoot, planned);
  const journal = begin(folder, entry);
  const filled = complete(planned.filter((one) => attempt(one.file.path, () => fill(one)) !== null));
  const ready = complete(filled.filter((one) => attempt(one.file.path, () => inspect(realRoot, one)) !== null));
  for (const one of ready) {
    if (attempt(one.file.path, () => commit(realRoot, one)) !== null) outcome.written.push(one.file.path);
  }
  for (const changed of new Set(planned.map(({ target }) => dirname(target.real)))) settleFolder(changed);
  closeEntry(folder, journal, entry, outcome.written);
  return outcome;
}

function begin(folder: string, entry: JournalEntry): string {
  try {
    return openEntry(folder, entry);
  } catch (error) {
    throw new UserError(`cannot keep a journal in ${folder}: ${describe(error)}`, 'nothing was written');
  }
}

/** The files whose groups have lost none; groups that share a file stand and fall together. */
function withoutTorn(ready: readonly Prepared[], groups: readonly (readonly string[])[], outcome: Written): readonly Prepared[] {
  const paths = new Set(ready.map(({ file }) => file.path));
  const torn = groups.find((group) => group.some((path) => paths.has(path)) && !group.every((path) => paths.has(path)));
  if (torn === undefined) return ready;
  const missing = torn.find((path) => !paths.has(path)) ?? '';
  const dropped = ready.filter(({ file }) => torn.includes(file.path));
  for (const { file, temporary } of dropped) {
    rmSync(temporary, { force: true });
    outcome.failed.push({ path: file.path, detail: `left because a fix needs ${missing} as well` });
  }
  return withoutTorn(ready.filter((one) => !dropped.includes(one)), groups, outcome);
}

class Stale extends Error {}

/** Runs one step for one file; if it fails, notes that in the outcome and gives null. */
function attempts(outcome: Written): <T>(path: string, step: () => T) => T | null {
  return (path, step) => {
    try {
      return step();
    } catch (error) {
      if (error instanceof Stale) outcome.stale.push(path);
      else outcome.failed.push({ path, detail: describe(error) });
      return null;
    }
  };
}

function plan(root: string, file: FileToWrite): Prepared {
  const target = locate(root, file.path);
  if (!isAsPlanned(file, target)) throw new Stale();
  return { file, target, temporary: temporaryBeside(target.real) };
}

function isAsPlanned(file: FileToWrite, { bytes }: Target): boolean {
  return bytes === null ? file.digest === null : file.digest === digestOf(bytes);
}

function fill({ file, target, temporary }: Prepared): void {
  mkdirSync(dirname(temporary), { recursive: true });
  prepare(temporary, file.bytes, target.stats);
}

/** Looks once more: preparing the others may have taken a while. */
function inspect(root: string, { file, target, temporary }: Prepared): void {
  orDiscard(temporary, () => {
    const now = locate(root, file.path);
    if (now.real !== target.real || !isAsPlanned(file, now)) throw new Stale();
  });
}

/** And once more: another path of the plan may lead to the same file. */
function commit(root: string, one: Prepared): void {
  inspect(root, one);
  const { file, target, temporary } = one;
  orDiscard(temporary, () => (file.digest === null ? create : replace)(temporary, target.real));
}

function orDiscard(temporary: string, step: () => void): void {
  try {
    step();
  } catch (error) {
    rmSync(temporary, { force: true });
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? new Stale() : error;
  }
}

function entryOf(root: string, planned: readonly Prepared[]): JournalEntry {
  return { schema: 1, root, started: new Date().toISOString(), state: 'started', files: planned.map((one) => journalled(root, one)) };
}

function journalled(root: string, { file, target, temporary }: Prepared): JournalFile {
  const real = relative(root, target.real).split(sep).join('/');
  return {
    path: file.path,
    target: real,
    temporary: join(dirname(real), basename(temporary)),
    mode: target.stats === null ? null : target.stats.mode & 0o7777,
    digestBefore: file.digest,
    digestAfter: digestOf(file.bytes),
    before: target.bytes?.toString('base64') ?? null,
  };
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'no space left in the quota',
  ELOOP: 'symlink loop',
  ENOTDIR: 'a folder of its path is a file',
};

function describe(error: unknown): string {
  if (error instanceof TargetError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}
