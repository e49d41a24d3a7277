/** What a call was given. */
import { literalText } from './strings.js';
import type { PyNode } from './tree.js';

/** The arguments of a call, or the bases and keywords of a class header. */
export interface Arguments {
  /** The `argument_list`; for a call such as `sum(x for x in y)` the generator itself. */
  readonly list: PyNode;
  /** Without `*args`; a generator that is the only argument counts. */
  readonly positional: readonly PyNode[];
  /** `keyword_argument` nodes by name. */
  readonly keywords: ReadonlyMap<string, PyNode>;
  /** `*args`, as `list_splat` nodes. */
  readonly starred: readonly PyNode[];
  /** `**kwargs`, as `dictionary_splat` nodes. */
  readonly mappings: readonly PyNode[];
  /** The generator that is the only argument and has no parentheses of its own. */
  readonly generator: PyNode | null;
}

/** Whether and how one parameter was given; `because` is the `*args` or `**kwargs` that may hold it. */
export type Given =
  | { readonly kind: 'given'; readonly value: PyNode }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly because: PyNode };

/** A parameter as its function declares it; `position` counts from 0 and is null for keyword only. */
export interface Parameter {
  readonly name: string;
  readonly position: number | null;
}

/** Sorts the arguments of a call, or of a class header that has an argument list. */
export function readCall(call: PyNode): Arguments {
  const list = call.child('arguments') ?? call.child('superclasses') ?? call;
  const generator = list.type === 'generator_expression' ? list : null;
  const items = generator === null ? list.named : [generator];
  const named = items.filter((item) => item.type === 'keyword_argument');
  return {
    list,
    positional: items.filter((item) => !NOT_POSITIONAL.has(item.type)),
    keywords: new Map(named.map((item) => [item.child('name')?.text ?? '', item])),
    starred: items.filter((item) => item.type === 'list_splat'),
    mappings: items.filter((item) => item.type === 'dictionary_splat'),
    generator,
  };
}

const NOT_POSITIONAL = new Set(['keyword_argument', 'list_splat', 'dictionary_splat']);

/** What a call gives to one parameter. Splats of literals are looked into; any other splat makes it unknown. */
export function argument(call: PyNode, parameter: Parameter): Given {
  const given = readCall(call);
  const value = given.keywords.get(parameter.name)?.child('value');
  if (value !== null && value !== undefined) return { kind: 'given', value };
  const ways = [...given.mappings.map((splat) => fromMapping(splat, parameter.name)), fromPositions(given, parameter.position)];
  return ways.find((way) => way.kind === 'given') ?? ways.find((way) => way.kind === 'unknown') ?? { kind: 'absent' };
}

function fromPositions({ positional, starred }: Arguments, position: number | null): Given {
  if (position === null) return { kind: 'absent' };
  const places = [...positional, ...starred].sort((one, other) => one.start - other.start).flatMap(spread);
  const splat = places.slice(0, position + 1).find((place) => place.type === 'list_splat');
  const value = places[position];
  if (splat !== undefined) return { kind: 'unknown', because: splat };
  return value === undefined ? { kind: 'absent' } : { kind: 'given', value };
}

/** `*(a, b)` stands for `a` and `b`. */
function spread(place: PyNode): readonly PyNode[] {
  const inner = place.type === 'list_splat' ? bare(place.named[0]) : undefined;
  return inner?.type === 'tuple' || inner?.type === 'list' ? inner.named.flatMap(spread) : [place];
}

function fromMapping(splat: PyNode, name: string): Given {
  const dictionary = bare(splat.named[0]);
  if (dictionary?.type !== 'dictionary') return { kind: 'unknown', because: splat };
  const ways = dictionary.named.map((entry) => (entry.type === 'pair' ? fromPair(entry, splat, name) : fromMapping(entry, name)));
  return ways.findLast((way) => way.kind !== 'absent') ?? { kind: 'absent' };
}

function fromPair(pair: PyNode, splat: PyNode, name: string): Given {
  const key = literalText(pair.child('key'));
  const value = pair.child('value');
  if (key === null || value === null) return { kind: 'unknown', because: splat };
  return key === name ? { kind: 'given', value } : { kind: 'absent' };
}

function bare(node: PyNode | undefined): PyNode | undefined {
  return node?.type === 'parenthesized_expression' ? bare(node.named[0]) : node;
}
