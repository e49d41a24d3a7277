import type { PyModule } from '../../src/python/module.js';
import type { PyNode } from '../../src/python/tree.js';

/** A timeout that is given and bounds nothing. */
export type Unbounded =
  | { readonly kind: 'none' }
  /** `(3.05, None)`: `none` is its second half. */
  | { readonly kind: 'half'; readonly none: PyNode }
  /** A parameter that defaults to `None` and is used as a timeout only. */
  | { readonly kind: 'parameter'; readonly byDefault: PyNode; readonly owner: string };

export function unbounded(value: PyNode, module: PyModule): Unbounded | null {
  if (value.type === 'none') return { kind: 'none' };
  if (value.type === 'tuple') return half(value);
  if (value.type !== 'identifier' && value.type !== 'attribute') return null;
  const owner = value.type === 'identifier' ? module.scopeAt(value).owner(value.text) : null;
  const [binding, ...rebound] = owner?.bindings(value.text) ?? [];
  if (owner !== null && binding?.kind === 'parameter') {
    if (binding.value?.type !== 'none' || rebound.length > 0 || !isTimeoutOnly(value.text, owner.node)) return null;
    return { kind: 'parameter', byDefault: binding.value, owner: owner.node.child('name')?.text ?? 'lambda' };
  }
  const constant = module.resolve(value);
  return constant.kind === 'expression' && constant.node.type === 'none' ? { kind: 'none' } : null;
}

function half({ named: [, none, ...more] }: PyNode): Unbounded | null {
  return none?.type === 'none' && more.length === 0 ? { kind: 'half', none } : null;
}

/** Whether a function only hands a parameter on, as `timeout=name`. */
function isTimeoutOnly(name: string, definition: PyNode): boolean {
  return readsOf(name, definition).every(({ field, parent }) => field === 'value' && parent?.child('name')?.text === 'timeout');
}

/** Where the body of a function reads a name. */
export function readsOf(name: string, definition: PyNode): readonly PyNode[] {
  const body = definition.child('body');
  if (body === null) return [];
  const named = [body, ...body.descendants('identifier')].filter(({ type, text }) => type === 'identifier' && text === name);
  return named.filter(({ field }) => field !== 'name' && field !== 'attribute');
}
