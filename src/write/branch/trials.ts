import { ownEnvironment } from './git.js';
import type { Processes } from './processes.js';
import { Tail } from './tail.js';
import type { Worktree } from './worktree.js';

/** How a command ended on one state of the files. */
export interface Trial {
  readonly isGreen: boolean;
  /** The end of what it printed. */
  readonly lines: readonly string[];
  readonly seconds: number;
}

/** What the user wants to stay green, and where it runs. */
export interface TrialTerms {
  /** A line for the shell. */
  readonly command: string;
  /** The user's root, which the command finds as `PITSTOP_ROOT`: for an environment that git does not know. */
  readonly userRoot: string;
  /** Sees what the command prints. */
  readonly onOutput: (chunk: Buffer) => void;
}

/** Runs a command on states of the files, each once. */
export class Trials {
  private readonly known = new Map<string, Trial>();

  constructor(
    private readonly worktree: Worktree,
    private readonly processes: Processes,
    private readonly terms: TrialTerms,
  ) {}

  /** What is known of a tree without running anything. */
  of(tree: string): Trial | null {
    return this.known.get(tree) ?? null;
  }

  /** The command's verdict on a tree. */
  async run(tree: string): Promise<Trial> {
    const before = this.known.get(tree);
    if (before !== undefined) return before;
    await this.worktree.show(tree);
    const trial = await this.try();
    this.known.set(tree, trial);
    return trial;
  }

  private async try(): Promise<Trial> {
    const { command, userRoot, onOutput } = this.terms;
    const tail = new Tail();
    const started = performance.now();
    const { code } = await this.processes.run({
      command,
      args: null,
      cwd: this.worktree.root,
      env: { ...ownEnvironment(), PITSTOP_ROOT: userRoot },
      onOutput: (chunk) => {
        tail.add(chunk);
        onOutput(chunk);
      },
    });
    const lines = tail.lines();
    const said = lines.length > 0 ? lines : [`it printed nothing and ended with ${code}`];
    return { isGreen: code === 0, lines: said, seconds: (performance.now() - started) / 1000 };
  }
}
