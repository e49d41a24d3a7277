import { diffArrays } from 'diff';
import type { Span } from '../core/types.js';

/** For each line the parts of it that the other side has not; none where nothing changed. */
export interface Marks {
  readonly removed: readonly (readonly Span[])[];
  readonly added: readonly (readonly Span[])[];
}

/** The least share of words in common that makes one text a version of the other. */
const LEAST_IN_COMMON = 0.3;

/**
 * Which words changed between removed lines and the lines in their place. The two are compared as wholes,
 * so that a call that is spread over several lines keeps what it had. Nothing is marked where they have little in common.
 */
export function changedWords(removed: readonly string[], added: readonly string[]): Marks {
  const [before, after] = [wordsOf(removed.join('\n')), wordsOf(added.join('\n'))];
  const parts = diffArrays(before, after);
  const kept = parts.filter((part) => !part.added && !part.removed).flatMap(({ value }) => value.filter(isDark)).length;
  const least = Math.min(before.filter(isDark).length, after.filter(isDark).length);
  if (kept === 0 || kept < LEAST_IN_COMMON * least) return { removed: removed.map(() => []), added: added.map(() => []) };
  const side = (isOther: (part: Part) => boolean): Span[][] => spansByLine(parts.filter((part) => !isOther(part)));
  return { removed: side((part) => part.added), added: side((part) => part.removed) };
}

type Part = ReturnType<typeof diffArrays<string>>[number];

function wordsOf(text: string): string[] {
  return text.match(/\n|[^\S\n]+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

function isDark(word: string): boolean {
  return word.trim() !== '';
}

/** White space is part of a change where changed words are on both sides of it. */
function spansByLine(parts: readonly Part[]): Span[][] {
  const lines: Span[][] = [[]];
  let at = 0;
  let bridge = -1;
  for (const { value, added, removed } of parts) {
    for (const word of value) {
      if (word === '\n') {
        lines.push([]);
        at = 0;
        continue;
      }
      const spans = lines.at(-1) as Span[];
      const isNext = spans.at(-1)?.end === at;
      const end = at + word.length;
      if ((added || removed) && !isDark(word) && isNext) bridge = end;
      if ((added || removed) && isDark(word)) mark(spans, isNext || bridge === at, at, end);
      at = end;
    }
  }
  return lines;
}

function mark(spans: Span[], joins: boolean, start: number, end: number): void {
  const last = spans.at(-1);
  if (last !== undefined && joins) spans[spans.length - 1] = { start: last.start, end };
  else spans.push({ start, end });
}
