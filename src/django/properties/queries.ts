/** Which calls are methods of a queryset or a manager, as far as they show it. */
import { readCall } from '../../python/calls.js';
import type { PyModule } from '../../python/module.js';
import { pathOf } from '../../python/names.js';
import type { PyNode } from '../../python/tree.js';

/** Methods that nothing but a queryset has. */
const CERTAIN = new Set([
  ...['filter', 'exclude', 'select_related', 'prefetch_related', 'order_by', 'annotate', 'values_list', 'select_for_update', 'get_or_create', 'update_or_create'],
  ...['aggregate', 'in_bulk', 'afirst', 'aexists', 'acount'],
]);
/** Methods that other things have as well: what they are called with tells, or what they are called on. */
const SHARED: Readonly<Record<string, (call: PyNode) => boolean>> = {
  all: (call) => given(call) === 0,
  count: (call) => given(call) === 0,
  exists: (call) => given(call) === 0 && !/path|file|dir|storage/i.test(call.child('function')?.child('object')?.text ?? ''),
  first: (call) => given(call) === 0,
  last: (call) => given(call) === 0,
  distinct: () => true,
  latest: () => true,
  earliest: () => true,
  get: (call) => readCall(call).keywords.size > 0 && readCall(call).positional.length === 0 && !readCall(call).keywords.has('default'),
  values: (call) => given(call) > 0,
  only: (call) => given(call) > 0,
  iterator: () => true,
};
const LAZY = new Set([
  ...['all', 'filter', 'exclude', 'order_by', 'select_related', 'prefetch_related', 'values', 'values_list', 'annotate', 'distinct', 'only', 'defer', 'using'],
  ...['reverse', 'none', 'union', 'intersection', 'difference', 'select_for_update', 'iterator', 'visible_to', 'raw', 'extra', 'alias', 'get_queryset'],
]);
const MANAGERS = new Set(['objects', '_default_manager', '_base_manager']);

function given(call: PyNode): number {
  return call.child('arguments')?.named.length ?? 0;
}

/** `self.lines.count()`, `Book.objects.filter(…)`: also the inner calls of a longer chain. */
export function isQueryCall(call: PyNode, module: PyModule): boolean {
  const callee = call.child('function');
  const object = callee?.type === 'attribute' ? callee.child('object') : null;
  if (object === null || object === undefined) return false;
  const name = callee?.child('attribute')?.text ?? '';
  if (isOnManager(object) && !['create', 'bulk_create'].includes(name)) return !isForeign(object, module);
  if (object.type === 'call' && isQueryCall(object, module)) return CERTAIN.has(name) || SHARED[name] !== undefined;
  const isAlike = CERTAIN.has(name) || SHARED[name]?.(call) === true;
  return isAlike && reaches(object) && !isForeign(object, module);
}

/** Whether what it gives is a queryset that has not run. */
export function isLazyCall(call: PyNode, module: PyModule): boolean {
  const callee = call.child('function');
  if (callee?.type !== 'attribute' || !LAZY.has(callee.child('attribute')?.text ?? '')) return false;
  return isQueryCall(call, module);
}

function isOnManager(object: PyNode): boolean {
  return object.type === 'attribute' && MANAGERS.has(object.child('attribute')?.text ?? '');
}

/** A chain of attributes and calls that begins with a name. */
function reaches(node: PyNode): boolean {
  if (node.type === 'identifier') return true;
  if (node.type === 'attribute') return reaches(node.child('object') ?? node.tree.root);
  return node.type === 'call' && reaches(node.child('function') ?? node.tree.root);
}

/** Data frames, settings and the like have methods of the same names. */
function isForeign(object: PyNode, module: PyModule): boolean {
  const root = rootOf(object);
  const value = module.resolve(root);
  const path = pathOf(value) ?? (value.kind === 'instance' ? pathOf(value.of) : null) ?? '';
  return /^(builtins|pandas|numpy|itertools|re|os|pathlib|collections|mongoengine|sqlalchemy|elasticsearch\w*|requests|redis|boto3|csv|json)\b/.test(path);
}

function rootOf(node: PyNode): PyNode {
  const inner = node.child('object') ?? node.child('function');
  return inner === null ? node : rootOf(inner);
}
