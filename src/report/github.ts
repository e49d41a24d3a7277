import type { Finding, Verdict } from '../core/types.js';
import { positionsAcross } from './position.js';
import type { Report } from './report.js';

/** What can be fixed is a warning; a refusal is only to be known. */
const LEVELS: Readonly<Record<Verdict, string>> = { safe: 'warning', suggested: 'warning', refused: 'notice' };

/** GitHub shows the first ten of each level in a step. */
const MOST_USEFUL_FIRST: readonly Verdict[] = ['safe', 'suggested', 'refused'];

/** The findings as workflow commands of GitHub Actions; `prefix` leads from the top of the repository to the root. */
export function renderGithub(report: Report, prefix: string): string {
  const where = positionsAcross(report.textOf);
  const ordered = MOST_USEFUL_FIRST.flatMap((verdict) => report.findings.filter((finding) => finding.verdict === verdict));
  return ordered.map((finding) => `${commandFor(finding, prefix, where)}\n`).join('');
}

/** GitHub takes columns only where a place is on one line. */
function commandFor({ verdict, transform, path, span, pass, message }: Finding, prefix: string, where: ReturnType<typeof positionsAcross>): string {
  const start = where(path, span.start, pass);
  const end = where(path, span.end, pass);
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = { file: prefix + path, line: start.line, endLine: end.line, ...columns, title: `${transform} (${verdict})` };
  const given = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${LEVELS[verdict]} ${given.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
