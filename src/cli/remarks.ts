import { realpathSync } from 'node:fs';
import type { Report } from '../report/report.js';
import { writeErr, type Terminal } from './terminal.js';

/** Says what is wrong with pitstop itself, also with `--quiet`: nothing else would. */
export async function sayFaults({ plan, version }: Report): Promise<void> {
  if (plan.faults.length === 0) return;
  const { faultText } = await import('./trouble.js');
  writeErr(`${faultText(plan.faults, version)}\n`);
}

/** Says on stderr how a survey ended whose reports went to files. */
export async function sayAuditSummary(report: Report, terminal: Terminal, next: string | null): Promise<void> {
  const { conclusion } = await import('../report/text.js');
  terminal.say(conclusion(report));
  if (next !== null) terminal.say(`${terminal.remarkPaint('faint', 'next:')} ${next}`);
}

/** Says on stderr what a diff does and leaves, so that stdout holds the diff alone. */
export async function sayDiffSummary(report: Report, terminal: Terminal, next: string | null): Promise<void> {
  const { diffSummary } = await import('../report/summary.js');
  terminal.say(diffSummary(report, { paint: terminal.remarkPaint }, next).trimEnd());
}

/** Says that a run was killed while it wrote, and what to do about it. */
export async function sayKilled(root: string, terminal: Terminal): Promise<void> {
  const [{ journalFolder, readJournal, stateOf }, { gitDirectory }] = await Promise.all([
    import('../write/journal.js'),
    import('../source/git.js'),
  ]);
  const runs = readJournal(journalFolder(realpathSync(root), await gitDirectory(root)));
  if (runs.some(({ entry }) => stateOf(entry) === 'killed')) terminal.say(KILLED);
}

const KILLED = 'an earlier run was killed while it wrote; `pitstop undo` takes runs back one by one, the latest first';
