import type { Finding, Plan, Verdict } from '../core/types.js';

/** What a report says of a transform. */
export interface Rule {
  readonly id: string;
  readonly summary: string;
  readonly family: string;
  readonly references: readonly string[];
}

/** What every format starts from. */
export interface Report {
  readonly version: string;
  /** Absolute path; all other paths are relative to it. */
  readonly root: string;
  /** The transforms that ran. */
  readonly rules: readonly Rule[];
  readonly plan: Plan;
  /** Those of the plan's findings that the user asked to see. */
  readonly findings: readonly Finding[];
  /** The text that a finding's offsets count in; null where it is not known. */
  textOf(path: string, pass: number): string | null;
}

export type Counts = Readonly<Record<Verdict, number>>;

/** How many findings each transform has by verdict; a transform that found nothing has zeros. */
export function countByTransform(report: Pick<Report, 'rules' | 'findings'>): Map<string, Counts> {
  const counts = new Map<string, Record<Verdict, number>>();
  const of = (id: string): Record<Verdict, number> => {
    const existing = counts.get(id) ?? { safe: 0, suggested: 0, refused: 0 };
    counts.set(id, existing);
    return existing;
  };
  report.rules.forEach((rule) => of(rule.id));
  for (const finding of report.findings) of(finding.transform)[finding.verdict]++;
  return counts;
}

/** How many findings there are by verdict. */
export function count(findings: readonly Finding[]): Counts {
  const counts = { safe: 0, suggested: 0, refused: 0 };
  for (const finding of findings) counts[finding.verdict]++;
  return counts;
}

/** Findings by path, in order. */
export function groupByPath(findings: readonly Finding[]): [path: string, own: Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.path);
    if (group === undefined) groups.set(finding.path, [finding]);
    else group.push(finding);
  }
  return [...groups];
}

/** `1 file`, `2 files`. */
export function plural(many: number, one: string, more = `${one}s`): string {
  return `${many} ${many === 1 ? one : more}`;
}
