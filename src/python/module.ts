import type { Role } from '../core/roles.js';
import type { Value } from './names.js';
import type { Scope, Scopes } from './scopes.js';
import type { PyNode, PyTree } from './tree.js';

/**
 * Finds the project's file for an absolute dotted module name, as seen from the file at `from`, and
 * parses it; null where the project has none (a library's module) or it cannot be handled.
 */
export type LoadModule = (dotted: string, from: string) => PyModule | null;

/** One file of the project, with what can be asked of it. */
export interface PyModule {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** The dotted name under which the project imports the file, such as `shop.orders.tasks`. */
  readonly name: string;
  readonly role: Role;
  readonly tree: PyTree;
  readonly scopes: Scopes;
  /** The line end that an insertion uses where it has no neighbour to copy. */
  readonly eol: '\n' | '\r\n';
  /** What an expression is, as far as the source shows it. */
  resolve(node: PyNode): Value;
  /** What the module's own global `name` is; used for `from module import name`. */
  member(name: string): Value;
  /** What an absolute dotted path such as `shop.tasks.Patient`, as a setting or an option holds it, names. */
  named(path: string): Value;
  /** The innermost scope that the code at `node` runs in (a decorator runs in the scope around its function). */
  scopeAt(node: PyNode): Scope;
  /** The absolute name of a module as this file's imports write it: `..http` is `shop.http`. */
  absolute(module: string): string;
  /** What `name` is on an instance (or the class) of a class of the project: own, of `self`, then of its bases. */
  attribute(definition: PyNode, name: string): Value;
  /** The bases of a class of this module, in order. */
  bases(definition: PyNode): readonly Value[];
  /** Names that are read somewhere and that nothing binds: no scope and no builtin. */
  unboundNames(): ReadonlySet<string>;
}
