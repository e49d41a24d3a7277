import { plain } from '../core/code.js';
import type { Code, Edit, Finding, ImportNeed, Span } from '../core/types.js';
import { byText } from './place.js';

/** Replaced ranges of one text in order, each with the length of what stands there now. */
export type Layer = readonly (Span & { readonly length: number })[];

/** Where a span is found behind some layers; what was put right before or right after it is not part of it. */
export function moved(span: Span, layers: readonly Layer[]): Span {
  return layers.reduce((at, layer) => ({ start: movedStart(at.start, layer), end: movedEnd(at.end, layer) }), span);
}

function movedStart(offset: number, layer: Layer): number {
  let shift = 0;
  for (const { start, end, length } of layer) {
    if (end > offset) return start < offset ? start + shift : offset + shift;
    shift += length - (end - start);
  }
  return offset + shift;
}

function movedEnd(offset: number, layer: Layer): number {
  let shift = 0;
  for (const { start, end, length } of layer) {
    if (start >= offset) break;
    if (end > offset) return start + shift + length;
    shift += length - (end - start);
  }
  return offset + shift;
}

/** The one range that differs between two texts. */
export function difference(before: string, after: string): Layer {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  if (start === before.length && before.length === after.length) return [];
  return [{ start, end: before.length - same, length: after.length - same - start }];
}

/** Whether two edits cannot both be made, or their order would matter: an insertion must not even touch. */
export function clash(one: Edit, other: Edit): boolean {
  const insertion = isEmpty(one.span) || isEmpty(other.span);
  const apart = insertion
    ? one.span.end < other.span.start || other.span.end < one.span.start
    : one.span.end <= other.span.start || other.span.end <= one.span.start;
  return !apart;
}

export function sameEdit(one: Edit, other: Edit): boolean {
  return one.span.start === other.span.start && one.span.end === other.span.end && one.code.text === other.code.text;
}

function isEmpty(span: Span): boolean {
  return span.start === span.end;
}

/** The edits that a finding makes in one file. */
export function editsIn(finding: Finding, path: string): Edit[] {
  return finding.changes.flatMap((change) => {
    return change.kind === 'edit' && change.path === path ? [{ span: change.span, code: change.code }] : [];
  });
}

/** What makes the file that a finding creates at a path. */
export function creation(finding: Finding, path: string): Edit[] {
  return finding.changes.flatMap((change) => {
    return change.kind === 'create' && change.path === path ? wholeText(change.text) : [];
  });
}

/** What makes a text of an empty file. */
export function wholeText(text: string): Edit[] {
  return [{ span: { start: 0, end: 0 }, code: plain(text) }];
}

/** Whether a finding has something to do. */
export function isFix({ changes, wishes = [] }: Finding): boolean {
  return changes.length > 0 || wishes.length > 0;
}

/** The files that a finding changes, but for migrations. */
export function pathsOf(finding: Finding): string[] {
  return [...new Set(finding.changes.map(({ path }) => path))];
}

/** The edits of several findings in one file; one that two findings share is made once. */
export function merged(findings: readonly (readonly Edit[])[]): Edit[] {
  const all: Edit[] = [];
  for (const edits of findings) {
    const before = [...all];
    all.push(...edits.filter((edit) => !before.some((earlier) => sameEdit(earlier, edit))));
  }
  return all;
}

/** Every import that some code relies on, once and in order. */
export function needsOf(code: readonly Code[]): ImportNeed[] {
  const needs = new Map(code.flatMap(({ imports }) => imports).map((need) => [`${need.module} ${need.name ?? ''}`, need]));
  return [...needs].sort(([one], [other]) => byText(one, other)).map(([, need]) => need);
}
