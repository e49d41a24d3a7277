/** Dictionaries as code fills them. */
import { listOf, sameLiteral, textOf } from './lists.js';
import type { Entry, Guard, Known, KnownDict, Option, Place } from './known.js';

export function dictOf(entries: readonly Entry[], at: Place, open: string | null = null, from: Known | null = null): KnownDict {
  return { kind: 'dict', entries, open, from, at };
}

/** A value as the dictionary that it stands for. */
export function asDict(value: Known): KnownDict {
  return value.kind === 'dict' ? value : dictOf([], value.at, textOf(value), value);
}

/** What a key (or the index of a list) holds; null where it surely holds nothing. */
export function valueAt(holder: Known, key: Known): Known | null {
  if (holder.kind === 'choice') return chosen(holder.options.flatMap(({ value, guards }) => optionAt(value, key, guards)), holder.at);
  if (holder.kind === 'list' && key.kind === 'literal' && typeof key.value === 'number') return holder.items.at(key.value)?.value ?? null;
  if (holder.kind !== 'dict') return { kind: 'computed', text: textOf(holder), at: holder.at };
  if (key.kind !== 'literal') return { kind: 'computed', text: textOf(key), at: key.at };
  const found = holder.entries.filter((entry) => sameLiteral(entry.key, key));
  const sure = found.findLastIndex((entry) => entry.guards.length === 0);
  const options = found.slice(Math.max(0, sure)).map(({ value, guards }) => ({ value, guards }));
  const unseen: Option[] = holder.open !== null && sure < 0 ? [{ value: { kind: 'computed', text: holder.open, at: holder.at }, guards: [] }] : [];
  return chosen([...unseen, ...options], holder.at);
}

function optionAt(value: Known, key: Known, guards: readonly Guard[]): Option[] {
  const found = valueAt(value, key);
  return found === null ? [] : [{ value: found, guards }];
}

/** As many options as anybody would look at. */
const MOST = 12;

/** One value for several options; null for none. */
export function chosen(options: readonly Option[], at: Place): Known | null {
  const flat = options.flatMap(flattened);
  const [only, ...more] = flat;
  if (only === undefined) return null;
  if (more.length === 0 && only.guards.length === 0) return only.value;
  return flat.length > MOST ? { kind: 'computed', text: 'many possible values', at } : { kind: 'choice', options: flat, at };
}

function flattened({ value, guards }: Option): readonly Option[] {
  if (value.kind !== 'choice') return [{ value, guards }];
  return value.options.map((option) => ({ value: option.value, guards: [...guards, ...option.guards] }));
}

/** The holder with what is under `keys` made anew by `make`, which gets what was there. */
export function changedAt(holder: Known, keys: readonly Known[], at: Place, guards: readonly Guard[], make: (old: Known | null) => Known): Known {
  const [key, ...below] = keys;
  if (key === undefined) return make(holder);
  if (holder.kind === 'choice') {
    return { ...holder, options: holder.options.map((option) => ({ ...option, value: changedAt(option.value, keys, at, guards, make) })) };
  }
  if (holder.kind === 'list') return changedItem(holder, key, (value) => changedAt(value, below, at, guards, make));
  const dict = asDict(holder);
  const old = valueAt(dict, key);
  const value = below.length === 0 ? make(old) : changedAt(old ?? dictOf([], at), below, at, guards, make);
  return entered(dict, { key, value, at, guards: below.length > 0 && old !== null ? [] : guards });
}

/** An entry takes the place of one of the same key, unless conditions decide between them. */
function entered(dict: KnownDict, entry: Entry): KnownDict {
  if (entry.key.kind !== 'literal') return { ...dict, open: dict.open ?? textOf(entry.key) };
  const place = dict.entries.findIndex((each) => sameLiteral(each.key, entry.key));
  if (place < 0 || entry.guards.length > 0) return { ...dict, entries: [...dict.entries, entry] };
  const rest = dict.entries.filter((each, index) => index === place || !sameLiteral(each.key, entry.key));
  return { ...dict, entries: rest.map((each) => (sameLiteral(each.key, entry.key) ? entry : each)) };
}

function changedItem(holder: Known & { kind: 'list' }, key: Known, make: (value: Known) => Known): Known {
  const index = key.kind === 'literal' && typeof key.value === 'number' ? key.value : null;
  const place = index === null ? -1 : index < 0 ? holder.items.length + index : index;
  if (holder.items[place] === undefined) return { ...listOf(holder.items, holder.at, holder.form, 'computed index'), unordered: holder.unordered };
  return { ...holder, items: holder.items.map((item, at) => (at === place ? { ...item, value: make(item.value) } : item)) };
}

export function withEntries(dict: KnownDict, entries: readonly Entry[], guards: readonly Guard[]): KnownDict {
  return entries.reduce((whole, entry) => entered(whole, guards.length === 0 ? entry : { ...entry, guards: [...guards, ...entry.guards] }), dict);
}

/** A key taken out; under guards it may still be there. */
export function withoutKey(holder: Known, key: Known, guards: readonly Guard[]): Known {
  if (holder.kind !== 'dict' || guards.length > 0) return holder;
  return { ...holder, entries: holder.entries.filter((entry) => !sameLiteral(entry.key, key)) };
}
