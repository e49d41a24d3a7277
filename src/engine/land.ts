import { plain } from '../core/code.js';
import type { Edit, Fault, Finding, Skipped } from '../core/types.js';
import { lineOf } from '../python/tree.js';
import type { Crew } from './crew.js';
import { editsIn, pathsOf } from './edit.js';
import type { Ledger } from './ledger.js';
import { byText } from './place.js';
import type { Terms } from './request.js';
import { resolve } from './resolve.js';
import type { Failure, Output, ReworkItem, Reworked } from './rework.js';
import { newSource, type Texts } from './texts.js';
import { compiles, type Compilable } from './verify/compiles.js';
import { idempotent } from './verify/idempotent.js';

/** By path: the accepted findings that change a file. */
type Touched = ReadonlyMap<string, readonly Finding[]>;

/** What became of the findings that were to land in one pass. */
export interface Landed {
  readonly accepted: readonly Finding[];
  readonly outputs: readonly { readonly path: string; readonly output: Output }[];
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
  /** By path: what the desk last made of which findings. */
  private readonly made = new Map<string, { readonly findings: readonly Finding[]; readonly reworked: Reworked }>();
  /** Outputs that `python3` has seen. */
  private readonly compiled = new Map<string, string>();

  constructor(
    private readonly wanted: readonly Finding[],
    private readonly pass: number,
    private readonly crew: Crew,
    private readonly ledger: Ledger,
    private readonly texts: Texts,
    private readonly terms: Terms,
  ) {}

  async land(): Promise<Landed> {
    this.dropCollisions();
    for (;;) {
      const { accepted, deferred, faults } = resolve(this.wanted.filter((finding) => !this.dropped.has(finding)));
      for (const { finding, fault } of faults) this.drop(fault, [finding]);
      const touched = byPath(accepted);
      await this.rework(touched);
      if (this.dropFailures(touched, deferred)) continue;
      const outputs = this.outputsOf(touched);
      if (await this.dropUncompilable(outputs, touched)) continue;
      return { accepted, outputs, dropped: this.dropped, faults: this.faults, skipped: this.skipped };
    }
  }

  private dropCollisions(): void {
    for (const finding of this.wanted) {
      const { transform, changes } = finding;
      const taken = changes.find((change) => change.kind === 'create' && this.texts.exists(change.path));
      if (taken === undefined) continue;
      this.drop({ transform, path: taken.path, step: 'apply', message: 'would create a file that exists' }, [finding]);
    }
  }

  private async rework(touched: Touched): Promise<void> {
    const stale = [...touched].filter(([path, findings]) => !sameItems(this.made.get(path)?.findings ?? [], findings));
    const answers = await this.crew.each('rework', stale.map(([path, findings]) => this.itemFor(path, findings)));
    answers.forEach((reworked, at) => {
      const [path, findings] = stale[at] as [string, readonly Finding[]];
      if (reworked.source !== null) this.texts.enter(reworked.source);
      this.made.set(path, { findings, reworked });
    });
  }

  private itemFor(path: string, findings: readonly Finding[]): ReworkItem {
    const fixes = findings.map((finding) => {
      return { transform: finding.transform, edits: [...createdText(finding, path), ...editsIn(finding, path)] };
    });
    const isNew = findings.some((finding) => createdText(finding, path).length > 0);
    const source = this.texts.now(path) ?? (isNew ? newSource(path) : null);
    return { path, size: source?.text.length ?? 0, source, pass: this.pass + 1, isNew, fixes };
  }

  /** Whether something had to be dropped, so that the rest must be made anew. */
  private dropFailures(touched: Touched, deferred: readonly Finding[]): boolean {
    const before = this.dropped.size;
    for (const [path, findings] of touched) {
      const { reworked } = this.made.get(path) as { reworked: Reworked };
      if (!('output' in reworked)) {
        if (reworked.skipped !== null) this.skip(reworked.skipped, findings);
        for (const failure of reworked.failures) this.fail(path, failure);
        continue;
      }
      for (const failure of this.review(path, reworked.output, findings, deferred)) this.fail(path, failure);
    }
    return this.dropped.size > before;
  }

  private review(path: string, output: Output, findings: readonly Finding[], deferred: readonly Finding[]): Failure[] {
    const editors = new Set(findings.map(({ transform }) => transform));
    const asFailure = (transform: string, message: string): Failure => ({ transform, step: 'idempotent', message });
    if (this.texts.hadText(path, output.text)) {
      return [...editors].map((transform) => asFailure(transform, 'the edits lead back to a text that the file had before'));
    }
    const keys = new Set(findings.map(({ key }) => key));
    const waiting = new Set(deferred.filter((finding) => finding.path === path).map(({ transform }) => transform));
    const { layers, analysis } = output;
    const reviewed = { findings: analysis.findings, layers, editors, waiting, isMade: (key: string) => keys.has(key) };
    return [...idempotent(reviewed, this.ledger)].map(([transform, message]) => asFailure(transform, message));
  }

  private outputsOf(touched: Touched): Landed['outputs'] {
    return [...touched.keys()].sort(byText).flatMap((path) => {
      const reworked = this.made.get(path)?.reworked;
      return reworked !== undefined && 'output' in reworked ? [{ path, output: reworked.output }] : [];
    });
  }

  private async dropUncompilable(outputs: Landed['outputs'], touched: Touched): Promise<boolean> {
    const unseen = outputs.filter(({ path, output }) => this.compiled.get(path) !== output.text);
    const verdicts = await compiles(unseen.flatMap(({ path, output }) => this.compilable(path, output)), this.terms.encode, this.terms.compile);
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
    const plan = this.texts.planFor(path, text);
    return plan === null ? [] : [{ plan, python }];
  }

  /** The transforms whose edits alone do not compile; where none is, the last one. */
  private async culprits(path: string, findings: readonly Finding[]): Promise<string[]> {
    const transforms = [...new Set(findings.map(({ transform }) => transform))];
    if (transforms.length === 1) return transforms;
    const byTransform = transforms.map((transform) => findings.filter((finding) => finding.transform === transform));
    const alone = await this.crew.each('rework', byTransform.map((own) => this.itemFor(path, own)));
    const guilty: string[] = [];
    for (const [at, reworked] of alone.entries()) {
      const files = 'output' in reworked ? this.compilable(path, reworked.output) : [];
      const verdicts = await compiles(files, this.terms.encode, this.terms.compile);
      if (verdicts.size > 0) guilty.push(transforms[at] as string);
    }
    return guilty.length > 0 ? guilty : transforms.slice(-1);
  }

  private fail(path: string, { transform, step, message }: Failure): void {
    const fallen = this.wanted.filter((finding) => finding.transform === transform && pathsOf(finding).includes(path));
    this.drop({ transform, path, step, message: `${message}\n${this.places(fallen)}` }, fallen);
  }

  /** For whoever reads a bug report: what was being made, and where. */
  private places(findings: readonly Finding[]): string {
    const places = findings.map(({ messageId, path, span }) => {
      return `${messageId} at ${path}:${lineOf(this.texts.at(path, this.pass) ?? '', span.start)}`;
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

function createdText(finding: Finding, path: string): Edit[] {
  return finding.changes.flatMap((change) => {
    if (change.kind !== 'create' || change.path !== path) return [];
    return [{ span: { start: 0, end: 0 }, code: plain(change.text) }];
  });
}

function byPath(findings: readonly Finding[]): Map<string, Finding[]> {
  const touched = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const path of pathsOf(finding)) touched.set(path, [...(touched.get(path) ?? []), finding]);
  }
  return touched;
}

function sameItems(one: readonly Finding[], other: readonly Finding[]): boolean {
  return one.length === other.length && one.every((finding, at) => finding === other[at]);
}

