/** What the global names of one file are, as far as the file itself can say. */
import { bind, BINDING_NODES } from '../../python/bindings.js';
import type { Binding } from '../../python/scopes.js';
import type { PyNode } from '../../python/tree.js';
import type { Ref } from './leaf.js';
import { statements } from './statements.js';

const BINDS = new Set(BINDING_NODES);

export interface Global {
  readonly binding: Binding;
  readonly isConditional: boolean;
}

/** The bindings that statements make in their own scope, by name. */
export function bindingsOf(block: PyNode): ReadonlyMap<string, readonly Global[]> {
  const found = new Map<string, Global[]>();
  for (const { node, isConditional } of statements(block)) {
    for (const binding of boundBy(node)) {
      const same = found.get(binding.name);
      if (same === undefined) found.set(binding.name, [{ binding, isConditional }]);
      else same.push({ binding, isConditional });
    }
  }
  return found;
}

/** The bindings of a single statement; `a = b = value` binds both. */
export function boundBy(node: PyNode): readonly Binding[] {
  if (node.type !== 'expression_statement' && node.type !== 'assignment') return BINDS.has(node.type) ? bind(node).filter(hasValue) : [];
  if (node.type === 'expression_statement') return node.named.flatMap(boundBy);
  const right = node.child('right');
  const last = lastValue(node);
  const own = bind(node).map((one) => (one.value === right ? { ...one, value: last } : one));
  return [...own.filter(hasValue), ...(right?.type === 'assignment' ? boundBy(right) : [])];
}

function lastValue(assignment: PyNode): PyNode | null {
  const right = assignment.child('right');
  return right?.type === 'assignment' ? lastValue(right) : right;
}

/** `name: int` alone declares and binds nothing. */
function hasValue({ kind, value, annotation }: Binding): boolean {
  return kind !== 'assignment' || value !== null || annotation === null;
}

/** Names that a class body binds go by the class's path: `Book.Status`. */
export interface Inside {
  readonly path: readonly string[];
  readonly names: ReadonlySet<string>;
}

/** The names that code of one file can use, outside of functions. */
export interface Names {
  readonly globals: ReadonlyMap<string, readonly Global[]>;
  readonly inside: Inside | null;
}

/** What a plain or dotted name is; null for any other expression, and for what nothing in the file binds. */
export function refOf(node: PyNode | null, names: Names): Ref | null {
  if (node?.type === 'attribute') {
    const object = refOf(node.child('object'), names);
    return object === null ? null : { ...object, path: [...object.path, node.child('attribute')?.text ?? ''] };
  }
  if (node?.type !== 'identifier') return null;
  const name = node.text;
  if (names.inside?.names.has(name) === true) return { module: '', path: [...names.inside.path, name] };
  const [only, ...others] = names.globals.get(name) ?? [];
  if (only === undefined || others.length > 0) return { module: '', path: [name] };
  return importOf(only.binding) ?? { module: '', path: [name] };
}

/** What an import binds; null for other bindings. */
export function importOf({ imported }: Binding): Ref | null {
  if (imported === null) return null;
  return { module: imported.module, path: imported.name === null ? [] : [imported.name] };
}
