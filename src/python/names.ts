import type { PyModule } from './module.js';
import type { PyNode } from './tree.js';

/**
 * What an expression is, as far as the source shows it. A dotted path always is the absolute path
 * of where the thing was imported from: `requests.get`, `django.conf.settings`, `shop.http.session`.
 */
export type Value =
  /** Something outside the project (or in a file that could not be read), named by its import path. */
  | { readonly kind: 'object'; readonly path: string }
  /** What calling `of` gave; `call` is the call node, in `module`. A class's `self` has no call. */
  | { readonly kind: 'instance'; readonly of: Value; readonly call: PyNode | null; readonly module: PyModule }
  /** A `function_definition` or `class_definition` of the project, in whichever module it stands. */
  | { readonly kind: 'definition'; readonly node: PyNode; readonly module: PyModule }
  /** Any other expression: a literal, an operator, a subscript … */
  | { readonly kind: 'expression'; readonly node: PyNode; readonly module: PyModule }
  | { readonly kind: 'unknown'; readonly why: 'parameter' | 'unbound' | 'ambiguous' | 'attribute' | 'star-import' | 'loop' };

/** The import path of a value that is an object outside the project, or null. */
export function pathOf(value: Value): string | null {
  return value.kind === 'object' ? value.path : null;
}

/** The import path of what was called to make this value (`requests.Session`), or null. */
export function madeBy(value: Value): string | null {
  return value.kind === 'instance' ? pathOf(value.of) : null;
}
