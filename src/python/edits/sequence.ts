/**
 * Insertion into and removal from anything that separates items with commas: arguments, parameters,
 * displays and imported names.
 */
import { code, joinCode } from '../../core/code.js';
import type { Code, Edit } from '../../core/types.js';
import type { PyNode } from '../tree.js';
import { adapt } from './adapt.js';
import { insert, remove, replace } from './edit.js';
import { commentBehind, commentEnd, endWithComment, eolAt, indentAt, lineStart, nextLine, onOneLine, opensLine, unitAt } from './layout.js';

const BRACKETS = new Set(['(', '[', '{', ')', ']', '}']);

interface Sequence {
  readonly holder: PyNode;
  readonly items: readonly PyNode[];
  /** null where nothing brackets the items: `x = 1, 2`, `from a import b, c`. */
  readonly open: PyNode | null;
  readonly close: PyNode | null;
}

function sequenceOf(holder: PyNode): Sequence {
  const isImport = holder.type === 'import_from_statement';
  const items = isImport ? holder.all('name') : holder.named;
  const brackets = holder.children.filter((child) => BRACKETS.has(child.type));
  return { holder, items, open: brackets[0] ?? null, close: brackets[1] ?? null };
}

/** Appends items behind the last one. */
export function append(holder: PyNode, items: readonly Code[]): Edit[] {
  const sequence = sequenceOf(holder);
  const last = sequence.items.at(-1);
  return last === undefined ? fill(sequence, items) : putAfter(sequence, last, items);
}

/** Puts items in front of the first one. */
export function prepend(holder: PyNode, items: readonly Code[]): Edit[] {
  const sequence = sequenceOf(holder);
  const [first] = sequence.items;
  return first === undefined ? fill(sequence, items) : putBefore(sequence, first, items);
}

export function appendAfter(item: PyNode, items: readonly Code[]): Edit[] {
  return putAfter(sequenceOf(holderOf(item)), item, items);
}

export function prependBefore(item: PyNode, items: readonly Code[]): Edit[] {
  return putBefore(sequenceOf(holderOf(item)), item, items);
}

function holderOf(item: PyNode): PyNode {
  if (item.parent === null) throw new Error('the root of a tree is no item of anything');
  return item.parent;
}

/** The comma behind an item, or null. */
function commaBehind(item: PyNode): PyNode | null {
  let node = item.next;
  while (node !== null && (node.type === 'comment' || node.type === 'line_continuation')) node = node.next;
  return node?.type === ',' ? node : null;
}

function putAfter(sequence: Sequence, item: PyNode, items: readonly Code[]): Edit[] {
  const indent = ownLineIndent(sequence, item);
  const codes = items.map((added) => adapt(added, item, indent ?? undefined));
  return indent === null ? putBehind(sequence, item, codes) : putBelow(item, codes, indent);
}

function putBehind({ holder, items }: Sequence, item: PyNode, codes: readonly Code[]): Edit[] {
  const comma = commaBehind(item);
  const joined = joinCode(codes, ', ');
  if (comma === null) return [insert(item.end, code`, ${joined}`)];
  const isOneTuple = isTuple(holder) && items.length === 1;
  return [insert(comma.end, code` ${joined}${isOneTuple ? '' : ','}`)];
}

/** Below the line of the item and of the comment that shares it. */
function putBelow(item: PyNode, codes: readonly Code[], indent: string): Edit[] {
  const comma = commaBehind(item);
  const line = eolAt(item.tree.text, item.end) + indent;
  const joined = joinCode(codes, `,${line}`);
  const below = code`${line}${joined}`;
  const place = endWithComment(comma ?? item);
  if (comma !== null) return [insert(place, code`${below},`)];
  if (place === item.end) return [insert(place, code`,${below}`)];
  return [insert(item.end, ','), insert(place, below)];
}

function putBefore(sequence: Sequence, item: PyNode, items: readonly Code[]): Edit[] {
  const indent = ownLineIndent(sequence, item);
  const codes = items.map((added) => adapt(added, item, indent ?? undefined));
  const end = indent === null ? ', ' : `,${eolAt(item.tree.text, item.start)}${indent}`;
  const place = indent !== null && opensLine(item) ? startWithComments(item) : item.start;
  return [insert(place, joinCode(codes.map((added) => code`${added}${end}`), ''))];
}

/** The indentation of the items where the neighbour of `item` gets a line of its own, else null. */
function ownLineIndent({ holder, open, items }: Sequence, item: PyNode): string | null {
  if (open === null) return null;
  const { text } = holder.tree;
  const next = items[items.indexOf(item) + 1];
  const anchor = commaBehind(item) ?? item;
  if (next !== undefined && onOneLine(text, anchor.end, next.start)) return null;
  if (opensLine(item)) return indentAt(text, item.start);
  return item === items[0] && next !== undefined && opensLine(next) ? indentAt(text, next.start) : null;
}

/** Where the comments start that stand on lines of their own directly above an item; its own start if there are none. */
function startWithComments(item: PyNode): number {
  const { previous } = item;
  if (previous?.type !== 'comment' || !opensLine(previous)) return item.start;
  const between = item.tree.text.slice(previous.end, item.start);
  return between.split('\n').length === 2 ? startWithComments(previous) : item.start;
}

/** Puts items between brackets that hold none. */
function fill({ holder, open, close }: Sequence, items: readonly Code[]): Edit[] {
  if (open === null || close === null) throw new Error(`no brackets to fill in \`${holder.text}\``);
  const { text } = holder.tree;
  const inside = text.slice(open.end, close.start);
  if (inside.includes('\n') && !inside.includes('\\')) return [fillLines(open, close, items)];
  const codes = items.map((item) => adapt(item, open));
  const comma = isTuple(holder) && codes.length === 1 ? ',' : '';
  return [replace(open.end, inside.trim() === '' ? close.start : open.end, code`${joinCode(codes, ', ')}${comma}`)];
}

function fillLines(open: PyNode, close: PyNode, items: readonly Code[]): Edit {
  const { text } = open.tree;
  const last = close.previous?.type === 'comment' ? close.previous : null;
  const indent = last !== null && opensLine(last) ? indentAt(text, last.start) : indentAt(text, close.start) + unitAt(open);
  const line = eolAt(text, open.end) + indent;
  const place = last === null ? open.end : commentEnd(last);
  return insert(place, joinCode(items.map((item) => code`${line}${adapt(item, open, indent)},`), ''));
}

function isTuple({ type }: PyNode): boolean {
  return type === 'tuple' || type === 'expression_list';
}

/** Takes an item out, with its comma and the blanks that only it needed; comments beside it stay. */
export function take(item: PyNode): Edit[] {
  const sequence = sequenceOf(holderOf(item));
  const { holder, items, open, close } = sequence;
  const hasComments = holder.children.some((child) => child.type === 'comment');
  if (items.length > 1 || hasComments) return takeOne(sequence, item);
  if (open === null || close === null) return [replace(holder.start, holder.end, '()')];
  return [remove(open.end, close.start)];
}

function takeOne(sequence: Sequence, item: PyNode): Edit[] {
  const { holder, items } = sequence;
  const at = items.indexOf(item);
  const previous = items[at - 1];
  const next = items[at + 1];
  const own = commaBehind(item);
  const before = previous === undefined ? null : commaBehind(previous);
  const leavesOne = isTuple(holder) && items.length === 2;
  const dropped = next === undefined && own === null && !leavesOne ? before : null;
  const stays = dropped === null ? before : (previous ?? null);
  const cut = cutOf(item, own, stays, next ?? null);
  const edits = [remove(cut.start, cut.end)];
  if (dropped !== null && dropped.start < cut.start) edits.unshift(remove(dropped.start, dropped.end));
  if (leavesOne && next !== undefined && commaBehind(next) === null) edits.push(insert(next.end, ','));
  return edits;
}

/** What goes with an item: its lines, or the blanks up to a neighbour. `before` is the token that stays in front of it. */
function cutOf(item: PyNode, comma: PyNode | null, before: PyNode | null, next: PyNode | null): { start: number; end: number } {
  const { text } = item.tree;
  const last = comma ?? item;
  const opens = opensLine(item);
  if (opens && text.slice(last.end, nextLine(text, last.end)).trim() === '') {
    return { start: lineStart(text, item.start), end: nextLine(text, last.end) };
  }
  const comment = commentBehind(last);
  if (opens && comment !== null) return { start: item.start, end: comment.start };
  if (next !== null && comma?.next === next && (before === null || opens)) return { start: item.start, end: next.start };
  if (before !== null && !holdsComment(before, item)) return { start: before.end, end: last.end };
  return { start: item.start, end: last.end };
}

function holdsComment(before: PyNode, item: PyNode): boolean {
  for (let node = before.next; node !== null && node !== item; node = node.next) if (node.type === 'comment') return true;
  return false;
}
