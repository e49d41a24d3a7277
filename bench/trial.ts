import { applyPatch, applyWithPatch, changedFiles, checkPatch, freeze, hasPatch, restore, type Checkout } from './checkout.js';
import { firstLine, run, type Outcome } from './command.js';
import { judge, type Judgement } from './judge.js';
import { PITSTOP } from './paths.js';
import { readReport, type Report } from './report.js';

/** What must not happen, in the order of the table's columns. */
export const FAILURES = [
  'faults',
  'no longer compiles',
  'patch rejected',
  'unlike fix',
  'unlike patch',
  'not undone',
  'second run',
  'outside the edits',
] as const;
export type Failure = (typeof FAILURES)[number];

/** Seconds after which a run of pitstop is given up. */
const LIMIT = 300;

export interface Problem {
  readonly failure: Failure;
  readonly detail: string;
}

export interface Trial {
  readonly name: string;
  readonly report: Report;
  /** What each finding alone changes, in the report's order. */
  readonly hunks: readonly string[];
  readonly files: Readonly<Record<string, Judgement>>;
  readonly problems: readonly Problem[];
  /** Of `pitstop diff`, the whole process. */
  readonly seconds: number;
}

/** Puts pitstop through everything that a checkout can show. */
export function tryOut(checkout: Checkout, options: readonly string[]): Trial {
  const look = pitstop(checkout, ['diff', '--format', 'json', ...options]);
  const report = readReport(look);
  const seen = { name: checkout.name, report };
  if (typeof look.exit === 'string') {
    return { ...seen, hunks: [], files: {}, problems: faultsOf(report), seconds: look.seconds };
  }
  const diff = pitstop(checkout, ['diff', ...options]);
  const problems = [...faultsOf(report), ...crash('diff --format json', look), ...crash('diff', diff)];
  const rejected = problemOf('patch rejected', diff.stdout.length > 0 ? checkPatch(checkout, diff.stdout) : null);
  const trial = { ...seen, seconds: diff.seconds };
  if (rejected.length > 0) {
    const verdicts = judge(checkout.source, checkout.copy, [], report.findings);
    return { ...trial, ...verdicts, problems: [...problems, ...rejected] };
  }
  freeze(checkout);
  if (diff.stdout.length > 0) applyPatch(checkout, diff.stdout);
  const patched = changedFiles(checkout);
  const verdicts = judge(checkout.source, checkout.copy, [...patched.keys()], report.findings);
  problems.push(...judged(verdicts.files), ...secondRun(checkout, options));
  restore(checkout);
  const fix = pitstop(checkout, ['fix', '--yes', '--suggested', ...options]);
  problems.push(...crash('fix', fix), ...unlike('unlike fix', patched, changedFiles(checkout)), ...undo(checkout));
  if (hasPatch()) problems.push(...patch(checkout, diff.stdout, patched));
  return { ...trial, ...verdicts, problems };
}

function pitstop({ copy }: Checkout, words: readonly string[]): Outcome {
  return run([process.execPath, PITSTOP, ...words], { folder: copy, limit: LIMIT });
}

function faultsOf({ faults }: Report): Problem[] {
  return faults.map((fault) => {
    return { failure: 'faults', detail: `${fault.transform}, ${fault.path}, ${fault.step}: ${fault.message}` };
  });
}

function crash(command: string, { exit, stderr }: Outcome): Problem[] {
  return exit === 0 ? [] : [{ failure: 'faults', detail: `${command} exited with ${exit}: ${firstLine(stderr)}` }];
}

function problemOf(failure: Failure, outcome: Outcome | null): Problem[] {
  return outcome === null || outcome.exit === 0 ? [] : [{ failure, detail: firstLine(outcome.stderr || outcome.stdout.toString('utf8')) }];
}

function judged(files: Readonly<Record<string, Judgement>>): Problem[] {
  return Object.entries(files).flatMap(([path, { broken, outside }]): Problem[] => [
    ...(broken === null ? [] : [{ failure: 'no longer compiles' as const, detail: `${path}: ${broken}` }]),
    ...(outside === null ? [] : [{ failure: 'outside the edits' as const, detail: `${path}: ${outside}` }]),
  ]);
}

/** On what the patch made of the project, nothing is left to offer. */
function secondRun(checkout: Checkout, options: readonly string[]): Problem[] {
  const again = pitstop(checkout, ['diff', ...options]);
  const lines = again.stdout.toString('utf8').split('\n');
  const files = lines.filter((line) => line.startsWith('+++ b/')).map((line) => line.slice('+++ b/'.length));
  const more = files.map((path): Problem => ({ failure: 'second run', detail: `offers more for ${path}` }));
  return [...crash('the second diff', again), ...more];
}

/** After `undo` every file is as it was before `fix`. */
function undo(checkout: Checkout): Problem[] {
  const undone = pitstop(checkout, ['undo']);
  const left = [...changedFiles(checkout).keys()].map((path): Problem => ({ failure: 'not undone', detail: path }));
  return [...crash('undo', undone), ...left];
}

function patch(checkout: Checkout, diff: Buffer, patched: Changed): Problem[] {
  restore(checkout);
  if (diff.length === 0) return [];
  const outcome = applyWithPatch(checkout, diff);
  return [...problemOf('unlike patch', outcome), ...unlike('unlike patch', patched, changedFiles(checkout))];
}

type Changed = ReadonlyMap<string, Buffer | null>;

function unlike(failure: Failure, patched: Changed, other: Changed): Problem[] {
  const paths = [...new Set([...patched.keys(), ...other.keys()])];
  const different = paths.filter((path) => !same(patched.get(path), other.get(path)));
  return different.map((path) => ({ failure, detail: path }));
}

function same(one: Buffer | null | undefined, other: Buffer | null | undefined): boolean {
  return one instanceof Buffer && other instanceof Buffer ? one.equals(other) : one === other;
}
