/** What a method reads of `self`. */
import { firstParameter } from '../../python/definitions.js';
import type { PyNode } from '../../python/tree.js';

/** The attribute chains that start at `self`, the longest each: `self.author.name` is `['author', 'name']`. */
export function readsOfSelf(method: PyNode): readonly (readonly string[])[] {
  const self = firstParameter(method);
  const body = method.child('body');
  if (self === null || body === null) return [];
  const chains = [...body.descendants('attribute')].filter((node) => node.field !== 'object' || node.parent?.type !== 'attribute');
  const read = chains.map((node) => chainOf(node, self)).filter((chain) => chain !== null);
  return [...new Map(read.map((chain) => [chain.join('.'), chain])).values()];
}

function chainOf(node: PyNode, self: string): readonly string[] | null {
  const object = node.child('object');
  const name = node.child('attribute')?.text ?? '';
  if (object?.type === 'identifier') return object.text === self ? [name] : null;
  const before = object?.type === 'attribute' ? chainOf(object, self) : null;
  return before === null ? null : [...before, name];
}
