import { UserError } from '../../core/errors.js';
import type { Finding, Plan } from '../../core/types.js';
import type { Report } from '../../report/report.js';
import type { Look } from '../../report/text.js';
import type { FileToWrite, Made, Written } from '../../write/write.js';
import type { Invocation } from '../args.js';
import { EXIT, exitCode, type ExitCode } from '../exit.js';
import { isInGit } from '../locate.js';
import { nextCommand, nextFix } from '../next.js';
import { outputsOf, type Output } from '../output.js';
import { sayFaults, sayKilled } from '../remarks.js';
import { publish } from '../render.js';
import type { Reviewed } from '../review/reviewed.js';
import { survey, type Survey } from '../survey.js';
import type { Terminal } from '../terminal.js';

/** Applies what a person takes on the terminal or, with `--yes`, what nobody has to look at. */
export function fix(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { yes, refused, restart } = invocation.flags;
  if (!yes) return reviewed(invocation, terminal);
  if (refused || restart) throw new UserError(`--${refused ? 'refused' : 'restart'} is for a review, and --yes asks nothing`, 'leave out one of them');
  return batch(invocation, terminal);
}

async function batch(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const outputs = outputsOf(invocation.flags, 'text');
  const made = await survey(invocation, { apply: true, suggested: invocation.flags.suggested }, terminal);
  const { outcome, landed, remaining } = await land(made, terminal);
  const next = nextStep(made.report, outcome, remaining, invocation);
  const text = async (look: Pick<Look, 'paint'>): Promise<string> =>
    (await import('../../report/summary.js')).fixSummary(made.report, outcome, look, next);
  return finish({ ...made, outputs, outcome, landed, remaining, text }, invocation, terminal);
}

async function reviewed(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const outputs = outputsOf(invocation.flags, 'text');
  const { review } = await import('../review/reviewed.js');
  const made = await review(invocation, terminal);
  const { outcome, landed, remaining } = await land(made, terminal);
  const { interview, report } = made;
  if (outcome.stale.length + outcome.failed.length === 0) interview.conclude();
  const next = nextAfterReview(made, outcome, invocation);
  const answers = { ...interview.answers(), written: landed, wanted: new Set(made.wanted.map(({ key }) => key)) };
  const text = async (look: Pick<Look, 'paint'>): Promise<string> =>
    (await import('../../report/reviewSummary.js')).reviewSummary(report, outcome, answers, look, next);
  return finish({ ...made, outputs, outcome, landed, remaining, text }, invocation, terminal);
}

/** What was written, and which of the wanted fixes are not. */
async function land({ report, wanted }: Survey, terminal: Terminal) {
  await sayKilled(report.root, terminal);
  const outcome = await writeFiles(report.root, report.plan);
  const landed = landedKeys(report.plan, outcome);
  return { outcome, landed, remaining: wanted.filter(({ key }) => !landed.has(key)) };
}

interface Finished {
  readonly report: Report;
  readonly outputs: readonly Output[];
  readonly outcome: Written;
  readonly landed: ReadonlySet<string>;
  readonly remaining: readonly Finding[];
  /** What was done, in words. */
  text(look: Pick<Look, 'paint'>): Promise<string>;
}

async function finish({ report, outputs, outcome, landed, remaining, text }: Finished, invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  await publish(report, outputs, invocation, terminal, { text, json: { ...outcome }, done: landed, fix: null });
  const isTold = outputs.some(({ format, file }) => format === 'text' && file === null);
  if (!isTold) terminal.say((await text({ paint: terminal.remarkPaint })).trimEnd());
  await sayFaults(report);
  const code = exitCode(report.plan, remaining.length, invocation.flags.check);
  return code !== EXIT.fault && outcome.failed.length > 0 ? EXIT.mend : code;
}

async function writeFiles(root: string, plan: Plan): Promise<Written> {
  if (plan.files.length === 0) return { written: [], stale: [], failed: [] };
  const [{ write }, { encode }, { gitDirectory }] = await Promise.all([
    import('../../write/write.js'),
    import('../../source/encoding.js'),
    import('../../source/git.js'),
  ]);
  const files = plan.files.map((file): FileToWrite => ({ path: file.path, digest: file.digest, bytes: encode(file.after, file) }));
  return write(root, files, { gitDir: await gitDirectory(root), fixes: fixesOf(plan) });
}

function fixesOf(plan: Plan): Made[] {
  const taken = new Set(plan.taken);
  const fixes = plan.findings.filter(({ key }) => taken.has(key));
  return fixes.map(({ transform, changes }) => ({ transform, paths: [...new Set(changes.map(({ path }) => path))] }));
}

/** Keys of the findings whose every file was written. */
function landedKeys(plan: Plan, outcome: Written): ReadonlySet<string> {
  const taken = new Set(plan.taken);
  const written = new Set(outcome.written);
  const landed = plan.findings.filter(({ key, changes }) => taken.has(key) && changes.every(({ path }) => written.has(path)));
  return new Set(landed.map(({ key }) => key));
}

function nextStep({ plan, root }: Report, outcome: Written, remaining: readonly Finding[], invocation: Invocation): string | null {
  if (outcome.stale.length > 0 && remaining.length > 0) return nextFix(remaining, invocation);
  const taken = new Set(plan.taken);
  const suggested = plan.findings.some(({ verdict, key }) => verdict === 'suggested' && !taken.has(key));
  if (suggested && !invocation.flags.safe) return nextCommand('diff', invocation);
  return showing(outcome, root);
}

/** What was not asked about or could not be written comes first, then what was written, then what was refused. */
function nextAfterReview({ interview, report }: Reviewed, outcome: Written, invocation: Invocation): string | null {
  const { open, isWalk } = interview.answers();
  if (outcome.stale.length > 0 || open.size > 0) return nextCommand('fix', invocation);
  const shown = showing(outcome, report.root);
  if (shown !== null) return shown;
  const isRefused = report.findings.some(({ verdict }) => verdict === 'refused');
  return isRefused && !isWalk ? nextCommand('fix --refused', invocation) : null;
}

function showing({ written }: Written, root: string): string | null {
  return written.length > 0 && isInGit(root) ? 'git diff' : null;
}
