import type { Finding } from '../../core/types.js';
import type { BranchStory, DroppedFix } from '../../report/prBody.js';
import type { Report } from '../../report/report.js';
import { showLine } from '../../report/text.js';
import type { Delivery } from '../../write/branch/deliver.js';
import type { Base } from '../../write/branch/repository.js';
import { shellQuote } from '../next.js';
import type { Candidates } from './candidates.js';
import type { Titled } from './parcels.js';

/** What a story is told of. */
export interface Told {
  readonly branch: string;
  readonly base: Base;
  readonly verify: string | null;
  readonly candidates: Candidates;
  readonly delivery: Delivery;
  /** On what came of it. */
  readonly report: Report;
  /** Paths that cannot be written, and why. */
  readonly obstacles: ReadonlyMap<string, string>;
}

/** What came of a branch: its commits, and of every fix that is in none of them why. */
export function storyOf(told: Told): BranchStory {
  const { branch, base, verify, report: { plan }, delivery } = told;
  const known = new Map(plan.findings.map((finding) => [finding.key, finding]));
  const commits = delivery.commits.map(({ id, parcel, keys }) => {
    return { id, subject: (parcel as Titled).subject, changed: keys.flatMap((key) => known.get(key) ?? []) };
  });
  const range = `${base.short}..${shellQuote(branch)}`;
  return { branch, base, range, commits, verify, dropped: plan.findings.flatMap((finding) => dropOf(finding, told)) };
}

function dropOf(finding: Finding, { delivery, obstacles, candidates: { outcome } }: Told): DroppedFix[] {
  const red = delivery.dropped.find(({ key }) => key === finding.key);
  if (red !== undefined) return [{ finding, reason: 'the command is red with it', lines: red.lines }];
  const blocked = finding.changes.find(({ path }) => obstacles.has(path))?.path;
  if (blocked !== undefined) return [{ finding, reason: `${showLine(blocked)} ${obstacles.get(blocked)}`, lines: [] }];
  const isLost = outcome.taken.includes(finding.key) && !delivery.commits.some(({ keys }) => keys.includes(finding.key));
  return isLost ? [{ finding, reason: 'it builds on a fix that was dropped', lines: [] }] : [];
}

/** The story as JSON adds it to a report. */
export function asJson({ branch, commits, dropped }: BranchStory, { commit, name }: Base): Readonly<Record<string, unknown>> {
  return {
    branch: commits.length > 0 ? branch : null,
    base: { commit, name },
    commits: commits.map(({ id, subject, changed }) => ({ id, subject, keys: changed.map(({ key }) => key) })),
    dropped: dropped.map(({ finding: { key }, reason, lines }) => ({ key, reason, lines })),
  };
}
