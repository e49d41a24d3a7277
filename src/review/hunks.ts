import { structuredPatch } from 'diff';
import type { Span } from '../core/types.js';
import { changedWords } from '../report/words.js';

/** One line of a hunk. Lines of the text before and after are counted from 0. */
export interface HunkLine {
  readonly sign: ' ' | '-' | '+';
  /** Line of the text before; null for an added one. */
  readonly before: number | null;
  /** Line of the text after; null for a removed one. */
  readonly after: number | null;
  /** The words of a changed line that are not in its counterpart. */
  readonly marks: readonly Span[];
}

export type Hunk = readonly HunkLine[];

/** The lines that differ, each with `context` lines around. */
export function hunksOf(before: string, after: string, context: number): Hunk[] {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context });
  return hunks.map(({ oldStart, newStart, lines }) => marked(numbered(lines, Math.max(oldStart - 1, 0), Math.max(newStart - 1, 0))));
}

interface Numbered extends Omit<HunkLine, 'marks'> {
  readonly text: string;
}

function numbered(lines: readonly string[], before: number, after: number): Numbered[] {
  return lines.flatMap((line): Numbered[] => {
    const sign = line[0];
    const text = line.slice(1);
    if (sign === ' ') return [{ sign, before: before++, after: after++, text }];
    if (sign === '-') return [{ sign, before: before++, after: null, text }];
    return sign === '+' ? [{ sign, before: null, after: after++, text }] : [];
  });
}

/** Removed lines that added ones follow are their counterparts. */
function marked(lines: readonly Numbered[]): Hunk {
  const marks = new Map<Numbered, readonly Span[]>();
  for (let at = 0; at < lines.length; ) {
    const removed = run(lines, at, '-');
    const added = run(lines, at + removed.length, '+');
    if (removed.length > 0 && added.length > 0) compare(removed, added).forEach(([line, spans]) => marks.set(line, spans));
    at += Math.max(1, removed.length + added.length);
  }
  return lines.map((line) => ({ sign: line.sign, before: line.before, after: line.after, marks: marks.get(line) ?? [] }));
}

function run(lines: readonly Numbered[], from: number, sign: string): Numbered[] {
  const end = lines.findIndex((line, at) => at >= from && line.sign !== sign);
  return lines.slice(from, end === -1 ? undefined : end);
}

function compare(removed: readonly Numbered[], added: readonly Numbered[]): [Numbered, readonly Span[]][] {
  const marks = changedWords(removed.map(({ text }) => text), added.map(({ text }) => text));
  const pair = (line: Numbered, spans: readonly Span[] = []): [Numbered, readonly Span[]] => [line, isWhole(line.text, spans) ? [] : spans];
  return [...removed.map((line, at) => pair(line, marks.removed[at])), ...added.map((line, at) => pair(line, marks.added[at]))];
}

/** A line that is new from end to end needs no marks. */
function isWhole(text: string, spans: readonly Span[]): boolean {
  const rest = spans.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
  return rest.trim() === '';
}

/**
 * For each line of `before` the line of `original` that it is, both counted from 0; null for a line that is not
 * in `original`.
 */
export function linesFrom(original: string, before: string): (line: number) => number | null {
  if (original === before) return (line) => line;
  const numbers: (number | null)[] = [];
  for (const line of hunksOf(original, before, Infinity).flat()) {
    if (line.after !== null) numbers[line.after] = line.before;
  }
  return (line) => numbers[line] ?? null;
}
