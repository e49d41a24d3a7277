import { UserError } from '../../core/errors.js';
import type { Report } from '../../report/report.js';
import type { Look } from '../../report/text.js';
import type { Invocation } from '../args.js';
import { exitCode, type ExitCode } from '../exit.js';
import { patchPrefix, withoutLinks } from '../locate.js';
import { nextFix } from '../next.js';
import { outputsOf, usesStdout } from '../output.js';
import { sayDiffSummary, sayFaults } from '../remarks.js';
import { publish } from '../render.js';
import { survey } from '../survey.js';
import type { Terminal } from '../terminal.js';

/** Prints every fix as one diff; what there is to say of it goes to stderr. */
export async function diff(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { flags } = invocation;
  const outputs = outputsOf(flags.stat ? { ...flags, format: flags.format ?? 'diff' } : flags, 'diff');
  const other = flags.stat ? outputs.find(({ format }) => format !== 'diff') : undefined;
  if (other !== undefined) throw new UserError(`--stat goes with the format diff, not with ${other.format}`, 'leave out one of them');
  const { report, wanted } = await survey(invocation, { apply: true, suggested: !flags.safe }, terminal);
  const next = wanted.length > 0 ? nextFix(wanted, invocation) : null;
  await publish(report, outputs, invocation, terminal, {
    text: async (look) => (await import('../../report/text.js')).renderText(report, look, next),
    ...(flags.stat && { diff: (look: Look) => stat(report, look) }),
    fix: next,
  });
  if (outputs.some(({ format }) => format === 'diff') || !usesStdout(flags.output)) await sayDiffSummary(report, terminal, next);
  await sayFaults(report);
  return exitCode(report.plan, wanted.length, flags.check);
}

async function stat({ plan, root }: Report, { paint, width }: Look): Promise<string> {
  const [{ renderStat }, { encode }] = await Promise.all([import('../../report/stat.js'), import('../../source/encoding.js')]);
  return renderStat(withoutLinks(root, plan.files), encode, { paint, width, prefix: patchPrefix(root) });
}
