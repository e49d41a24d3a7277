import type { Span } from '../../core/types.js';
import { highlight, languageOf, type Kind, type Token } from '../highlight.js';
import { diffsOf, excerptOf, importsOf, type DiffLine, type Hunk } from '../hunks.js';
import type { Report } from '../report.js';
import { changedWords } from '../words.js';

/** What the page's script builds a finding's diff from, as short as may be: there are thousands. */
export interface FindingData {
  readonly diffs: readonly DiffData[];
  /** Import statements that the fix relies on and the file lacks. */
  readonly imports: readonly string[];
}

export interface DiffData {
  /** Null: the file that the finding is in. */
  readonly path: string | null;
  readonly isNew: boolean;
  readonly hunks: readonly (readonly LineData[])[];
}

/**
 * Sign, line number (0: none), text, and how it is shown: lengths and classes in turn. A class is the
 * number of the token's kind in `KINDS`, plus `CHANGED` where the word changed.
 */
export type LineData = readonly [sign: DiffLine['sign'], number: number, text: string, shown: readonly number[]];

export const KINDS: readonly Kind[] = ['plain', 'keyword', 'string', 'comment', 'number', 'name', 'builtin', 'decorator'];
export const CHANGED = 16;

type Tokens = readonly (readonly Token[])[];

/** Data for each finding, in order. A file is coloured once, however many findings it has. */
export function dataFor({ findings, textOf }: Report): FindingData[] {
  const known = new Map<string, Tokens>();
  const tokensOf = (path: string, pass: number): Tokens => {
    const key = `${pass} ${path}`;
    const tokens = known.get(key) ?? highlight(textOf(path, pass) ?? '', languageOf(path));
    known.set(key, tokens);
    return tokens;
  };
  return findings.map((finding) => {
    const { path: own, pass, changes } = finding;
    const shade = (path: string, hunk: Hunk): LineData[] => shaded(hunk, tokensOf(path, pass), (text) => highlight(text, languageOf(path)));
    const diffs = changes.length === 0 ? [{ path: own, isNew: false, hunks: [excerptOf(finding, textOf)] }] : diffsOf(finding, textOf);
    return {
      diffs: diffs.map(({ path, isNew, hunks }) => ({ path: path === own ? null : path, isNew, hunks: hunks.map((hunk) => shade(path, hunk)) })),
      imports: importsOf(finding),
    };
  });
}

/** Lines that were there are coloured as in their file, added ones by themselves. */
function shaded(hunk: Hunk, file: Tokens, highlight: (text: string) => Tokens): LineData[] {
  return blocksOf(hunk).flatMap((block): LineData[] => {
    const removed = block.filter(({ sign }) => sign === '-').map(({ text }) => text);
    const added = block.filter(({ sign }) => sign === '+').map(({ text }) => text);
    const marks = removed.length > 0 && added.length > 0 ? changedWords(removed, added) : null;
    const fresh = added.length > 0 ? highlight(added.join('\n')) : [];
    const seen = { '-': 0, '+': 0, ' ': 0 };
    return block.map(({ sign, text, number }) => {
      const at = seen[sign]++;
      const tokens = (sign === '+' ? fresh[at] : file[(number ?? 0) - 1]) ?? [];
      const changed = (sign === '+' ? marks?.added : marks?.removed)?.[at] ?? [];
      return [sign, number ?? 0, text, shownAs(text, tokens, sign === ' ' ? [] : changed)];
    });
  });
}

/** Neighbouring lines that are all kept, or all changed. */
function blocksOf(hunk: Hunk): DiffLine[][] {
  const blocks: DiffLine[][] = [];
  for (const line of hunk) {
    const last = blocks.at(-1);
    if (last !== undefined && (last[0]?.sign === ' ') === (line.sign === ' ')) last.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

/** Lengths and classes; nothing where all of a line is plain. */
function shownAs(text: string, tokens: readonly Token[], changed: readonly Span[]): number[] {
  const shown: number[] = [];
  const put = (length: number, look: number): void => {
    if (shown.length > 0 && shown.at(-1) === look) shown[shown.length - 2] = (shown.at(-2) as number) + length;
    else shown.push(length, look);
  };
  let at = 0;
  for (const token of [...tokens, { text: text.slice(lengthOf(tokens)), kind: 'plain' as const }]) {
    for (let left = Math.min(token.text.length, text.length - at); left > 0; ) {
      const { length, isChanged } = runAt(at, left, changed);
      put(length, KINDS.indexOf(token.kind) + (isChanged ? CHANGED : 0));
      at += length;
      left -= length;
    }
  }
  return shown.length === 2 && shown[1] === 0 ? [] : shown;
}

function lengthOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, { text }) => sum + text.length, 0);
}

/** How far from an offset all is changed, or none. */
function runAt(at: number, most: number, changed: readonly Span[]): { length: number; isChanged: boolean } {
  const inside = changed.find(({ start, end }) => start <= at && at < end);
  if (inside !== undefined) return { length: Math.min(most, inside.end - at), isChanged: true };
  const next = changed.find(({ start }) => start > at);
  return { length: Math.min(most, next === undefined ? most : next.start - at), isChanged: false };
}
