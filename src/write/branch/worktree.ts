import { mkdirSync, realpathSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { UserError } from '../../core/errors.js';
import { describe, locate, TargetError } from '../target.js';
import type { Git } from './git.js';
import { forget, worktreeName } from './leftovers.js';
import type { Repository } from './repository.js';

/** A file of the worktree and its new bytes; the path is relative to the root, with forward slashes. */
export interface BranchFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const DAY = 24 * 3600;

/** A temporary worktree at one commit, in a folder that only this user can read. */
export class Worktree {
  /** Files that were ever written, each by its absolute path. */
  private readonly written = new Set<string>();
  private clock = Math.floor(Date.now() / 1000) - DAY;

  private constructor(
    /** Runs at the top of the worktree. */
    readonly git: Git,
    /** Absolute path of what the root is in the user's work tree. */
    readonly root: string,
    private readonly name: string,
    private readonly common: string,
  ) {}

  /** Makes one with the files of a commit. Throws a `UserError` if git cannot, or if it would not stand for itself. */
  static async open(git: Git, { common, inside }: Repository, commit: string): Promise<Worktree> {
    const name = worktreeName();
    const folder = temporaryFolder(name);
    const worktree = new Worktree(git.in(folder), join(folder, inside), name, common);
    try {
      await git(['worktree', 'add', '--quiet', '--detach', folder, commit]);
      await worktree.requireOwn(folder);
      return worktree;
    } catch (error) {
      worktree.discard();
      throw error;
    }
  }

  /** A configuration that sends git elsewhere would have it work on the user's files. */
  private async requireOwn(folder: string): Promise<void> {
    const top = await this.git.ask(['rev-parse', '--show-toplevel']);
    if (top?.replace(/\n$/, '') === folder) return;
    throw new UserError('git does not keep a new worktree apart from this one', 'is core.worktree or core.bare set in a configuration that all worktrees share?');
  }

  /** Removes the worktree, with everything in it. */
  discard(): void {
    forget(this.common, this.name);
  }

  /**
   * Makes the files those of a tree or commit, whatever was done to them; only what is ignored stays. Files that
   * a fix has changed get times that no earlier state had: caches that go by size and second would mix them up.
   */
  async show(tree: string): Promise<void> {
    await this.git(['read-tree', '--reset', '-u', tree]);
    await this.git(['clean', '-ffdq']);
    this.clock += 2;
    for (const path of this.written) stamp(path, this.clock);
    await this.git.ask(['update-index', '-q', '--refresh']);
  }

  /** Writes files over those that are shown, and gives the tree that comes out. */
  async treeWith(files: readonly BranchFile[]): Promise<string> {
    return this.stage(files.map((file) => this.write(file)));
  }

  /** What makes writing a file impossible, or null. */
  obstacle(path: string): string | null {
    try {
      locate(this.git.folder, this.fromTop(path));
      return null;
    } catch (error) {
      if (error instanceof TargetError) return error.message;
      throw error;
    }
  }

  /** Puts files as they are into the index, and gives its tree; paths relative to the top. */
  async stage(paths: readonly string[]): Promise<string> {
    await this.git(['update-index', '--add', '--remove', '-z', '--stdin'], paths.map((path) => `${path}\0`).join(''));
    return (await this.git(['write-tree'])).trim();
  }

  /** Gives the path that git knows: a symbolic link is written where it leads. */
  private write({ path, bytes }: BranchFile): string {
    const { real } = locate(this.git.folder, this.fromTop(path));
    mkdirSync(dirname(real), { recursive: true });
    writeFileSync(real, bytes);
    this.written.add(real);
    return relative(this.git.folder, real).split(sep).join('/');
  }

  private fromTop(path: string): string {
    return relative(this.git.folder, join(this.root, path));
  }
}

function temporaryFolder(name: string): string {
  try {
    const folder = join(realpathSync(tmpdir()), name);
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  } catch (error) {
    throw new UserError(`cannot make a folder in ${tmpdir()}: ${describe(error)}`, 'TMPDIR names another place');
  }
}

function stamp(path: string, seconds: number): void {
  try {
    utimesSync(path, seconds, seconds);
  } catch {
    return; // A new file of another state.
  }
}
