import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors.js';
import { ENVIRONMENT_MARKS, ownPaths } from './foreign.js';
import { git, items, type GitAnswer } from './git.js';
import type { Listing } from './walk.js';

/** An entry is `H 100644 8b13789… 0<tab>path` for what is tracked, `? path` for what is not. */
const UNTRACKED = '? ';
const LINK_MODE = ' 120000 ';
/** Deleted, or left out of the work tree by a sparse checkout. */
const GONE = /^[RS] /;

/** What names the files to look at, and tells which of them are not the project's own. */
const PYTHON = ['*.py', ...ENVIRONMENT_MARKS.map((mark) => `*${mark}`)];

/** By folder: the Python files that git was asked for ahead of time. */
const asked = new Map<string, Promise<GitAnswer>>();

/**
 * Has git list a folder's Python files while something else is done: the next `listTracked` of that folder
 * takes the answer.
 */
export function askAhead(folder: string): void {
  asked.set(folder, askFor(folder, PYTHON));
}

/**
 * Git's own list of the Python files below a folder: tracked ones that are still there, and untracked
 * ones that are not ignored. Submodules and other repositories inside are not entered. Null where the
 * folder is in no work tree, git refuses, or there is no git.
 */
export async function listTracked(folder: string): Promise<Listing | null> {
  const answer = asked.get(folder) ?? askFor(folder, PYTHON);
  asked.delete(folder);
  const listed = entriesOf(folder, await answer);
  if (listed === null) return null;
  const { paths, links } = listed;
  const python = ownPaths([...paths]).filter((path) => path.endsWith('.py'));
  return {
    files: python.filter((path) => !links.has(path)),
    links: python.filter((path) => links.has(path)),
    skipped: [],
  };
}

/** The same of all files, whatever they are called; links are left out. */
export async function listAllTracked(folder: string): Promise<readonly string[] | null> {
  const listed = entriesOf(folder, await askFor(folder, []));
  return listed === null ? null : ownPaths([...listed.paths]).filter((path) => !listed.links.has(path));
}

type Entries = ReturnType<typeof readEntries>;

function askFor(folder: string, patterns: readonly string[]): Promise<GitAnswer> {
  const shown = ['--cached', '--others', '--exclude-standard', '--deleted', '--stage', '-t'];
  return git(folder, ['ls-files', '-z', ...shown, '--', ...patterns]);
}

function entriesOf(folder: string, answer: GitAnswer): Entries | null {
  return 'failed' in answer ? null : readEntries(folder, items(answer.output));
}

function readEntries(folder: string, entries: readonly string[]): { paths: Set<string>; links: Set<string> } {
  const paths = new Set<string>();
  const links = new Set<string>();
  const gone = new Set<string>();
  for (const entry of entries) {
    const isUntracked = entry.startsWith(UNTRACKED);
    const path = entry.slice(isUntracked ? UNTRACKED.length : entry.indexOf('\t') + 1);
    paths.add(path);
    if (GONE.test(entry)) gone.add(path);
    if (isUntracked ? isLink(join(folder, path)) : entry.startsWith(LINK_MODE, 1)) links.add(path);
  }
  for (const path of gone) paths.delete(path);
  return { paths, links };
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/**
 * The paths below the root that differ from a revision, together with those that git does not track
 * yet. Throws a `UserError` if that cannot be known.
 */
export async function changedSince(root: string, revision: string): Promise<Set<string>> {
  const repository = await git(root, ['rev-parse', '--is-inside-work-tree']);
  if ('failed' in repository) throw noRepository(repository, revision);
  const commit = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if ('failed' in commit) {
    throw new UserError(`git knows no revision ${revision}`, 'give a branch, tag or commit; a shallow clone may have to fetch it first');
  }
  const differing = ['diff', '--name-only', '--relative', '--no-renames', '--no-ext-diff', '-z', commit.output.trim(), '--'];
  const answers = await Promise.all([
    git(root, differing),
    git(root, ['ls-files', '-z', '--others', '--exclude-standard']),
  ]);
  return new Set(answers.flatMap((answer) => items(outputOf(answer, revision))));
}

function outputOf(answer: GitAnswer, revision: string): string {
  if ('output' in answer) return answer.output;
  throw new UserError(`git cannot tell what changed since ${revision}`);
}

function noRepository(answer: GitAnswer, revision: string): UserError {
  if ('failed' in answer && answer.failed === 'missing') {
    return new UserError(`cannot tell what changed since ${revision}: git is not installed`);
  }
  return new UserError(`cannot tell what changed since ${revision}: not in a git work tree`, 'leave --since out to look at every file');
}
