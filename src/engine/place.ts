import type { Span } from '../core/types.js';
import type { PyNode } from '../python/tree.js';

/** The innermost node that holds a span. A block begins and ends where its only statement does. */
export function nodeAt(root: PyNode, span: Span): PyNode {
  const inner = root.children.find((child) => child.start <= span.start && span.end <= child.end);
  return inner === undefined ? root : nodeAt(inner, span);
}

/** In source order; what holds comes before what it holds. */
export function bySpan(one: Span, other: Span): number {
  return one.start - other.start || other.end - one.end;
}

/** In order of their bytes' code units, whatever the user's locale. */
export function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The last of each path, in order of path. */
export function byPath<T extends { readonly path: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.path, item])).values()].sort((one, other) => byText(one.path, other.path));
}
