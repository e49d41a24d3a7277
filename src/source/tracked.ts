import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors.js';
import { ENVIRONMENT_MARKS, ownPaths } from './foreign.js';
import { git, items, type GitAnswer } from './git.js';
import type { Listing } from './walk.js';

/** `H 100644 8b13789… 0<tab>path` for what is tracked, `? path` for what is not. */
const ENTRY = /^(?:(\?)|([A-Z]) (\d{6}) [0-9a-f]+ \d)[ \t](.*)$/s;
const LINK_MODE = '120000';
const DELETED = 'R';
/** A sparse checkout leaves such a file out of the work tree. */
const NOT_CHECKED_OUT = 'S';

/**
 * Git's own list of the Python files below a folder: tracked ones that are still there, and untracked
 * ones that are not ignored. Submodules and other repositories inside are not entered. Null where the
 * folder is in no work tree, git refuses, or there is no git.
 */
export async function listTracked(folder: string): Promise<Listing | null> {
  const wanted = ['*.py', ...ENVIRONMENT_MARKS.map((mark) => `*${mark}`)];
  const shown = ['--cached', '--others', '--exclude-standard', '--deleted', '--stage', '-t'];
  const answer = await git(folder, ['ls-files', '-z', ...shown, '--', ...wanted]);
  if ('failed' in answer) return null;
  const { paths, links } = readEntries(folder, items(answer.output));
  const python = ownPaths([...paths]).filter((path) => path.endsWith('.py'));
  return {
    files: python.filter((path) => !links.has(path)),
    links: python.filter((path) => links.has(path)),
    skipped: [],
  };
}

function readEntries(folder: string, entries: readonly string[]): { paths: Set<string>; links: Set<string> } {
  const paths = new Set<string>();
  const links = new Set<string>();
  const gone = new Set<string>();
  for (const entry of entries) {
    const [, untracked, tag, mode, path = ''] = ENTRY.exec(entry) ?? [];
    paths.add(path);
    if (tag === DELETED || tag === NOT_CHECKED_OUT) gone.add(path);
    if (mode === LINK_MODE || (untracked !== undefined && isLink(join(folder, path)))) links.add(path);
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
