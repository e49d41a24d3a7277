/** What a keyword of a look-up compares, and how. */
import type { Field, Model } from '../models/types.js';

/**
 * equal: one value · member: one of several · range: between values · null: none at all · text: part of a text.
 */
export type How = 'equal' | 'member' | 'range' | 'null' | 'text';

export interface Compared {
  readonly field: string;
  readonly how: How;
}

/** `date`, `month` and the like compute a value for each row; for a year Django asks for what lies between its ends. */
const LOOKUPS: Readonly<Record<string, How>> = {
  exact: 'equal',
  in: 'member',
  isnull: 'null',
  ...Object.fromEntries(['gt', 'gte', 'lt', 'lte', 'range', 'year'].map((name) => [name, 'range' as const])),
  ...Object.fromEntries(['contains', 'startswith', 'endswith', 'iexact', 'icontains', 'istartswith', 'iendswith', 'regex', 'iregex', 'search'].map((name) => [name, 'text' as const])),
};

/** Null where it compares a column of another table, a part of a column, or nothing that is known. */
export function compared(lookup: string, model: Model): Compared | null {
  const [first = '', ...rest] = lookup.split('__');
  const field = fieldOf(first, model);
  if (field === null || field.origin === 'parent') return null;
  const isKey = field.relation !== null && (rest[0] === 'id' || rest[0] === 'pk');
  const [word, ...more] = isKey ? rest.slice(1) : rest;
  if (word === undefined) return { field: field.name, how: 'equal' };
  const how = Object.hasOwn(LOOKUPS, word) ? LOOKUPS[word] : undefined;
  const isYear = word === 'year' && more.length === 1 && LOOKUPS[more[0] ?? ''] === 'range';
  return how === undefined || (more.length > 0 && !isYear) ? null : { field: field.name, how };
}

/** A column by the name that look-ups and orderings use: `author`, `author_id`, `pk`. */
export function fieldOf(name: string, model: Model): Field | null {
  const fields = model.fields.filter(({ relation }) => relation === null || relation.kind === 'fk' || relation.kind === 'o2o');
  if (name === 'pk') return fields.find(({ isPrimaryKey }) => isPrimaryKey) ?? null;
  return fields.find((field) => field.name === name || field.attname === name) ?? null;
}
