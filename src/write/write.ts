import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../core/errors.js';
import type { PlannedFile } from '../core/types.js';
import { create, prepare, removeIfEmpty, replace, settleFolder, temporaryBeside } from './atomic.js';
import { closeEntry, journalFolder, openEntry, type JournalEntry, type JournalFile } from './journal.js';
import { below, describe, digestOf, locate, missingFolders, workTreeTop, type Target } from './target.js';

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
  /** What the files are written for. If one file of a fix cannot be written the others are left as well. */
  readonly fixes?: readonly Made[];
}

/** A fix, by the files that it changes. */
export interface Made {
  readonly transform: string;
  readonly paths: readonly string[];
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
export function write(root: string, files: readonly FileToWrite[], { gitDir, fixes = [] }: WriteTerms): Written {
  const realRoot = realpathSync(root);
  const outcome: Written = { written: [], stale: [], failed: [] };
  const attempt = attempts(outcome);
  const groups = fixes.map(({ paths }) => paths).filter(({ length }) => length > 1);
  const complete = (ready: readonly Prepared[]): readonly Prepared[] => withoutTorn(ready, groups, outcome);
  const planned = complete(files.flatMap((file) => attempt(file.path, () => plan(realRoot, file)) ?? []));
  if (planned.length === 0) return outcome;
  const entry = entryOf(realRoot, planned, gitDir, fixes);
  const journal = begin(journalFolder(realRoot, gitDir), entry);
  const filled = complete(planned.filter((one) => attempt(one.file.path, () => fill(one)) !== null));
  const ready = complete(filled.filter((one) => attempt(one.file.path, () => inspect(realRoot, one)) !== null));
  for (const one of ready) {
    if (attempt(one.file.path, () => commit(realRoot, one)) !== null) outcome.written.push(one.file.path);
  }
  settle(planned, entry.folders.map((folder) => join(realRoot, folder)));
  closeEntry(journal, asWritten(entry, outcome.written, fixes));
  return outcome;
}

/** Makes what was done last, before the journal calls it done; folders that were made for nothing go again. */
function settle(planned: readonly Prepared[], made: readonly string[]): void {
  made.forEach(removeIfEmpty);
  const changed = [...planned.map(({ target }) => target.real), ...made].map((path) => dirname(path));
  new Set(changed).forEach(settleFolder);
}

function begin(folder: string, entry: JournalEntry): string {
  try {
    return openEntry(folder, entry);
  } catch (error) {
    throw new UserError(`cannot keep a journal in ${folder}: ${describe(error)}`, 'nothing was written');
  }
}

/** The files whose fixes have lost none; fixes that share a file stand and fall together. */
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

type OpenEntry = JournalEntry & { readonly folders: readonly string[] };

function entryOf(root: string, planned: readonly Prepared[], gitDir: string | null, fixes: readonly Made[]): OpenEntry {
  const top = gitDir === null ? null : workTreeTop(root);
  const folders = [...new Set(planned.flatMap(({ target }) => missingFolders(target.real)))].map((folder) => below(root, folder));
  return {
    schema: 1,
    root,
    ...(top !== null && { place: below(top, root) }),
    started: new Date().toISOString(),
    pid: process.pid,
    state: 'started',
    folders: folders.sort((one, other) => other.length - one.length),
    fixes: countFixes(fixes, planned.map(({ file }) => file.path)),
    files: planned.map((one) => journalled(root, one)),
  };
}

function asWritten(entry: JournalEntry, written: readonly string[], fixes: readonly Made[]): JournalEntry {
  const kept = new Set(written);
  const files = entry.files.filter(({ path }) => kept.has(path));
  return { ...entry, fixes: countFixes(fixes, written), files };
}

/** How many fixes of each transform have all their files among these. */
function countFixes(fixes: readonly Made[], paths: readonly string[]): Record<string, number> {
  const known = new Set(paths);
  const counts: Record<string, number> = {};
  for (const { transform, paths: needed } of fixes) {
    if (needed.every((path) => known.has(path))) counts[transform] = (counts[transform] ?? 0) + 1;
  }
  return counts;
}

function journalled(root: string, { file, target, temporary }: Prepared): JournalFile {
  return {
    path: file.path,
    target: below(root, target.real),
    temporary: below(root, temporary),
    digestBefore: file.digest,
    digestAfter: digestOf(file.bytes),
    before: target.bytes?.toString('base64') ?? null,
  };
}
