import type { Finding } from '../core/types.js';
import { verdicts } from './commitMessage.js';
import { codeSpan, fenced, spoken } from './markdown/escape.js';
import { capped, extent, filesOf, placeOf, placesByMessage, reach, type Place, type Where } from './placesByMessage.js';
import { positionsAcross } from './position.js';
import { count, plural, type Report, type Rule } from './report.js';

/** A branch that was made. */
export interface BranchStory {
  readonly branch: string;
  /** The commit that it starts from, abbreviated, and in words. */
  readonly base: { readonly short: string; readonly name: string };
  /** From there to the branch, as a shell takes it. */
  readonly range: string;
  /** In order; `id` whole. */
  readonly commits: readonly { readonly id: string; readonly subject: string; readonly changed: readonly Finding[] }[];
  readonly dropped: readonly DroppedFix[];
  /** The command that was kept green, or null. */
  readonly verify: string | null;
}

/** A fix that is not in the branch, and why. */
export interface DroppedFix {
  readonly finding: Finding;
  /** In a few words. */
  readonly reason: string;
  /** The last lines of what the command printed; none where no command is to blame. */
  readonly lines: readonly string[];
}

/** Places of a message, messages of a list, and places that a list shows unfolded. GitHub takes 65,536 characters in all. */
const MOST_PLACES = 40;
const MOST_GROUPS = 40;
const FOLDED = 12;

/** The text of a pull request, in Markdown; `whyOf` gives the reason that a transform's page states. */
export function prBody(report: Report, story: BranchStory, whyOf: (id: string) => string): string {
  const where = positionsAcross(report.textOf);
  const changed = story.commits.flatMap((commit) => commit.changed);
  const rules = report.rules.filter(({ id }) => changed.some(({ transform }) => transform === id));
  const sections = [
    [`# ${title(rules, changed)}`],
    [`${fixesOf(changed)} in ${plural(filesOf(changed), 'file')}, from ${codeSpan(story.base.name)}${kept(story.verify)}. Line numbers below are those of ${codeSpan(story.base.short)}.`],
    ['## Numbers', ...numbers(report, story)],
    ['## Why', ...rules.map((rule) => reason(rule, whyOf(rule.id)))],
    ['## What changes', ...rules.map(({ id }) => changes(id, changed, where))],
    ...refusals(report, where),
    ...drops(story, where),
    ['## How to verify', verification(story)],
    ['## How to roll back', rollback(story)],
    [`Made by pitstop ${report.version}: every change was parsed again, names and comments were checked, and a second run finds nothing more to change.`],
  ];
  return `${sections.flat().join('\n\n')}\n`;
}

function title(rules: Report['rules'], changed: readonly Finding[]): string {
  const [only] = rules;
  return rules.length === 1 && only !== undefined ? only.summary : `${fixesOf(changed)} by ${plural(rules.length, 'transform')}`;
}

function fixesOf(findings: readonly Finding[]): string {
  const named = verdicts(findings);
  return `${plural(findings.length, 'fix', 'fixes')}${named === '' ? '' : ` (${named})`}`;
}

function kept(verify: string | null): string {
  return verify === null ? '' : `, each commit green with ${codeSpan(verify)}`;
}

function reason({ id, summary, references }: Rule, why: string): string {
  const links = references.length === 0 ? '' : `See ${references.map((url) => `<${url}>`).join(', ')}.`;
  return [`**${spoken(summary)}** (${codeSpan(id)}).`, why, links].filter((part) => part !== '').join(' ');
}

function numbers(report: Report, { commits, dropped }: BranchStory): string[] {
  const changed = commits.flatMap((commit) => commit.changed);
  const isOf = (id: string) => (finding: Finding): boolean => finding.transform === id;
  const rows = report.rules.map(({ id }) => {
    const made = count(changed.filter(isOf(id)));
    const found = report.findings.filter(isOf(id));
    const left = dropped.filter(({ finding }) => finding.transform === id).length;
    return { id, cells: [made.safe, made.suggested, left, count(found).refused], isSilent: found.length === 0 };
  });
  const shown = rows.filter(({ isSilent }) => !isSilent).map(({ id, cells }) => `| ${codeSpan(id)} | ${cells.join(' | ')} |`);
  return [['| transform | safe | suggested | dropped | refused |', '|---|--:|--:|--:|--:|', ...shown].join('\n')];
}

function changes(id: string, changed: readonly Finding[], where: Where): string {
  const own = changed.filter(({ transform }) => transform === id);
  return [`### ${codeSpan(id)}: ${reach(own)}`, ...bullets(own, where)].join('\n\n');
}

/** A message and its places; long lists are folded away, and what would be too long for a pull request is counted. */
function bullets(findings: readonly Finding[], where: Where): string[] {
  const groups = placesByMessage(findings, where);
  const items = groups.slice(0, MOST_GROUPS).map(({ message, places }) => {
    const listed = capped(places.map(placed), MOST_PLACES).join(', ');
    return places.length === 1 ? `* ${listed}: ${spoken(message)}` : `* ${spoken(message)}\\\n  ${listed}`;
  });
  const rest = groups.slice(MOST_GROUPS).flatMap(({ places }) => places).length;
  const list = [...items, ...(rest > 0 ? [`* and ${plural(rest, 'more place', 'more places')}`] : [])].join('\n');
  return findings.length <= FOLDED ? [list] : ['<details><summary>All of them</summary>', list, '</details>'];
}

function placed({ at, elsewhere }: Place): string {
  return elsewhere === null ? codeSpan(at) : `${codeSpan(at)} with ${spoken(elsewhere)}`;
}

function refusals(report: Report, where: Where): string[][] {
  const refused = report.findings.filter(({ verdict }) => verdict === 'refused');
  if (refused.length === 0) return [];
  return [['## What was left alone, and why', `${extent(refused)} that were recognised and not touched. A person may want to.`, ...bullets(refused, where)]];
}

function drops({ dropped, verify }: BranchStory, where: Where): string[][] {
  if (dropped.length === 0) return [];
  const introduction = `These are not in the branch${verify === null ? '' : `, for ${codeSpan(verify)} does not stay green with them`}.`;
  const items = dropped.map(({ finding, reason, lines }) => {
    const why = lines.length === 0 ? ` (${spoken(reason)})` : `\n\n${fenced('text', lines).map((line) => `  ${line}`).join('\n')}`;
    return `* ${codeSpan(placeOf(finding, where))}: ${spoken(finding.message)}${why}`;
  });
  return [['## What was dropped', introduction, ...items]];
}

function verification({ range, verify }: BranchStory): string {
  const review = shell(`git log -p ${range}`);
  if (verify === null) return `Run the project's own tests, and read what changes:\n\n${review}`;
  return `Run what was run for each commit, and read what changes:\n\n${shell(verify)}\n\n${review}`;
}

function rollback({ range, commits }: BranchStory): string {
  const single = commits.map(({ id, subject }) => `git revert ${id.slice(0, 10)}   # ${subject}`);
  return [
    'Every commit stands for itself as long as no later one changes the same lines or follows its migration. All of them, the latest first:',
    shell(`git revert --no-edit ${range}`),
    'One of them, by what it does:',
    shell(...single),
  ].join('\n\n');
}

function shell(...lines: readonly string[]): string {
  return fenced('sh', lines).join('\n');
}
