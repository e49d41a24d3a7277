import type { Finding } from '../../core/types.js';
import { diffsOf, importsOf, type FileDiff } from '../hunks.js';
import { groupByPath, plural, type Report } from '../report.js';
import { codeSpan, fenced, inHtml, spoken } from './escape.js';

/** The line that a finding is on. */
export type Place = (finding: Finding) => number;

/** Files that are shown at once; where there are more each has to be opened. */
const FEW = 3;

/** Findings with their diffs, by file; files of a long list are folded. */
export function changesOf(title: string, findings: readonly Finding[], report: Report, place: Place): string[][] {
  if (findings.length === 0) return [];
  const groups = groupByPath(findings);
  const isLong = groups.length > FEW;
  const intro = `${plural(findings.length, 'place')} in ${plural(groups.length, 'file')}.`;
  return [[`### ${title}`, '', intro], ...groups.map(([path, own]) => fileSection(path, own, report, place, isLong))];
}

function fileSection(path: string, own: readonly Finding[], report: Report, place: Place, isFolded: boolean): string[] {
  const body = own.flatMap((finding) => ['', ...changeOf(finding, report, place)]);
  if (!isFolded) return [`#### ${codeSpan(path)}`, ...body, ...importsLine(own)];
  return [`<details><summary><code>${inHtml(path)}</code> (${own.length})</summary>`, ...body, ...importsLine(own), '', '</details>'];
}

function changeOf(finding: Finding, report: Report, place: Place): string[] {
  const diffs = diffsOf(finding, report.textOf);
  return [
    `Line ${place(finding)}, *${finding.verdict}*: ${spoken(finding.message)}`,
    ...diffs.flatMap((diff) => ['', ...diffLines(diff, finding.path)]),
  ];
}

function diffLines({ path, isNew, hunks }: FileDiff, own: string): string[] {
  const name = path === own ? [] : [`${isNew ? 'New file' : 'In'} ${codeSpan(path)}:`, ''];
  if (hunks.length === 0) return [...name, 'The text of this file is not part of the report.'];
  const lines = hunks.flatMap((hunk, at) => [...(at > 0 ? ['@@ @@'] : []), ...hunk.map(({ sign, text }) => sign + text)]);
  return [...name, ...fenced('diff', lines)];
}

/** An import is written once a file, whatever number of findings rely on it. */
function importsLine(own: readonly Finding[]): string[] {
  const imports = [...new Set(own.flatMap(importsOf))].sort();
  return imports.length === 0 ? [] : ['', `With ${imports.length === 1 ? 'the import' : 'the imports'} ${imports.map(codeSpan).join(', ')}.`];
}
