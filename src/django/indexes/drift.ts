/** Differences between a model's indexes and those that its migrations make. */
import type { Span } from '../../core/types.js';
import type { AppState, IndexState } from '../migrations/types.js';
import type { IndexDecl, Model } from '../models/types.js';
import type { SettingsData } from '../settings/known.js';
import { existingOn, ownFields, plainName, type Existing } from './existing.js';
import { automaticName } from './names.js';

export interface Difference {
  /** Who has it alone. */
  readonly kind: 'model' | 'migration';
  readonly name: string;
  readonly fields: readonly string[];
  /** Whether it is a `models.Index` of nothing but fields. */
  readonly isPlain: boolean;
  /** Whether the name is the one that Django would give it. */
  readonly isAutomatic: boolean;
  /** The declaration, where it is in the model's own file. */
  readonly span: Span | null;
}

const INDEX = 'django.db.models.Index';

/** None where either side is not known to the last index, or where one was only renamed. */
export function differences(model: Model, app: AppState, settings: SettingsData): readonly Difference[] {
  const state = app.models[model.name.toLowerCase()];
  if (isBased(model) || state === undefined || state.isOpen || app.unknown.length > 0 || model.meta.isOpen || model.meta.indexes.isOpen) return [];
  const declared = model.meta.indexes.items.map((index) => ({ index, name: nameOf(index, model, settings) }));
  if (declared.some(({ name }) => name === null) || state.indexes.some(({ name }) => name === null)) return [];
  const [inModel, inState] = [new Set(declared.map(({ name }) => name)), new Set(state.indexes.map(({ name }) => name))];
  const alone = declared.filter(({ name }) => !inState.has(name));
  const left = state.indexes.filter(({ name }) => !inModel.has(name));
  const isRenamed = alone.some(({ index }) => left.some((one) => one.fields?.join() === index.fields?.join()));
  if (isRenamed || !left.every((one) => isThere(one, model))) return [];
  return [...alone.map(({ index, name }) => ofModel(index, name ?? '', model)), ...left.map((one) => ofState(one, model, settings))];
}

/** Whether it derives from a library's class, which may add indexes of its own when the class is made. */
function isBased({ ancestors }: Model): boolean {
  return ancestors.slice(1).some((key) => !key.includes(':') && !/^(?:django\.|object$|typing\.|abc\.)/.test(key));
}

function ofModel(index: IndexDecl, name: string, { key }: Model): Difference {
  return { kind: 'model', name, fields: index.fields ?? [], isPlain: isPlain(index), isAutomatic: index.name === null, span: index.declaredBy === key ? index.span : null };
}

function ofState(state: IndexState, model: Model, settings: SettingsData): Difference {
  const fields = state.fields ?? [];
  const isAutomatic = state.name === automaticName(model, fields, settings);
  return { kind: 'migration', name: state.name ?? '', fields, isPlain: isPlain(state), isAutomatic, span: null };
}

/** Whether the fields of an index still exist: a dropped column takes its indexes along. */
function isThere({ fields }: IndexState, model: Model): boolean {
  const names = new Set(ownFields(model).map(({ name }) => name));
  return fields !== null && fields.every((field) => names.has(plainName(field)));
}

function isPlain({ className, fields, isPartial, extras }: Pick<IndexState, 'className' | 'fields' | 'isPartial' | 'extras'>): boolean {
  return className === INDEX && fields !== null && !isPartial && extras.length === 0;
}

function nameOf(index: IndexDecl, model: Model, settings: SettingsData): string | null {
  if (index.isNameComputed) return null;
  if (index.name !== null) return index.name.replaceAll('%(app_label)s', (model.app ?? '').toLowerCase()).replaceAll('%(class)s', model.name.toLowerCase());
  return index.className === INDEX && index.fields !== null ? automaticName(model, index.fields, settings) : null;
}

/** An index that another one makes superfluous. */
export interface Redundant {
  readonly index: IndexDecl;
  readonly by: Existing;
}

/** Of the model's own declarations; what is unique, partial or more than columns is never superfluous. */
export function redundantOn(model: Model): readonly Redundant[] {
  const existing = existingOn(model);
  return model.meta.indexes.items.flatMap((index) => {
    if (index.declaredBy !== model.key || !isPlain(index)) return [];
    const fields = index.fields ?? [];
    const by = existing.find((one) => one.declaration !== index && isStronger(one, fields) && !isTwin(one, index, existing));
    return by === undefined ? [] : [{ index, by }];
  });
}

function isStronger({ fields }: Existing, wanted: readonly string[]): boolean {
  const isSame = wanted.every((name, at) => fields[at] === name);
  return isSame && fields.length >= wanted.length;
}

/** Of two equal ones the second is superfluous. */
function isTwin({ declaration, fields }: Existing, index: IndexDecl, existing: readonly Existing[]): boolean {
  if (declaration === null || fields.length > (index.fields?.length ?? 0)) return false;
  const at = (one: IndexDecl): number => existing.findIndex((other) => other.declaration === one);
  return at(declaration) > at(index);
}
