/** The timeout that other calls of the same file already use. */
import { plain } from '../../src/core/code.js';
import type { Code } from '../../src/core/types.js';
import { firstParameter, methodOf } from '../../src/python/definitions.js';
import type { PyModule } from '../../src/python/module.js';
import type { PyNode } from '../../src/python/tree.js';
import { isSlow } from './destination.js';
import { placeOf, type Place } from './place.js';

export interface Choice {
  readonly code: Code;
  /** Whether the user picked it, in the options or as a constant of the file. */
  readonly own: boolean;
}

/**
 * The constant that most sibling calls of a kind use, if it can be seen from the place; else the number on
 * which two or more of them agree.
 */
export function siblingValue(place: Place, module: PyModule, slow: boolean): Choice | null {
  const values = siblings(place, module, slow);
  const constants = values.filter((value) => isVisible(value, place.call, module));
  if (constants.length > 0) return { code: plain(commonest(constants.map(({ text }) => text))), own: true };
  const [first, ...others] = values;
  const agree = first !== undefined && isLiteral(first) && others.length > 0 && others.every(({ text }) => text === first.text);
  return agree ? { code: plain(first.text), own: false } : null;
}

function siblings({ client, call }: Place, module: PyModule, slow: boolean): readonly PyNode[] {
  return module.tree.nodes('keyword_argument').flatMap((keyword) => {
    const other = keyword.parent?.parent;
    const value = keyword.child('value');
    if (!value || !other || other === call || keyword.child('name')?.text !== 'timeout') return [];
    const place = placeOf(other, module);
    return place !== null && place.client === client && isSlow(place, module) === slow ? [value] : [];
  });
}

function commonest(texts: readonly string[]): string {
  const count = (text: string): number => texts.filter((other) => other === text).length;
  return texts.reduce((best, text) => (count(text) > count(best) ? text : best));
}

/** Whether a name, or a chain of attributes, means at `place` what it means where it stands, and is not `None`. */
function isVisible(value: PyNode, place: PyNode, module: PyModule): boolean {
  const root = rootOf(value);
  if (root === null) return false;
  const what = module.resolve(value);
  if (what.kind === 'expression' && what.node.type === 'none') return false;
  return (value.type === 'attribute' && isSameSelf(root, place)) || isSameConstant(root, place, module);
}

/** `settings` of `settings.HTTP.TIMEOUT`; null for what is more than names and dots. */
function rootOf(value: PyNode): PyNode | null {
  if (value.type === 'identifier') return value;
  const object = value.type === 'attribute' ? value.child('object') : null;
  return object === null ? null : rootOf(object);
}

function isSameSelf(root: PyNode, place: PyNode): boolean {
  const [there, here] = [methodOf(root), methodOf(place)];
  if (there === null || here === null || there.owner !== here.owner) return false;
  return root.text === firstParameter(there.definition) && root.text === firstParameter(here.definition);
}

function isSameConstant(root: PyNode, place: PyNode, module: PyModule): boolean {
  const owner = module.scopeAt(place).owner(root.text);
  const [binding, ...rebound] = owner?.bindings(root.text) ?? [];
  if (owner === null || owner !== module.scopeAt(root).owner(root.text)) return false;
  if (binding === undefined || rebound.length > 0) return false;
  if (!['import', 'assignment', 'definition', 'parameter'].includes(binding.kind)) return false;
  if (binding.kind === 'parameter') return binding.value?.type !== 'none';
  const runsLater = owner !== module.scopeAt(place);
  if (runsLater) return owner.kind === 'module' || binding.node.start < place.start;
  const block = binding.node.closest('block', 'module');
  return binding.node.end < place.start && (block?.contains(place) ?? false);
}

/** A number, or a pair of them. */
export function isLiteral({ type, named }: PyNode): boolean {
  return type === 'tuple' ? named.length === 2 && named.every(isLiteral) : type === 'integer' || type === 'float';
}
