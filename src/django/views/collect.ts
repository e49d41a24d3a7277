/** What one file says of views. */
import { statementOf } from '../../python/definitions.js';
import type { PyModule } from '../../python/module.js';
import type { PyNode } from '../../python/tree.js';
import { collect as collectNames } from '../models/collect.js';
import { spanOf } from '../models/expression.js';
import { bindingsOf, refOf, type Names } from '../models/names.js';
import { queriesAt, type Query } from './queries.js';
import { rendersIn, type Rendering } from './renders.js';
import type { QueryLeaf, RenderLeaf, ViewLeaf } from './types.js';

export function collectViews(module: PyModule): ViewLeaf | null {
  const names = collectNames(module);
  if (names === null) return null;
  const known = namesIn(module);
  return { module: { ...names, receivers: [], added: [], settings: null }, renders: rendersIn(module, known).map((one) => leafOf(one, module, known)) };
}

/** The names that a file's code can use. */
export function namesIn(module: PyModule): Names {
  return { globals: bindingsOf(module.tree.root), inside: null };
}

function leafOf({ call, holder, templates, context }: Rendering, module: PyModule, names: Names): RenderLeaf {
  const entries = context.entries.map(({ name, value, node }) => {
    return { name, at: spanOf(node), queries: queriesAt(value, module).filter(({ steps }) => steps.length > 0).map((query) => queryLeaf(query, names)) };
  });
  return { at: spanOf(call), view: holder === null ? null : viewName(holder), templates, names: entries, isOpen: context.open !== null };
}

function queryLeaf({ node, root, steps }: Query, names: Names): QueryLeaf {
  return { root: refOf(root, names), steps: steps.map((step) => ({ kind: step.kind, name: step.name, at: spanOf(step.node) })), at: spanOf(node) };
}

/** `book_list`, or `BookView.get` for a method. */
export function viewName(holder: PyNode): string {
  const owner = statementOf(holder).closest('class_definition', 'function_definition');
  const name = holder.child('name')?.text ?? '';
  return owner?.type === 'class_definition' ? `${owner.child('name')?.text ?? ''}.${name}` : name;
}
