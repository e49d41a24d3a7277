/** Which columns a query compares and sorts by. */
import type { Model, ModelIndex } from '../models/types.js';
import { compared, fieldOf } from './lookups.js';
import { Subjects } from './resolve.js';
import type { Listing, Query, QueryFacts, Step } from './types.js';

/** Columns of one model's table that one query depends on. */
export interface Usage {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  /** Names of fields, in order of appearance. */
  readonly equal: readonly string[];
  /** Compared with several values each: rows found by these come in no order. */
  readonly member: readonly string[];
  readonly range: readonly string[];
  /** With `-` where descending; `Meta.ordering` where nothing else is said. Null where it is not known. */
  readonly ordering: readonly string[] | null;
  /** Whether that is what the query itself says. */
  readonly isSorted: boolean;
  /** Whether only the first few rows are fetched. */
  readonly isBounded: boolean;
  /** Whether conditions on other tables, or ones that could not be read, narrow it down as well. */
  readonly isNarrowed: boolean;
  /** The names of the classes and functions around it. */
  readonly within: string;
}

export interface ModelUsages {
  readonly usages: readonly Usage[];
  readonly listings: readonly (Listing & { readonly path: string })[];
}

/** What queries ask of each model, by key. */
export function usagesOf(facts: QueryFacts, index: ModelIndex): ReadonlyMap<string, ModelUsages> {
  const subjects = new Subjects(index, facts);
  const usages = new Map<string, Usage[]>();
  const listings = new Map<string, (Listing & { path: string })[]>();
  for (const [path, leaf] of Object.entries(facts.files)) {
    for (const query of leaf.queries) {
      const subject = subjects.of(query.root, path);
      const model = subject === null ? undefined : index.models[subject.key];
      if (subject !== null && model !== undefined) put(usages, subject.key, usageOf(query, model, path, subject.through));
    }
    for (const listing of leaf.listings) {
      for (const key of subjectsOf(listing, path, subjects)) put(listings, key, { ...listing, path });
    }
  }
  const keys = new Set([...usages.keys(), ...listings.keys()]);
  return new Map([...keys].map((key) => [key, { usages: usages.get(key) ?? [], listings: listings.get(key) ?? [] }]));
}

function put<T>(found: Map<string, T[]>, key: string, one: T): void {
  found.set(key, [...(found.get(key) ?? []), one]);
}

function subjectsOf({ models, owner }: Listing, path: string, subjects: Subjects): readonly string[] {
  const named = models.map((name) => subjects.model(name, path)?.model.key ?? null);
  const own = models.length > 0 ? named : [subjects.of({ kind: 'self', owner, path: ['queryset'] }, path)?.key ?? null];
  return own.filter((key) => key !== null);
}

const LOOK_UPS = new Set(['filter', 'get', 'get_or_create', 'update_or_create']);
const SORTING = new Set(['order_by', 'latest', 'earliest']);
const SINGLE = new Set(['first', 'last', 'latest', 'earliest']);
/** Methods whose query returns no rows in an order. */
const UNORDERED = new Set(['count', 'exists', 'aggregate', 'update', 'delete', 'get', 'get_or_create', 'update_or_create', 'in_bulk', 'contains']);
/** Methods that make another query of it. */
const MIXED = new Set(['annotate', 'alias', 'extra', 'raw', 'union', 'intersection', 'difference', 'distinct', 'dates', 'datetimes', 'values']);

function usageOf({ steps, isSliced, line, within }: Query, model: Model, path: string, through: string | null): Usage {
  const filters = steps.filter(({ method }) => LOOK_UPS.has(method)).flatMap(({ conditions }) => conditions);
  const found = filters.map(({ lookup }) => compared(lookup, model)).filter((one) => one !== null);
  const by = (how: string): string[] => [...new Set(found.filter((one) => one.how === how).map(({ field }) => field))];
  return {
    path,
    line,
    equal: [...new Set([...(through === null ? [] : [through]), ...by('equal')])],
    member: by('member'),
    range: by('range'),
    ordering: orderingOf(steps, model),
    isSorted: steps.some(({ method }) => SORTING.has(method)),
    isNarrowed: filters.some(({ lookup }) => compared(lookup, model) === null) || steps.some(({ method, isOpen }) => LOOK_UPS.has(method) && isOpen),
    within,
    isBounded: isSliced || steps.some(({ method }) => SINGLE.has(method)),
  };
}

function orderingOf(steps: readonly Step[], model: Model): readonly string[] | null {
  if (steps.some(({ method }) => MIXED.has(method))) return null;
  if (steps.some(({ method }) => UNORDERED.has(method))) return [];
  const said = steps.findLast(({ method }) => SORTING.has(method));
  const { ordering } = model.meta;
  if (said === undefined) return ordering === null ? [] : ordering === 'unknown' || ordering.includes(null) ? null : columnsIn(ordering.filter((name) => name !== null), model);
  if (said.isOpen) return null;
  return columnsIn(said.method !== 'order_by' && said.texts.length === 0 ? model.meta.getLatestBy : said.texts, model);
}

/** Null where one is a column of another table, or none. */
function columnsIn(texts: readonly string[], model: Model): readonly string[] | null {
  const read = texts.map((text) => {
    const field = fieldOf(text.replace(/^[-+]/, ''), model);
    return field === null || field.origin === 'parent' || (field.relation !== null && !text.endsWith('_id')) ? null : `${text.startsWith('-') ? '-' : ''}${field.name}`;
  });
  return read.includes(null) ? null : read.filter((one) => one !== null);
}
