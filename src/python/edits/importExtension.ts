import { plain } from '../../core/code.js';
import type { Edit } from '../../core/types.js';
import type { PyNode } from '../tree.js';
import { replace } from './edit.js';
import { by, isSorted, nameKey, widthLimit, widthOf, type TopImport } from './importBlock.js';
import { commentBehind, eolAt, onOneLine, unitAt } from './layout.js';
import { append, appendAfter, prependBefore } from './sequence.js';

/** Whether a `from m import …` takes further names: not `*`, and not one that only renames. */
export function canExtend(statement: PyNode): boolean {
  return statement.all('name').some((name) => name.type === 'dotted_name');
}

/** Adds names to a `from m import …`: each in its place if the names are sorted, else at the end. */
export function extend({ node }: TopImport, names: readonly string[], block: readonly TopImport[]): Edit[] {
  const given = node.all('name');
  const order = orderOf(given.map(importedName));
  const longer = outgrown(node, given, names, order, block);
  if (longer !== null) return [longer];
  if (order === null) return append(node, names.map(plain));
  const places = new Map<PyNode | undefined, string[]>();
  for (const name of names) {
    const before = given.findLast((item) => order(importedName(item)) <= order(name));
    places.set(before, [...(places.get(before) ?? []), name]);
  }
  return [...places].flatMap(([before, added]) => {
    const codes = added.toSorted(by(order)).map(plain);
    return before === undefined ? prependBefore(given[0] as PyNode, codes) : appendAfter(before, codes);
  });
}

function importedName(item: PyNode): string {
  return (item.child('name') ?? item).text;
}

type Order = (name: string) => string;

const ORDERS: readonly Order[] = [nameKey, (name) => name, (name) => name.toLowerCase()];

/** The key by which the names are sorted, or null. */
function orderOf(names: readonly string[]): Order | null {
  return ORDERS.find((order) => isSorted(names.map(order))) ?? null;
}

/** All names one a line in parentheses, where they stood on one line and would outgrow it; else null. */
function outgrown(
  node: PyNode,
  given: readonly PyNode[],
  names: readonly string[],
  order: Order | null,
  block: readonly TopImport[],
): Edit | null {
  const { text } = node.tree;
  const grown = widthOf(node) + names.reduce((sum, name) => sum + name.length + 2, 0);
  if (grown <= widthLimit(block) || !onOneLine(text, node.start, node.end) || commentBehind(node) !== null) return null;
  const first = node.children.find((child) => child.type === '(') ?? given[0];
  if (first === undefined) return null;
  const all = [...given.map((item) => item.text), ...names];
  if (order !== null) all.sort(by(order));
  const eol = eolAt(text, node.start);
  const unit = unitAt(node);
  return replace(first.start, node.end, `(${eol}${all.map((name) => `${unit}${name},${eol}`).join('')})`);
}
