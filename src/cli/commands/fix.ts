import { UserError } from '../../core/errors.js';
import type { Finding, Plan } from '../../core/types.js';
import type { FileToWrite, Written } from '../../write/write.js';
import type { Invocation } from '../args.js';
import { EXIT, exitCode, type ExitCode } from '../exit.js';
import { nextCommand, nextFix } from '../next.js';
import { sayFaults, sayFixSummary } from '../remarks.js';
import { render } from '../render.js';
import { survey } from '../survey.js';
import type { Terminal } from '../terminal.js';

/** Applies what nobody has to look at: safe fixes, promoted ones, and with `--suggested` all. */
export async function fix(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { flags } = invocation;
  if (!flags.yes) throw new UserError('fix needs --yes: interactive review is not in this version; `pitstop diff` shows what it would do');
  const format = flags.format ?? 'text';
  const { report, wanted } = await survey(invocation, { apply: true, suggested: flags.suggested }, terminal);
  const outcome = await writeFiles(report.root, report.plan);
  const landed = landedKeys(report.plan, outcome);
  const remaining = wanted.filter(({ key }) => !landed.has(key));
  const next = nextStep(report.plan, outcome, remaining, invocation);
  const text = async (): Promise<string> => (await import('../../report/summary.js')).fixSummary(report, outcome, terminal, next);
  terminal.deliver(await render(report, format, terminal, { text, json: { ...outcome } }));
  if (format !== 'text') await sayFixSummary(report, outcome, terminal, next);
  await sayFaults(report);
  const code = exitCode(report.plan, remaining.length, flags.check);
  return code !== EXIT.fault && outcome.failed.length > 0 ? EXIT.mend : code;
}

async function writeFiles(root: string, plan: Plan): Promise<Written> {
  if (plan.files.length === 0) return { written: [], stale: [], failed: [] };
  const [{ write }, { encode }, { git }] = await Promise.all([
    import('../../write/write.js'),
    import('../../source/encoding.js'),
    import('../../source/git.js'),
  ]);
  const answer = await git(root, ['rev-parse', '--absolute-git-dir']);
  const gitDir = 'output' in answer ? answer.output.replace(/\n$/, '') : null;
  const files = plan.files.map((file): FileToWrite => ({ path: file.path, digest: file.digest, bytes: encode(file.after, file) }));
  return write(root, files, { gitDir, groups: groupsOf(plan) });
}

/** The files of each fix that changes several. */
function groupsOf(plan: Plan): string[][] {
  const taken = new Set(plan.taken);
  const groups = plan.findings.filter(({ key }) => taken.has(key)).map(({ changes }) => [...new Set(changes.map(({ path }) => path))]);
  return groups.filter(({ length }) => length > 1);
}

/** Keys of the findings whose every file was written. */
function landedKeys(plan: Plan, outcome: Written): ReadonlySet<string> {
  const taken = new Set(plan.taken);
  const written = new Set(outcome.written);
  const landed = plan.findings.filter(({ key, changes }) => taken.has(key) && changes.every(({ path }) => written.has(path)));
  return new Set(landed.map(({ key }) => key));
}

function nextStep(plan: Plan, outcome: Written, remaining: readonly Finding[], invocation: Invocation): string | null {
  if (outcome.stale.length > 0 && remaining.length > 0) return nextFix(remaining, invocation);
  const taken = new Set(plan.taken);
  const suggested = plan.findings.some(({ verdict, key }) => verdict === 'suggested' && !taken.has(key));
  if (suggested && !invocation.flags.safe) return nextCommand('diff', invocation);
  return outcome.written.length > 0 ? 'git diff' : null;
}
