import type { Invocation } from '../args.js';
import { exitCode, type ExitCode } from '../exit.js';
import { nextCommand, nextFix } from '../next.js';
import { sayDiffSummary, sayFaults } from '../remarks.js';
import { render } from '../render.js';
import { survey } from '../survey.js';
import type { Terminal } from '../terminal.js';

/** Shows what could be fixed and what was refused, and why. */
export async function audit(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { flags } = invocation;
  const format = flags.format ?? 'text';
  const { report, wanted } = await survey(invocation, { apply: format === 'diff', suggested: !flags.safe }, terminal);
  const next = wanted.length > 0 ? nextCommand('diff', invocation) : null;
  const text = async (): Promise<string> => (await import('../../report/text.js')).renderText(report, terminal, next);
  terminal.deliver(await render(report, format, terminal, { text }));
  if (format === 'diff') await sayDiffSummary(report, terminal, next && nextFix(wanted, invocation));
  await sayFaults(report);
  return exitCode(report.plan, wanted.length, flags.check);
}
