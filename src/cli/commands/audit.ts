import type { Outcome } from '../../engine/request.js';
import { plural } from '../../report/report.js';
import type { Invocation } from '../args.js';
import { updateBaseline, type KnownFinding } from '../baseline.js';
import { exitCode, type ExitCode } from '../exit.js';
import { locatePaths, locateRoot } from '../locate.js';
import { nextCommand, nextFix } from '../next.js';
import { outputsOf, usesStdout } from '../output.js';
import { sayAuditSummary, sayDiffSummary, sayFaults } from '../remarks.js';
import { publish, showsEdits } from '../render.js';
import { execute, prepare, reportOn, survey, type Prepared, type Survey } from '../survey.js';
import type { Terminal } from '../terminal.js';

/** Shows what could be fixed and what was refused, and why. */
export async function audit(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { flags } = invocation;
  const outputs = outputsOf(flags, 'text');
  const { report, wanted } =
    flags.baselineUpdate && flags.baseline !== null
      ? await record(flags.baseline, invocation, terminal)
      : await survey(invocation, { apply: showsEdits(outputs), suggested: !flags.safe }, terminal);
  const next = wanted.length > 0 ? nextCommand('diff', invocation) : null;
  const fix = wanted.length > 0 ? nextFix(wanted, invocation) : null;
  await publish(report, outputs, invocation, terminal, {
    text: async (look) => (await import('../../report/text.js')).renderText(report, look, next),
    fix,
  });
  if (outputs.some(({ format }) => format === 'diff')) await sayDiffSummary(report, terminal, fix);
  else if (!usesStdout(flags.output)) await sayAuditSummary(report, terminal, next);
  await sayFaults(report);
  return exitCode(report.plan, wanted.length, flags.check);
}

/** Whether a run looked where a known finding was. Nobody can tell of a file that was skipped, or that a transform failed on. */
function looksAt({ found, settings }: Prepared, { skipped, faults }: Outcome, isWhole: boolean): (known: KnownFinding) => boolean {
  const ids = new Set(settings.choices.map(({ transform }) => transform.id));
  const files = new Set(found.files);
  const unseen = new Set(skipped.map(({ path }) => path));
  return ({ path, transform }) => {
    const isFaulty = faults.some((fault) => fault.path === path && fault.transform === transform);
    return ids.has(transform) && (isWhole || files.has(path)) && !unseen.has(path) && !isFaulty;
  };
}

/** A survey whose findings all go to the baseline, so that none is left to report. */
async function record(file: string, invocation: Invocation, terminal: Terminal): Promise<Survey> {
  const { operands, flags } = invocation;
  const root = locateRoot(flags.root);
  const prepared = await prepare(flags, { root, paths: locatePaths(root, operands) }, terminal);
  const outcome = await execute(prepared, { gate: () => Promise.resolve([]), compile: null });
  const isWhole = operands.length === 0 && flags.since === null && flags.exclude.length === 0;
  const { total, added, dropped } = updateBaseline(file, outcome.findings, looksAt(prepared, outcome, isWhole));
  terminal.say(`${file}: ${plural(total, 'finding')}, ${added} new, ${dropped} dropped`);
  return { report: reportOn(prepared, { ...outcome, findings: [], known: outcome.findings.length }, null), wanted: [] };
}
