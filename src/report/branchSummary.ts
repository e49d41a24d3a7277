import type { Finding } from '../core/types.js';
import { verdicts } from './commitMessage.js';
import { filesOf, placeOf } from './placesByMessage.js';
import { positionsAcross } from './position.js';
import type { BranchStory, DroppedFix } from './prBody.js';
import { count, plural, type Report } from './report.js';
import { wrap } from './table.js';
import { remarks, showLine, showPath, type Look } from './text.js';

/** What became of a branch, for a person; `story` without commits: there is no branch. */
export function branchSummary(report: Report, story: BranchStory, look: Look, next: string | null): string {
  const sections = [
    ...(story.commits.length > 0 ? [commits(story, look)] : []),
    ...drops(report, story, look),
    ...remarks(report.plan, look),
    [...wrap('', 0, conclusion(report, story), look.width), ...(next === null ? [] : [`${look.paint('faint', 'next:')} ${next}`])],
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function commits({ branch, base, commits: made }: BranchStory, { paint, width }: Look): string[] {
  const title = `branch ${showPath(branch)}, ${plural(made.length, 'commit')} on ${base.name}:`;
  const indent = base.short.length + 4;
  return [...wrap('', 0, title, width), ...made.flatMap(({ id, subject, changed }) => {
    const start = `  ${paint('safe', id.slice(0, base.short.length))}  `;
    const [shown, many] = [showLine(subject), fixes(changed)];
    const isBelow = width !== null && indent + shown.length + 2 + many.length > width;
    if (!isBelow) return [`${start}${shown}  ${paint('faint', many)}`];
    return [...wrap(start, indent, shown, width), ' '.repeat(indent) + paint('faint', many)];
  })];
}

/** Each dropped fix with what the command printed, or else why. */
function drops(report: Report, { dropped, verify }: BranchStory, { paint, width }: Look): string[][] {
  if (dropped.length === 0) return [];
  const where = positionsAcross(report.textOf);
  const title = `dropped, ${plural(dropped.length, 'fix', 'fixes')}${verify === null ? '' : ` that did not stay green with ${showLine(verify)}`}:`;
  const items = dropped.flatMap(({ finding, reason, lines }: DroppedFix) => [
    ...besideOrBelow(`  ${placeOf(finding, where)}  ${finding.transform}`, showLine(finding.message), width),
    ...(lines.length === 0 ? wrap(STEP, STEP.length, reason, width) : []),
    ...lines.map((line) => `${STEP}${paint('faint', `| ${line}`)}`),
  ]);
  return [[...wrap('', 0, title, width), ...items]];
}

const STEP = '      ';

/** A text after its place, or indented below where the two do not fit on a line. */
function besideOrBelow(place: string, text: string, width: number | null): string[] {
  const line = `${place}  ${text}`;
  return width === null || line.length <= width ? [line] : [place, ...wrap(STEP, STEP.length, text, width)];
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
  return `${fixes(changed)} in ${plural(filesOf(changed), 'file')}${rest}`;
}

function fixes(findings: readonly Finding[]): string {
  return `${plural(findings.length, 'fix', 'fixes')} (${verdicts(findings)})`;
}
