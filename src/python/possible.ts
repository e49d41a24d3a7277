/** What an expression may be where it has no one value. */
import type { PyModule } from './module.js';
import type { Value } from './names.js';
import type { PyNode } from './tree.js';

/** Branches within branches are followed this far. */
const DEPTH = 4;

/**
 * The values that an expression may have: each branch of `a if b else c` and `a or b`, each value that its
 * name, or its attribute of `self`, is assigned. One value where there is only one.
 */
export function possibleValues(node: PyNode, module: PyModule, depth = DEPTH): readonly Value[] {
  const value = module.resolve(node);
  if (depth === 0 || value.kind !== 'unknown' || value.why !== 'ambiguous') return [value];
  const parts = [...branches(node), ...assigned(node, module)];
  return parts.length === 0 ? [value] : parts.flatMap((part) => possibleValues(part, module, depth - 1));
}

function branches(node: PyNode): readonly PyNode[] {
  if (node.type === 'conditional_expression') return node.named.filter((_, at) => at !== 1);
  return node.type === 'boolean_operator' || node.type === 'parenthesized_expression' ? node.named : [];
}

function assigned(node: PyNode, module: PyModule): readonly PyNode[] {
  if (node.type === 'identifier') {
    const bindings = module.scopeAt(node).owner(node.text)?.bindings(node.text) ?? [];
    return bindings.flatMap(({ kind, value }) => (kind === 'assignment' && value !== null && !value.contains(node) ? [value] : []));
  }
  const definition = node.closest('class_definition');
  if (node.type !== 'attribute' || definition === null || node.child('object')?.type !== 'identifier') return [];
  const targets = [...definition.descendants('attribute')].filter(({ field, parent }) => field === 'left' && parent?.type === 'assignment');
  return targets.filter(({ text }) => text === node.text).flatMap(({ parent }) => parent?.child('right') ?? []);
}
