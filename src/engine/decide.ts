import type { Facts } from '../core/define.js';
import type { Fault, Finding, Verdict } from '../core/types.js';
import type { Loaded } from './analyse.js';
import type { Crew } from './crew.js';
import { isFix } from './edit.js';
import type { Known } from './facts.js';
import { explain } from './faults.js';
import { holds } from './pattern.js';
import { byText } from './place.js';
import type { Ask, GatherItem, Search } from './tasks.js';
import { lowest } from './verdict.js';

type Place = Omit<GatherItem, 'asks'>;

/** Files that are searched at a time. */
const ARMFUL = 256;

/** Gathers facts for the transforms that ask for them, and lets each transform see all its findings once a pass. */
export class Decider {
  /** By number of the transform, then by path. */
  private readonly facts = new Map<number, Map<string, readonly unknown[]>>();
  private readonly gathered = new Set<number>();
  readonly parsed = new Set<string>();
  readonly faults: Fault[] = [];

  constructor(
    private readonly transforms: readonly Loaded[],
    private readonly crew: Crew,
    /** The files that facts may come from. */
    private readonly witnesses: readonly string[],
    /** What is known of the project. */
    private readonly known: () => Known,
  ) {}

  /**
   * The findings as their transforms decide. `changed` are the files that are no longer as they are on
   * disk: their facts are gathered again. A transform that throws loses its findings.
   */
  async decide(findings: readonly Finding[], changed: readonly Place[]): Promise<Finding[]> {
    const byTransform = this.transforms.map(({ transform: { id } }) => findings.filter(({ transform }) => transform === id));
    await this.gather(byTransform, changed);
    return byTransform.flatMap((own, at) => (own.length === 0 ? [] : this.decideOne(at, own)));
  }

  /** What one transform decides of its findings, also with other values than the run's. */
  decideOne(at: number, findings: readonly Finding[], others: Loaded['values'] = {}): readonly Finding[] {
    const { transform, values } = this.transforms[at] as Loaded;
    if (transform.decide === undefined) return findings;
    try {
      const decided = transform.decide(findings, this.factsFor(at), { ...values, ...others }, this.known() as Readonly<Facts>);
      const before = new Map(findings.map((finding) => [finding.key, finding.verdict]));
      return decided.map((finding) => held(finding, before.get(finding.key) ?? transform.safety));
    } catch (error) {
      this.faults.push({ transform: transform.id, path: findings[0]?.path ?? '', step: 'decide', message: explain(error) });
      return [];
    }
  }

  private factsFor(at: number): unknown[] {
    const byPath = [...(this.facts.get(at) ?? [])].sort(([one], [other]) => byText(one, other));
    return byPath.flatMap(([, facts]) => facts);
  }

  private async gather(byTransform: readonly (readonly Finding[])[], changed: readonly Place[]): Promise<void> {
    const asks = byTransform.flatMap((findings, transform) => this.asksOf(transform, findings));
    const first = asks.filter(({ transform }) => !this.gathered.has(transform));
    const known = new Set(changed.map(({ path }) => path));
    const untouched = await this.itemsOf(first, this.witnesses.filter((path) => !known.has(path)));
    const items = [...untouched, ...(asks.length === 0 ? [] : changed.map((place) => ({ ...place, asks })))];
    first.forEach(({ transform }) => this.gathered.add(transform));
    for (const { path, asks: asked } of items) asked.forEach(({ transform }) => this.facts.get(transform)?.delete(path));
    for (const answer of await this.crew.each('gather', items)) {
      if (answer.parsed) this.parsed.add(answer.path);
      this.faults.push(...answer.faults);
      for (const { transform, facts } of answer.facts) this.keep(transform, answer.path, facts);
    }
  }

  private asksOf(at: number, findings: readonly Finding[]): Ask[] {
    const { gather, id } = (this.transforms[at] as Loaded).transform;
    const changing = findings.filter(isFix);
    if (gather === undefined || changing.length === 0) return [];
    try {
      const needles = gather.needles?.(changing) ?? null;
      return needles?.length === 0 ? [] : [{ transform: at, needles }];
    } catch (error) {
      this.faults.push({ transform: id, path: changing[0]?.path ?? '', step: 'decide', message: explain(error) });
      return [];
    }
  }

  /** Searches files that most runs never look into: only now is it known what for. */
  private async itemsOf(asks: readonly Ask[], witnesses: readonly string[]): Promise<GatherItem[]> {
    if (asks.length === 0) return [];
    const searches = asks.map((ask) => this.searchFor(ask));
    const armfuls = Array.from({ length: Math.ceil(witnesses.length / ARMFUL) }, (_, at) => witnesses.slice(at * ARMFUL, (at + 1) * ARMFUL));
    const found = await this.crew.each('search', armfuls.map((paths) => ({ paths, searches, size: paths.length })));
    return found.flat().map(({ path, size, groups }) => ({ path, size, source: null, asks: asks.filter((_, at) => holds(groups, at)) }));
  }

  /** In another encoding than UTF-8 a needle has other bytes, unless it is ASCII. */
  private searchFor({ transform, needles }: Ask): Search {
    const literals = this.transforms[transform]?.transform.gather?.literals ?? [];
    const isPlain = needles !== null && needles.every((needle) => /^[\x20-\x7e]*$/.test(needle));
    return { groups: isPlain ? [...literals, needles] : literals };
  }

  private keep(transform: number, path: string, facts: readonly unknown[]): void {
    const byPath = this.facts.get(transform) ?? new Map<string, readonly unknown[]>();
    this.facts.set(transform, byPath);
    byPath.set(path, facts);
  }
}

/** A decision may lower a verdict, never raise it; what is refused changes nothing. */
function held(decided: Finding, ceiling: Verdict): Finding {
  const verdict = lowest(decided.verdict, ceiling);
  if (verdict !== 'refused') return { ...decided, verdict };
  const { wishes: _, ...rest } = decided;
  return { ...rest, verdict, changes: [] };
}
