/** Argument lists that one more argument makes too long for their line. */
import { code, joinCode } from '../../core/code.js';
import type { Code, Edit } from '../../core/types.js';
import type { PyNode, PyTree } from '../tree.js';
import { insert, replace } from './edit.js';
import { eolAt, indentAt, lineEnd, lineStart, onOneLine, opensLine, unitAt } from './layout.js';

/** Limits that projects have: Black's, and one below two that are common, for some stop short of those by one. */
const WIDTHS = [88, 99, 119] as const;

/** The share of a file's lines that may exceed its limit. */
const TOO_LONG = 0.005;

const BRACKETED = new Set([
  ...['argument_list', 'parameters', 'parenthesized_expression', 'subscript', 'tuple', 'list', 'set', 'dictionary'],
  ...['generator_expression', 'list_comprehension', 'set_comprehension', 'dictionary_comprehension'],
]);

/**
 * Appends arguments and breaks the line as Black would, if they make it longer than the file's lines are.
 * A single argument on a line of its own shares that line. Null where the layout of the call stays: the line is short
 * enough, was too long before, holds a comment, or has another bracket that would have to be broken first.
 */
export function appendBroken(list: PyNode, added: readonly Code[]): Edit[] | null {
  const { text } = list.tree;
  const items = list.named;
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined || list.children.some(({ type }) => type === 'comment')) return null;
  if (last.next?.type === ',' || !onOneLine(text, first.start, last.end) || isTied(list)) return null;
  const isOpen = opensLine(first);
  if (isOpen !== !onOneLine(text, last.end, list.end)) return null;
  const joined = code`, ${joinCode(added, ', ')}`;
  const width = widthOf(list.tree);
  const length = lengthBeside(last);
  if (width === null || length === null || length > width) return null;
  if (length + joined.text.length > width) return isOpen ? exploded(items, added) : opened(list, added, width);
  return isOpen && first === last ? [insert(last.end, joined)] : null;
}

/** Within a string, or within brackets that start on the same line. */
function isTied(list: PyNode): boolean {
  const start = lineStart(list.tree.text, list.start);
  for (let node = list.parent; node !== null && node.start >= start; node = node.parent) {
    if (BRACKETED.has(node.type)) return true;
  }
  return list.closest('string') !== null;
}

/** How long the line is that a node ends on; null if it ends with a comment. */
function lengthBeside(node: PyNode): number | null {
  const { text } = node.tree;
  const end = lineEnd(text, node.end);
  return text.slice(node.end, end).includes('#') ? null : end - lineStart(text, node.end);
}

/** The limit that a file's lines keep, but for those that cannot; null if they keep none. */
function widthOf(tree: PyTree): number | null {
  const lines = longLines(tree);
  const most = tree.text.split('\n').length * TOO_LONG;
  return WIDTHS.find((width) => lines.filter(({ length, isSolid }) => length > width && !isSolid).length <= most) ?? null;
}

interface Line {
  readonly length: number;
  /** Whether one string or comment makes up half of it: no line break would help. */
  readonly isSolid: boolean;
}

function longLines(tree: PyTree): readonly Line[] {
  const solids = [...tree.nodes('string'), ...tree.nodes('comment')];
  const found: Line[] = [];
  let start = 0;
  for (const line of tree.text.split('\n')) {
    const length = line.trimEnd().length;
    const onLine = (solid: PyNode): number => Math.min(solid.end, start + length) - Math.max(solid.start, start);
    if (length > WIDTHS[0]) found.push({ length, isSolid: solids.some((solid) => 2 * onLine(solid) >= line.trim().length) });
    start += line.length + 1;
  }
  return found;
}

/** Puts what is between the brackets on a line of its own, or on several if it does not fit. */
function opened(list: PyNode, added: readonly Code[], width: number): Edit[] {
  const items = list.named;
  const [first, last] = [items[0] ?? list, items.at(-1) ?? list];
  const outer = eolAt(list.tree.text, list.start) + indentAt(list.tree.text, list.start);
  const inner = outer + unitAt(list);
  const joined = code`, ${joinCode(added, ', ')}`;
  const isShort = inner.replace(/[\r\n]/g, '').length + last.end - first.start + joined.text.length <= width;
  const between = isShort ? [] : gaps(items, inner);
  const tail = isShort ? joined : lines(added, inner);
  return [replace(list.start + 1, first.start, inner), ...between, replace(last.end, list.end - 1, code`${tail}${outer}`)];
}

/** Gives each argument of those that share a line between the brackets a line of its own. */
function exploded(items: readonly PyNode[], added: readonly Code[]): Edit[] {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return [];
  const line = eolAt(first.tree.text, first.start) + indentAt(first.tree.text, first.start);
  return [...gaps(items, line), insert(last.end, lines(added, line))];
}

function gaps(items: readonly PyNode[], line: string): Edit[] {
  return items.slice(1).map((item, at) => replace(items[at]?.end ?? item.start, item.start, `,${line}`));
}

function lines(added: readonly Code[], line: string): Code {
  return code`${joinCode(added.map((one) => code`,${line}${one}`), '')},`;
}
