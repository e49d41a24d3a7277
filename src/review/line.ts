import type { Kind } from '../report/highlight.js';
import { charactersOf, columnsOf } from '../report/width.js';

/** What a piece of the screen is; `paintLine` decides how that looks. */
export type Style =
  | Kind | 'bold' | 'faint' | 'safe' | 'suggested' | 'refused' | 'key' | 'alert'
  | 'added' | 'removed' | 'addedWord' | 'removedWord';

export interface Segment {
  readonly text: string;
  readonly style: Style;
}

/** One row of the screen, or a text that is to be broken into rows. */
export type Line = readonly Segment[];

/**
 * Of the sixteen colours only, which a theme chooses to be readable on its own background; no background is
 * set but by exchanging the two.
 */
const CODES: Readonly<Record<Style, string>> = {
  plain: '', bold: '1', faint: '2', safe: '32', suggested: '33', refused: '35', key: '1', alert: '1;31',
  added: '32', removed: '31', addedWord: '32;7', removedWord: '31;7',
  keyword: '35', string: '36', comment: '2', number: '36', name: '1', builtin: '36', decorator: '33',
};

export function segment(text: string, style: Style = 'plain'): Segment {
  return { text, style };
}

/** A row for a terminal, with its colours or without. */
export function paintLine(line: Line, isColored: boolean): string {
  if (!isColored) return line.map(({ text }) => text).join('');
  return joined(line).map(({ text, style }) => (CODES[style] === '' ? text : `\u001b[${CODES[style]}m${text}\u001b[0m`)).join('');
}

/** Neighbours that look alike as one. */
function joined(line: Line): Line {
  const parts: Segment[] = [];
  for (const { text, style } of line) {
    const last = parts.at(-1);
    if (last !== undefined && last.style === style) parts[parts.length - 1] = { text: last.text + text, style };
    else parts.push({ text, style });
  }
  return parts;
}

export function widthOf(line: Line): number {
  return line.reduce((columns, { text }) => columns + columnsOf(text), 0);
}

/** Rows of at most `width` columns, for code, where white space counts: broken behind a blank or a bracket if one is near, else anywhere. */
export function chop(line: Line, width: number): Line[] {
  const cells = line.flatMap(({ text, style }) => charactersOf(text).map((character) => ({ ...character, style })));
  const rows: Line[] = [];
  for (let from = 0; from < cells.length || rows.length === 0; ) {
    const end = from + Math.max(fitting(cells, from, width), 1);
    const stop = end >= cells.length ? cells.length : breakBefore(cells, from, end);
    rows.push(joined(cells.slice(from, stop)));
    from = stop;
  }
  return rows;
}

/** How many cells from an index on fit into a width. */
function fitting(cells: readonly { readonly columns: number }[], from: number, width: number): number {
  let used = 0;
  let at = from;
  for (; at < cells.length; at++) {
    used += cells[at]?.columns ?? 0;
    if (used > width) break;
  }
  return at - from;
}

/** How far before the edge a row may end for the sake of a good break. */
const NEAR_EDGE = 16;

function breakBefore(cells: readonly { readonly text: string }[], from: number, end: number): number {
  for (let at = end; at > Math.max(from, end - NEAR_EDGE); at--) if (/[\s,([{.]/.test(cells[at - 1]?.text ?? '')) return at;
  return end;
}

/** Rows of at most `width` columns, broken between words: for prose. A word that is longer is broken. */
export function wrapWords(line: Line, width: number): Line[] {
  const rows: Segment[][] = [[]];
  let used = 0;
  for (const word of wordsOf(line)) {
    const columns = widthOf(word);
    const isBlank = word.every(({ text }) => text === ' ');
    if (used + columns > width && used > 0) {
      rows.push([]);
      used = 0;
    }
    if (used === 0 && isBlank && rows.length > 1) continue;
    const [first = [], ...further] = columns > width ? chop(word, width) : [word];
    rows.at(-1)?.push(...first);
    for (const row of further) rows.push([...row]);
    used = widthOf(rows.at(-1) ?? []);
  }
  return rows;
}

/** Words and the single spaces between them; a word may have several styles. */
function wordsOf(line: Line): Line[] {
  const words: Segment[][] = [];
  let isOpen = false;
  for (const { text, style } of line) {
    for (const part of text.split(/( )/)) {
      if (part === '') continue;
      if (part !== ' ' && isOpen) words.at(-1)?.push({ text: part, style });
      else words.push([{ text: part, style }]);
      isOpen = part !== ' ';
    }
  }
  return words;
}

/** Prose with `code` in it. */
export function prose(text: string, style: Style = 'plain'): Line {
  return text
    .split(/(`[^`]+`)/)
    .map((part, at): Segment => ({ text: part, style: at % 2 === 1 && style !== 'faint' ? 'bold' : style }))
    .filter((part) => part.text !== '');
}

/** Each row behind a margin. */
export function indent(rows: readonly Line[], margin: string): Line[] {
  return rows.map((row) => (row.length === 0 ? row : [segment(margin), ...row]));
}

const HIDDEN = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text that a terminal shows and does not obey: tabs as spaces, control characters and those that turn text around spelt out. */
export function visible(text: string): string {
  return text
    .replace(/\t/g, '    ')
    .replace(HIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
