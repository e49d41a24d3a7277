import type { Change, Finding } from '../core/types.js';
import { positionsAcross, type Position } from './position.js';
import { countByTransform, type Report } from './report.js';

type Where = (path: string, offset: number, pass: number) => Position;

/** What a command adds to the report, such as the files that `fix` wrote. */
export type Extra = Readonly<Record<string, unknown>>;

/** The report as JSON, `"schema": 1`; README describes it. */
export function renderJson(report: Report, extra: Extra = {}): string {
  const { plan } = report;
  const where = positionsAcross(report.textOf);
  const document = {
    schema: 1,
    version: report.version,
    root: report.root,
    files: { discovered: plan.discovered, read: plan.read, parsed: plan.parsed, skipped: plan.skipped },
    findings: report.findings.map((finding) => findingOf(finding, where)),
    faults: plan.faults,
    suppressions: plan.suppressions,
    ...(plan.known !== undefined && { baseline: { known: plan.known } }),
    summary: { total: report.findings.length, byTransform: Object.fromEntries(countByTransform(report)) },
    ...extra,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function findingOf(finding: Finding, where: Where): unknown {
  const { key, transform, messageId, message, verdict, path, span, pass } = finding;
  const start = where(path, span.start, pass);
  const end = where(path, span.end, pass);
  const changes = finding.changes.map((change) => changeOf(change, pass, where));
  return { key, transform, messageId, message, verdict, path, start, end, pass, changes };
}

/** An edit names the imports its text relies on; they are written once per file, after all edits are known. */
function changeOf(change: Change, pass: number, where: Where): unknown {
  if (change.kind === 'create') return change;
  const { path, span, code } = change;
  const range = { start: where(path, span.start, pass), end: where(path, span.end, pass) };
  return { kind: 'edit', path, ...range, text: code.text, ...(code.imports.length > 0 && { imports: code.imports }) };
}
