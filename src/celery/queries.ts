/** Where a function's database queries run. */
import { ownNodes } from '../python/definitions.js';
import type { PyModule } from '../python/module.js';
import { pathOf, type Value } from '../python/names.js';
import type { PyNode } from '../python/tree.js';

export const DATABASE_ERRORS = ['django.db.OperationalError', 'django.db.InterfaceError'] as const;

/** The attributes of a model that are its managers. */
export const MANAGERS: ReadonlySet<string> = new Set(['objects', '_default_manager', '_base_manager']);

/** Methods that give another queryset and run nothing. */
export const LAZY: ReadonlySet<string> = new Set(
  `all filter exclude order_by select_related prefetch_related values values_list annotate alias distinct only defer using
  reverse none union intersection difference select_for_update dates datetimes extra complex_filter`.split(/\s+/),
);

const FUNCTIONS = /^django\.(shortcuts\.get_(object|list)_or_404|db\.(connection\.cursor|transaction\.atomic))$/;

/** The expressions at which a query of the function's own may run, in source order. */
export function queriesIn(definition: PyNode, module: PyModule): readonly PyNode[] {
  const nodes = [...ownNodes(definition)];
  const chains = nodes.filter((node) => node.type === 'attribute' && isManager(node, module)).map(chainAround);
  const calls = nodes.filter((node) => node.type === 'call' && FUNCTIONS.test(pathOf(module.resolve(node.child('function') ?? node)) ?? ''));
  const found = new Set([...chains.flatMap((chain) => runsOf(chain, nodes)), ...calls]);
  return [...found].sort((one, other) => one.start - other.start);
}

/** Whether a call is part of a query: `Book.objects.filter(…)`, `Book.objects.filter(…).first()`. */
export function isQuery(call: PyNode, module: PyModule): boolean {
  if (call.type === 'attribute' && isOfRow(call)) return false;
  const object = call.type === 'call' ? call.child('function') : call.type === 'attribute' ? call.child('object') : null;
  return object !== null && ((object.type === 'attribute' && isManager(object, module)) || isQuery(object, module));
}

/** `Book.objects.get(…).print_label`: a method of the model. */
function isOfRow(attribute: PyNode): boolean {
  const before = attribute.child('object');
  const callee = before?.type === 'call' ? before.child('function') : null;
  return /^(get|first|last|earliest|latest|create)$/.test(callee?.child('attribute')?.text ?? '');
}

/** `Book.objects` in front of a method; `Book.objects(…)` is mongoengine's. */
function isManager(node: PyNode, module: PyModule): boolean {
  if (node.parent?.type !== 'attribute') return false;
  const object = node.child('object');
  const isNamed = MANAGERS.has(node.child('attribute')?.text ?? '') || isOtherManager(node, node.parent);
  return isNamed && object !== null && !isForeign(module.resolve(object), new Set());
}

/** `Book.published.filter(…)`: a manager of another name. */
function isOtherManager(node: PyNode, method: PyNode): boolean {
  const model = node.child('object')?.text ?? '';
  return /^(\w+\.)?[A-Z]\w*[a-z]\w*$/.test(model) && /^(filter|exclude|annotate|select_related|prefetch_related)$/.test(method.child('attribute')?.text ?? '');
}

/** Whether a class is certainly no model of Django's. */
function isForeign(value: Value, visited: Set<PyNode>): boolean {
  if (value.kind === 'object') return /^(mongoengine|neomodel|odmantic|tortoise|builtins)\b/.test(value.path);
  if (value.kind !== 'definition' || visited.has(value.node)) return false;
  visited.add(value.node);
  const bases = value.module.bases(value.node);
  return bases.length === 0 || bases.some((base) => isForeign(base, visited));
}

/** The whole of `a.b().c()` around its first part. */
export function chainAround(node: PyNode): PyNode {
  const { parent } = node;
  if (parent === null) return node;
  const isPart = (parent.type === 'attribute' && node.field === 'object') || (parent.type === 'call' && node.field === 'function');
  return isPart ? chainAround(parent) : node;
}

/** Where a chain runs: itself, or for a queryset in a variable where the variable is read. */
function runsOf(chain: PyNode, nodes: readonly PyNode[]): readonly PyNode[] {
  const target = isLazy(chain) && chain.parent?.type === 'assignment' ? chain.parent.child('left') : null;
  if (target?.type !== 'identifier') return [chain];
  const reads = nodes.filter((node) => node.type === 'identifier' && node.text === target.text && node.start > chain.end && isRead(node));
  return reads.flatMap((read) => runsOf(chainAround(read), nodes));
}

function isRead(node: PyNode): boolean {
  const isLabel = node.field === 'attribute' || (node.parent?.type === 'keyword_argument' && node.field === 'name');
  return node.field !== 'left' && !isLabel;
}

function isLazy(chain: PyNode): boolean {
  const callee = chain.type === 'call' ? chain.child('function') : null;
  return callee?.type === 'attribute' && LAZY.has(callee.child('attribute')?.text ?? '');
}
