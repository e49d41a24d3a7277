import type { Verdict } from '../core/types.js';
import { positionsAcross } from './position.js';
import type { Report } from './report.js';

/** A safe fix has no reason to wait; a refusal is only to be known. */
const SEVERITIES: Readonly<Record<Verdict, string>> = { safe: 'major', suggested: 'minor', refused: 'info' };

/** The findings as a code quality report of GitLab; `prefix` leads from the top of the repository to the root. */
export function renderGitlab(report: Report, prefix: string): string {
  const where = positionsAcross(report.textOf);
  const issues = report.findings.map(({ key, transform, verdict, message, path, span, pass }) => ({
    description: message,
    check_name: transform,
    fingerprint: key,
    severity: SEVERITIES[verdict],
    location: { path: prefix + path, lines: { begin: where(path, span.start, pass).line } },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
