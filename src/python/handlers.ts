/** Which exceptions are caught around a place. */
import type { PyModule } from './module.js';
import { pathOf } from './names.js';
import type { PyNode } from './tree.js';

const LISTS = new Set(['tuple', 'expression_list']);

/** `A as error`, and `*A`, which is how the grammar reads `except* A as error`. */
const HOLDERS = new Set(['as_pattern', 'list_splat', 'parenthesized_expression']);

/** Constants that stand for constants are followed this far. */
const DEPTH = 4;

const FRAMES = new Set(['function_definition', 'lambda', 'class_definition', 'module']);

/**
 * The import paths of the exceptions that every `try` around a node, up to its function, catches, from the
 * innermost to the outermost; null for one that cannot be read. A bare `except` is `builtins.BaseException`.
 */
export function caughtAround(node: PyNode, module: PyModule): readonly (string | null)[] {
  const caught: (string | null)[] = [];
  for (let child = node, parent = node.parent; parent !== null && !FRAMES.has(child.type); child = parent, parent = parent.parent) {
    if (parent.type !== 'try_statement' || child.field !== 'body') continue;
    const clauses = parent.children.filter((clause) => clause.type === 'except_clause' || clause.type === 'except_group_clause');
    caught.push(...clauses.flatMap((clause) => typesOf(clause, module)));
  }
  return caught;
}

/** The import paths of the exceptions of one `except` clause, as `caughtAround` gives them. */
function typesOf(clause: PyNode, module: PyModule): readonly (string | null)[] {
  const types = clause.named.filter((part) => part.type !== 'block');
  return types.length === 0 ? ['builtins.BaseException'] : types.flatMap((part) => pathsOf(part, module, DEPTH));
}

function pathsOf(node: PyNode, module: PyModule, depth: number): readonly (string | null)[] {
  if (LISTS.has(node.type)) return node.named.flatMap((part) => pathsOf(part, module, depth));
  if (HOLDERS.has(node.type)) return node.named.slice(0, 1).flatMap((part) => pathsOf(part, module, depth));
  const value = module.resolve(node);
  if (value.kind === 'expression' && value.node !== node && depth > 0) return pathsOf(value.node, value.module, depth - 1);
  return [pathOf(value)];
}
