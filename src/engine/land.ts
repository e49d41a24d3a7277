import type { Fault, Finding, Skipped } from '../core/types.js';
import { lineOf } from '../python/tree.js';
import { nothingIn, type Analysis } from './analyse.js';
import type { Crew } from './crew.js';
import { creation, editsIn, pathsOf, wholeText } from './edit.js';
import type { ProjectFacts } from './facts.js';
import type { Ledger } from './ledger.js';
import type { Migrations, Rendering } from './migrations.js';
import type { Workpieces } from './pieces.js';
import { byText } from './place.js';
import type { Terms } from './request.js';
import { resolve } from './resolve.js';
import type { Failure, Output, ReworkItem } from './rework.js';
import { silencedKeys } from './silence.js';
import { newSource, type Texts } from './texts.js';
import { compiles, type Compilable } from './verify/compiles.js';
import { idempotent } from './verify/idempotent.js';

/** By path: the accepted findings that change a file. */
type Touched = ReadonlyMap<string, readonly Finding[]>;

/** What it takes to land. */
export interface Means {
  readonly crew: Crew;
  readonly ledger: Ledger;
  readonly texts: Texts;
  readonly terms: Pick<Terms, 'encode' | 'compile' | 'refusals'>;
  readonly migrations: Migrations;
  /** Null: outputs can be reviewed at once. */
  readonly facts: ProjectFacts | null;
  /** Transforms that cannot tell whether they are done, for they know the project only as it was. */
  readonly unsure: ReadonlySet<string>;
  readonly isPython: (path: string) => boolean;
  /** Of the same pass. */
  readonly pieces: Workpieces;
}

/** What is found in a text after the edits of a pass; `layers` lead to it from what it was. */
interface Look {
  readonly path: string;
  readonly text: string;
  readonly layers: Output['layers'];
  readonly analysis: Analysis;
}

/** A file as it would be. */
export interface LandedFile {
  readonly path: string;
  readonly output: Output & { readonly analysis: Analysis };
}

/** What became of the findings that were to land in one pass. */
export interface Landed {
  readonly accepted: readonly Finding[];
  readonly outputs: readonly LandedFile[];
  /** Files that nothing changes in, looked at anew because something that was found there changed others. */
  readonly homes: readonly Look[];
  /** Those of `outputs` that are migrations of accepted findings. */
  readonly migrations: readonly Rendering[];
  /** Those that fell to a fault, or whose file cannot be handled. */
  readonly dropped: ReadonlySet<Finding>;
  readonly faults: readonly Fault[];
  readonly skipped: readonly Skipped[];
}

/**
 * Makes the edits of a pass and verifies every file they touch. Where a check fails, the transform to
 * blame loses its findings in that file, and with them their edits elsewhere; the rest is made anew.
 */
export class Landing {
  private readonly dropped = new Set<Finding>();
  private readonly faults: Fault[] = [];
  private readonly skipped: Skipped[] = [];
  private migrations: readonly Rendering[] = [];
  /** Outputs that `python3` has seen. */
  private readonly compiled = new Map<string, string>();

  constructor(
    private readonly wanted: readonly Finding[],
    private readonly pass: number,
    private readonly means: Means,
  ) {}

  async land(): Promise<Landed> {
    this.dropCollisions();
    for (;;) {
      const { accepted, deferred, faults } = resolve(this.wanted.filter((finding) => !this.dropped.has(finding)));
      for (const { finding, fault } of faults) this.drop(fault, [finding]);
      if (this.renderMigrations(accepted)) continue;
      const touched = new Map([...touchedBy(accepted), ...this.migrations.map(({ path, findings }) => [path, [...findings]] as const)]);
      await this.rework(touched);
      if (this.dropFailures(touched)) continue;
      const outputs = await this.outputsOf(touched);
      const homes = await this.homesOf(accepted, touched);
      if (this.dropUnfinished([...outputs.map(asLook), ...homes], accepted, deferred)) continue;
      if (await this.dropUncompilable(outputs, touched)) continue;
      const { dropped, faults: found, skipped, migrations } = this;
      return { accepted, outputs, homes, migrations, dropped, faults: found, skipped };
    }
  }

  /** Whether something had to be dropped. */
  private renderMigrations(accepted: readonly Finding[]): boolean {
    const { files, faults } = this.means.migrations.render(accepted);
    this.migrations = files;
    for (const { finding, fault } of faults) this.drop(fault, [finding]);
    return faults.length > 0;
  }

  private dropCollisions(): void {
    for (const finding of this.wanted) {
      const { transform, changes } = finding;
      const taken = changes.find((change) => change.kind === 'create' && this.means.texts.exists(change.path));
      if (taken === undefined) continue;
      this.drop({ transform, path: taken.path, step: 'apply', message: 'would create a file that exists' }, [finding]);
    }
  }

  private async rework(touched: Touched): Promise<void> {
    const { crew, pieces, texts } = this.means;
    const stale = [...touched].filter(([path, findings]) => pieces.find(path, findings) === null);
    const answers = await crew.each('rework', stale.map(([path, findings]) => this.itemFor(path, findings)));
    answers.forEach((reworked, at) => {
      const [path, findings] = stale[at] as [string, readonly Finding[]];
      if (reworked.source !== null) texts.enter(reworked.source);
      pieces.put(path, findings, reworked);
    });
  }

  private itemFor(path: string, findings: readonly Finding[]): ReworkItem {
    const { texts, facts, isPython } = this.means;
    const migration = this.migrations.find((file) => file.path === path);
    const fixes = findings.map((finding) => {
      const created = migration === undefined ? creation(finding, path) : wholeText(migration.text);
      return { transform: finding.transform, edits: [...created, ...editsIn(finding, path)] };
    });
    const isNew = migration !== undefined || findings.some((finding) => creation(finding, path).length > 0);
    const source = migration === undefined ? (texts.now(path) ?? (isNew ? newSource(path) : null)) : newSource(path);
    const kind = { isNew, isPython: isPython(path), facts: facts?.ids ?? null };
    return { path, size: source?.text.length ?? 0, source, pass: this.pass + 1, ...kind, fixes };
  }

  /** Whether something had to be dropped, so that the rest must be made anew. */
  private dropFailures(touched: Touched): boolean {
    const before = this.dropped.size;
    for (const [path, findings] of touched) {
      const reworked = this.means.pieces.find(path, findings);
      if (reworked === null || 'output' in reworked) continue;
      if (reworked.skipped !== null) this.skip(reworked.skipped, findings);
      for (const failure of reworked.failures) this.fail(path, failure);
    }
    return this.dropped.size > before;
  }

  private dropUnfinished(looks: readonly Look[], accepted: readonly Finding[], deferred: readonly Finding[]): boolean {
    const before = this.dropped.size;
    for (const look of looks) {
      const own = accepted.filter((finding) => this.concerns(finding, look.path));
      for (const failure of this.review(look, own, deferred)) this.fail(look.path, failure);
    }
    return this.dropped.size > before;
  }

  /** Whether a finding lies in a file, or changes it. */
  private concerns(finding: Finding, path: string): boolean {
    const migration = this.migrations.find((file) => file.path === path);
    return finding.path === path || pathsOf(finding).includes(path) || migration?.findings.has(finding) === true;
  }

  private review({ path, text, layers, analysis }: Look, findings: readonly Finding[], deferred: readonly Finding[]): Failure[] {
    const { unsure, ledger } = this.means;
    const editors = new Set(findings.map(({ transform }) => transform).filter((transform) => !unsure.has(transform)));
    const asFailure = (transform: string, message: string): Failure => ({ transform, step: 'idempotent', message });
    if (this.migrations.some((file) => file.path === path)) return [];
    if (layers.length > 0 && this.means.texts.hadText(path, text)) {
      return [...editors].map((transform) => asFailure(transform, 'the edits lead back to a text that the file had before'));
    }
    const keys = new Set(findings.map(({ key }) => key));
    const waiting = new Set(deferred.filter((finding) => finding.path === path).map(({ transform }) => transform));
    const silent = silencedKeys([analysis]);
    const isMade = (key: string): boolean => keys.has(key);
    const reviewed = { findings: analysis.findings, layers, editors, waiting, isMade, isSilent: (key: string) => silent.has(key) };
    return [...idempotent(reviewed, ledger)].map(([transform, message]) => asFailure(transform, message));
  }

  private async outputsOf(touched: Touched): Promise<LandedFile[]> {
    const made = [...touched].sort(([one], [other]) => byText(one, other)).flatMap(([path, findings]) => {
      const reworked = this.means.pieces.find(path, findings);
      return reworked !== null && 'output' in reworked ? [{ path, output: reworked.output }] : [];
    });
    await this.layFacts(made);
    const unseen = made.filter(({ output }) => output.analysis === null);
    const items = unseen.map(({ path, output: { text } }) => ({ path, size: text.length, text, pass: this.pass + 1 }));
    const analyses = await this.means.crew.each('review', items);
    const seen = new Map(unseen.map(({ path }, at) => [path, analyses[at] as Analysis]));
    return made.map(({ path, output }) => ({ path, output: { ...output, analysis: output.analysis ?? seen.get(path) ?? nothingIn(path) } }));
  }

  /** With facts, a finding can be done with by what changed elsewhere: so its own file is looked at as well. */
  private async homesOf(accepted: readonly Finding[], touched: Touched): Promise<Look[]> {
    const { crew, facts, texts } = this.means;
    const paths = [...new Set(accepted.map(({ path }) => path))].filter((path) => !touched.has(path));
    if (facts === null || paths.length === 0) return [];
    const items = paths.map((path) => ({ path, text: texts.now(path)?.text ?? '' }));
    const analyses = await crew.each('review', items.map((item) => ({ ...item, size: item.text.length, pass: this.pass + 1 })));
    return items.map((item, at) => ({ ...item, layers: [], analysis: analyses[at] ?? nothingIn(item.path) }));
  }

  /** What the outputs say of the project, where that is asked; a migration that is made anew under another name is gone. */
  private async layFacts(made: readonly { readonly path: string; readonly output: Output }[]): Promise<void> {
    const { facts, migrations } = this.means;
    const gone = migrations.before(this.migrations).map(({ path }) => ({ path, leaves: {}, isGone: true }));
    await facts?.lay([...gone, ...made.map(({ path, output: { leaves } }) => ({ path, leaves }))]);
  }

  private async dropUncompilable(outputs: Landed['outputs'], touched: Touched): Promise<boolean> {
    const unseen = outputs.filter(({ path, output }) => this.compiled.get(path) !== output.text);
    const verdicts = await compiles(unseen.flatMap(({ path, output }) => this.compilable(path, output)), this.means.terms.encode, this.means.terms.compile);
    for (const { path, output } of unseen) this.compiled.set(path, output.text);
    for (const [path, { kind, problem }] of verdicts) {
      const findings = touched.get(path) ?? [];
      if (kind === 'broken-before') {
        this.skip({ path, reason: 'does-not-parse', detail: problem }, findings);
        continue;
      }
      const step = kind === 'broken-after' ? 'compiles' : 'apply';
      for (const transform of await this.culprits(path, findings)) this.fail(path, { transform, step, message: problem });
    }
    return verdicts.size > 0;
  }

  private compilable(path: string, { text, python }: Output): Compilable[] {
    const plan = this.means.texts.planFor(path, text);
    return plan === null ? [] : [{ plan, python }];
  }

  /** The transforms whose edits alone do not compile; where none is, the last one. */
  private async culprits(path: string, findings: readonly Finding[]): Promise<string[]> {
    const transforms = [...new Set(findings.map(({ transform }) => transform))];
    if (transforms.length === 1) return transforms;
    const byTransform = transforms.map((transform) => findings.filter((finding) => finding.transform === transform));
    const alone = await this.means.crew.each('rework', byTransform.map((own) => this.itemFor(path, own)));
    const guilty: string[] = [];
    for (const [at, reworked] of alone.entries()) {
      const files = 'output' in reworked ? this.compilable(path, reworked.output) : [];
      const verdicts = await compiles(files, this.means.terms.encode, this.means.terms.compile);
      if (verdicts.size > 0) guilty.push(transforms[at] as string);
    }
    return guilty.length > 0 ? guilty : transforms.slice(-1);
  }

  private fail(path: string, { transform, step, message }: Failure): void {
    const fallen = this.wanted.filter((finding) => finding.transform === transform && this.concerns(finding, path));
    this.drop({ transform, path, step, message: `${message}\n${this.places(fallen)}` }, fallen);
  }

  /** For whoever reads a bug report: what was being made, and where. */
  private places(findings: readonly Finding[]): string {
    const places = findings.map(({ messageId, path, span }) => {
      return `${messageId} at ${path}:${lineOf(this.means.texts.at(path, this.pass) ?? '', span.start)}`;
    });
    return `while making ${places.join(', ')}`;
  }

  private drop(fault: Fault, findings: readonly Finding[]): void {
    if (findings.every((finding) => this.dropped.has(finding))) return;
    this.faults.push(fault);
    findings.forEach((finding) => this.dropped.add(finding));
  }

  private skip(skipped: Skipped, findings: readonly Finding[]): void {
    this.skipped.push(skipped);
    const { path } = skipped;
    const fallen = this.wanted.filter((finding) => finding.path === path || pathsOf(finding).includes(path));
    [...findings, ...fallen].forEach((finding) => this.dropped.add(finding));
  }
}

function asLook({ path, output: { text, layers, analysis } }: LandedFile): Look {
  return { path, text, layers, analysis };
}

function touchedBy(findings: readonly Finding[]): Map<string, Finding[]> {
  const touched = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const path of pathsOf(finding)) touched.set(path, [...(touched.get(path) ?? []), finding]);
  }
  return touched;
}

