/** Whose attribute an expression reads, as far as it shows it. */
import { ownNodes } from '../../python/definitions.js';
import type { PyModule } from '../../python/module.js';
import { pathOf, type Value } from '../../python/names.js';
import type { PyNode } from '../../python/tree.js';
import { lineOfClass } from './lineage.js';
import type { Owner } from './types.js';

export function ownerOf(object: PyNode, module: PyModule): Owner {
  const value = module.resolve(object);
  const named: Owner = { kind: 'name', name: lastName(object) };
  if (value.kind === 'instance') return ofInstance(value, module) ?? named;
  if (value.kind === 'definition') return value.node.type === 'class_definition' ? { kind: 'class', line: lineOfClass(value.node, value.module) } : { kind: 'other' };
  if (value.kind === 'expression') return value.node.type === 'await' || value.node.type === 'subscript' || value.node === object ? named : { kind: 'other' };
  if (value.kind === 'object') return { kind: 'other' };
  return rowOf(object, module) ?? named;
}

function ofInstance(value: Extract<Value, { kind: 'instance' }>, module: PyModule): Owner | null {
  if (value.of.kind === 'definition' && value.of.node.type === 'class_definition') return { kind: 'class', line: lineOfClass(value.of.node, value.of.module) };
  const path = pathOf(value.of);
  if (path !== null && value.call !== null && /get_object_or_404$/.test(path)) return ofModel(value.call.child('arguments')?.named[0], value.module);
  const isClass = path !== null && /^[A-Z]/.test(path.slice(path.lastIndexOf('.') + 1));
  return isClass && !/^(django\.db\.models|typing)/.test(path) ? { kind: 'other' } : rowOfCall(value.call, module);
}

/** `order = Order.objects.get(…)`, `for order in Order.objects.filter(…)`. */
function rowOf(object: PyNode, module: PyModule): Owner | null {
  if (object.type !== 'identifier') return null;
  const bindings = module.scopeAt(object).owner(object.text)?.bindings(object.text) ?? [];
  const owners = bindings.map(({ kind, value, node }) => {
    if (kind === 'assignment') return rowOfCall(value, module);
    return kind === 'loop' ? rowOfCall(node.closest('for_statement', 'for_in_clause')?.child('right') ?? null, module) : null;
  });
  const [only] = owners;
  return owners.length === 1 ? (only ?? null) : null;
}

function rowOfCall(call: PyNode | null, module: PyModule): Owner | null {
  if (call === null) return null;
  const callee = call.type === 'call' ? call.child('function') : null;
  if (callee?.type === 'identifier') return /get_object_or_404$/.test(callee.text) ? ofModel(call.child('arguments')?.named[0], module) : null;
  for (let at: PyNode | null = call; at !== null; at = at.child('function') ?? at.child('object')) {
    if (at.type === 'attribute' && /^(objects|_default_manager)$/.test(at.child('attribute')?.text ?? '')) return ofModel(at.child('object') ?? undefined, module);
  }
  return null;
}

function ofModel(named: PyNode | undefined, module: PyModule): Owner | null {
  const value = named === undefined ? null : module.resolve(named);
  return value?.kind === 'definition' && value.node.type === 'class_definition' ? { kind: 'class', line: lineOfClass(value.node, value.module) } : null;
}

/** Whose rows a queryset holds, as far as its manager shows it. */
export function ownerOfRows(queryset: PyNode, module: PyModule): Owner {
  return rowOfCall(queryset, module) ?? { kind: 'name', name: '' };
}

/** `order` of `self.order`. */
export function lastName(object: PyNode): string {
  return (object.child('attribute') ?? object).text.replace(/_?\d+$/, '');
}

/** Nodes of a function's own body and of what is written in it without a name. */
export function nodesOfFrame(frame: PyNode): readonly PyNode[] {
  if (frame.type !== 'module') return [...ownNodes(frame)];
  return [...frame.walk(({ type }) => !['function_definition', 'class_definition', 'lambda'].includes(type))];
}
