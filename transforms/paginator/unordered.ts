/** Pages that are cut from rows without an order. */
import type { Draft } from '../../src/core/define.js';
import { insert } from '../../src/python/edits/edit.js';
import { argument } from '../../src/python/calls.js';
import { quoteOf } from '../../src/python/strings.js';
import type { PyNode } from '../../src/python/tree.js';
import type { Terms } from '../paginator.js';
import { rowsAt, type Rows } from './rows.js';
import { tieIn } from './ties.js';

const PAGINATORS = new Set(['django.core.paginator.Paginator', 'django.core.paginator.AsyncPaginator']);

export function unordered(call: PyNode, context: Terms): Draft | null {
  const { module, facts } = context;
  const callee = call.child('function');
  const value = callee !== null && /Paginator$/.test(callee.text) ? module.resolve(callee) : null;
  if (value?.kind !== 'object' || !PAGINATORS.has(value.path)) return null;
  const given = argument(call, { name: 'object_list', position: 0 });
  const rows = given.kind === 'given' ? rowsAt(given.value, module, facts.models) : null;
  if (given.kind !== 'given' || rows === null || rows.some(({ isSliced }) => isSliced)) return null;
  if (rows.every(({ order }) => order === 'none')) return withoutOrder(call, given.value, rows, context);
  return rows.every(({ ordering }) => ordering !== null) ? withTies(rows, context) : null;
}

const CHAINS = new Set(['identifier', 'attribute', 'call', 'parenthesized_expression']);

function withoutOrder(call: PyNode, given: PyNode, rows: readonly Rows[], { module, safe, refuse }: Terms): Draft | null {
  const name = call.child('function')?.text ?? '';
  if (rows.some(({ isShaped }) => isShaped)) return refuse(call, 'groups', { call: name, step: 'values(), distinct() or the like' });
  if (!CHAINS.has(given.type)) return null;
  const quote = quoteOf(module.tree);
  return safe(call, 'unorderedPages', { call: name }, [insert(given.end, `.order_by(${quote}pk${quote})`)]);
}

/** One `order_by` whose columns do not tell rows apart. */
function withTies(rows: readonly Rows[], { module, suggest }: Terms): Draft | null {
  const [first] = rows;
  const tie = first === undefined || rows.some(({ ordering }) => ordering !== first.ordering) ? null : tieIn(first, module);
  return tie === null ? null : suggest(tie.ordering, 'ties', { column: tie.columns.join('`, `') }, [tie.edit]);
}
