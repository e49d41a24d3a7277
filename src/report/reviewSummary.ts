import { plural, type Report } from './report.js';
import type { Writing } from './summary.js';
import { renderTable } from './table.js';
import { remarks, showLine, showPath, type Look } from './text.js';

/** What a review did, beside its plan. */
export interface Answers {
  /** Keys of the findings whose every file was written. */
  readonly written: ReadonlySet<string>;
  /** Keys of the places that got a suppression comment. */
  readonly silenced: ReadonlySet<string>;
  /** Keys of the fixes that were within reach of the review. */
  readonly wanted: ReadonlySet<string>;
  /** How many were left in a review before and not asked about. */
  readonly skipped: number;
  /** Keys of those that have no answer, because the person stopped. */
  readonly open: ReadonlySet<string>;
  readonly isStopped: boolean;
}

/** What a review wrote and what it left, by transform and by file, and what comes next. */
export function reviewSummary(report: Report, outcome: Writing, answers: Answers, look: Pick<Look, 'paint'>, next: string | null): string {
  const { paint } = look;
  const files = outcome.written.map((path) => `  ${showPath(path)}`);
  const stale = outcome.stale.map((path) => ({ path, detail: 'changed on disk since it was read: left alone, so run again' }));
  const left = [...stale, ...outcome.failed].map(({ path, detail }) => `  ${showPath(path)}  ${paint('faint', showLine(detail))}`);
  const table = tableOf(report, answers);
  const sections = [
    ...(files.length > 0 ? [['written:', ...files]] : []),
    ...(left.length > 0 ? [[`not written, ${plural(left.length, 'file')}:`, ...left]] : []),
    ...(table.length > 0 ? [renderTable(columnsOf(answers), table, paint)] : []),
    ...remarks(report.plan, look),
    [conclusion(outcome, answers), ...laterLines(answers), ...(next === null ? [] : [`${paint('faint', 'next:')} ${next}`])],
  ];
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function columnsOf({ open }: Answers): string[] {
  return ['transform', 'written', 'left', ...(open.size > 0 ? ['not asked'] : []), 'ignored', 'refused'];
}

/** A row for each transform that found something. */
function tableOf({ rules, findings }: Report, { written, silenced, wanted, open }: Answers): (string | number)[][] {
  return rules.flatMap(({ id }) => {
    const own = findings.filter(({ transform }) => transform === id);
    const many = (isMeant: (key: string) => boolean): number => own.filter(({ key }) => isMeant(key)).length;
    const done = many((key) => written.has(key) && !silenced.has(key));
    const ignored = many((key) => written.has(key) && silenced.has(key));
    const left = many((key) => wanted.has(key) && !written.has(key) && !open.has(key));
    const unasked = open.size > 0 ? [many((key) => open.has(key))] : [];
    const refused = own.filter(({ verdict, key }) => verdict === 'refused' && !written.has(key)).length;
    return own.length === 0 ? [] : [[id, done, left, ...unasked, ignored, refused]];
  });
}

function conclusion({ written }: Writing, { written: keys, silenced, wanted, skipped, isStopped }: Answers): string {
  const comments = [...keys].filter((key) => silenced.has(key)).length;
  const parts = [
    ...(keys.size > comments ? [plural(keys.size - comments, 'fix', 'fixes')] : []),
    ...(comments > 0 ? [plural(comments, 'suppression comment')] : []),
  ];
  if (wanted.size === 0 && skipped === 0 && written.length === 0) return 'nothing to fix';
  const done = written.length === 0 ? 'nothing written' : `wrote ${plural(written.length, 'file')}: ${parts.join(' and ')}`;
  return isStopped ? `stopped; ${done}` : done;
}

function laterLines({ open, skipped, isStopped }: Answers): string[] {
  return [
    ...(isStopped && open.size > 0 ? [`${plural(open.size, 'place')} not asked about yet; the next review goes on there`] : []),
    ...(skipped > 0 ? [`${plural(skipped, 'place')} left in a review before and not asked again; --restart asks all`] : []),
  ];
}
