/** The names of one module (or class, or function) while its statements run. */
import { reaching, visible, type Wholes } from './guards.js';
import type { Alternative, Guard, Known, Place } from './known.js';
import type { Statement } from './written.js';

/** A value that a name has had; `seq` counts everything that happens during a run. */
export interface Held extends Alternative {
  readonly seq: number;
}

/** A function without parameters, where it is written. */
export interface Callable {
  readonly statement: Extract<Statement, { kind: 'function' }>;
  readonly path: string;
  readonly home: Names;
}

export class Names {
  readonly modules = new Map<string, Names>();
  readonly classes = new Map<string, Names>();
  readonly functions = new Map<string, Callable>();
  /** Of a class: its bases, where the project has them. */
  bases: readonly Names[] = [];
  private readonly held = new Map<string, readonly Held[]>();

  constructor(
    private readonly wholes: Wholes,
    /** Where a name is looked for that is not here: the module around a function or a class. */
    readonly around: Names | null = null,
  ) {}

  all(): IterableIterator<string> {
    return this.held.keys();
  }

  alternatives(name: string): readonly Held[] {
    return this.held.get(name) ?? [];
  }

  /** What a name may be where some conditions hold; empty where it is not known. */
  look(name: string, guards: readonly Guard[]): readonly Held[] {
    const own = this.held.get(name);
    return own === undefined ? (this.around?.look(name, guards) ?? []) : visible(own, guards, this.wholes);
  }

  set(name: string, held: Held): void {
    const before = held.guards.length === 0 ? [] : this.alternatives(name);
    this.held.set(name, [...before, held]);
    this.functions.delete(name);
  }

  /** Gives a name the values that it has elsewhere; under guards, beside those that it has. */
  take(name: string, held: readonly Held[], guards: readonly Guard[]): void {
    const before = guards.length === 0 ? [] : this.alternatives(name);
    this.held.set(name, [...before, ...held.map((each) => ({ ...each, guards: [...guards, ...each.guards] }))]);
  }

  /** Changes each value that a name may have where `guards` hold; `change` gets the guards that are not the value's own. */
  change(name: string, guards: readonly Guard[], by: { readonly at: Place; readonly seq: number }, change: (old: Known, own: readonly Guard[]) => Known): void {
    const held = this.alternatives(name);
    const reached = new Set(reaching(held, guards, this.wholes));
    const changed = held.map((each) => (reached.has(each) ? { ...each, seq: by.seq, by: [...each.by, by.at], value: change(each.value, each.guards) } : each));
    this.held.set(name, changed);
  }

  forget(name: string): void {
    this.held.delete(name);
  }
}
