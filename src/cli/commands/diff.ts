import type { Invocation } from '../args.js';
import { exitCode, type ExitCode } from '../exit.js';
import { nextFix } from '../next.js';
import { sayDiffSummary, sayFaults } from '../remarks.js';
import { render } from '../render.js';
import { survey } from '../survey.js';
import type { Terminal } from '../terminal.js';

/** Prints every fix as one diff; what there is to say of it goes to stderr. */
export async function diff(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { flags } = invocation;
  const format = flags.format ?? 'diff';
  const { report, wanted } = await survey(invocation, { apply: true, suggested: !flags.safe }, terminal);
  const next = wanted.length > 0 ? nextFix(wanted, invocation) : null;
  const text = async (): Promise<string> => (await import('../../report/text.js')).renderText(report, terminal, next);
  terminal.deliver(await render(report, format, terminal, { text }));
  if (format === 'diff') await sayDiffSummary(report, terminal, next);
  await sayFaults(report);
  return exitCode(report.plan, wanted.length, flags.check);
}
