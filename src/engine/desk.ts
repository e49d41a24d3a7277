import type { Edit, Fault, Skipped, SourceFile } from '../core/types.js';
import { SOURCES, type AnySource, type Registry } from '../django/sources.js';
import { analyse, nothingIn, type Analysis, type Loaded } from './analyse.js';
import { collectModule, collectText, wantsModule, type Collected } from './collect.js';
import { deepFrozen, type Known } from './facts.js';
import { explain } from './faults.js';
import { ModuleCache } from './modules.js';
import { holds, holdsOne, layoutOf, mayIgnore, mayMatch, seenBy, type Layout } from './pattern.js';
import { nodeAt } from './place.js';
import type { Candidate } from './request.js';
import type { ReworkItem, Reworked } from './rework.js';
import type {
  Analysed, AnalyseItem, Ask, FactsItem, GatherItem, Gathered, News, RemakeItem, ReviewItem, Search, SearchItem, SilenceItem, Surveyed, SurveyItem,
  TaskName, Tasks,
} from './tasks.js';

/** How a desk reaches the files of the project. */
export interface Shelf {
  read(path: string): SourceFile | Skipped;
  /** A file that is not Python's. */
  readText(path: string): SourceFile | Skipped;
  /** The files whose bytes hold one of each of a search's `groups`; bit n stands for the n-th search. */
  search(paths: readonly string[], searches: readonly Search[]): readonly Candidate[];
  /** The project's file for an absolute dotted name, as seen from the file at `from`. */
  find(dotted: string, from: string): string | null;
  /** The dotted name under which the project imports a file. */
  nameOf(path: string): string;
}

/** The size of a file that nobody has looked at yet. */
const AVERAGE = 5_000;

/** Where a file is parsed and looked at: one a thread. */
export class Desk {
  private readonly modules: ModuleCache;
  private readonly layout: Layout;
  private readonly sources = new Map<string, AnySource>();
  private known: Known = {};

  constructor(
    private readonly shelf: Shelf,
    private readonly transforms: readonly Loaded[],
    private readonly registry: Registry = SOURCES,
  ) {
    this.modules = new ModuleCache(shelf);
    this.layout = layoutOf(transforms.map(({ transform }) => transform));
  }

  do<T extends TaskName>(task: T, item: Tasks[T][0]): Promise<Tasks[T][1]>;
  async do(task: TaskName, item: Tasks[TaskName][0]): Promise<Tasks[TaskName][1]> {
    if (task === 'analyse') return this.analyse(item as AnalyseItem);
    if (task === 'search') return this.search(item as SearchItem);
    if (task === 'gather') return this.gather(item as GatherItem);
    if (task === 'survey') return this.survey(item as SurveyItem);
    if (task === 'facts') return this.facts(item as FactsItem);
    if (task === 'review') return this.review(item as ReviewItem);
    if (task === 'remake') return this.remake(item as RemakeItem);
    return task === 'silence' ? this.silence(item as SilenceItem) : this.rework(item as ReworkItem);
  }

  /** Takes note of what every desk has to know. */
  learn(news: News): void {
    if ('forget' in news) this.modules.forget(news.forget);
    else this.known = deepFrozen(news.facts);
  }

  private analyse({ path, groups, isAnew = false }: AnalyseItem): Analysed {
    const source = this.shelf.read(path);
    if ('reason' in source) return { kind: 'skipped', skipped: source };
    const wanted = groups === null ? this.byText(path, source.text) : this.byGroups(path, groups);
    if (wanted.length === 0 && !isAnew && !mayIgnore(source.text)) return { kind: 'passed' };
    const opened = this.modules.parse(path, source.text);
    if ('problem' in opened) return { kind: 'skipped', skipped: { path, reason: 'does-not-parse', detail: opened.problem } };
    const analysis = analyse(opened.module, wanted, 1, this.known);
    return { kind: 'analysed', analysis, source: isAnew || analysis.findings.length > 0 ? source : null };
  }

  private byGroups(path: string, groups: number): Loaded[] {
    const numbers = seenBy(this.transforms.map(({ transform }) => transform), this.layout, path, groups);
    return numbers.map((at) => this.transforms[at] as Loaded).filter((loaded) => this.isConcerned(loaded, path));
  }

  /** Whether all is known that a transform needs to know about the project, and by that the file may matter to it. */
  private isConcerned({ transform }: Loaded, path: string): boolean {
    const needs: readonly string[] = transform.needs ?? [];
    return needs.every((id) => Object.hasOwn(this.known, id)) && transform.concerns?.(path, this.known as never) !== false;
  }

  private byText(path: string, text: string): Loaded[] {
    return this.transforms.filter((loaded) => mayMatch(loaded.transform.match, path, text) && this.isConcerned(loaded, path));
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
    const facts = answered.map(({ transform, needles }) => {
      const { id, gather } = (this.transforms[transform] as Loaded).transform;
      try {
        return { transform, facts: gather?.collect(opened.module, needles ?? []) ?? [] };
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

  /** The files that matter, by their paths or bytes. */
  private async survey({ isPython, sources: ids, paths, isDigested }: SurveyItem): Promise<readonly Surveyed[]> {
    const sources = await Promise.all(ids.map((id) => this.source(id)));
    const wanting = isPython ? this.wanting(paths, sources) : new Map(paths.map((path) => [path, sources.filter(({ texts }) => texts?.wants(path) === true)]));
    return [...wanting].flatMap(([path, own]) => {
      const known = { isPython, path, sources: own.map(({ id }) => id) };
      if (!isDigested) return { ...known, size: AVERAGE, digest: '' };
      const source = isPython ? this.shelf.read(path) : this.shelf.readText(path);
      return 'reason' in source ? [] : { ...known, size: source.text.length, digest: source.digest };
    });
  }

  private async facts({ isPython, path, sources: ids }: FactsItem): Promise<Collected | null> {
    const sources = await Promise.all(ids.map((id) => this.source(id)));
    const source = isPython ? this.shelf.read(path) : this.shelf.readText(path);
    if ('reason' in source) return null;
    if (!isPython) return collectText(path, source.text, sources);
    const opened = this.modules.parse(path, source.text);
    return 'problem' in opened ? null : collectModule(opened.module, sources);
  }

  /** By path: the sources that want it, by its path or by its bytes. */
  private wanting(paths: readonly string[], sources: readonly AnySource[]): Map<string, AnySource[]> {
    const readers = sources.filter(({ python }) => python !== undefined);
    const isOpen = (path: string): boolean => readers.some(({ python }) => (python?.wants?.(path) ?? null) === null);
    const found = this.shelf.search(paths.filter(isOpen), readers.map(({ python }) => ({ groups: python?.literals ?? [] })));
    const groups = new Map(found.map((one) => [one.path, one.groups]));
    const wants = ({ python }: AnySource, at: number, path: string): boolean => python?.wants?.(path) ?? holds(groups.get(path) ?? 0, at);
    const wanting = paths.map((path): [string, AnySource[]] => [path, readers.filter((source, at) => wants(source, at, path))]);
    return new Map(wanting.filter(([, own]) => own.length > 0));
  }

  private async source(id: string): Promise<AnySource> {
    const known = this.sources.get(id) ?? (await (this.registry[id] as () => Promise<AnySource>)());
    this.sources.set(id, known);
    return known;
  }

  private review({ path, text, pass }: ReviewItem): Analysis {
    const opened = this.modules.parse(path, text);
    return 'problem' in opened ? nothingIn(path) : analyse(opened.module, this.byText(path, text), pass, this.known);
  }

  private remake({ path, source, transform, values, pass }: RemakeItem): Pick<Analysis, 'findings' | 'faults'> {
    const opened = this.modules.parse(path, source.text);
    if ('problem' in opened) return { findings: [], faults: [] };
    const loaded = this.transforms[transform] as Loaded;
    const chosen = new Set([...loaded.chosen, ...Object.keys(values)]);
    const { findings, faults } = analyse(opened.module, [{ ...loaded, values: { ...loaded.values, ...values }, chosen }], pass, this.known);
    return { findings, faults };
  }

  private async silence({ path, source, span, transform }: SilenceItem): Promise<Edit | null> {
    const { suppress } = await import('../python/edits/suppress.js');
    const opened = this.modules.parse(path, source.text);
    return 'problem' in opened ? null : suppress(nodeAt(opened.module.tree.root, span), transform);
  }

  /** Most runs make no edit: what makes them is loaded with the first. */
  private async rework(item: ReworkItem): Promise<Reworked> {
    const { rework, reworkText } = await import('./rework.js');
    const source = item.source ?? (item.isPython ? this.shelf.read(item.path) : this.shelf.readText(item.path));
    if ('reason' in source) return { path: item.path, source: null, failures: [], skipped: source };
    const sources = await Promise.all((item.facts ?? []).map((id) => this.source(id)));
    if (!item.isPython) return reworkText(item, source, (text) => collectText(item.path, text, sources));
    return rework(item, source, {
      parse: (text) => this.modules.parse(item.path, text),
      analyse: (module) => analyse(module, this.byText(item.path, module.tree.text), item.pass, this.known),
      collect: (module) => collectModule(module, sources.filter((one) => wantsModule(one, item.path, module.tree.text))),
    });
  }
}
