import { NO_HOOKS, RunError } from './git.js';
import type { Ended } from './processes.js';
import { lastLines } from './tail.js';
import type { Worktree } from './worktree.js';

/** Whether the repository's hooks run, and whether commits are signed where its configuration says so. */
export interface CommitTerms {
  readonly hooks: boolean;
  readonly sign: boolean;
}

/**
 * Commits the index with git's own author, hooks and signature, and gives the commit. A hook that changes files and
 * fails, as formatters do, gets a second chance with what it made of them. Throws a `RunError` where it fails again.
 */
export async function commit(worktree: Worktree, message: string, terms: CommitTerms): Promise<string> {
  let ended = await attempt(worktree, message, terms);
  if (ended.code !== 0 && terms.hooks && (await restage(worktree))) ended = await attempt(worktree, message, terms);
  if (ended.code !== 0) throw await failure(ended, worktree, terms);
  return (await worktree.git(['rev-parse', 'HEAD'])).trim();
}

function attempt({ git }: Worktree, message: string, { hooks, sign }: CommitTerms): Promise<Ended> {
  const args = ['commit', '--quiet', '--cleanup=whitespace', '--file=-', ...(sign ? [] : ['--no-gpg-sign'])];
  return git.withHooks(hooks ? args : [...NO_HOOKS, ...args], message);
}

/** Puts into the index what a hook changed of the files that are to be committed. */
async function restage(worktree: Worktree): Promise<boolean> {
  const names = async (args: readonly string[]): Promise<string[]> =>
    (await worktree.git([...args, '--name-only', '--no-renames', '-z'])).split('\0').filter((path) => path !== '');
  const [changed, ours] = [await names(['diff']), new Set(await names(['diff', '--cached']))];
  const again = changed.filter((path) => ours.has(path));
  if (again.length > 0) await worktree.stage(again);
  return again.length > 0;
}

async function failure({ stdout, stderr }: Ended, { git }: Worktree, { hooks, sign }: CommitTerms): Promise<RunError> {
  const isSigned = sign && (await git.ask(['config', '--type=bool', 'commit.gpgSign']))?.trim() === 'true';
  const waysOut = [...(hooks ? ['--no-hooks commits without hooks'] : []), ...(isSigned ? ['--no-sign commits without a signature'] : [])];
  return new RunError('git commit failed; no branch was made', lastLines([stdout, stderr]), waysOut.length === 0 ? null : waysOut.join(', '));
}
