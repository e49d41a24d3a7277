import type { PyModule } from './module.js';
import type { PyNode } from './tree.js';

/**
 * What an expression is, as far as the source shows it. A dotted path always is the absolute path
 * of where the thing was imported from: `requests.get`, `django.conf.settings`, `shop.http.session`.
 */
export type Value =
  /** Something outside the project (or in a file that could not be read), named by its import path. */
  | { readonly kind: 'object'; readonly path: string }
  /**
   * What calling `of` gave; `call` is the call node, in `module`. A class's `self`, and what only an
   * annotation vouches for, have no call.
   */
  | { readonly kind: 'instance'; readonly of: Value; readonly call: PyNode | null; readonly module: PyModule }
  /** An attribute of an instance whose class is not the project's: `get` of a `requests.Session()`. */
  | { readonly kind: 'member'; readonly of: Value; readonly name: string }
  /** A `function_definition` or `class_definition` of the project, in whichever module it stands. */
  | { readonly kind: 'definition'; readonly node: PyNode; readonly module: PyModule }
  /** Any other expression: a literal, an operator, a subscript … */
  | { readonly kind: 'expression'; readonly node: PyNode; readonly module: PyModule }
  | { readonly kind: 'unknown'; readonly why: Unknown };

export type Unknown = 'parameter' | 'unbound' | 'ambiguous' | 'attribute' | 'star-import' | 'loop' | 'call' | 'recursion';

export function unknown(why: Unknown): Value {
  return { kind: 'unknown', why };
}

/** The import path of a value that is an object outside the project, or null. */
export function pathOf(value: Value): string | null {
  return value.kind === 'object' ? value.path : null;
}

/** The import path of what was called to make this value (`requests.Session`), or null. */
export function madeBy(value: Value): string | null {
  return value.kind === 'instance' ? pathOf(value.of) : null;
}

/** Whether two values are the same thing, whichever call made them. */
export function sameValue(one: Value, other: Value): boolean {
  if (one.kind === 'object') return other.kind === 'object' && one.path === other.path;
  if (one.kind === 'instance') return other.kind === 'instance' && sameValue(one.of, other.of);
  if (one.kind === 'member') return other.kind === 'member' && one.name === other.name && sameValue(one.of, other.of);
  if (one.kind === 'unknown' || other.kind !== one.kind) return false;
  return one.node.start === other.node.start && one.module.path === other.module.path;
}

/** What several possible values have in common: the value on which all agree; `None` beside others does not count. */
export function agreed(values: readonly Value[]): Value {
  const real = values.filter((value) => !isNone(value));
  const [first, ...rest] = real.length === 0 ? values : real;
  if (first === undefined) return unknown('unbound');
  return rest.every((value) => sameValue(first, value)) ? first : unknown('ambiguous');
}

function isNone(value: Value): boolean {
  return value.kind === 'expression' && value.node.type === 'none';
}
