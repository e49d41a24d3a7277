/** Questions to the model index. Null and empty answers mean "not known to be", unless the model is closed. */
import { isLookup, isTransform } from './lookups.js';
import type { Field, IndexDecl, Model, ModelIndex, ModelKey, Open, Receiver, Relation, Reverse } from './types.js';

export function modelAt(index: ModelIndex, path: string, className: string): Model | null {
  return modelOf(index, `${path}:${className}`);
}

export function modelOf(index: ModelIndex, key: ModelKey): Model | null {
  return Object.hasOwn(index.models, key) ? (index.models[key] ?? null) : null;
}

/** The concrete model of a label, upper or lower case; null where there is none, or several outside of tests. */
export function modelByLabel(index: ModelIndex, label: string): Model | null {
  const keys = Object.hasOwn(index.labels, label.toLowerCase()) ? (index.labels[label.toLowerCase()] ?? []) : [];
  const models = keys.flatMap((key) => modelOf(index, key) ?? []);
  const plain = models.filter(({ isTest }) => !isTest);
  const found = plain.length > 0 ? plain : models;
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The models of a file, abstract ones too. */
export function modelsIn(index: ModelIndex, path: string): readonly Model[] {
  return Object.values(index.models).filter((model) => model.path === path);
}

/** A field by its name; `author_id` and `pk` count too. */
export function fieldOf(model: Model, name: string): Field | null {
  if (name === 'pk') return primaryKeyOf(model);
  return model.fields.find((field) => field.name === name) ?? model.fields.find((field) => field.attname === name) ?? null;
}

/** Null where the model is abstract, or its key is composite. */
export function primaryKeyOf(model: Model): Field | null {
  const keys = model.fields.filter(({ isPrimaryKey }) => isPrimaryKey);
  return keys.find(({ origin }) => origin !== 'parent') ?? keys[0] ?? null;
}

/** The model that a relation points at; null where that is not one of the index. */
export function targetOf(index: ModelIndex, { relation }: Field): Model | null {
  return relation?.to.kind === 'model' ? modelOf(index, relation.to.key) : null;
}

/** What other models' relations put on a model, and on the models whose tables it joins. */
export function reversesOf(index: ModelIndex, model: Model): readonly Reverse[] {
  const parents = model.parents.flatMap((key) => modelOf(index, key) ?? []);
  const above = parents.flatMap((parent) => reversesOf(index, parent)).filter(({ from }) => from !== model.key);
  return [...model.reverse, ...above];
}

/** By the attribute on instances: `book_set`. */
export function reverseOf(index: ModelIndex, model: Model, accessor: string): Reverse | null {
  return reversesOf(index, model).find((reverse) => reverse.accessor === accessor) ?? null;
}

/** Whether a model may hold more than is listed: methods, fields, options. */
export function isOpen(model: Model): boolean {
  return model.open.length > 0;
}

/** Why a model may have fields that are not listed. A base whose file was not worth reading adds methods at most. */
export function openFields(model: Model): readonly Open[] {
  return model.open.filter(({ why }) => why !== 'unread');
}

/** Whether a model surely has no field of a name, its own or an inherited one. */
export function lacksField(model: Model, name: string): boolean {
  return fieldOf(model, name) === null && openFields(model).length === 0 && !model.unclear.includes(name);
}

/** Whether a relation that leads nowhere may put a name on any model: then no reverse name is surely absent. */
export function mayHaveReverse(index: ModelIndex, model: Model): boolean {
  return index.dangling.length > 0 || model.open.length > 0;
}

/** Concrete models that have an abstract model's fields. */
export function concreteBelow(index: ModelIndex, key: ModelKey): readonly Model[] {
  return Object.values(index.models).filter((model) => !model.isAbstract && model.ancestors.includes(key) && model.key !== key);
}

/** Receivers that a signal of the model may reach; those of unknown senders count. */
export function receiversOf(index: ModelIndex, model: Model, signal: string): readonly Receiver[] {
  return index.receivers.filter((one) => one.signal === signal && (one.sender.kind !== 'model' || one.sender.key === model.key));
}

/** An index, unique constraint or column that the database has, as the list of its columns' fields. */
export interface Covering {
  readonly fields: readonly string[];
  readonly isUnique: boolean;
  /** It serves only queries that imply its condition. */
  readonly isPartial: boolean;
  readonly because: 'primary_key' | 'unique' | 'foreign_key' | 'db_index' | 'indexes' | 'constraints' | 'unique_together' | 'index_together';
  /** `indexes` and `constraints` only. */
  readonly declaration: IndexDecl | null;
}

/**
 * The B-trees on a model's own table, as declared. Indexes of other kinds and those of expressions are left out.
 * Where `isOpen`, there may be more.
 */
export function coveringOf(model: Model): { readonly items: readonly Covering[]; readonly isOpen: boolean } {
  const { indexes, uniques, uniqueTogether, indexTogether } = model.meta;
  const lists = [indexes, uniques, uniqueTogether, indexTogether];
  const columns = model.fields.filter(({ origin, column }) => origin !== 'parent' && column !== null).flatMap(ofField);
  const items = [
    ...columns,
    ...indexes.items.flatMap((one) => (/(?:\.Index|BTreeIndex)$/.test(one.className) ? declared(one, 'indexes') : [])),
    ...uniques.items.flatMap((one) => declared(one, 'constraints')),
    ...uniqueTogether.items.map((fields) => plain(fields, true, 'unique_together')),
    ...indexTogether.items.map((fields) => plain(fields, false, 'index_together')),
  ];
  return { items, isOpen: lists.some((list) => list.isOpen) || openFields(model).length > 0 };
}

function ofField({ name, isPrimaryKey, isUnique, isIndexed, relation }: Field): readonly Covering[] {
  if (isPrimaryKey) return [plain([name], true, 'primary_key')];
  if (isUnique) return [plain([name], true, 'unique')];
  return isIndexed ? [plain([name], false, relation === null ? 'db_index' : 'foreign_key')] : [];
}

function plain(fields: readonly string[], isUnique: boolean, because: Covering['because']): Covering {
  return { fields, isUnique, isPartial: false, because, declaration: null };
}

function declared(declaration: IndexDecl, because: 'indexes' | 'constraints'): readonly Covering[] {
  const { fields, isPartial } = declaration;
  return fields === null ? [] : [{ fields, isUnique: because === 'constraints', isPartial, because, declaration }];
}

/** One step of a look-up such as `author__publisher__name__icontains`. */
export type Step =
  /** Over a relation; `isMany` where it can lead to several rows, `isNullable` where to none. */
  | { readonly kind: 'forward'; readonly name: string; readonly field: Field; readonly from: ModelKey; readonly to: ModelKey | null; readonly isMany: boolean; readonly isNullable: boolean }
  | { readonly kind: 'reverse'; readonly name: string; readonly reverse: Reverse; readonly from: ModelKey; readonly to: ModelKey; readonly isMany: boolean; readonly isNullable: true }
  /** A column; of a key its own column (`author_id`) where `isColumn`. */
  | { readonly kind: 'field'; readonly name: string; readonly field: Field; readonly from: ModelKey }
  /** `date`, `year`, `lower`; keys of JSON. */
  | { readonly kind: 'transform'; readonly name: string }
  /** `icontains`, `in`, `isnull` … */
  | { readonly kind: 'lookup'; readonly name: string }
  /** Nothing of the model, as far as is known; `isSure` where it surely is none. */
  | { readonly kind: 'unknown'; readonly name: string; readonly isSure: boolean };

/** How attributes and look-ups name reverse relations: `book_set` and `book`. */
export type Naming = 'query' | 'attribute';

/**
 * What each part of a look-up is, from the model on; a leading `-` or `+` of an ordering is passed over. Stops after
 * the first part that is not known. `naming` is 'attribute' for prefetch_related and select_related.
 */
export function lookup(index: ModelIndex, model: Model, path: string, naming: Naming = 'query'): readonly Step[] {
  const steps: Step[] = [];
  let at: Model | null = model;
  for (const name of path.replace(/^[-+]/, '').split('__')) {
    const step: Step = stepFrom(index, at, name, naming, steps.at(-1));
    steps.push(step);
    if (step.kind === 'unknown') return steps;
    at = step.kind === 'forward' || step.kind === 'reverse' ? (step.to === null ? null : modelOf(index, step.to)) : null;
  }
  return steps;
}

function stepFrom(index: ModelIndex, at: Model | null, name: string, naming: Naming, before: Step | undefined): Step {
  const own = at === null ? null : (fieldStep(at, name) ?? reverseStep(index, at, name, naming));
  if (own !== null) return own;
  const ofJson = before?.kind === 'transform' || (before?.kind === 'field' && (before.field.type === 'JSONField' || before.field.type === 'HStoreField'));
  if (before !== undefined && isLookup(name)) return { kind: 'lookup', name };
  if (before !== undefined && before.kind !== 'lookup' && (isTransform(name) || ofJson)) return { kind: 'transform', name };
  const isSure = at !== null && lacksField(at, name) && !mayHaveReverse(index, at);
  return { kind: 'unknown', name, isSure };
}

function fieldStep(model: Model, name: string): Step | null {
  const field = fieldOf(model, name);
  if (field === null) return null;
  const isColumn = field.relation === null || (field.attname === name && field.name !== name);
  if (isColumn) return { kind: 'field', name, field, from: model.key };
  const { kind, to } = field.relation as Relation;
  const isMany = kind === 'm2m' || kind === 'generic-relation';
  return { kind: 'forward', name, field, from: model.key, to: to.kind === 'model' ? to.key : null, isMany, isNullable: isMany || field.isNull || kind === 'generic-fk' };
}

function reverseStep(index: ModelIndex, model: Model, name: string, naming: Naming): Step | null {
  const named = (one: Reverse): string | null => (naming === 'query' ? one.queryName : one.accessor);
  const reverse = reversesOf(index, model).find((one) => named(one) === name);
  if (reverse === undefined) return null;
  return { kind: 'reverse', name, reverse, from: model.key, to: reverse.from, isMany: reverse.kind !== 'o2o', isNullable: true };
}
