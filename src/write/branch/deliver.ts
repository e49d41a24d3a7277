import { commit, type CommitTerms } from './commit.js';
import { RunError } from './git.js';
import { sift } from './sift.js';
import type { Trial, Trials } from './trials.js';
import type { BranchFile, Worktree } from './worktree.js';

/** The files as they would be with a set of fixes taken. */
export interface Made {
  readonly files: readonly BranchFile[];
  /** Keys of the fixes that are in them. */
  readonly taken: readonly string[];
}

/** Fixes that belong into one commit. */
export interface Parcel {
  readonly name: string;
  readonly keys: readonly string[];
  /** The commit's message, once it is known what is in it and which of its fixes were dropped. */
  readonly message: (keys: readonly string[], dropped: readonly string[]) => string;
}

export interface Commit {
  readonly id: string;
  readonly parcel: Parcel;
  /** Keys of the fixes that are in it. */
  readonly keys: readonly string[];
}

/** A fix that would have turned the command red. */
export interface Drop {
  readonly key: string;
  /** The end of what the command printed. */
  readonly lines: readonly string[];
}

export interface Delivery {
  readonly commits: readonly Commit[];
  readonly dropped: readonly Drop[];
}

/** What is said of the work while it goes on. */
export interface Narrator {
  /** A trial is about to run, of so many fixes of a parcel; null: of the base. */
  trying(parcel: Parcel | null, fixes: number): void;
  tried(trial: Trial): void;
  committed(commit: Commit): void;
}

export interface DeliveryTerms extends CommitTerms {
  readonly worktree: Worktree;
  readonly base: string;
  /** Makes a set of fixes; asked while the worktree shows the base. */
  readonly make: (keys: ReadonlySet<string>) => Promise<Made>;
  /** Null: nothing has to stay green. */
  readonly trials: Trials | null;
  readonly narrator: Narrator;
}

interface State {
  readonly tree: string;
  readonly taken: readonly string[];
}

/** Commits parcels in the worktree, one after the other, each without the fixes that turn a command red. */
export class Deliverer {
  private readonly states = new Map<string, State>();
  private readonly dropped: Drop[] = [];

  constructor(private readonly terms: DeliveryTerms) {}

  /** Throws a `RunError` where the base is red already, where a commit fails, or where a hook turns it red. */
  async deliver(parcels: readonly Parcel[]): Promise<Delivery> {
    const commits: Commit[] = [];
    let keys: readonly string[] = [];
    let state = await this.stateOf(keys);
    await this.requireGreen(state.tree, null, (lines) => new RunError('the command of --verify is red on the base already', lines));
    for (const parcel of parcels) {
      keys = [...keys, ...(await this.kept(keys, parcel))];
      const next = await this.stateOf(keys);
      if (next.tree === state.tree) continue;
      const known = new Set(state.taken);
      commits.push(await this.commit(parcel, next.taken.filter((key) => !known.has(key)), state.tree, next.tree));
      state = next;
    }
    return { commits, dropped: this.dropped };
  }

  private async kept(before: readonly string[], parcel: Parcel): Promise<readonly string[]> {
    const { trials } = this.terms;
    if (trials === null) return parcel.keys;
    const isGreen = async (keys: readonly string[]): Promise<boolean> => {
      const { tree } = await this.stateOf(keys);
      return (await this.try(tree, parcel, keys.length - before.length)).isGreen;
    };
    const { kept, dropped } = await sift(before, parcel.keys, isGreen);
    for (const { item, among } of dropped) {
      const { tree } = await this.stateOf([...among, item]);
      this.dropped.push({ key: item, lines: trials.of(tree)?.lines ?? [] });
    }
    return kept;
  }

  private async commit(parcel: Parcel, keys: readonly string[], from: string, to: string): Promise<Commit> {
    const { worktree, narrator } = this.terms;
    const head = await this.treeOf('HEAD');
    await worktree.show(head === from ? to : await this.onTopOf(head, from, to));
    const dropped = this.dropped.map(({ key }) => key).filter((key) => parcel.keys.includes(key));
    const id = await commit(worktree, parcel.message(keys, dropped), this.terms);
    const committed = await this.treeOf(id);
    if (committed === head) throw new RunError('a commit hook takes all changes back; no branch was made', [], '--no-hooks commits without hooks');
    await this.requireGreen(committed, parcel, (lines) => new RunError(
      'what a commit hook changed turns the command of --verify red; no branch was made', lines, '--no-hooks commits without hooks',
    ));
    const made = { id, parcel, keys };
    narrator.committed(made);
    return made;
  }

  /** The tree to commit: what hooks made of earlier commits stays in files that this step does not change. */
  private async onTopOf(head: string, from: string, to: string): Promise<string> {
    const { git } = this.terms.worktree;
    const changes = (await git(['diff-tree', '-r', '-z', '--raw', '--no-renames', from, to])).split('\0');
    await this.terms.worktree.show(head);
    await git(['update-index', '--add', '-z', '--index-info'], indexInfo(changes));
    return (await git(['write-tree'])).trim();
  }

  private async treeOf(commit: string): Promise<string> {
    return (await this.terms.worktree.git(['rev-parse', `${commit}^{tree}`])).trim();
  }

  private async requireGreen(tree: string, parcel: Parcel | null, error: (lines: readonly string[]) => RunError): Promise<void> {
    if (this.terms.trials === null) return;
    const { isGreen, lines } = await this.try(tree, parcel, 0);
    if (!isGreen) throw error(lines);
  }

  private async try(tree: string, parcel: Parcel | null, fixes: number): Promise<Trial> {
    const { trials, narrator } = this.terms;
    const known = trials?.of(tree) ?? null;
    if (known !== null) return known;
    narrator.trying(parcel, fixes);
    const trial = await (trials as Trials).run(tree);
    narrator.tried(trial);
    return trial;
  }

  private async stateOf(keys: readonly string[]): Promise<State> {
    const name = [...keys].sort().join(' ');
    const known = this.states.get(name);
    if (known !== undefined) return known;
    const { worktree, base, make } = this.terms;
    await worktree.show(base);
    const { files, taken } = keys.length === 0 ? { files: [], taken: [] } : await make(new Set(keys));
    const state = { tree: await worktree.treeWith(files), taken };
    this.states.set(name, state);
    return state;
  }
}

/** `:oldmode newmode oldsha newsha status`, path, … as `mode sha<tab>path`. */
function indexInfo(raw: readonly string[]): string {
  const pairs = Array.from({ length: raw.length >> 1 }, (_, at) => [raw[2 * at] as string, raw[2 * at + 1] as string] as const);
  return pairs.map(([entry, path]) => {
    const [, mode, , id] = entry.split(' ');
    return `${mode} ${id}\t${path}\0`;
  }).join('');
}
