import type { Code, Edit } from '../../core/types.js';
import type { PyNode } from '../tree.js';
import { adapt } from './adapt.js';
import { replace } from './edit.js';
import { append, appendAfter, prepend, prependBefore, take } from './sequence.js';

export type Where = 'first' | 'last' | { readonly before: PyNode } | { readonly after: PyNode };

/**
 * Adds an item to a list, tuple, set or dictionary display (for a dictionary the whole pair). Comments
 * on their own lines above a neighbour stay with that neighbour.
 */
export function addItem(collection: PyNode, item: Code, where: Where): Edit[] {
  if (where === 'first') return prepend(collection, [item]);
  if (where === 'last') return append(collection, [item]);
  return 'before' in where ? prependBefore(where.before, [item]) : appendAfter(where.after, [item]);
}

/** Takes an item out of a display; comments beside it stay. */
export function removeItem(item: PyNode): Edit[] {
  return take(item);
}

export function replaceItem(item: PyNode, by: Code): Edit[] {
  return [replace(item.start, item.end, adapt(by, item))];
}
