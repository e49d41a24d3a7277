import type { Plan, Verdict } from '../../core/types.js';
import { sectionOf } from '../page.js';
import { positionsAcross } from '../position.js';
import { count, countByTransform, plural, type Counts, type Report, type Rule } from '../report.js';
import { changesOf, type Place } from './changes.js';
import { codeSpan, fenced, spoken } from './escape.js';
import { refusalsOf } from './refusals.js';

/** What the write-up is made from besides the report. */
export interface WriteUp {
  /** A transform's Markdown page. */
  pageOf(id: string): string;
  /** Keys of the findings whose fixes have been written; null where nothing was to be written. */
  readonly done: ReadonlySet<string> | null;
  /** Command lines for the same places. */
  readonly commands: {
    readonly audit: string;
    readonly diff: string;
    /** Null: there is nothing to apply. */
    readonly fix: string | null;
  };
}

const VERDICTS: readonly Verdict[] = ['safe', 'suggested', 'refused'];

/** The write-up of a run, for a pull request or a wiki: what changes where and why, what to look at, what was refused, how to verify and how to roll back. */
export function renderMarkdown(report: Report, writeUp: WriteUp): string {
  const where = positionsAcross(report.textOf);
  const place: Place = ({ path, span, pass }) => where(path, span.start, pass).line;
  const rules = report.rules.filter(({ id }) => report.findings.some(({ transform }) => transform === id));
  const sections = [
    [writeUp.done === null ? '# What pitstop would change' : '# What pitstop changed'],
    summary(report, writeUp.done),
    ...rules.flatMap((rule) => chapter(rule, report, writeUp, place)),
    ...skipped(report.plan),
    ...(report.findings.some(({ changes }) => changes.length > 0) ? [...verify(writeUp), ...rollBack(writeUp)] : []),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function summary(report: Report, done: WriteUp['done']): string[] {
  const { plan } = report;
  const byTransform = countByTransform(report);
  const known = (plan.known ?? 0) > 0 ? ` ${plan.known} more are in the baseline.` : '';
  const looked = `${plural(plan.discovered, 'Python file')} looked through, ${plan.parsed} of them parsed.${known}`;
  if (report.findings.length === 0) return [`Nothing to fix. ${looked}`];
  const rows = report.rules.map(({ id, summary: what }) => row([`[${id}](#${id})`, spoken(what)], byTransform.get(id) ?? count([])));
  return [
    outcome(report, done),
    looked,
    '',
    '| transform | | safe | suggested | refused |',
    '|---|---|--:|--:|--:|',
    ...rows.filter((_, at) => report.findings.some(({ transform }) => transform === report.rules[at]?.id)),
    row(['**all**', ''], count(report.findings)),
  ];
}

function outcome(report: Report, done: WriteUp['done']): string {
  const counts = count(report.findings);
  const all = counts.safe + counts.suggested;
  const refused = `${plural(counts.refused, 'place')} refused, each with its reason.`;
  if (done !== null) return `${plural(done.size, 'fix', 'fixes')} written, ${all - done.size} left, ${refused}`;
  const files = report.plan.files.length;
  return `${plural(all, 'fix', 'fixes')} in ${plural(files, 'file')}, ${refused}`;
}

function row(cells: readonly string[], counts: Counts): string {
  return `| ${[...cells, ...VERDICTS.map((verdict) => counts[verdict])].join(' | ')} |`;
}

function chapter(rule: Rule, report: Report, { pageOf, done }: WriteUp, place: Place): string[][] {
  const own = report.findings.filter(({ transform }) => transform === rule.id);
  const fixes = own.filter(({ changes }) => changes.length > 0);
  const made = done === null ? fixes : fixes.filter(({ key }) => done.has(key));
  const left = fixes.filter((finding) => !made.includes(finding));
  const page = pageOf(rule.id);
  const risks = sectionOf(page, 'Limits');
  return [
    [`## ${rule.id}`, '', `${spoken(rule.summary)}.`],
    ...titled('Why', sectionOf(page, 'Why')),
    ...changesOf(done === null ? 'What would change' : 'What changed', made, report, place),
    ...changesOf('Left for a person to decide', left, report, place),
    ...titled('What to look at', fixes.length > 0 ? risks : ''),
    ...refusalsOf(own.filter(({ changes }) => changes.length === 0), place),
    ...(rule.references.length > 0 ? [[`Read more: ${rule.references.map((url) => `<${url}>`).join(', ')}`]] : []),
  ];
}

function titled(title: string, text: string): string[][] {
  return text === '' ? [] : [[`### ${title}`, '', text]];
}

function skipped({ skipped: files, faults }: Plan): string[][] {
  const lines = files.map(({ path, reason, detail }) => `- ${codeSpan(path)}: ${reason}, ${spoken(detail)}`);
  const failures = faults.map(({ transform, path, step, message }) => `- ${codeSpan(path)}: ${transform}, ${step}: ${spoken(message)}`);
  return [
    ...(lines.length > 0 ? [['## Not looked at', '', ...lines]] : []),
    ...(failures.length > 0 ? [['## Faults of pitstop', '', 'The fixes concerned were left out.', '', ...failures]] : []),
  ];
}

function verify({ done, commands }: WriteUp): string[][] {
  const steps =
    done === null
      ? [`${commands.diff} | git apply --check   # the patch fits`, ...(commands.fix === null ? [] : [commands.fix])]
      : ['git diff', `${commands.diff} --stat   # what is left; a second run finds nothing more of what was written`];
  const django = ['python manage.py check', 'python manage.py makemigrations --check --dry-run', 'python manage.py test   # or pytest'];
  return [
    [
      '## How to verify',
      '',
      'Every file was parsed again after its edits; no name became unbound, every comment is still there, and where a `python3` was at hand it compiled the files.',
      'What no tool can tell is in the tests of the project:',
      '',
      ...fenced('sh', [...steps, ...django]),
    ],
  ];
}

function rollBack({ done }: WriteUp): string[][] {
  const first = done === null ? 'Nothing has been written yet. After `pitstop fix`:' : 'Before the commit:';
  return [
    [
      '## How to roll back',
      '',
      first,
      '',
      ...fenced('sh', ['pitstop undo   # file by file; what has changed since is left alone and named']),
      '',
      'After the commit: `git revert`. `pitstop branch` makes one commit a transform, so that one can be taken back without the others.',
    ],
  ];
}
