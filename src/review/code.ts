import type { Finding, PreviewFile, Span } from '../core/types.js';
import { highlight, languageOf, type Token } from '../report/highlight.js';
import { positionsIn } from '../report/position.js';
import { columnsOf } from '../report/width.js';
import { hunksOf, linesFrom, type HunkLine } from './hunks.js';
import { chop, segment, visible, type Line, type Segment, type Style } from './line.js';

/** How code is laid out. */
export interface CodeLook {
  /** Columns that there are. */
  readonly width: number;
  /** Lines around what matters; `Infinity` for the whole file. */
  readonly context: number;
  /** Without colours a row of carets says which words changed. */
  readonly isColored: boolean;
}

const GAP: Line = [segment('  ⋮', 'faint')];

/**
 * The diff of one file. Lines have the numbers that they have in `original`, the file as it lies on the disk: what
 * has been taken but is not written yet has none.
 */
export function diffRows({ path, before, after }: PreviewFile, original: string | null, look: CodeLook): Line[] {
  const language = languageOf(path);
  const [old, new_] = [highlight(before ?? '', language), highlight(after, language)];
  const numberOf = before === null || original === null ? () => null : linesFrom(original, before);
  const hunks = hunksOf(before ?? '', after, look.context);
  const digits = String((before ?? after).split('\n').length).length;
  return hunks.flatMap((hunk, at) => {
    const rows = hunk.flatMap((line) => {
      const tokens = (line.sign === '+' ? new_[line.after ?? 0] : old[line.before ?? 0]) ?? [];
      const number = line.before === null ? null : numberOf(line.before);
      return codeRows(line, tokens, number === null ? '' : String(number + 1), { ...look, digits });
    });
    return at === 0 ? rows : [GAP, ...rows];
  });
}

/** The lines of a place and those around it, without a change. */
export function excerptRows({ path, span }: Finding, text: string, look: CodeLook): Line[] {
  const lines = highlight(text, languageOf(path));
  const where = positionsIn(text);
  const [from, to] = [where(span.start).line - 1, Math.min(where(span.end).line, where(span.start).line + LONGEST)];
  const columns = { start: where(span.start).column - 1, end: where(span.start).column - 1 + span.end - span.start };
  const first = Math.max(0, from - look.context);
  const digits = String(lines.length).length;
  return lines.slice(first, to + look.context).flatMap((tokens, at) => {
    const index = first + at;
    const isPlace = index >= from && index < to;
    const line: HunkLine = { sign: ' ', before: index, after: index, marks: isPlace && to - from === 1 ? [columns] : [] };
    return codeRows(line, tokens, String(index + 1), { ...look, digits }, isPlace ? '>' : ' ');
  });
}

/** A place may be a whole function or class: this many of its lines are enough. */
const LONGEST = 20;

interface RowLook extends CodeLook {
  readonly digits: number;
}

/** What a changed line, and a changed word in it, looks like. */
const LOOKS: Readonly<Record<HunkLine['sign'], { line: Style; word: Style }>> = {
  ' ': { line: 'plain', word: 'bold' },
  '-': { line: 'removed', word: 'removedWord' },
  '+': { line: 'added', word: 'addedWord' },
};

function codeRows(line: HunkLine, tokens: readonly Token[], number: string, look: RowLook, sign: string = line.sign): Line[] {
  const { line: style } = LOOKS[line.sign];
  const margin = look.digits + 4;
  const room = Math.max(look.width - margin, 20);
  return chop(styled(line, tokens), room).flatMap((row, at): Line[] => {
    const head = at === 0 ? ` ${number.padStart(look.digits)} ${sign} ` : `${' '.repeat(margin - 2)}» `;
    const shown: Line = [segment(head, style === 'plain' ? 'faint' : style), ...row];
    const under = look.isColored ? '' : carets(row).trimEnd();
    return under === '' ? [shown] : [shown, [segment(' '.repeat(margin) + under)]];
  });
}

/** The tokens, cut where marks begin and end; a CR before the line's end is not shown. */
function styled({ sign, marks }: HunkLine, tokens: readonly Token[]): Line {
  const look = LOOKS[sign];
  return cut(tokens, marks).map(({ text, kind, isMarked }): Segment => {
    const style = isMarked ? look.word : kind === 'plain' ? look.line : kind;
    return segment(visible(text.replace(/\r$/, '')), style);
  });
}

const MARKED: readonly Style[] = Object.values(LOOKS).map(({ word }) => word);

/** A row of blanks with carets below what is marked in a row. */
function carets(row: Line): string {
  return row.map(({ text, style }) => (MARKED.includes(style) ? '^' : ' ').repeat(columnsOf(text))).join('');
}

interface Piece extends Token {
  readonly isMarked: boolean;
}

function cut(tokens: readonly Token[], marks: readonly Span[]): Piece[] {
  const edges = [...new Set(marks.flatMap(({ start, end }) => [start, end]))].sort((one, other) => one - other);
  let start = 0;
  return tokens.flatMap(({ text, kind }) => {
    const end = start + text.length;
    const stops = [start, ...edges.filter((edge) => edge > start && edge < end), end];
    const from = start;
    start = end;
    return stops.slice(1).map((stop, at): Piece => {
      const begin = stops[at] as number;
      const isMarked = marks.some((mark) => begin >= mark.start && stop <= mark.end);
      return { text: text.slice(begin - from, stop - from), kind, isMarked };
    });
  });
}
