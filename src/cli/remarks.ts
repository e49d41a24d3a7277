import type { Report } from '../report/report.js';
import type { Writing } from '../report/summary.js';
import { writeErr, type Terminal } from './terminal.js';

/** Says what is wrong with pitstop itself, also with `--quiet`: nothing else would. */
export async function sayFaults({ plan, version }: Report): Promise<void> {
  if (plan.faults.length === 0) return;
  const { faultText } = await import('./trouble.js');
  writeErr(`${faultText(plan.faults, version)}\n`);
}

/** Says on stderr what a diff does and leaves, so that stdout holds the diff alone. */
export async function sayDiffSummary(report: Report, terminal: Terminal, next: string | null): Promise<void> {
  const { diffSummary } = await import('../report/summary.js');
  terminal.say(diffSummary(report, { paint: terminal.remarkPaint }, next).trimEnd());
}

/** Says on stderr what `fix` did, where stdout holds a report for a machine. */
export async function sayFixSummary(report: Report, outcome: Writing, terminal: Terminal, next: string | null): Promise<void> {
  const { fixSummary } = await import('../report/summary.js');
  terminal.say(fixSummary(report, outcome, { paint: terminal.remarkPaint }, next).trimEnd());
}
