import { resolve } from 'node:path';
import { UserError } from '../../core/errors.js';
import type { Git } from './git.js';

/** The repository that the user works in; nothing of it is changed but what a branch adds. */
export interface Repository {
  /** Absolute path of the top of the user's work tree. */
  readonly top: string;
  /** The root, relative to the top, with forward slashes; empty where it is the top. */
  readonly inside: string;
  /** Absolute path of the git directory that all work trees share. */
  readonly common: string;
}

/** The commit that a branch starts from. */
export interface Base {
  readonly commit: string;
  /** As a person knows it: `HEAD 1a2b3c4 (main)`, `v1.0 1a2b3c4`. */
  readonly name: string;
  readonly short: string;
  /** Whether the user's checkout differs from `HEAD`. */
  readonly isDirty: boolean;
  /** Submodules at this commit, relative to the top. */
  readonly submodules: readonly string[];
}

/** The first git that understands all that is asked of it here. */
const OLDEST: readonly [number, number] = [2, 24];

/** Finds the repository around a folder. Throws a `UserError` where there is none to work with. */
export async function locateRepository(git: Git): Promise<Repository> {
  await requireVersion(git);
  const [isInside, ...common] = line(await located(git)).split('\n');
  if (isInside !== 'true') throw new UserError('this is a git repository without a work tree', 'run it in a work tree: `git worktree add`');
  const [top, inside] = [await git(['rev-parse', '--show-toplevel']), await git(['rev-parse', '--show-prefix'])];
  return { top: line(top), inside: line(inside).replace(/\/$/, ''), common: resolve(git.folder, common.join('\n')) };
}

async function requireVersion(git: Git): Promise<void> {
  const found = /(\d+)\.(\d+)/.exec(await git(['--version']));
  const [major, minor] = [Number(found?.[1]), Number(found?.[2])];
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new UserError(`git ${found?.[0] ?? ''} is too old to make a branch with`, `it takes git ${OLDEST.join('.')} or later`);
}

async function located(git: Git): Promise<string> {
  try {
    return await git(['rev-parse', '--is-inside-work-tree', '--git-common-dir']);
  } catch (error) {
    if (!(error instanceof UserError) || !error.message.includes('not a git repository')) throw error;
    throw new UserError('not in a git repository', '`pitstop fix` works without one');
  }
}

/** Finds the commit to start from; `ref` null means `HEAD`. Throws a `UserError` where there is none. */
export async function findBase(git: Git, ref: string | null): Promise<Base> {
  const id = await commitOf(git, ref ?? 'HEAD');
  if (id === null) throw await noBase(git, ref);
  const short = line(await git(['rev-parse', '--short', id]));
  const [status, name] = await Promise.all([git(['status', '--porcelain', '-z']), nameOf(git, ref)]);
  const { words, detail } = name;
  return { commit: id, short, name: `${words} ${short}${detail}`, isDirty: status !== '', submodules: await submodulesAt(git, id) };
}

/** The commit that a revision means in the user's checkout, or null. */
export async function commitOf(git: Git, revision: string): Promise<string | null> {
  const commit = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return commit === null ? null : line(commit);
}

async function noBase(git: Git, ref: string | null): Promise<UserError> {
  if (ref !== null) return new UserError(`--base ${ref}: no such commit`, 'a shallow clone may have to fetch it first');
  const branch = await git.ask(['symbolic-ref', '--short', '--quiet', 'HEAD']);
  if (branch === null) return new UserError('HEAD leads to no commit');
  return new UserError(`there is no commit yet on ${line(branch)}`, 'commit something first');
}

async function nameOf(git: Git, ref: string | null): Promise<{ words: string; detail: string }> {
  if (ref !== null && ref !== 'HEAD') return { words: ref, detail: '' };
  const branch = await git.ask(['symbolic-ref', '--short', '--quiet', 'HEAD']);
  return { words: 'HEAD', detail: branch === null ? ' (detached)' : ` (${line(branch)})` };
}

async function submodulesAt(git: Git, commit: string): Promise<string[]> {
  const listed = await git(['ls-tree', '-r', '-z', '--full-tree', commit]);
  const entries = listed.split('\0').map((entry) => /^160000 commit \w+\t(.*)$/s.exec(entry)?.[1]);
  return entries.filter((path) => path !== undefined);
}

/** Throws a `UserError` where no branch can get this name. */
export async function checkName(git: Git, name: string): Promise<void> {
  const isName = name !== 'HEAD' && !name.startsWith('-') && (await git.ask(['check-ref-format', `refs/heads/${name}`])) !== null;
  if (!isName) throw new UserError(`git takes no branch name like "${name}"`, 'letters, digits, "-", "_", "." and "/" between them will do');
  const branches = (await git(['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads/'])).split('\n');
  if (branches.includes(name)) throw new UserError(`the branch ${name} exists already`, 'give another name, or delete it with `git branch -D`');
  const other = branches.find((branch) => branch !== '' && (branch.startsWith(`${name}/`) || name.startsWith(`${branch}/`)));
  if (other !== undefined) throw new UserError(`there is a branch ${other}, so there cannot be a branch ${name}`, 'git keeps branches as files in folders');
}

/** Throws a `UserError` where git does not know who commits. */
export async function checkIdentity(git: Git): Promise<void> {
  const known = await Promise.all(['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((name) => git.ask(['var', name])));
  if (!known.includes(null)) return;
  throw new UserError('git does not know who you are', 'set user.name and user.email with `git config`');
}

/** Makes the branch, if there is none of the name by now. */
export async function createBranch(git: Git, name: string, commit: string): Promise<void> {
  await git(['update-ref', '-m', 'branch: created by pitstop', `refs/heads/${name}`, commit, '']);
}

/** One line of git's, which may hold anything but its own end. */
function line(output: string): string {
  return output.replace(/\n$/, '');
}
