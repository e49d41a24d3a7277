import { createHash } from 'node:crypto';
import type { Span } from '../core/types.js';
import type { PyNode } from '../python/tree.js';
import { nodeAt } from './place.js';

/**
 * Gives each place of one file a key of 16 hex digits that stays when lines shift or other places of
 * the file change: made of the transform, the path, the names of the classes and functions around, the
 * text of the place with its white space evened out, and its number among places that share all these.
 */
export function keyMaker(path: string, root: PyNode): (transform: string, span: Span) => string {
  const counts = new Map<string, number>();
  return (transform, span) => {
    const text = root.tree.text.slice(span.start, span.end).replace(/\s+/g, ' ').trim();
    const place = [transform, path, enclosingNames(nodeAt(root, span)).join('.'), text].join('\n');
    const ordinal = counts.get(place) ?? 0;
    counts.set(place, ordinal + 1);
    return createHash('sha256').update(`${place}\n${ordinal}`).digest('hex').slice(0, 16);
  };
}

function enclosingNames(node: PyNode): string[] {
  const names: string[] = [];
  for (let up = node.parent; up !== null; up = up.parent) {
    if (up.type === 'function_definition' || up.type === 'class_definition') names.unshift(up.child('name')?.text ?? '');
  }
  return names;
}
