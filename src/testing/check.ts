import { settle } from '../config/options.js';
import type { Finding, SourceFile } from '../core/types.js';
import { runTexts } from '../engine/run.js';
import type { Outcome } from '../engine/request.js';
import type { Transform } from '../python/define.js';
import { encode } from '../source/encoding.js';
import { patternOf } from '../source/prefilter.js';
import { sourceOf } from '../source/read.js';
import type { Fixture } from './fixtures.js';
import { VARIANTS, type Variant } from './variants.js';

/** Two values that shall be equal. */
export interface Claim {
  readonly claim: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Everything that shall hold for a fixture, checked: the fixture itself, what comes free with each, and its variants. */
export async function check(fixture: Fixture, transform: Transform): Promise<Claim[]> {
  const outcome = await runOn(fixture.before, fixture, transform);
  const claims = [...ownClaims(fixture, outcome), ...(await freeClaims(fixture, outcome, transform))];
  if (fixture.kind === 'project') return claims;
  for (const variant of VARIANTS) claims.push(...(await variantClaims(variant, fixture, outcome, transform)));
  return [...claims, ...(await bomClaims(fixture, transform))];
}

/** Message ids of the findings of a fixture. */
export async function messagesOf(fixture: Fixture, transform: Transform): Promise<string[]> {
  const { findings } = await runOn(fixture.before, fixture, transform);
  return findings.map(({ messageId }) => messageId);
}

type Files = Readonly<Record<string, string | SourceFile>>;

function runOn(files: Files, { options }: Pick<Fixture, 'options'>, transform: Transform): Promise<Outcome> {
  settle(transform.options, options, transform.id);
  return runTexts(files, [{ transform, options }], { encode });
}

function ownClaims(fixture: Fixture, outcome: Outcome): Claim[] {
  const { kind, expected, after } = fixture;
  const messages = outcome.findings.map(({ messageId }) => messageId);
  const verdicts = outcome.findings.map(({ verdict }) => verdict);
  const claims = [
    claim('no fault', [], outcome.faults),
    claim('no file is skipped', [], outcome.skipped),
    claim('the output', after, outputOf(outcome)),
    claim('the messages', expected.messages ?? messages, messages),
    claim('the verdicts', expected.verdicts ?? verdicts, verdicts),
  ];
  if (kind === 'keep') return [...claims, claim('nothing is reported', [], messages)];
  if (kind !== 'refuse') return claims;
  const isReported = messages.length > 0;
  return [...claims, claim('nothing changes', [], changing(outcome)), claim('something is reported', true, isReported)];
}

function changing({ findings }: Outcome): Finding[] {
  return findings.filter(({ changes }) => changes.length > 0);
}

async function freeClaims(fixture: Fixture, outcome: Outcome, transform: Transform): Promise<Claim[]> {
  const again = await runOn({ ...fixture.before, ...outputOf(outcome) }, fixture, transform);
  const pattern = patternOf(transform.match);
  const found = [...new Set(outcome.findings.filter(({ pass }) => pass === 1).map(({ path }) => path))];
  const passed = found.filter((path) => pattern.test(Buffer.from(fixture.before[path] ?? '').toString('latin1')));
  return [
    claim('a second run changes nothing', {}, outputOf(again)),
    claim('a second run offers nothing', [], changing(again)),
    claim('the prefilter lets every file with findings pass', found, passed),
  ];
}

async function variantClaims(
  variant: Variant,
  fixture: Fixture,
  outcome: Outcome,
  transform: Transform,
): Promise<Claim[]> {
  const text = variant.make(fixture.before[fixture.path] ?? '');
  const fixed = variant.make(fixture.after[fixture.path] ?? fixture.before[fixture.path] ?? '');
  if (text === null || fixed === null || fixture.expected.without?.[variant.name] !== undefined) return [];
  if (variant.movesImports && fixture.expected.path !== undefined) return []; // What a module is called for does not hold of a function in it.
  const varied = await runOn({ ...fixture.before, [fixture.path]: text }, fixture, transform);
  const name = (what: string): string => `${variant.name}: ${what}`;
  const findings = Array.from({ length: variant.times }, () => outcome.findings).flat();
  const claims = [
    claim(name('no fault'), [], varied.faults),
    claim(name('the findings'), summary(findings), summary(varied.findings)),
  ];
  if (variant.movesImports && importsAnything(outcome)) return claims;
  return [...claims, claim(name('the output'), { ...fixture.expected.makes, ...(fixed === text ? {} : { [fixture.path]: fixed }) }, outputOf(varied))];
}

/** The byte order mark is no part of the text: with it all is the same, and it stays. */
async function bomClaims(fixture: Fixture, transform: Transform): Promise<Claim[]> {
  const source = sourceOf(fixture.path, Buffer.from(`\ufeff${fixture.before[fixture.path] ?? ''}`));
  if ('reason' in source) return [claim('byte order mark: the file is read', null, source)];
  const outcome = await runOn({ ...fixture.before, [fixture.path]: source }, fixture, transform);
  const written = outcome.files.filter(({ path }) => path === fixture.path).map((file) => Buffer.from(encode(file.after, file)).toString('utf8'));
  const fixed = fixture.after[fixture.path];
  return [claim('byte order mark: the output', fixed === undefined ? [] : [`\ufeff${fixed}`], written)];
}

function outputOf(outcome: Outcome): Record<string, string> {
  return Object.fromEntries(outcome.files.map(({ path, after }) => [path, after]));
}

function summary(findings: readonly Finding[]): string[] {
  return findings.map(({ messageId, verdict }) => `${messageId} ${verdict}`).sort();
}

function importsAnything({ findings }: Outcome): boolean {
  return findings.some(({ changes }) => changes.some((change) => change.kind === 'edit' && change.code.imports.length > 0));
}

function claim(name: string, expected: unknown, actual: unknown): Claim {
  return { claim: name, expected, actual };
}
