/** What one file queries; depends on nothing but its own text. */
import type { PyModule } from '../../python/module.js';
import { lineOf, type PyNode } from '../../python/tree.js';
import { chainOf, isStep } from './chains.js';
import { listingsIn } from './listings.js';
import { rootOf } from './roots.js';
import type { Query, QueryLeaf, Subject } from './types.js';

/** Null where the file asks for nothing. */
export function collect(module: PyModule): QueryLeaf | null {
  const queries = module.tree.nodes('call').filter(isWhole).flatMap((call) => queryOf(call, module));
  const listings = listingsIn(module);
  const subjects = subjectsIn(module);
  if (queries.length === 0 && listings.length === 0) return null;
  return { queries: queries.filter(({ root }) => root.kind !== 'unknown'), listings, subjects };
}

/** Whether no further method is called on what a call gives. */
function isWhole(call: PyNode): boolean {
  if (!isStep(call)) return false;
  const { parent } = call;
  const outer = parent?.type === 'attribute' && call.field === 'object' ? parent.parent : null;
  return outer === null || outer.type !== 'call' || !isStep(outer);
}

function queryOf(call: PyNode, module: PyModule): readonly Query[] {
  const chain = chainOf(call, module);
  if (chain === null || chain.steps.length === 0) return [];
  const isSliced = call.parent?.type === 'subscript' && call.field === 'value';
  return [{ ...chain, isSliced, span: { start: call.start, end: call.end }, line: lineOf(module.tree.text, call.start), within: withinOf(call) }];
}

function withinOf(node: PyNode): string {
  const around = node.closest('function_definition', 'class_definition');
  if (around === null) return '';
  return [withinOf(around), around.child('name')?.text ?? ''].filter((name) => name !== '').join('.');
}

function subjectsIn(module: PyModule): readonly Subject[] {
  return module.tree.nodes('class_definition').flatMap((node) => {
    const owner = node.child('name')?.text ?? '';
    const assigned = (node.child('body')?.named ?? []).map((statement) => statement.named[0]).filter((one) => one?.type === 'assignment');
    return assigned.flatMap((one) => {
      const [name, value] = [one?.child('left')?.text, one?.child('right')];
      if ((name !== 'queryset' && name !== 'model') || value == null) return [];
      const root = value.type === 'call' ? (chainOf(value, module)?.root ?? { kind: 'unknown' as const }) : rootOf(value, module);
      return root.kind === 'unknown' ? [] : [{ owner, root }];
    });
  });
}
