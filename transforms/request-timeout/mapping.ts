import { readCall } from '../../src/python/calls.js';
import { parametersOf } from '../../src/python/definitions.js';
import type { PyModule } from '../../src/python/module.js';
import { madeBy } from '../../src/python/names.js';
import type { Scope } from '../../src/python/scopes.js';
import { literalText } from '../../src/python/strings.js';
import type { PyNode } from '../../src/python/tree.js';
import { placeOf } from './place.js';

/** What is known of the mapping in `**mapping`. */
export type Mapping =
  /** It always has a timeout. */
  | { readonly kind: 'bounded' }
  /** The fresh `**kwargs` of the function around, used for nothing but waiting calls. */
  | {
      readonly kind: 'owned';
      readonly name: string;
      /** The first of those calls, and the statement to put a default in front of. */
      readonly first: PyNode;
      readonly before: PyNode;
      /** Whether the function has a parameter `timeout`, so that the mapping cannot hold one. */
      readonly named: boolean;
    }
  /** A `**kwargs`, but rebound, of an outer function, or used for more than waiting calls. */
  | { readonly kind: 'shared' }
  /** Literal, with a key that takes computing. */
  | { readonly kind: 'literal'; readonly dictionary: PyNode }
  | { readonly kind: 'foreign' };

/** Whether one of a call's `**` arguments always has a timeout. */
export function isBoundedBy(call: PyNode, module: PyModule): boolean {
  return readCall(call).mappings.some((splat) => mappingOf(splat, module).kind === 'bounded');
}

/** `splat` is a `dictionary_splat` among the arguments of a waiting call. */
export function mappingOf(splat: PyNode, module: PyModule): Mapping {
  const [node] = splat.named;
  if (node === undefined) return { kind: 'foreign' };
  if (node.type === 'dictionary') return hasTimeout(node) ? { kind: 'bounded' } : { kind: 'literal', dictionary: node };
  if (holdsTimeout(node, module)) return { kind: 'bounded' };
  const owner = node.type === 'identifier' ? module.scopeAt(node).owner(node.text) : null;
  return owner === null ? { kind: 'foreign' } : named(node, owner, module);
}

function named(node: PyNode, owner: Scope, module: PyModule): Mapping {
  const same = [...owner.node.descendants('identifier')].filter((use) => use.text === node.text);
  const uses = same.filter((use) => module.scopeAt(use).owner(use.text) === owner);
  if (uses.some(putsTimeout)) return { kind: 'bounded' };
  const [parameter, ...rebound] = owner.bindings(node.text);
  if (parameter?.node.parent?.type !== 'dictionary_splat_pattern') return { kind: 'foreign' };
  const own = owner.node.type === 'function_definition' && node.closest('function_definition', 'lambda') === owner.node;
  const reads = uses.filter((use) => use !== parameter.node);
  const apart = reads.every((use) => isWaitingSplat(use, module) || isOtherKey(use));
  if (rebound.length > 0 || !own || !apart) return { kind: 'shared' };
  const first = reads.find((use) => isWaitingSplat(use, module))?.closest('call');
  const before = first ? owner.node.child('body')?.named.find((statement) => statement.contains(first)) : undefined;
  if (!first || !before) return { kind: 'shared' };
  const takesTimeout = parametersOf(owner.node).some(({ text }) => text === 'timeout');
  return { kind: 'owned', name: node.text, first, before, named: takesTimeout };
}

function holdsTimeout(node: PyNode, module: PyModule): boolean {
  const value = module.resolve(node);
  const call = madeBy(value) === 'builtins.dict' && value.kind === 'instance' ? value.call : null;
  if (call !== null) return readCall(call).keywords.has('timeout');
  return value.kind === 'expression' && value.node.type === 'dictionary' && hasTimeout(value.node);
}

function hasTimeout(dictionary: PyNode): boolean {
  return dictionary.named.some((pair) => isTimeout(pair.child('key')));
}

function isTimeout(node: PyNode | null | undefined): boolean {
  return literalText(node ?? null) === 'timeout';
}

/** `kwargs['timeout'] = …`, `kwargs.setdefault('timeout', …)`, `kwargs.update(timeout=…)`. */
function putsTimeout(use: PyNode): boolean {
  const { parent } = use;
  if (parent?.type === 'subscript') return parent.field === 'left' && isTimeout(parent.child('subscript'));
  const call = methodCall(use);
  if (call === null) return false;
  const { positional, keywords } = readCall(call.node);
  if (call.method === 'setdefault') return isTimeout(positional[0]);
  const given = positional[0];
  return call.method === 'update' && (keywords.has('timeout') || (given?.type === 'dictionary' && hasTimeout(given)));
}

function isWaitingSplat(use: PyNode, module: PyModule): boolean {
  const call = use.parent?.type === 'dictionary_splat' ? use.parent.parent?.parent : null;
  return call?.type === 'call' && placeOf(call, module) !== null;
}

/** `kwargs['headers']`, `kwargs.pop('headers')`, `'headers' in kwargs`: about some other key. */
function isOtherKey(use: PyNode): boolean {
  const { parent } = use;
  if (parent?.type === 'subscript') return isOther(parent.child('subscript'));
  if (parent?.type === 'comparison_operator') return parent.named[1] === use && isOther(parent.named[0]);
  const call = methodCall(use);
  if (call === null) return false;
  const { positional, keywords, mappings } = readCall(call.node);
  if (call.method === 'update') return positional.length === 0 && mappings.length === 0 && !keywords.has('timeout');
  return ['get', 'pop', 'setdefault'].includes(call.method) && isOther(positional[0]);
}

function isOther(key: PyNode | null | undefined): boolean {
  return literalText(key ?? null) !== null && !isTimeout(key);
}

function methodCall(use: PyNode): { readonly node: PyNode; readonly method: string } | null {
  const attribute = use.parent?.type === 'attribute' && use.field === 'object' ? use.parent : null;
  const node = attribute?.field === 'function' ? attribute.parent : null;
  return node === null || attribute === null ? null : { node, method: attribute.child('attribute')?.text ?? '' };
}
