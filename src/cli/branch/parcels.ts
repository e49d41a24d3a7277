import type { Finding } from '../../core/types.js';
import { commitMessage } from '../../report/commitMessage.js';
import { gistOf, sectionOf } from '../../report/page.js';
import { placeOf, type Where } from '../../report/placesByMessage.js';
import { positionsAcross } from '../../report/position.js';
import { groupByPath, plural, type Report } from '../../report/report.js';
import { showPath } from '../../report/text.js';
import { pageOf } from '../../source/catalogue.js';
import type { Parcel } from '../../write/branch/deliver.js';
import type { CommitUnit } from '../flags.js';

/** A parcel, and the subject of its commit. */
export interface Titled extends Parcel {
  readonly subject: string;
}

/** What every commit message ends with. */
export type Trailers = readonly (readonly [name: string, value: string])[];

interface Draft {
  readonly name: string;
  readonly subject: string;
  readonly findings: readonly Finding[];
  readonly refused: readonly Finding[];
}

/** One parcel for each commit: fixes in the order in which they are reported, transforms in that of the catalogue. */
export function parcelsOf(report: Report, unit: CommitUnit, base: string, trailers: Trailers): Titled[] {
  const where = positionsAcross(report.textOf);
  const known = new Map(report.plan.findings.map((finding) => [finding.key, finding]));
  return draftsOf(report, unit, where).map(({ name, subject, findings, refused }) => ({
    name,
    subject,
    keys: findings.map(({ key }) => key),
    message: (keys, droppedKeys) => {
      const [changed, dropped] = [keys, droppedKeys].map((own) => own.flatMap((key) => known.get(key) ?? [])) as [Finding[], Finding[]];
      const why = [...new Set(changed.map(({ transform }) => transform))].map(whyOf);
      return commitMessage({ subject, why, changed, dropped, refused, base, trailers }, where);
    },
  }));
}

/** The reason that a transform's page states, in a paragraph. */
export function whyOf(id: string): string {
  return gistOf(sectionOf(pageOf(id), 'Why'));
}

function draftsOf(report: Report, unit: CommitUnit, where: Where): Draft[] {
  const taken = new Set(report.plan.taken);
  const findings = report.plan.findings.filter(({ key }) => taken.has(key));
  const refused = report.findings.filter(({ verdict }) => verdict === 'refused');
  if (unit === 'file') return groupByPath(findings).map(([path, own]) => perFile(report, path, own, refused));
  if (unit === 'finding') return findings.map((finding) => perFinding(finding, where));
  return report.rules.flatMap(({ id, summary }) => {
    const own = findings.filter(({ transform }) => transform === id);
    const left = refused.filter(({ transform }) => transform === id);
    return own.length === 0 ? [] : [{ name: id, subject: summary, findings: own, refused: left }];
  });
}

function perFile(report: Report, path: string, findings: readonly Finding[], refused: readonly Finding[]): Draft {
  const [one, ...others] = report.rules.filter(({ id }) => findings.some(({ transform }) => transform === id));
  const what = others.length === 0 ? (one?.summary ?? '') : `Make ${plural(findings.length, 'fix', 'fixes')}`;
  const name = showPath(path);
  return { name, subject: `${what} in ${name}`, findings, refused: refused.filter((finding) => finding.path === path) };
}

function perFinding(finding: Finding, where: Where): Draft {
  const place = placeOf(finding, where);
  return { name: `${finding.transform} at ${place}`, subject: `${finding.transform}: fix ${place}`, findings: [finding], refused: [] };
}
