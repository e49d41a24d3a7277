import type { Fault } from '../core/types.js';
import type { AnySource, Registry } from '../django/sources.js';
import type { Loaded } from './analyse.js';
import type { Leaves } from './collect.js';
import type { Crew } from './crew.js';
import { explain } from './faults.js';
import { Memory } from './memory.js';
import { byText } from './place.js';
import type { LeafCache } from './request.js';
import type { FactsItem, Surveyed, SurveyItem } from './tasks.js';

/** Merged facts by kind. */
export type Known = Readonly<Record<string, unknown>>;

/** Files that are searched in one go. */
const ARMFUL = 64;
/** What searching a file is worth beside parsing one, in bytes. */
const COST = 400;

/** Where facts come from. */
export interface Grounds {
  readonly crew: Crew;
  /** Every Python file of the project. */
  readonly files: readonly string[];
  /** Lists all its other files. */
  others(): Promise<readonly string[]>;
  /** Null: nothing is remembered. */
  readonly cache: LeafCache | null;
}

/** A file as a pass has made it. */
export interface Changed {
  readonly path: string;
  readonly leaves: Leaves;
  /** The pass before made it, and this one does not. */
  readonly isGone?: boolean;
}

interface Paths {
  readonly python: readonly string[];
  readonly texts: readonly string[];
}

/** The ids of the facts that some transforms need. */
export function needsOf(transforms: readonly Loaded[]): string[] {
  return [...new Set(transforms.flatMap(({ transform }): readonly string[] => transform.needs ?? []))].sort(byText);
}

/** What is known of the project: each file's leaf, merged and told to every desk; kept up to date with the edits. */
export class ProjectFacts {
  private readonly leaves = new Map<string, Map<string, unknown>>();
  /** Of the pass under way. */
  private laid = new Map<string, Leaves>();
  private gone = new Set<string>();
  private known: Known = {};
  /** By kind: the leaves that `known` came of. */
  private readonly merged = new Map<string, ReadonlyMap<string, unknown>>();
  /** Files whose leaves may have changed since. */
  private touched = new Set<string>();
  /** All that were looked at or listed, of whatever kind. */
  files: readonly string[] = [];
  readonly faults: Fault[] = [];
  readonly parsed = new Set<string>();

  private constructor(
    private readonly sources: readonly AnySource[],
    private readonly crew: Crew,
  ) {}

  /** Gathers from the whole project; each desk knows the facts when this is done. */
  static async gather(needs: readonly string[], registry: Registry, grounds: Grounds): Promise<ProjectFacts> {
    const sources = await Promise.all(needs.map((id) => sourceOf(id, registry)));
    const facts = new ProjectFacts(sources, grounds.crew);
    const texts = sources.some((source) => source.texts !== undefined) ? await grounds.others() : [];
    const wanted = texts.filter((path) => sources.some((source) => source.texts?.wants(path) === true));
    facts.files = [...grounds.files, ...texts].sort(byText);
    await facts.collect({ python: grounds.files, texts: wanted }, grounds.cache);
    await facts.lay([]);
    return facts;
  }

  get ids(): readonly string[] {
    return this.sources.map(({ id }) => id);
  }

  /** Merged facts by kind; what could not be merged is missing. */
  now(): Known {
    return this.known;
  }

  /** Takes files as a pass would make them, in place of any that were laid before, and tells the desks where that matters. */
  async lay(changed: readonly Changed[]): Promise<void> {
    const before = this.laid;
    this.laid = new Map(changed.map(({ path, leaves }) => [path, leaves]));
    const isThere = new Set(changed.filter(({ isGone }) => isGone !== true).map(({ path }) => path));
    this.gone = new Set([...this.laid.keys()].filter((path) => !isThere.has(path)));
    const touched = [...this.touched, ...before.keys(), ...this.laid.keys()];
    this.touched = new Set();
    const stale = this.sources.filter((source) => this.isStale(source, touched));
    if (stale.length === 0) return;
    const fresh = stale.flatMap((source) => this.merge(source));
    const gone = new Set(stale.map(({ id }) => id));
    const kept = Object.entries(this.known).filter(([id]) => !gone.has(id));
    this.known = deepFrozen(Object.fromEntries([...kept, ...fresh]));
    await this.crew.tell({ facts: this.known });
  }

  /** What was laid is how things are from now on. */
  keep(): void {
    for (const [path, leaves] of this.laid) this.enter(path, leaves);
    this.laid = new Map();
  }

  /** Takes a file as it is on disk now. */
  async renew(path: string): Promise<void> {
    await this.crew.tell({ forget: path });
    this.enter(path, {});
    await this.collect({ python: [path], texts: [] }, null);
    await this.lay([]);
  }

  private async collect({ python, texts }: Paths, cache: LeafCache | null): Promise<void> {
    const manner = { sources: this.ids, isDigested: cache !== null };
    const items = [...inArmfuls(python, { ...manner, isPython: true }), ...inArmfuls(texts, { ...manner, isPython: false })];
    const surveyed = (await this.crew.each('survey', items)).flat();
    for (const { path, isPython } of surveyed) if (isPython) this.parsed.add(path);
    const memory = cache === null ? null : new Memory(cache, this.sources);
    const unknown = surveyed.flatMap((file) => this.recall(file, memory));
    for (const [at, found] of (await this.crew.each('facts', unknown)).entries()) {
      const { path, sources } = unknown[at] as FactsItem;
      this.add(path, found?.leaves ?? {});
      this.faults.push(...(found?.faults ?? []));
      if (found === null || found.faults.length === 0) memory?.note(path, sources, found?.leaves ?? {});
    }
    memory?.save(surveyed);
  }

  /** Enters what is remembered of a file; gives what is to be found out. */
  private recall({ digest, ...file }: Surveyed, memory: Memory | null): FactsItem[] {
    const known = memory?.recall(file.path, digest, file.sources) ?? new Map<string, unknown>();
    this.add(file.path, Object.fromEntries([...known].filter(([, leaf]) => leaf !== null)));
    const sources = file.sources.filter((id) => !known.has(id));
    return sources.length === 0 ? [] : [{ ...file, sources }];
  }

  /** Enters leaves beside those that are known of a file. */
  private add(path: string, leaves: Leaves): void {
    const known = this.ids.filter((id) => this.leaves.get(id)?.has(path) === true).map((id) => [id, this.leaves.get(id)?.get(path)]);
    this.enter(path, { ...Object.fromEntries(known), ...leaves });
  }

  private enter(path: string, leaves: Leaves): void {
    this.touched.add(path);
    for (const { id } of this.sources) {
      const known = this.leaves.get(id) ?? new Map<string, unknown>();
      this.leaves.set(id, known);
      if (Object.hasOwn(leaves, id)) known.set(path, leaves[id]);
      else known.delete(path);
    }
  }

  private leafOf(id: string, path: string): unknown {
    const laid = this.laid.get(path);
    return laid === undefined ? this.leaves.get(id)?.get(path) : laid[id];
  }

  /** Most edits change nothing that is known. */
  private isStale({ id }: AnySource, touched: readonly string[]): boolean {
    const merged = this.merged.get(id);
    return merged === undefined || touched.some((path) => JSON.stringify(merged.get(path)) !== JSON.stringify(this.leafOf(id, path)));
  }

  /** In order of path. */
  private leavesOf(id: string): Map<string, unknown> {
    const paths = [...new Set([...(this.leaves.get(id)?.keys() ?? []), ...this.laid.keys()])].sort(byText);
    const leaves = paths.map((path): [string, unknown] => [path, this.leafOf(id, path)]);
    return new Map(leaves.filter(([, leaf]) => leaf !== undefined));
  }

  private merge(source: AnySource): [string, unknown][] {
    const leaves = this.leavesOf(source.id);
    this.merged.set(source.id, leaves);
    try {
      const files = [...new Set([...this.files, ...this.laid.keys()])].filter((path) => !this.gone.has(path)).sort(byText);
      return [[source.id, source.merge(leaves, { files })]];
    } catch (error) {
      this.faults.push({ transform: source.id, path: '', step: 'facts', message: explain(error) });
      return [];
    }
  }
}

async function sourceOf(id: string, registry: Registry): Promise<AnySource> {
  const load = Object.hasOwn(registry, id) ? registry[id] : undefined;
  if (load === undefined) throw new RangeError(`there are no facts called ${id}`);
  return load();
}

function inArmfuls(paths: readonly string[], item: Omit<SurveyItem, 'paths' | 'size'>): SurveyItem[] {
  return Array.from({ length: Math.ceil(paths.length / ARMFUL) }, (_, at) => {
    const armful = paths.slice(at * ARMFUL, (at + 1) * ARMFUL);
    return { ...item, paths: armful, size: armful.length * COST };
  });
}

/** Facts are shared by all transforms of a thread. */
export function deepFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}
