import type { PyTree } from './tree.js';

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
  readonly tree: PyTree;
}
