/** Models of libraries, in the form in which a file of the project gives its own. */
import { CONTRIB } from './contrib.js';
import type { AssignedLeaf, ClassLeaf, Expr, MetaLeaf } from './leaf.js';
import { POPULAR } from './popular.js';

type Plain = string | number | boolean | null | readonly Plain[];

/** A field's class and the options that matter here. */
type KnownField = readonly [type: string, options?: Readonly<Record<string, Plain>>];

export interface KnownModel {
  readonly bases: readonly string[];
  readonly meta?: Readonly<Record<string, Plain>>;
  /** The fields of its indexes and unconditional unique constraints. */
  readonly indexes?: readonly (readonly string[])[];
  readonly uniques?: readonly (readonly string[])[];
  readonly managers?: Readonly<Record<string, string>>;
  /** Which of `save`, `delete` and `__str__` it defines. */
  readonly methods?: readonly string[];
  readonly fields?: Readonly<Record<string, KnownField>>;
  /** Whether releases of the library differ in its fields. */
  readonly varies?: boolean;
}

const NOWHERE = { start: 0, end: 0 };
const GENERIC = new Set(['GenericForeignKey', 'GenericRelation']);

/** By canonical dotted path; `django.db.models.Model` is among them. */
export const KNOWN: Readonly<Record<string, ClassLeaf>> = {
  'django.db.models.Model': { ...leafOf('django.db.models.Model', { bases: [], meta: { abstract: true } }), meta: null },
  ...Object.fromEntries(Object.entries({ ...CONTRIB, ...POPULAR }).map(([path, known]) => [path, leafOf(path, known)])),
};

/** Whether releases of the library differ in the fields of a model of its. */
export function varies(path: string): boolean {
  return POPULAR[path]?.varies === true;
}

function leafOf(path: string, known: KnownModel): ClassLeaf {
  const fields = Object.entries(known.fields ?? {}).map(([name, field]) => assigned(name, fieldCall(field)));
  const managers = Object.entries(known.managers ?? {}).map(([name, manager]) => assigned(name, call(manager, {})));
  return {
    name: path.slice(path.lastIndexOf('.') + 1),
    span: NOWHERE,
    body: NOWHERE,
    bases: known.bases.map((base) => ({ name: ref(base.includes('.') ? base : `django.db.models.${base}`), at: NOWHERE })),
    metaclass: null,
    decorators: [],
    isConditional: false,
    attributes: [...fields, ...managers].map(({ name }) => name).concat(known.methods ?? []),
    assigned: [...fields, ...managers],
    methods: (known.methods ?? []).map((name) => ({ name, decorators: [], span: NOWHERE })),
    inner: [],
    meta: known.meta === undefined ? null : metaOf(known),
    str: null,
    isDynamic: false,
  };
}

function assigned(name: string, value: Expr): AssignedLeaf {
  return { name, value, span: NOWHERE, isConditional: false };
}

function fieldCall([type, options = {}]: KnownField): Expr {
  const module = GENERIC.has(type) ? 'django.contrib.contenttypes.fields' : type === 'TaggableManager' ? 'taggit.managers' : 'django.db.models';
  return call(`${module}.${type}`, Object.fromEntries(Object.entries(options).map(([name, value]) => [name, optionOf(name, value)])));
}

function optionOf(name: string, value: Plain): Expr {
  if (name === 'on_delete' && typeof value === 'string') return { name: ref(`django.db.models.${value}`), at: NOWHERE };
  if (name === 'to' && typeof value === 'string' && value.startsWith('settings.')) return { name: ref(`django.conf.${value}`), at: NOWHERE };
  return name === 'default' && value === '()' ? { name: ref('django.utils.timezone.now'), at: NOWHERE } : exprOf(value);
}

function metaOf({ meta = {}, indexes = [], uniques = [] }: KnownModel): MetaLeaf {
  const options: Record<string, Expr> = Object.fromEntries(Object.entries(meta).map(([name, value]) => [name, exprOf(value)]));
  if (indexes.length > 0) options['indexes'] = list(indexes.map((fields) => call('django.db.models.Index', { fields: exprOf(fields) })));
  if (uniques.length > 0) options['constraints'] = list(uniques.map((fields) => call('django.db.models.UniqueConstraint', { fields: exprOf(fields), name: '' })));
  const entries = Object.entries(options).map(([name, value]) => [name, { value, span: NOWHERE, valueSpan: NOWHERE }]);
  return { span: NOWHERE, body: NOWHERE, bases: [], options: Object.fromEntries(entries), isDynamic: false };
}

function exprOf(value: Plain): Expr {
  return Array.isArray(value) ? list(value.map(exprOf)) : (value as Expr);
}

function list(items: readonly Expr[]): Expr {
  return { list: items, at: NOWHERE, isTuple: false };
}

function call(path: string, named: Readonly<Record<string, Expr>>): Expr {
  return { call: ref(path), args: [], named, hasSplat: false, at: NOWHERE };
}

function ref(path: string): { module: string; path: readonly string[] } {
  const dot = path.lastIndexOf('.');
  return { module: path.slice(0, dot), path: [path.slice(dot + 1)] };
}
