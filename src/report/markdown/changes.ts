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
  const makers = makersOf(groups.flatMap(([, own]) => own));
  const change = (finding: Finding): string[] => changeOf(finding, report, place, makers);
  return [[`### ${title}`, '', intro], ...groups.map(([path, own]) => fileSection(path, own, change, isLong))];
}

/** By the path of a new file: the first finding that makes it. A migration has the operations of several. */
function makersOf(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const makers = findings.flatMap((finding) => {
    return finding.changes.flatMap(({ kind, path }) => (kind === 'create' ? [[path, finding] as const] : []));
  });
  return new Map(makers.reverse());
}

function fileSection(path: string, own: readonly Finding[], change: (finding: Finding) => string[], isFolded: boolean): string[] {
  const body = own.flatMap((finding) => ['', ...change(finding)]);
  if (!isFolded) return [`#### ${codeSpan(path)}`, ...body, ...importsLine(own)];
  return [`<details><summary><code>${inHtml(path)}</code> (${own.length})</summary>`, ...body, ...importsLine(own), '', '</details>'];
}

function changeOf(finding: Finding, report: Report, place: Place, makers: ReadonlyMap<string, Finding>): string[] {
  const isShown = ({ isNew, path }: FileDiff): boolean => isNew && makers.get(path) !== finding;
  return [
    `Line ${place(finding)}, *${finding.verdict}*: ${spoken(finding.message)}`,
    ...diffsOf(finding, report.textOf).flatMap((diff) => ['', ...(isShown(diff) ? [shownAbove(diff)] : diffLines(diff, finding.path))]),
  ];
}

function shownAbove({ path }: FileDiff): string {
  return `New file ${codeSpan(path)}: the one above.`;
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
