import { UserError } from '../core/errors.js';
import { misfit } from '../core/options.js';
import type { Change, Finding, Preview, PreviewFile, Workbench } from '../core/types.js';
import type { Loaded } from './analyse.js';
import type { Decider } from './decide.js';
import { isFix, pathsOf } from './edit.js';
import { Landing, type Means } from './land.js';
import type { Entry, Making } from './ledger.js';
import { appsOf } from './migrations.js';
import { Workpieces } from './pieces.js';
import { byText } from './place.js';
import { resolve } from './resolve.js';

/** A finding under the key that it had first, and how things stand with it. */
export type Shown = readonly [Finding, Entry];

/** What a workbench asks of the pass that it is part of. */
export interface Stand {
  readonly pass: number;
  readonly means: Means;
  readonly decider: Decider;
  readonly transforms: readonly Loaded[];
  /** In order of path and offset. */
  shown(): readonly Shown[];
  /** What the transforms found, before they decided. */
  found(): readonly Finding[];
  /** The entry of something found. */
  entryOf(found: Finding): Entry | undefined;
  /** Null where the file cannot be handled any more. */
  reread(path: string): Promise<readonly Shown[] | null>;
}

interface Given {
  /** As the passes know it. */
  readonly finding: Finding;
  readonly paths: readonly string[];
  readonly making: Making | null;
}

/** The workbench of one pass. It knows again what it has given out, and how it was made. */
export class PassBench implements Workbench {
  /** By a finding's changes: these stay the same whatever is written beside them. */
  private readonly given = new Map<readonly Change[], Given>();
  /** What waits, as it was taken. */
  private readonly made = new Map<Finding, Promise<Finding | null>>();
  /** Keys of what is asked about again. */
  readonly postponed = new Set<string>();

  /** Where facts are in use: what previews made without them. */
  private readonly pieces = new Workpieces();

  constructor(private readonly stand: Stand) {}

  /** The findings to ask about. */
  offer(): readonly Finding[] {
    const asked = this.stand.shown().filter(([finding, { state }]) => this.isAsked(finding) && state === 'seen');
    return asked.map(([finding]) => this.give(finding, null));
  }

  /** A finding that the gate took, as the passes know it; null if it does not hold. */
  taken({ changes }: Finding): { readonly finding: Finding; readonly making: Making | null } | null {
    const given = this.given.get(changes);
    return given === undefined || !isFix(given.finding) ? null : given;
  }

  /** Findings that were to be made in a pass before, and are still to be made: as they were taken. */
  async waiting(): Promise<Finding[]> {
    const waiting: Finding[] = [];
    for (const [finding, { state, making }] of this.stand.shown()) {
      if (state !== 'wanted' || (!isFix(finding) && making?.kind !== 'silence')) continue;
      const made = await this.madeAgain(finding, making);
      if (made !== null) waiting.push(made);
    }
    return waiting;
  }

  textOf(path: string): string | null {
    return this.stand.means.texts.at(path, this.stand.pass);
  }

  async preview(finding: Finding, taken: readonly Finding[]): Promise<Preview> {
    const own = this.known(finding);
    const others = [...(await this.waiting()), ...taken.map((one) => this.known(one))].filter(({ key }) => key !== own.key);
    const base = resolve(near(own, others)).accepted;
    const other = base.find((one) => resolve([one, own]).deferred.length > 0);
    if (other !== undefined) return { kind: 'clash', other: taken.find(({ key }) => key === other.key) ?? other };
    const [before, after] = [await this.land(base), await this.land([...base, own])];
    if (after.dropped.has(own)) return { kind: 'fault', message: reasonOf(after) };
    const files = [...pathsOf(own).flatMap((path) => this.fileOf(path, before, after)), ...this.migrationsOf(own, before, after)];
    return { kind: 'files', files: files.sort((one, two) => byText(one.path, two.path)) };
  }

  private known(finding: Finding): Finding {
    return this.given.get(finding.changes)?.finding ?? finding;
  }

  async remake(finding: Finding, values: Readonly<Record<string, unknown>>): Promise<Finding | null> {
    const at = this.stand.transforms.findIndex(({ transform: { id } }) => id === finding.transform);
    const found = this.stand.found().find((one) => this.stand.entryOf(one)?.key === finding.key);
    if (found === undefined) return null;
    checkValues((this.stand.transforms[at] as Loaded).transform, values);
    const fresh = await this.findAgain(found, at, values);
    if (fresh === null) return null;
    const own = this.stand.found().filter(({ transform }) => transform === finding.transform);
    const decided = this.stand.decider.decideOne(at, own.map((one) => (one === found ? fresh : one)), values);
    const made = decided.find(({ key }) => key === found.key);
    if (made === undefined || !isFix(made)) return null;
    return this.give({ ...made, key: finding.key }, { kind: 'values', values });
  }

  async silence(finding: Finding): Promise<Finding> {
    const { path, span, transform } = finding;
    const { crew, texts } = this.stand.means;
    const source = texts.now(path);
    const [edit] = source === null ? [] : await crew.each('silence', [{ path, size: source.text.length, source, span, transform }]);
    if (!edit) throw new UserError(`${path}: no comment can stand at this place`);
    const { wishes: _, ...rest } = finding;
    return this.give({ ...rest, changes: [{ kind: 'edit', path, ...edit }] }, { kind: 'silence' });
  }

  async reread(path: string): Promise<readonly Finding[] | null> {
    if (this.stand.means.texts.isChanged(path)) return null;
    this.pieces.forget(path);
    for (const [changes, { paths }] of this.given) if (paths.includes(path)) this.given.delete(changes);
    const shown = await this.stand.reread(path);
    const open = shown?.filter(([finding, { state }]) => this.isAsked(finding) && state !== 'taken' && state !== 'dropped');
    return open?.map(([finding]) => this.give(finding, null)) ?? null;
  }

  postpone({ key }: Finding): void {
    this.postponed.add(key);
  }

  private isAsked(finding: Finding): boolean {
    return isFix(finding) || this.stand.means.terms.refusals === true;
  }

  private madeAgain(finding: Finding, making: Making | null): Promise<Finding | null> {
    if (making === null) return Promise.resolve(finding);
    const made = this.made.get(finding) ?? (making.kind === 'silence' ? this.silence(finding) : this.remake(finding, making.values));
    this.made.set(finding, made);
    return made;
  }

  private give(finding: Finding, making: Making | null): Finding {
    const shown = this.stand.means.migrations.realised(finding);
    this.given.set(shown.changes, { finding, paths: [finding.path, ...pathsOf(finding)], making });
    return shown;
  }

  private async findAgain(found: Finding, transform: number, values: Loaded['values']): Promise<Finding | null> {
    const { path, pass } = found;
    const { crew, texts } = this.stand.means;
    const source = texts.now(path);
    if (source === null) return null;
    const [answer] = await crew.each('remake', [{ path, size: source.text.length, source, transform, values, pass }]);
    const [fault] = answer?.faults ?? [];
    if (fault !== undefined) throw new UserError(`${found.transform} cannot be run with these values: ${fault.message.split('\n')[0]}`);
    const fresh = nearest(answer?.findings ?? [], found);
    return fresh === undefined ? null : { ...fresh, key: found.key };
  }

  /** What the findings would make of their files; Python itself is not asked. */
  private land(findings: readonly Finding[]): ReturnType<Landing['land']> {
    const place = new Map(this.stand.shown().map(([{ key }], at) => [key, at]));
    const wanted = [...findings].sort((one, other) => (place.get(one.key) ?? 0) - (place.get(other.key) ?? 0));
    return new Landing(wanted, this.stand.pass, this.quick()).land();
  }

  /** For a preview: neither Python nor the project's facts are asked. */
  private quick(): Means {
    const { means, transforms } = this.stand;
    const informed = means.facts === null ? [] : transforms.filter(({ transform: { needs } }) => needs !== undefined);
    const pieces = means.facts === null ? means.pieces : this.pieces;
    return { ...means, pieces, facts: null, unsure: new Set(informed.map(({ transform: { id } }) => id)), terms: { ...means.terms, compile: null } };
  }

  /** A migration shown as it grows, whatever its name was before. */
  private migrationsOf(finding: Finding, before: Landed, after: Landed): PreviewFile[] {
    return after.migrations.filter(({ findings }) => findings.has(finding)).map((file) => {
      const known = [...before.migrations, ...this.stand.means.migrations.before([file])];
      const old = known.find((other) => other.app === file.app && !other.isConcurrent && !file.isConcurrent);
      return { path: file.path, before: old?.text ?? null, after: file.text };
    });
  }

  private fileOf(path: string, before: Landed, after: Landed): PreviewFile[] {
    const made = textIn(after, path);
    const now = this.stand.means.texts.now(path);
    const old = textIn(before, path) ?? (now === null || now.digest === '' ? null : now.text);
    return made === null ? [] : [{ path, before: old, after: made }];
  }
}

type Landed = Awaited<ReturnType<Landing['land']>>;

function textIn({ outputs }: Landed, path: string): string | null {
  return outputs.find((made) => made.path === path)?.output.text ?? null;
}

function reasonOf({ faults, skipped }: Landed): string {
  const skip = skipped.at(-1);
  return faults.at(-1)?.message ?? (skip === undefined ? 'it cannot be made' : `${skip.path}: ${skip.detail}`);
}

/** The findings that share a file or an app's migration with one, and those that share a file with these. */
function near(finding: Finding, others: readonly Finding[]): Finding[] {
  const reach = (one: Finding): string[] => [...pathsOf(one), ...appsOf([one]).map((app) => `migrations of ${app}`)];
  const paths = new Set(reach(finding));
  const found = new Set<Finding>();
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const other of others) {
      if (found.has(other) || !reach(other).some((path) => paths.has(path))) continue;
      found.add(other);
      reach(other).forEach((path) => paths.add(path));
    }
  }
  return others.filter((other) => found.has(other));
}

/** The finding at the same place: of the same extent and message, of the same extent, or with the same start. */
function nearest(findings: readonly Finding[], found: Finding): Finding | undefined {
  const starting = findings.filter(({ span }) => span.start === found.span.start);
  const same = starting.filter(({ span }) => span.end === found.span.end);
  return same.find(({ messageId }) => messageId === found.messageId) ?? same[0] ?? starting[0];
}

function checkValues({ id, options }: Loaded['transform'], values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) throw new UserError(`${id}.${name}: there is no such option`);
    const wrong = misfit(option, value);
    if (wrong !== null) throw new UserError(`${id}.${name}: ${wrong}`);
  }
}
