/** Orders that leave rows with the same value in no order. */
import { readCall } from '../../src/python/calls.js';
import { insert } from '../../src/python/edits/edit.js';
import type { Edit } from '../../src/core/types.js';
import type { PyModule } from '../../src/python/module.js';
import { literalText, quoteOf } from '../../src/python/strings.js';
import type { PyNode } from '../../src/python/tree.js';
import { isUnique } from './growth.js';
import type { Rows } from './rows.js';

export interface Tie {
  readonly ordering: PyNode;
  readonly columns: readonly string[];
  /** Puts `"pk"` behind the last column. */
  readonly edit: Edit;
}

/** The `order_by` of this file that decides the order, if its columns do not tell rows apart. */
export function tieIn({ ordering, model, isShaped }: Rows, { tree }: PyModule): Tie | null {
  if (ordering === null || ordering.tree !== tree || isShaped) return null;
  const given = readCall(ordering).positional;
  const columns = given.map(literalText).filter((column) => column !== null);
  const last = given.at(-1);
  if (last === undefined || columns.length < given.length || columns.some((column) => column.includes('__') || isUnique(column, model))) return null;
  const quote = quoteOf(tree);
  return { ordering, columns, edit: insert(last.end, `, ${quote}pk${quote}`) };
}
