import type { Finding } from '../core/types.js';
import { verdicts } from './commitMessage.js';
import { placeOf } from './placesByMessage.js';
import { positionsAcross } from './position.js';
import type { BranchStory, DroppedFix } from './prBody.js';
import { count, plural, type Report } from './report.js';
import { remarks, showLine, showPath, type Look } from './text.js';

/** What became of a branch, for a person; `story` without commits: there is no branch. */
export function branchSummary(report: Report, story: BranchStory, look: Pick<Look, 'paint'>, next: string | null): string {
  const sections = [
    ...(story.commits.length > 0 ? [commits(story, look)] : []),
    ...drops(report, story, look),
    ...remarks(report.plan, look),
    [conclusion(report, story), ...(next === null ? [] : [`${look.paint('faint', 'next:')} ${next}`])],
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function commits(story: BranchStory, { paint }: Pick<Look, 'paint'>): string[] {
  const title = `branch ${showPath(story.branch)}, ${plural(story.commits.length, 'commit')} on ${story.base.name}:`;
  return [title, ...story.commits.map(({ id, subject, changed }) => {
    return `  ${paint('safe', id.slice(0, story.base.short.length))}  ${showLine(subject)}  ${paint('faint', fixes(changed))}`;
  })];
}

/** Each dropped fix with what the command printed, or else why. */
function drops(report: Report, { dropped, verify }: BranchStory, { paint }: Pick<Look, 'paint'>): string[][] {
  if (dropped.length === 0) return [];
  const where = positionsAcross(report.textOf);
  const title = `dropped, ${plural(dropped.length, 'fix', 'fixes')}${verify === null ? '' : ` that did not stay green with ${showLine(verify)}`}:`;
  const items = dropped.flatMap(({ finding, reason, lines }: DroppedFix) => [
    `  ${placeOf(finding, where)}  ${finding.transform}  ${showLine(finding.message)}`,
    ...(lines.length === 0 ? [`      ${reason}`] : []),
    ...lines.map((line) => `      ${paint('faint', `| ${line}`)}`),
  ]);
  return [[title, ...items]];
}

function conclusion({ plan }: Report, { commits: made, branch, base }: BranchStory): string {
  const changed = made.flatMap((commit) => commit.changed);
  const taken = new Set(changed.map(({ key }) => key));
  const left = count(plan.findings.filter(({ key }) => !taken.has(key)));
  const parts = [
    ...(left.safe > 0 ? [`${left.safe} safe left`] : []),
    ...(left.suggested > 0 ? [`${left.suggested} suggested left`] : []),
    ...(left.refused > 0 ? [`${left.refused} refused`] : []),
  ];
  const rest = parts.length === 0 ? '' : `; ${parts.join(', ')}`;
  if (made.length === 0) return `nothing to do on ${base.name}, so there is no branch ${showPath(branch)}${rest}`;
  const files = new Set(changed.flatMap(({ changes }) => changes.map(({ path }) => path))).size;
  return `${fixes(changed)} in ${plural(files, 'file')}${rest}`;
}

function fixes(findings: readonly Finding[]): string {
  return `${plural(findings.length, 'fix', 'fixes')} (${verdicts(findings)})`;
}
