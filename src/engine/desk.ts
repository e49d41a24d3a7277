import type { Match } from '../core/define.js';
import { roleOf } from '../core/roles.js';
import type { Fault, Skipped, SourceFile } from '../core/types.js';
import { analyse, type Analysis, type Loaded } from './analyse.js';
import { explain } from './faults.js';
import { ModuleCache } from './modules.js';
import { hasRole, layoutOf, mayIgnore, seenBy, type Layout } from './pattern.js';
import type { Candidate } from './request.js';
import type { ReworkItem, Reworked } from './rework.js';

/** How a desk reaches the files of the project. */
export interface Shelf {
  read(path: string): SourceFile | Skipped;
  /** The files whose bytes hold one of each of a search's `groups`; bit n stands for the n-th search. */
  search(paths: readonly string[], searches: readonly Search[]): readonly Candidate[];
  /** The project's file for an absolute dotted name, as seen from the file at `from`. */
  find(dotted: string, from: string): string | null;
  /** The dotted name under which the project imports a file. */
  nameOf(path: string): string;
}

/** A file to look at; where `groups` is null its text decides which transforms see it. */
export interface AnalyseItem {
  readonly path: string;
  readonly size: number;
  readonly groups: number | null;
}

export type Analysed =
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  /** No transform wants to see it. */
  | { readonly kind: 'passed' }
  /** The source comes along where there are findings. */
  | { readonly kind: 'analysed'; readonly analysis: Analysis; readonly source: SourceFile | null };

/** What one transform, by its number, wants of a file: facts, if the file has one of the needles (null: in any case). */
export interface Ask {
  readonly transform: number;
  readonly needles: readonly string[] | null;
}

/** What to look for in the bytes of files. */
export interface Search {
  /** A file must hold one string of each. */
  readonly groups: readonly (readonly string[])[];
}

export interface SearchItem {
  readonly paths: readonly string[];
  readonly searches: readonly Search[];
  /** How many files there are. */
  readonly size: number;
}

/** A file to gather facts from; `source` is null for a file that is still as it is on disk. */
export interface GatherItem {
  readonly path: string;
  readonly size: number;
  readonly source: SourceFile | null;
  readonly asks: readonly Ask[];
}

export interface Gathered {
  readonly path: string;
  readonly parsed: boolean;
  readonly facts: readonly { readonly transform: number; readonly facts: readonly unknown[] }[];
  readonly faults: readonly Fault[];
}

/** The tasks of a worker: what goes in and what comes out, plain data both. */
export interface Tasks {
  analyse: [item: AnalyseItem, answer: Analysed];
  search: [item: SearchItem, answer: readonly Candidate[]];
  gather: [item: GatherItem, answer: Gathered];
  rework: [item: ReworkItem, answer: Reworked];
}

export type TaskName = keyof Tasks;

/** Where a file is parsed and looked at: one a thread. */
export class Desk {
  private readonly modules: ModuleCache;
  private readonly layout: Layout;

  constructor(
    private readonly shelf: Shelf,
    private readonly transforms: readonly Loaded[],
  ) {
    this.modules = new ModuleCache(shelf);
    this.layout = layoutOf(transforms.map(({ transform }) => transform));
  }

  do<T extends TaskName>(task: T, item: Tasks[T][0]): Promise<Tasks[T][1]>;
  async do(task: TaskName, item: Tasks[TaskName][0]): Promise<Tasks[TaskName][1]> {
    if (task === 'analyse') return this.analyse(item as AnalyseItem);
    if (task === 'search') return this.search(item as SearchItem);
    return task === 'gather' ? this.gather(item as GatherItem) : this.rework(item as ReworkItem);
  }

  private analyse({ path, groups }: AnalyseItem): Analysed {
    const source = this.shelf.read(path);
    if ('reason' in source) return { kind: 'skipped', skipped: source };
    const wanted = groups === null ? this.byText(path, source.text) : this.byGroups(path, groups);
    if (wanted.length === 0 && !mayIgnore(source.text)) return { kind: 'passed' };
    const opened = this.modules.parse(path, source.text);
    if ('problem' in opened) return { kind: 'skipped', skipped: { path, reason: 'does-not-parse', detail: opened.problem } };
    const analysis = analyse(opened.module, wanted, 1);
    return { kind: 'analysed', analysis, source: analysis.findings.length > 0 ? source : null };
  }

  private byGroups(path: string, groups: number): Loaded[] {
    const numbers = seenBy(this.transforms.map(({ transform }) => transform), this.layout, path, groups);
    return numbers.map((at) => this.transforms[at] as Loaded);
  }

  /** For a text whose bytes nobody searched: an import that `match` asks for is left to `fix` to find. */
  private byText(path: string, text: string): Loaded[] {
    const role = roleOf(path);
    const holds = ({ literals, anyway = [] }: Match): boolean => holdsOne(text, literals) || holdsOne(text, anyway);
    return this.transforms.filter(({ transform: { match } }) => hasRole(match, role) && holds(match));
  }

  private search({ paths, searches }: SearchItem): readonly Candidate[] {
    return this.shelf.search(paths, searches);
  }

  private gather({ path, source: given, asks }: GatherItem): Gathered {
    const nothing: Gathered = { path, parsed: false, facts: [], faults: [] };
    const source = given ?? this.shelf.read(path);
    if ('reason' in source) return nothing;
    const answered = asks.filter((ask) => this.mayAnswer(ask, source.text));
    if (answered.length === 0) return nothing;
    const opened = this.modules.parse(path, source.text);
    if ('problem' in opened) return nothing;
    const faults: Fault[] = [];
    const facts = answered.map(({ transform }) => {
      const { id, gather } = (this.transforms[transform] as Loaded).transform;
      try {
        return { transform, facts: gather?.collect(opened.module) ?? [] };
      } catch (error) {
        faults.push({ transform: id, path, step: 'match', message: explain(error) });
        return { transform, facts: [] };
      }
    });
    return { path, parsed: true, facts, faults };
  }

  private mayAnswer({ transform, needles }: Ask, text: string): boolean {
    const groups = this.transforms[transform]?.transform.gather?.literals ?? [];
    return (needles === null || holdsOne(text, needles)) && groups.every((group) => holdsOne(text, group));
  }

  /** Most runs make no edit: what makes them is loaded with the first. */
  private async rework(item: ReworkItem): Promise<Reworked> {
    const { rework } = await import('./rework.js');
    const source = item.source ?? this.shelf.read(item.path);
    if ('reason' in source) return { path: item.path, source: null, failures: [], skipped: source };
    return rework(item, source, {
      parse: (text) => this.modules.parse(item.path, text),
      transformsFor: (text) => this.byText(item.path, text),
    });
  }
}

function holdsOne(text: string, strings: readonly string[]): boolean {
  return strings.some((string) => text.includes(string));
}
