/** What the methods of lists and dictionaries make of them. */
import { asDict, dictOf, withEntries, withoutKey } from './dicts.js';
import { itemOf, itemsIn, numberIn } from './evaluate.js';
import type { Guard, Known, KnownList, Place } from './known.js';
import { asList, inserted, sameLiteral, textOf, without } from './lists.js';

interface Call {
  readonly given: readonly Known[];
  readonly places: readonly Place[];
  readonly named: readonly { readonly name: string; readonly value: Known; readonly at: Place }[];
  readonly at: Place;
  readonly own: readonly Guard[];
  /** Whether the first argument is a number as it is written, and not one counted off the list itself. */
  readonly isFixed: boolean;
}

type Method = (old: Known, call: Call) => Known;

/** By name; methods that change nothing are not here. */
export const METHODS: Readonly<Record<string, Method>> = {
  append: (old, { given: [value], places, at, own }) => grown(asList(old), value === undefined ? [] : [itemOf(value, places[0] ?? at, null, own)], null),
  add: (old, call) => (METHODS['append'] as Method)(old, call),
  extend: (old, { given: [value], own }) => (value === undefined ? old : grown(asList(old), itemsIn(value, own), asList(value).open)),
  insert: (old, { given, places, at, own, isFixed }) => {
    const [place, value] = given;
    if (place === undefined || value === undefined) return old;
    const index = numberIn(place);
    const item = itemOf(value, places[1] ?? at, null, own);
    return inserted(asList(old), [isFixed && index !== null ? { ...item, index } : item], index, isFixed, textOf(place));
  },
  remove: (old, { given, own }) => without(asList(old), given, own),
  discard: (old, { given, own }) => without(asList(old), given, own),
  pop: (old, { given, own }) => {
    const [key] = given;
    if (old.kind === 'dict') return key === undefined ? old : withoutKey(old, key, own);
    const list = asList(old);
    const item = list.items.at(key === undefined ? -1 : (numberIn(key) ?? -1));
    if (item === undefined || own.length > 0) return { ...list, unordered: 'pop' };
    return { ...list, items: list.items.filter((each) => each !== item) };
  },
  sort: (old) => ({ ...asList(old), unordered: 'sort' }),
  reverse: (old) => ({ ...asList(old), items: asList(old).items.toReversed() }),
  clear: (old, { own }) => {
    if (own.length > 0) return old;
    return old.kind === 'dict' ? { ...old, entries: [] } : { ...asList(old), items: [] };
  },
  update: (old, { given, named, own, at }) => {
    const more = given[0] === undefined ? dictOf([], at) : asDict(given[0]);
    const entries = named.map(({ name, value, at: place }) => ({ key: { kind: 'literal' as const, value: name, at: place }, value, at: place, guards: [] }));
    const whole = asDict(old);
    return { ...withEntries(whole, [...more.entries, ...entries], own), open: whole.open ?? more.open };
  },
  setdefault: (old, { given, own, at }) => {
    const [key, value] = given;
    const dict = asDict(old);
    if (key === undefined || value === undefined || dict.entries.some((entry) => sameLiteral(entry.key, key))) return dict;
    return withEntries(dict, [{ key, value, at, guards: [] }], own);
  },
};

function grown(list: KnownList, items: KnownList['items'], open: string | null): KnownList {
  return { ...list, items: [...list.items, ...items], open: list.open ?? open };
}
