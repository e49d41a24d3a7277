import type { Fault, Finding, Skipped, Suppressions } from '../core/types.js';
import type { Analysis, Loaded } from './analyse.js';
import type { Crew } from './crew.js';
import { Decider } from './decide.js';
import type { Analysed, AnalyseItem, GatherItem } from './desk.js';
import { Landing, type Landed } from './land.js';
import { Ledger, type Entry } from './ledger.js';
import { bySpan, byText } from './place.js';
import type { Discovery, Outcome, Terms } from './request.js';
import { account, silencedKeys } from './silence.js';
import { Texts } from './texts.js';

const MOST_PASSES = 10;

/** What the passes work on. */
export interface Project {
  /** All there are: facts may come from any of them. */
  readonly files: readonly string[];
  readonly transforms: readonly Loaded[];
}

/** From files to a plan: passes of findings, decisions and edits, until nothing is left to do. */
export class Passes {
  private readonly analyses = new Map<string, Analysis>();
  private readonly ledger = new Ledger();
  private readonly texts: Texts;
  private readonly decider: Decider;
  private readonly listed = new Map<string, Finding>();
  private readonly taken: string[] = [];
  private readonly faults: Fault[] = [];
  private readonly skipped: Skipped[] = [];
  private readonly parsed = new Set<string>();
  private readonly answers: Promise<readonly Analysed[]>[] = [];
  private changed: GatherItem[] = [];
  private suppressions: Suppressions = { used: 0, unused: [] };
  private isStopped = false;

  constructor(
    private readonly project: Project,
    private readonly crew: Crew,
    private readonly terms: Terms,
  ) {
    this.texts = new Texts(project.files);
    this.decider = new Decider(project.transforms, crew, project.files);
  }

  /** Has files looked at, at once; `run` waits for the answers. */
  take(items: readonly AnalyseItem[]): void {
    if (items.length === 0) return;
    const answer = this.crew.each('analyse', items);
    answer.catch(() => undefined); // `run` meets the error.
    this.answers.push(answer);
  }

  async run(discovery: Discovery): Promise<Outcome> {
    await this.enter();
    for (let pass = 1; pass <= MOST_PASSES && (await this.pass(pass)); pass++);
    const { texts, decider } = this;
    return {
      discovered: discovery.discovered,
      read: discovery.read,
      parsed: new Set([...this.parsed, ...decider.parsed]).size,
      skipped: inOrder([...discovery.skipped, ...this.skipped]),
      findings: [...this.listed.values()].sort((one, other) => this.order(one, other)),
      taken: this.taken,
      files: texts.planned(),
      faults: once([...this.faults, ...decider.faults]),
      suppressions: this.suppressions,
      textOf: (path, pass) => texts.at(path, pass),
    };
  }

  private async enter(): Promise<void> {
    for (const answer of (await Promise.all(this.answers)).flat()) {
      if (answer.kind === 'skipped') this.skipped.push(answer.skipped);
      if (answer.kind !== 'analysed') continue;
      this.parsed.add(answer.analysis.path);
      this.analyses.set(answer.analysis.path, answer.analysis);
      this.faults.push(...answer.analysis.faults);
      if (answer.source !== null) this.texts.enter(answer.source);
    }
  }

  /** Whether another pass may find more to do. */
  private async pass(pass: number): Promise<boolean> {
    const raw = [...this.analyses.values()].flatMap(({ findings }) => findings);
    const seen = this.ledger.enter(raw);
    const isWaiting = [...seen.entries.values()].some(({ state }) => state === 'wanted');
    if (pass > 1 && seen.fresh.length === 0 && !isWaiting) return false;
    const decided = await this.decider.decide(raw, this.changed);
    if (pass === 1) this.suppressions = this.account(decided);
    const shown = this.followed(decided, seen.entries).sort(([one], [other]) => this.order(one, other));
    shown.forEach(([finding, entry]) => this.list(finding, entry));
    const wanted = await this.ask(shown);
    if (wanted.length === 0) return false;
    const landed = await new Landing(wanted, pass, this.crew, this.ledger, this.texts, this.terms).land();
    this.settle(landed, new Map(shown), pass);
    return landed.accepted.length > 0;
  }

  private account(decided: readonly Finding[]): Suppressions {
    const transforms = this.project.transforms.map(({ transform }) => transform);
    return account([...this.analyses.values()], decided, { transforms, complete: this.terms.complete });
  }

  /** The findings that no comment keeps silent, under the keys that they had first. */
  private followed(decided: readonly Finding[], known: ReadonlyMap<Finding, Entry>): [Finding, Entry][] {
    const silenced = silencedKeys(this.analyses.values());
    const byKey = new Map([...known].map(([{ key }, entry]) => [key, entry]));
    const added = this.ledger.enter(decided.filter(({ key }) => !byKey.has(key))).entries;
    return decided.flatMap((finding) => {
      const entry = byKey.get(finding.key) ?? added.get(finding);
      return entry === undefined || silenced.has(finding.key) ? [] : [[{ ...finding, key: entry.key }, entry]];
    });
  }

  /** A place is listed as it was when it was first found, or first found to have a fix. */
  private list(finding: Finding, { state }: Entry): void {
    const before = this.listed.get(finding.key);
    const isBetter = before === undefined || (before.changes.length === 0 && finding.changes.length > 0);
    if (state !== 'dropped' && state !== 'taken' && isBetter) this.listed.set(finding.key, finding);
  }

  private async ask(shown: readonly [Finding, Entry][]): Promise<Finding[]> {
    const wanted: Finding[] = [];
    for (const [finding, entry] of shown) {
      if (finding.changes.length === 0) continue;
      if (entry.state === 'seen') {
        const answer = this.isStopped ? 'leave' : await this.terms.gate(finding);
        this.isStopped ||= answer === 'stop';
        entry.state = answer === 'take' ? 'wanted' : 'left';
      }
      if (entry.state === 'wanted') wanted.push(finding);
    }
    return wanted;
  }

  private settle(landed: Landed, shown: ReadonlyMap<Finding, Entry>, pass: number): void {
    const mark = (finding: Finding, state: Entry['state']): void => {
      const entry = shown.get(finding);
      if (entry !== undefined) entry.state = state;
    };
    for (const finding of landed.dropped) {
      mark(finding, 'dropped');
      this.listed.delete(finding.key);
    }
    for (const finding of landed.accepted) {
      mark(finding, 'taken');
      this.taken.push(finding.key);
    }
    this.faults.push(...landed.faults);
    landed.skipped.forEach((skipped) => this.skip(skipped));
    this.changed = landed.outputs.flatMap(({ path, output }) => {
      this.ledger.follow(path, output.layers);
      this.analyses.set(path, output.analysis);
      this.faults.push(...output.analysis.faults);
      this.texts.put(path, pass, output.text);
      return [{ path, size: output.text.length, source: this.texts.now(path), asks: [] }];
    });
  }

  private skip(skipped: Skipped): void {
    this.skipped.push(skipped);
    this.analyses.delete(skipped.path);
    for (const [key, { path }] of this.listed) if (path === skipped.path) this.listed.delete(key);
  }

  private order(one: Finding, other: Finding): number {
    const place = byText(one.path, other.path) || bySpan(one.span, other.span);
    return place || this.rank(one) - this.rank(other) || byText(one.messageId, other.messageId) || one.pass - other.pass;
  }

  private rank({ transform: id }: Finding): number {
    return this.project.transforms.findIndex(({ transform }) => transform.id === id);
  }
}

/** What throws on a file may throw again on what other transforms make of it. */
function once(faults: readonly Fault[]): Fault[] {
  const first = new Map<string, Fault>();
  for (const fault of faults) {
    const key = `${fault.transform} ${fault.step} ${fault.path}`;
    if (!first.has(key)) first.set(key, fault);
  }
  return [...first.values()];
}

function inOrder(skipped: readonly Skipped[]): Skipped[] {
  const byPath = new Map(skipped.map((one) => [one.path, one]));
  return [...byPath.values()].sort((one, other) => byText(one.path, other.path));
}
