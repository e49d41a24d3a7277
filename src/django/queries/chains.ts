/** Chains of queryset methods, taken apart. */
import { readCall } from '../../python/calls.js';
import type { PyModule } from '../../python/module.js';
import { literalText } from '../../python/strings.js';
import type { PyNode } from '../../python/tree.js';
import { rootOf, valueOfName } from './roots.js';
import type { Condition, Query, Step } from './types.js';

/** Names that stand for querysets are followed this far. */
const DEPTH = 3;

/** Methods of querysets and managers. */
const METHODS = new Set([
  ...['all', 'filter', 'exclude', 'order_by', 'reverse', 'distinct', 'values', 'values_list', 'dates', 'datetimes', 'none', 'union', 'intersection', 'difference'],
  ...['select_related', 'prefetch_related', 'extra', 'defer', 'only', 'using', 'select_for_update', 'raw', 'annotate', 'alias', 'get_queryset'],
  ...['get', 'create', 'get_or_create', 'update_or_create', 'bulk_create', 'bulk_update', 'count', 'in_bulk', 'iterator', 'latest', 'earliest'],
  ...['first', 'last', 'aggregate', 'exists', 'contains', 'update', 'delete', 'as_manager', 'explain'],
  ...['aget', 'acount', 'afirst', 'alast', 'aexists', 'aupdate', 'adelete', 'alatest', 'aearliest', 'aget_or_create', 'aupdate_or_create', 'aiterator'],
]);

const SHORTCUTS = new Set(['get_object_or_404', 'get_list_or_404', 'aget_object_or_404', 'aget_list_or_404']);

export type Chain = Pick<Query, 'root' | 'steps'>;

/** Whether a call is a method of a queryset by its name, or a shortcut for one. */
export function isStep(call: PyNode): boolean {
  const callee = call.child('function');
  if (callee?.type === 'identifier') return SHORTCUTS.has(callee.text);
  return callee?.type === 'attribute' && (METHODS.has(callee.child('attribute')?.text ?? '') || SHORTCUTS.has(callee.child('attribute')?.text ?? ''));
}

/** The root and the steps of an expression; null where it is no chain. */
export function chainOf(node: PyNode, module: PyModule, depth = DEPTH): Chain | null {
  if (node.type === 'parenthesized_expression') return chainOf(node.named[0] ?? node, module, depth);
  if (node.type === 'await') return chainOf(node.named[0] ?? node, module, depth);
  if (node.type !== 'call') return rooted(node, module, depth);
  const callee = node.child('function');
  const name = callee?.type === 'attribute' ? (callee.child('attribute')?.text ?? '') : (callee?.text ?? '');
  if (SHORTCUTS.has(name)) return shortcut(node, name, module, depth);
  if (callee?.type !== 'attribute' || !METHODS.has(name)) return { root: rootOf(node, module), steps: [] };
  const object = callee.child('object');
  const inner = object === null ? null : chainOf(object, module, depth);
  return inner === null ? null : { root: inner.root, steps: [...inner.steps, stepOf(node, name)] };
}

/** A name with one value stands for it. */
function rooted(node: PyNode, module: PyModule, depth: number): Chain {
  const value = depth > 0 && node.type === 'identifier' ? valueOfName(node, module) : null;
  const chain = value === null || value.type !== 'call' ? null : chainOf(value, module, depth - 1);
  return chain !== null && chain.root.kind !== 'unknown' ? chain : { root: rootOf(node, module), steps: [] };
}

/** `get_object_or_404(Book, isbn=isbn)`. */
function shortcut(call: PyNode, name: string, module: PyModule, depth: number): Chain | null {
  const [subject] = readCall(call).positional;
  const isOther = (item: PyNode): boolean => item !== subject;
  const inner = subject === undefined ? null : chainOf(subject, module, depth);
  if (inner === null) return null;
  const step = stepOf(call, name.includes('list') ? 'filter' : 'get', isOther);
  return { root: inner.root, steps: [...inner.steps, step] };
}

function stepOf(call: PyNode, method: string, isAsked: (item: PyNode) => boolean = () => true): Step {
  const { positional, keywords, starred, mappings } = readCall(call);
  const asked = [...keywords].filter(([name]) => name !== 'defaults' && name !== 'create_defaults');
  const own = asked.map(([name, keyword]) => condition(name, keyword.child('value')));
  const read = positional.filter(isAsked).map((item) => ({ text: literalText(item), q: joinedBy(item) }));
  return {
    method: method.replace(/^a(?=get|count|first|last|exists|update|delete|latest|earliest|iterator)/, ''),
    conditions: [...own, ...read.flatMap(({ q }) => q ?? [])],
    texts: read.map(({ text }) => text).filter((text) => text !== null),
    isOpen: starred.length > 0 || mappings.length > 0 || read.some(({ text, q }) => text === null && q === null),
  };
}

function condition(lookup: string, value: PyNode | null): Condition {
  const kind = value?.type === 'true' || value?.type === 'false' ? 'boolean' : value?.type === 'none' ? 'none' : 'other';
  return { lookup, value: kind };
}

/** The conditions of `Q(a=1) & Q(b=2)`; null for anything else. */
function joinedBy(node: PyNode): readonly Condition[] | null {
  if (node.type === 'parenthesized_expression') return joinedBy(node.named[0] ?? node);
  if (node.type === 'binary_operator' && node.child('operator')?.type === '&') {
    const [left, right] = [node.child('left'), node.child('right')].map((side) => (side === null ? null : joinedBy(side)));
    return left == null || right == null ? null : [...left, ...right];
  }
  if (node.type !== 'call' || !/(?:^|\.)Q$/.test(node.child('function')?.text ?? '')) return null;
  const { positional, keywords, starred, mappings } = readCall(node);
  if (positional.length > 0 || starred.length > 0 || mappings.length > 0) return null;
  return [...keywords].map(([name, keyword]) => condition(name, keyword.child('value')));
}
