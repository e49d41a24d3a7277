/** Lists as code puts them together: the places of the items stay with them. */
import { beyond } from './guards.js';
import type { Guard, Item, Known, KnownList, Option, Place } from './known.js';

/** A list that code multiplies beyond this is no list of apps or middleware. */
const MOST = 1000;

export function listOf(items: readonly Item[], at: Place, form: KnownList['form'] = 'list', open: string | null = null): KnownList {
  const known = items.length > MOST ? items.slice(0, MOST) : items;
  return { kind: 'list', form, items: known, open: items.length > MOST ? 'too many items' : open, unordered: null, at };
}

/** A value as the list that it stands for; what is no list is open and holds nothing that is known. */
export function asList(value: Known): KnownList {
  if (value.kind === 'list') return value;
  if (value.kind === 'choice') return fromOptions(value.options, value.at);
  if (value.kind === 'environment' && value.fallback?.kind === 'list') return { ...value.fallback, open: value.text };
  if (value.kind === 'literal' && (value.value === null || value.value === false || value.value === '')) return listOf([], value.at);
  return listOf([], value.at, 'list', textOf(value));
}

/** The items of every option, each under what the option needs. */
function fromOptions(options: readonly Option[], at: Place): KnownList {
  const lists = options.map(({ value, guards }) => ({ list: asList(value), guards }));
  const items = lists.flatMap(({ list, guards }) => list.items.map((item) => under(item, guards)));
  const open = lists.map(({ list }) => list.open).find((text) => text !== null) ?? null;
  return { ...listOf(items, at, lists[0]?.list.form, open), unordered: lists.map(({ list }) => list.unordered).find((text) => text !== null) ?? null };
}

/** The item, there only where these guards hold as well. */
export function under(item: Item, guards: readonly Guard[]): Item {
  const more = beyond(guards, item.guards);
  return more.length === 0 ? item : { ...item, guards: [...more, ...item.guards] };
}

export function joined(left: KnownList, right: KnownList, at: Place): KnownList {
  const list = listOf([...left.items, ...right.items], at, left.form, left.open ?? right.open);
  return { ...list, unordered: left.unordered ?? right.unordered };
}

/**
 * `place` counts from the front, or from the back where it is negative; null where it takes computing. A fixed number
 * counts items that may not be there.
 */
export function inserted(list: KnownList, items: readonly Item[], place: number | null, isFixed: boolean, text: string): KnownList {
  const at = place === null ? list.items.length : place < 0 ? Math.max(0, list.items.length + place) : place;
  const isSure = place !== null && !(isFixed && list.items.slice(0, at).some((item) => item.guards.length > 0));
  return {
    ...list,
    items: [...list.items.slice(0, at), ...items, ...list.items.slice(at)],
    unordered: isSure || place === list.items.length ? list.unordered : (list.unordered ?? text),
  };
}

/** The list without its items of these values; under guards, those are there where the guards do not hold. */
export function without(list: KnownList, dropped: readonly Known[], guards: readonly Guard[]): KnownList {
  const isKnown = dropped.every((value) => value.kind === 'literal');
  const matches = (item: Item): boolean => dropped.some((value) => sameLiteral(value, item.value));
  const items = list.items.flatMap((item) => (matches(item) ? unless(item, guards) : [item]));
  return { ...list, items, open: isKnown ? list.open : (list.open ?? 'computed removal') };
}

function unless(item: Item, guards: readonly Guard[]): Item[] {
  const [only, ...more] = guards;
  if (only === undefined) return [];
  return more.length > 0 ? [item] : [under(item, [{ ...only, negated: !only.negated, arm: -1 - only.arm }])];
}

export function sameLiteral(one: Known, other: Known): boolean {
  return one.kind === 'literal' && other.kind === 'literal' && one.value === other.value;
}

/**
 * `X = ["a", *X]` under a condition: X as it was, with the new items under that condition, and those that are gone
 * where it does not hold. Null where `after` is something else than `before` with items more and less.
 */
export function absorbed(before: KnownList, after: KnownList, guards: readonly Guard[]): KnownList | null {
  const kept = before.items.filter((item) => after.items.includes(item));
  const order = after.items.filter((item) => before.items.includes(item));
  if (order.length !== kept.length || kept.some((item, at) => order[at] !== item)) return null;
  if (kept.length === 0 || (kept.length < before.items.length && guards.length !== 1)) return null;
  const items: Item[] = [];
  let next = 0;
  const dropUntil = (item: Item | undefined): void => {
    for (; next < before.items.length && before.items[next] !== item; next++) items.push(...unless(before.items[next] as Item, guards));
  };
  for (const item of after.items) {
    const isOld = before.items.includes(item);
    if (isOld) dropUntil(item);
    if (isOld) next++;
    items.push(isOld ? item : under(item, guards));
  }
  dropUntil(undefined);
  return { ...before, items, open: before.open ?? after.open, unordered: before.unordered ?? after.unordered };
}

/** The text of a value that is not known. */
export function textOf(value: Known): string {
  if (value.kind === 'computed' || value.kind === 'environment') return value.text;
  return value.kind === 'literal' ? String(value.value) : value.kind;
}
