import { realpathSync } from 'node:fs';
import { gitDirectory } from '../../source/git.js';
import { keepLeft, memoryFile, readLeft } from '../../write/memory.js';

/** What was left, kept on the disk from answer to answer, so that a review can be interrupted at any moment. */
export class Memory {
  /** Keys that were left before this review. */
  readonly before: ReadonlySet<string>;
  /** Why nothing can be kept, in words; null as long as it can. */
  problem: string | null = null;
  private kept: string;

  private constructor(private readonly file: string, private readonly root: string) {
    this.before = readLeft(file, root);
    this.kept = joined(this.before);
  }

  /** The memory of the reviews of a root. */
  static async open(root: string): Promise<Memory> {
    const real = realpathSync(root);
    return new Memory(memoryFile(real, await gitDirectory(root)), real);
  }

  /** Keeps these keys as all that is left. */
  keep(keys: ReadonlySet<string>): void {
    if (joined(keys) === this.kept) return;
    try {
      keepLeft(this.file, this.root, keys);
      this.kept = joined(keys);
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }
}

function joined(keys: ReadonlySet<string>): string {
  return [...keys].join(' ');
}
