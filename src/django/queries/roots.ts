/** What chains of queryset methods start at. */
import { firstParameter } from '../../python/definitions.js';
import type { PyModule } from '../../python/module.js';
import type { Binding } from '../../python/scopes.js';
import type { PyNode } from '../../python/tree.js';
import type { Ref } from '../models/leaf.js';
import type { Root } from './types.js';

const UNKNOWN: Root = { kind: 'unknown' };

/** What a name, an attribute or a call is, as far as its own file can say. */
export function rootOf(node: PyNode, module: PyModule): Root {
  if (node.type === 'call') return rootOfCall(node, module);
  if (node.type === 'attribute') return extended(node, module);
  if (node.type !== 'identifier') return UNKNOWN;
  const owner = ownerOfSelf(node);
  if (owner !== null) return { kind: 'self', owner, path: [] };
  const value = valueOfName(node, module);
  if (value !== null && isUserCall(value)) return { kind: 'user', rest: [] };
  const name = refOf(node, module);
  return name === null ? UNKNOWN : { kind: 'name', name };
}

function extended(node: PyNode, module: PyModule): Root {
  const object = node.child('object');
  const attribute = node.child('attribute')?.text ?? '';
  const inner = object === null ? UNKNOWN : rootOf(object, module);
  if (inner.kind === 'name') return { kind: 'name', name: { ...inner.name, path: [...inner.name.path, attribute] } };
  if (inner.kind === 'user') return { kind: 'user', rest: [...inner.rest, attribute] };
  return inner.kind === 'self' ? { ...inner, path: [...inner.path, attribute] } : UNKNOWN;
}

/** `get_user_model()`, `self.get_queryset()` and `super()`. */
function rootOfCall(node: PyNode, module: PyModule): Root {
  if (isUserCall(node)) return { kind: 'user', rest: [] };
  const callee = node.child('function');
  if (callee?.type !== 'identifier' || callee.text !== 'super') return UNKNOWN;
  const owner = classAround(node);
  return owner === null || module.scopeAt(node).owner('super') !== null ? UNKNOWN : { kind: 'self', owner, path: [] };
}

function isUserCall(node: PyNode): boolean {
  return node.type === 'call' && /(?:^|\.)get_user_model$/.test(node.child('function')?.text ?? '');
}

/** The class of whose method a name is the first parameter. */
function ownerOfSelf(node: PyNode): string | null {
  if (node.text !== 'self') return null;
  const method = node.closest('function_definition');
  return method === null || firstParameter(method) !== 'self' ? null : classAround(method);
}

function classAround(node: PyNode): string | null {
  const around = node.closest('class_definition', 'function_definition');
  if (around === null) return null;
  return around.type === 'class_definition' ? (around.child('name')?.text ?? null) : classAround(around);
}

/** The right side of the only assignment that gives a name its value. */
export function valueOfName(node: PyNode, module: PyModule): PyNode | null {
  const only = onlyBinding(node, module);
  return only?.kind === 'assignment' ? only.value : null;
}

function refOf(node: PyNode, module: PyModule): Ref | null {
  const only = onlyBinding(node, module);
  if (only === null) return null;
  if (only.imported !== null) return { module: only.imported.module, path: only.imported.name === null ? [] : [only.imported.name] };
  return only.kind === 'definition' && only.value?.type === 'class_definition' ? { module: '', path: [node.text] } : null;
}

function onlyBinding(node: PyNode, module: PyModule): Binding | null {
  const bindings = module.scopeAt(node).owner(node.text)?.bindings(node.text) ?? [];
  return bindings.length === 1 ? (bindings[0] ?? null) : null;
}
