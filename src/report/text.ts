import type { Finding, Plan, Verdict } from '../core/types.js';
import type { Paint } from './paint.js';
import { positionsAcross } from './position.js';
import { count, countByTransform, groupByPath, plural, type Report } from './report.js';
import { renderTable, wrap } from './table.js';

/** How the reader sees it. */
export interface Look {
  readonly paint: Paint;
  /** Columns of the terminal; null: as wide as it gets, for files and pipes. */
  readonly width: number | null;
}

const VERDICTS: readonly Verdict[] = ['safe', 'suggested', 'refused'];

/** The survey for a person: a table by transform, every place, what was skipped, and what to do next. */
export function renderText(report: Report, look: Look, next: string | null): string {
  const sections = [
    ...(report.findings.length > 0 ? [overview(report, look), places(report, look)] : []),
    ...remarks(report.plan, look),
    [conclusion(report), ...(next === null ? [] : [`${look.paint('faint', 'next:')} ${next}`])],
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function overview(report: Report, { paint }: Look): string[] {
  const rows = [...countByTransform(report)].map(([id, counts]) => [id, ...VERDICTS.map((verdict) => counts[verdict])]);
  return renderTable(['transform', ...VERDICTS], rows, paint);
}

/** The least room that a message gets beside its place; where that is too much it goes below. */
const LEAST_ROOM = 60;

/** `path:line:column  verdict  transform  message`, grouped by file. */
function places(report: Report, look: Look): string[] {
  const where = positionsAcross(report.textOf);
  const groups = groupByPath(report.findings).map(([, group]) => headsOf(group, where, look.paint));
  const widest = Math.max(...groups.map((group) => group.indent));
  const isBelow = look.width !== null && look.width - widest < LEAST_ROOM;
  return groups.flatMap(({ indent, heads }) =>
    heads.flatMap(([head, message]) =>
      isBelow ? [head.trimEnd(), ...wrap('    ', 4, message, look.width)] : wrap(head, indent, message, look.width),
    ),
  );
}

type Where = ReturnType<typeof positionsAcross>;

/** What stands before the messages of one file, in columns. */
function headsOf(group: readonly Finding[], where: Where, paint: Paint): { indent: number; heads: [head: string, message: string][] } {
  const labels = group.map(({ path, span, pass }) => {
    const { line, column } = where(path, span.start, pass);
    return `${showPath(path)}:${line}:${column}`;
  });
  const widest = Math.max(...labels.map((label) => label.length));
  const widestId = Math.max(...group.map((finding) => finding.transform.length));
  const heads = group.map((finding, at): [string, string] => {
    const verdict = paint(finding.verdict, finding.verdict.padEnd('suggested'.length));
    return [`${(labels[at] as string).padEnd(widest)}  ${verdict}  ${finding.transform.padEnd(widestId)}  `, showLine(finding.message)];
  });
  return { indent: widest + widestId + 'suggested'.length + 6, heads };
}

/** Files that were skipped and suppressions that do nothing: sections of lines, none if there is nothing to say. */
export function remarks(plan: Plan, { paint }: Pick<Look, 'paint'>): string[][] {
  const skipped = plan.skipped.map(({ path, reason, detail }) => `  ${showPath(path)}  ${paint('faint', reason)}  ${showLine(detail)}`);
  const unused = plan.suppressions.unused.map(({ path, line, transforms }) => {
    const comment = transforms === null ? '# pitstop: ignore' : `# pitstop: ignore[${transforms.join(', ')}]`;
    return `  ${showPath(path)}:${line}  ${comment}`;
  });
  return [
    ...(skipped.length > 0 ? [[`skipped ${plural(skipped.length, 'file')}:`, ...skipped]] : []),
    ...(unused.length > 0 ? [[`${plural(unused.length, 'comment')} that suppress${unused.length === 1 ? 'es' : ''} nothing:`, ...unused]] : []),
  ];
}

/** One line on what was found in how much. */
export function conclusion(report: Report): string {
  const { plan } = report;
  const counts = count(report.findings);
  const fixable = counts.safe + counts.suggested;
  const looked = `${plural(plan.discovered, 'file')}, ${plan.parsed} of them parsed`;
  const silent = `${some(plan.suppressions.used, 'suppressed')}${some(plan.known ?? 0, 'known')}`;
  if (fixable + counts.refused === 0) return `nothing to fix in ${looked}${silent}`;
  return `${fixable} to fix (${counts.safe} safe, ${counts.suggested} suggested), ${counts.refused} refused${silent}, in ${looked}`;
}

function some(many: number, what: string): string {
  return many > 0 ? `, ${many} ${what}` : '';
}

/** A path on one line: control characters are escaped, everything else is as it is. */
export function showPath(path: string): string {
  return CONTROL.test(path) ? JSON.stringify(path).replace(/[\u007f-\u009f]/g, escapeControl) : path;
}

/** Text on one line, without anything a terminal would obey. */
export function showLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(CONTROLS, escapeControl);
}
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const CONTROLS = new RegExp(CONTROL, 'g');

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
