/** What an expression is where it stands, given what the names there are. */
import { asDict, chosen, dictOf, valueAt, withEntries } from './dicts.js';
import type { Guard, Item, Known, Place } from './known.js';
import { asList, joined, listOf, textOf, under, without } from './lists.js';
import type { Names } from './names.js';
import { negated } from './conditions.js';
import type { Test, Written } from './written.js';

/** Where an expression stands. */
export interface Frame {
  readonly path: string;
  readonly names: Names;
  readonly guards: readonly Guard[];
  /** Runs a function of the project that takes nothing; null where it is none. */
  run(name: string, frame: Frame): Known | null;
}

type Of<K extends Written['kind']> = Extract<Written, { kind: K }>;

export function evaluate(written: Written, frame: Frame): Known {
  const at = placeOf(written, frame);
  if (written.kind === 'literal') return { kind: 'literal', value: written.value, at };
  if (written.kind === 'list') return display(written, at, frame);
  if (written.kind === 'dict') return mapping(written, at, frame);
  if (written.kind === 'name') return named(written.path, at, frame);
  if (written.kind === 'item') return valueAt(evaluate(written.of, frame), evaluate(written.key, frame)) ?? computed('a key that is not there', at);
  if (written.kind === 'slice') return sliced(written, at, frame);
  if (written.kind === 'sum') return added(evaluate(written.left, frame), evaluate(written.right, frame), at);
  if (written.kind === 'choice') return choice(written, at, frame);
  if (written.kind === 'without') return without(asList(evaluate(written.of, frame)), written.dropped.map((each) => evaluate(each, frame)), []);
  if (written.kind === 'environment') {
    const { name, cast, reader, text } = written;
    return { kind: 'environment', name, cast, reader, text, fallback: written.fallback === null ? null : evaluate(written.fallback, frame), at };
  }
  return written.kind === 'call' ? called(written, at, frame) : computed(written.text, at);
}

export function placeOf({ span }: Pick<Written, 'span'>, { path }: Pick<Frame, 'path'>): Place {
  return { path, start: span.start, end: span.end };
}

export function computed(text: string, at: Place): Known {
  return { kind: 'computed', text, at };
}

export function itemOf(value: Known, at: Place, display: Place | null, guards: readonly Guard[]): Item {
  return { value, at, display, guards };
}

function display({ form, items }: Of<'list'>, at: Place, frame: Frame): Known {
  let list = listOf([], at, form);
  for (const { starred, value } of items) {
    const known = evaluate(value, frame);
    const more = starred ? asList(known) : listOf([itemOf(known, placeOf(value, frame), at, [])], at);
    list = joined(list, more, at);
  }
  return list;
}

function mapping({ entries }: Of<'dict'>, at: Place, frame: Frame): Known {
  let dict = dictOf([], at);
  for (const { key, value, span } of entries) {
    const known = evaluate(value, frame);
    if (key !== null) {
      const entry = { key: evaluate(key, frame), value: known, at: placeOf({ span }, frame), guards: [] };
      dict = withEntries(dict, [entry], []);
      continue;
    }
    const spread = asDict(known);
    dict = { ...withEntries(dict, spread.entries, []), open: dict.open ?? spread.open };
  }
  return dict;
}

/** A name, or an attribute of an imported module of the project, of `self` or of `super()`. */
function named(path: string, at: Place, frame: Frame): Known {
  const [owner, name] = ownerOf(path, frame.names);
  if (owner === null) return computed(path, at);
  const options = owner.look(name, frame.guards);
  if (options.length === 0) return property(name, owner, frame) ?? computed(path, at);
  return chosen(options, at) ?? computed(path, at);
}

function ownerOf(path: string, names: Names): readonly [Names | null, string] {
  const dot = path.lastIndexOf('.');
  if (dot < 0) return [names, path];
  const [owner, name] = [path.slice(0, dot), path.slice(dot + 1)];
  if (owner === 'self' || owner === 'cls') return [names, name];
  if (owner === 'super()') return [names.around?.bases[0] ?? null, name];
  return [moduleNamed(owner, names) ?? classNamed(owner, names), name];
}

function moduleNamed(path: string, names: Names): Names | null {
  return names.modules.get(path) ?? (names.around === null ? null : moduleNamed(path, names.around));
}

export function classNamed(path: string, names: Names): Names | null {
  const dot = path.lastIndexOf('.');
  if (dot >= 0) return moduleNamed(path.slice(0, dot), names)?.classes.get(path.slice(dot + 1)) ?? null;
  return names.classes.get(path) ?? (names.around === null ? null : classNamed(path, names.around));
}

function property(name: string, owner: Names, frame: Frame): Known | null {
  for (let names: Names | null = owner; names !== null; names = names.around) {
    if (names.functions.get(name)?.statement.isProperty === true) return frame.run(name, { ...frame, names });
  }
  return null;
}

function sliced({ of, from, to }: Of<'slice'>, at: Place, frame: Frame): Known {
  const whole = evaluate(of, frame);
  const [start, end] = [from, to].map((side) => (side === null ? undefined : numberIn(evaluate(side, frame))));
  if (start === null || end === null || (whole.kind !== 'list' && whole.kind !== 'choice')) return computed(`${textOf(whole)}[:]`, at);
  const list = asList(whole);
  const isCounted = [from, to].some((side) => side?.kind === 'literal' && side.value !== 0);
  return { ...list, items: list.items.slice(start, end), unordered: isCounted ? `[${start ?? ''}:${end ?? ''}]` : list.unordered };
}

export function numberIn(value: Known): number | null {
  return value.kind === 'literal' && typeof value.value === 'number' ? value.value : null;
}

/** `+` and `|` of whatever two values are. */
export function added(left: Known, right: Known, at: Place): Known {
  if (left.kind === 'literal' && right.kind === 'literal') {
    const [one, other] = [left.value, right.value];
    if (typeof one === 'string' && typeof other === 'string') return { kind: 'literal', value: one + other, at };
    return typeof one === 'number' && typeof other === 'number' ? { kind: 'literal', value: one + other, at } : computed('a sum', at);
  }
  if (left.kind === 'dict' || right.kind === 'dict') {
    const [one, other] = [asDict(left), asDict(right)];
    return { ...withEntries(one, other.entries, []), open: one.open ?? other.open, at };
  }
  const isList = [left, right].some((side) => holdsList(side));
  return isList ? joined(asList(left), asList(right), at) : computed(`${textOf(left)} + ${textOf(right)}`, at);
}

function holdsList(value: Known): boolean {
  if (value.kind === 'choice') return value.options.some((option) => holdsList(option.value));
  return value.kind === 'list' || (value.kind === 'environment' && (value.fallback?.kind === 'list' || /list|Csv/.test(value.cast ?? '')));
}

function choice({ test, then, otherwise }: Of<'choice'>, at: Place, frame: Frame): Known {
  const guard = (arm: number, each: Test): Guard => ({ ...each, branch: `${at.path}:${at.start}`, arm });
  const options = [
    { value: evaluate(then, frame), guards: [guard(0, test)] },
    { value: evaluate(otherwise, frame), guards: [guard(1, negated(test))] },
  ];
  return chosen(options, at) ?? computed('a choice', at);
}

/** Functions that give back what they are given. */
const COPIES = new Set(['list', 'tuple', 'set', 'copy.copy', 'copy.deepcopy', 'dict', 'deepcopy']);

const FORMS = new Set(['list', 'tuple', 'set']);

function called(call: Of<'call'>, at: Place, frame: Frame): Known {
  const [first] = call.positional;
  if (COPIES.has(call.callee) && first !== undefined) return copied(call.callee, evaluate(first, frame), at);
  if (call.callee === 'dict') return { ...mappingOf(call, frame), at };
  if (FORMS.has(call.callee)) return listOf([], at, call.callee as 'list');
  const dot = call.callee.lastIndexOf('.');
  const [object, method] = [call.callee.slice(0, Math.max(0, dot)), call.callee.slice(dot + 1)];
  if (method === 'copy' && first === undefined) return named(object, at, frame);
  if (method === 'index' && first !== undefined) return indexOf(named(object, at, frame), evaluate(first, frame), at) ?? computed(call.text, at);
  const isBare = call.positional.length === 0 && Object.keys(call.keywords).length === 0;
  return (isBare ? frame.run(call.callee, frame) : null) ?? computed(call.text, at);
}

function copied(callee: string, value: Known, at: Place): Known {
  if (!FORMS.has(callee)) return value;
  const isList = value.kind === 'list' || value.kind === 'choice';
  return isList ? { ...asList(value), form: callee as 'list' } : { ...asList(value), at };
}

function mappingOf({ keywords }: Of<'call'>, frame: Frame): Known {
  const entries = Object.entries(keywords).map(([name, value]) => {
    const at = placeOf(value, frame);
    return { key: { kind: 'literal' as const, value: name, at }, value: evaluate(value, frame), at, guards: [] };
  });
  return dictOf(entries, placeOf({ span: { start: 0, end: 0 } }, frame));
}

function indexOf(holder: Known, wanted: Known, at: Place): Known | null {
  if (holder.kind !== 'list' || wanted.kind !== 'literal') return null;
  const index = holder.items.findIndex(({ value }) => value.kind === 'literal' && value.value === wanted.value);
  return index < 0 ? null : { kind: 'literal', value: index, at };
}

/** The items that a value adds to a list, each under these guards as well. */
export function itemsIn(value: Known, guards: readonly Guard[]): readonly Item[] {
  return asList(value).items.map((item) => under(item, guards));
}
