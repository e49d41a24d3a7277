import type { Fault, Finding, Skipped, Suppressions } from '../core/types.js';
import type { MigrationApps } from '../django/migrations/app.js';
import type { Analysis, Loaded } from './analyse.js';
import type { Crew } from './crew.js';
import { Decider } from './decide.js';
import { difference, isFix, pathsOf } from './edit.js';
import type { Known, ProjectFacts } from './facts.js';
import { once } from './faults.js';
import { Landing, type Landed, type Means } from './land.js';
import { Ledger, type Entry } from './ledger.js';
import { appsOf, Migrations } from './migrations.js';
import { Workpieces } from './pieces.js';
import { byPath, bySpan, byText } from './place.js';
import type { Discovery, Outcome, Terms } from './request.js';
import { account, silencedKeys } from './silence.js';
import type { Analysed, AnalyseItem, GatherItem } from './tasks.js';
import { Texts } from './texts.js';
import { PassBench, type Shown } from './workbench.js';

const MOST_PASSES = 10;

/** What the passes work on. */
export interface Project {
  /** All there are: facts may come from any of them. */
  readonly files: readonly string[];
  readonly transforms: readonly Loaded[];
  /** Null where no transform needs any. */
  readonly facts: ProjectFacts | null;
}

/** From files to a plan: passes of findings, decisions and edits, until nothing is left to do. */
export class Passes {
  private readonly analyses = new Map<string, Analysis>();
  private readonly ledger = new Ledger();
  private readonly texts: Texts;
  private readonly decider: Decider;
  private readonly migrations: Migrations;
  private readonly listed = new Map<string, Finding>();
  private readonly taken: string[] = [];
  private faults: Fault[] = [];
  private skipped: Skipped[] = [];
  private readonly parsed = new Set<string>();
  private readonly answers: Promise<readonly Analysed[]>[] = [];
  private changed: GatherItem[] = [];
  private suppressions: Suppressions = { used: 0, unused: [] };
  /** What the current pass found, as the transforms decided, and what of it is shown. */
  private entries: ReadonlyMap<Finding, Entry> = new Map();
  private decided: readonly Finding[] = [];
  private shown: readonly Shown[] = [];
  private isAskedAgain = false;

  constructor(
    private readonly project: Project,
    private readonly crew: Crew,
    private readonly terms: Terms,
  ) {
    const { files, transforms, facts } = project;
    this.texts = new Texts(facts?.files ?? files);
    this.decider = new Decider(transforms, crew, files, () => facts?.now() ?? {});
    this.migrations = new Migrations(appsIn(facts?.now() ?? {}), terms.batches);
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
    const { texts, decider, migrations, project: { facts } } = this;
    return {
      discovered: discovery.discovered,
      read: discovery.read,
      parsed: new Set([...this.parsed, ...decider.parsed, ...(facts?.parsed ?? [])]).size,
      skipped: byPath([...discovery.skipped, ...this.skipped]),
      findings: [...this.listed.values()].sort((one, other) => this.order(one, other)).map((finding) => migrations.realised(finding)),
      taken: this.taken,
      files: texts.planned(),
      faults: once([...(facts?.faults ?? []), ...this.faults, ...decider.faults]),
      suppressions: this.suppressions,
      textOf: (path, pass) => texts.at(path, pass),
    };
  }

  private async enter(): Promise<void> {
    for (const answer of (await Promise.all(this.answers)).flat()) {
      if (answer.kind === 'skipped') this.skipped.push(answer.skipped);
      if (answer.kind !== 'analysed') continue;
      this.enterOne(answer.analysis);
      if (answer.source !== null) this.texts.enter(answer.source);
    }
  }

  private enterOne(analysis: Analysis): void {
    this.parsed.add(analysis.path);
    this.analyses.set(analysis.path, analysis);
    this.faults.push(...analysis.faults);
  }

  /** Whether another pass may find more to do. */
  private async pass(pass: number): Promise<boolean> {
    const raw = this.found();
    const seen = this.ledger.enter(raw);
    const isWaiting = [...seen.entries.values()].some(({ state }) => state === 'wanted');
    if (pass > 1 && seen.fresh.length === 0 && !isWaiting && !this.isAskedAgain) return false;
    this.entries = seen.entries;
    this.decided = await this.decider.decide(raw, this.changed);
    this.shown = this.ordered(this.followed(this.decided));
    this.shown.forEach(([finding, entry]) => this.list(finding, entry));
    const means = this.means();
    const wanted = await this.ask(pass, means);
    if (pass === 1) this.suppressions = this.account();
    if (wanted.length === 0) return false;
    const landed = await new Landing(wanted, pass, means).land();
    this.settle(landed, pass);
    await this.lookAgain(landed, pass);
    return landed.accepted.length > 0;
  }

  private means(): Means {
    const { crew, ledger, texts, terms, migrations, project: { facts, files } } = this;
    const python = new Set(files);
    const isPython = (path: string): boolean => path.endsWith('.py') || python.has(path) || this.parsed.has(path);
    return { crew, ledger, texts, terms, migrations, facts, isPython, unsure: new Set(), pieces: new Workpieces() };
  }

  private found(): Finding[] {
    return [...this.analyses.values()].flatMap(({ findings }) => findings);
  }

  private account(): Suppressions {
    const transforms = this.project.transforms.map(({ transform }) => transform);
    return account([...this.analyses.values()], this.decided, { transforms, complete: this.terms.complete });
  }

  /** The findings that no comment keeps silent, under the keys that they had first. */
  private followed(decided: readonly Finding[]): Shown[] {
    const silenced = silencedKeys(this.analyses.values());
    const byKey = new Map([...this.entries].map(([{ key }, entry]) => [key, entry]));
    const added = this.ledger.enter(decided.filter(({ key }) => !byKey.has(key))).entries;
    return decided.flatMap((finding) => {
      const entry = byKey.get(finding.key) ?? added.get(finding);
      return entry === undefined || silenced.has(finding.key) ? [] : [[{ ...finding, key: entry.key }, entry] as const];
    });
  }

  /** A place is listed as it was when it was first found, or first found to have a fix. */
  private list(finding: Finding, { state }: Entry): void {
    const before = this.listed.get(finding.key);
    const isBetter = before === undefined || (!isFix(before) && isFix(finding));
    if (state !== 'dropped' && state !== 'taken' && isBetter) this.listed.set(finding.key, finding);
  }

  /** The findings to make: those that wait since a pass before, and what the gate takes, as it takes it. */
  private async ask(pass: number, means: Means): Promise<Finding[]> {
    const { decider, project: { transforms } } = this;
    const bench = new PassBench({
      pass, means, decider, transforms,
      shown: () => this.shown,
      found: () => this.found(),
      entryOf: (finding) => this.entries.get(finding),
      reread: (path) => this.reread(path, means),
    });
    const asked = bench.offer();
    const answer = asked.length === 0 ? [] : await this.terms.gate(asked, bench);
    const waiting = await bench.waiting();
    this.isAskedAgain = bench.postponed.size > 0;
    const taken = answer.flatMap((finding) => bench.taken(finding) ?? []);
    const wanted = new Map([...waiting, ...taken.map(({ finding }) => finding)].map((finding) => [finding.key, finding]));
    for (const { finding, making } of taken) this.want(finding, making);
    return this.shown.flatMap(([{ key }, entry]) => {
      if (entry.state === 'seen' && !bench.postponed.has(key)) entry.state = 'left';
      return entry.state === 'wanted' ? (wanted.get(key) ?? []) : [];
    });
  }

  /** A finding is listed as it was taken. */
  private want(finding: Finding, making: Entry['making']): void {
    const entry = this.entryOf(finding.key);
    if (entry === undefined) return;
    Object.assign(entry, { state: 'wanted', making });
    if (making !== null) this.listed.set(finding.key, finding);
  }

  private entryOf(key: string): Entry | undefined {
    return this.shown.find(([finding]) => finding.key === key)?.[1];
  }

  /** Takes a file as it is on disk now: its findings take the place of those it had. */
  private async reread(path: string, { pieces }: Means): Promise<readonly Shown[] | null> {
    const before = this.texts.now(path)?.text ?? null;
    await this.crew.tell({ forget: path });
    await this.project.facts?.renew(path);
    const [answer] = await this.crew.each('analyse', [{ path, size: 0, groups: null, isAnew: true }]);
    pieces.forget(path);
    this.forget(path);
    if (answer?.kind === 'skipped') this.skip(answer.skipped);
    if (answer?.kind !== 'analysed' || answer.source === null) return null;
    const { analysis, source } = answer;
    this.texts.renew(source);
    this.ledger.renew(path, analysis.findings, before === null ? [] : [difference(before, source.text)]);
    this.enterOne(analysis);
    this.entries = this.ledger.enter(this.found()).entries;
    this.decided = await this.decider.decide(this.found(), [{ path, size: source.text.length, source }]);
    const shown = this.followed(this.decided).filter(([finding]) => finding.path === path);
    shown.forEach(([finding, entry]) => this.list(finding, entry));
    this.shown = this.ordered([...this.shown, ...shown]);
    return this.shown.filter(([finding]) => finding.path === path);
  }

  /** What was known of a file that is read anew. */
  private forget(path: string): void {
    this.shown = this.shown.filter(([finding]) => finding.path !== path);
    this.faults = this.faults.filter((fault) => fault.path !== path || fault.step !== 'match');
    this.skipped = this.skipped.filter((skipped) => skipped.path !== path);
    for (const [key, finding] of this.listed) if (finding.path === path && !this.taken.includes(key)) this.listed.delete(key);
  }

  private settle(landed: Landed, pass: number): void {
    const states = new Map(this.shown.map(([{ key }, entry]) => [key, entry]));
    const mark = ({ key }: Finding, state: Entry['state']): void => {
      const entry = states.get(key);
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
    this.project.facts?.keep();
    this.keepMigrations(landed);
    this.faults.push(...landed.faults);
    landed.skipped.forEach((skipped) => this.skip(skipped));
    this.changed = landed.outputs.flatMap(({ path, output }) => {
      this.ledger.follow(path, output.layers);
      this.analyses.set(path, output.analysis);
      this.faults.push(...output.analysis.faults);
      this.texts.put(path, pass, output.text);
      return output.python === null ? [] : [{ path, size: output.text.length, source: this.texts.now(path), asks: [] }];
    });
  }

  /** What was found in a file that has not changed, but meant to change one that has, counts in offsets of before. */
  private async lookAgain({ outputs, homes }: Landed, pass: number): Promise<void> {
    for (const { path, analysis } of homes) this.analyses.set(path, analysis);
    const changed = new Set(outputs.map(({ path }) => path));
    const seen = new Set([...changed, ...homes.map(({ path }) => path)]);
    const isStale = (finding: Finding): boolean => pathsOf(finding).some((path) => changed.has(path)) || appsOf([finding]).length > 0;
    const stale = [...this.analyses.values()].filter(({ path, findings }) => !seen.has(path) && findings.some(isStale));
    const items = stale.flatMap(({ path }) => this.texts.now(path) ?? []).map(({ path, text }) => ({ path, text, size: text.length, pass: pass + 1 }));
    for (const analysis of await this.crew.each('review', items)) this.analyses.set(analysis.path, analysis);
  }

  /** A migration that has got more operations may have another name now. */
  private keepMigrations({ accepted, migrations }: Landed): void {
    const now = new Set(migrations.map(({ path }) => path));
    const gone = this.migrations.before(migrations).filter(({ path }) => !now.has(path));
    for (const { path } of gone) {
      this.texts.drop(path);
      this.analyses.delete(path);
    }
    this.migrations.keep(accepted, migrations);
  }

  private skip(skipped: Skipped): void {
    this.skipped.push(skipped);
    this.analyses.delete(skipped.path);
    for (const [key, { path }] of this.listed) if (path === skipped.path) this.listed.delete(key);
  }

  private ordered(shown: readonly Shown[]): Shown[] {
    return [...shown].sort(([one], [other]) => this.order(one, other));
  }

  private order(one: Finding, other: Finding): number {
    const place = byText(one.path, other.path) || bySpan(one.span, other.span);
    return place || this.rank(one) - this.rank(other) || byText(one.messageId, other.messageId) || one.pass - other.pass;
  }

  private rank({ transform: id }: Finding): number {
    return this.project.transforms.findIndex(({ transform }) => transform.id === id);
  }
}

/** The apps that a migration can be added to. */
function appsIn({ migrations }: Known): MigrationApps['apps'] {
  return (migrations as MigrationApps | undefined)?.apps ?? {};
}
