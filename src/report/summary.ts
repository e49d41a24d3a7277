import type { Finding, Plan, Verdict } from '../core/types.js';
import { count, plural, type Report } from './report.js';
import { remarks, showLine, showPath, type Look } from './text.js';

/** What became of the planned files when they were written; paths as planned. */
export interface Writing {
  readonly written: readonly string[];
  /** Changed since they were read. */
  readonly stale: readonly string[];
  readonly failed: readonly { readonly path: string; readonly detail: string }[];
}

/** The remarks beside a diff: what it does, what it leaves and what comes next. */
export function diffSummary(report: Report, look: Pick<Look, 'paint'>, next: string | null): string {
  const { plan } = report;
  const done = plan.files.length === 0 ? 'nothing to change' : `${plural(plan.files.length, 'file')} to change, ${fixes(plan, plan.taken)}`;
  return join([...remarks(plan, look), [`${done}${rest(plan)}`, ...nextLine(look, next)]]);
}

/** What `fix` wrote and what it left. */
export function fixSummary(report: Report, outcome: Writing, look: Pick<Look, 'paint'>, next: string | null): string {
  const { plan } = report;
  const written = new Set(outcome.written);
  const applied = findingsOf(plan, plan.taken).filter((finding) => finding.changes.every(({ path }) => written.has(path)));
  const keys = applied.map((finding) => finding.key);
  const files = outcome.written.map((path) => `  ${showPath(path)}`);
  const stale = outcome.stale.map((path) => ({ path, detail: 'changed since it was read' }));
  const left = [...stale, ...outcome.failed].map(({ path, detail }) => `  ${showPath(path)}  ${look.paint('faint', showLine(detail))}`);
  const done = files.length === 0 ? 'nothing written' : `wrote ${plural(files.length, 'file')}, ${fixes(plan, keys)}`;
  return join([
    ...(files.length > 0 ? [['written:', ...files]] : []),
    ...(left.length > 0 ? [[`not written, ${plural(left.length, 'file')}:`, ...left]] : []),
    ...remarks(plan, look),
    [`${done}${rest(plan)}`, ...nextLine(look, next)],
  ]);
}

function join(sections: readonly (readonly string[])[]): string {
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function nextLine({ paint }: Pick<Look, 'paint'>, next: string | null): string[] {
  return next === null ? [] : [`${paint('faint', 'next:')} ${next}`];
}

function fixes(plan: Plan, keys: readonly string[]): string {
  const counts = count(findingsOf(plan, keys));
  return `${plural(counts.safe + counts.suggested, 'fix', 'fixes')} (${counts.safe} safe, ${counts.suggested} suggested)`;
}

/** `; 3 suggested left, 2 refused`, without the parts that are none. */
function rest(plan: Plan): string {
  const taken = new Set(plan.taken);
  const left = count(plan.findings.filter((finding) => !taken.has(finding.key)));
  const part = (verdict: Verdict, words: string): string[] => (left[verdict] > 0 ? [`${left[verdict]} ${words}`] : []);
  const parts = [...part('safe', 'safe left'), ...part('suggested', 'suggested left'), ...part('refused', 'refused'), ...known(plan)];
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

function known({ known: many = 0 }: Plan): string[] {
  return many > 0 ? [`${many} known`] : [];
}

function findingsOf(plan: Plan, keys: readonly string[]): Finding[] {
  const wanted = new Set(keys);
  return plan.findings.filter((finding) => wanted.has(finding.key));
}
