import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { collect } from '../../src/django/models/collect.js';
import type { ModelLeaf } from '../../src/django/models/leaf.js';
import { mergeModels } from '../../src/django/models/merge.js';
import { isOpen, openFields } from '../../src/django/models/queries.js';
import { modelFacts } from '../../src/django/models/source.js';
import type { Field, Model, ModelIndex } from '../../src/django/models/types.js';
import { openModule } from '../../src/python/open.js';
import { pythonWith } from '../support/python.js';

const run = promisify(execFile);
const PATIENCE = 300_000;

/** A related name that only running the program would tell. */
const UNKNOWN = 'unknown';

/** What wagtail's search adds to models of other apps once all of them are loaded. */
const ADDED_AT_START = new Set(['index_entries']);

const WAGTAIL = [
  ...['wagtail', 'wagtail.admin', 'wagtail.contrib.forms', 'wagtail.contrib.redirects', 'wagtail.contrib.search_promotions', 'wagtail.contrib.settings'],
  ...['wagtail.documents', 'wagtail.embeds', 'wagtail.images', 'wagtail.search', 'wagtail.sites', 'wagtail.snippets', 'wagtail.users', 'modelcluster', 'taggit'],
];

interface RealField {
  readonly type: string | null;
  readonly null: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
  readonly key: boolean;
  readonly column: string | null;
  readonly relation: { readonly to: string; readonly accessor: string | null; readonly query: string | null } | null;
}

interface RealModel {
  readonly fields: Readonly<Record<string, RealField>>;
  readonly proxy: boolean;
  readonly managed: boolean;
  readonly table: string;
  readonly parents: readonly string[];
  readonly ordering: readonly (string | null)[];
  readonly indexes: readonly (readonly string[])[];
  readonly together: readonly (readonly string[])[];
  readonly manager: string;
}

interface Real {
  readonly folder: string;
  readonly apps: readonly string[];
  readonly models: Readonly<Record<string, RealModel>>;
}

async function realModels(name: string, apps: readonly string[]): Promise<Real> {
  const python = await pythonWith('test/django/requirements-models.txt');
  const { stdout } = await run(python, ['test/django/proofs/models.py', name, JSON.stringify(apps)], { maxBuffer: 1e8 });
  return JSON.parse(stdout) as Real;
}

/** The index over a package's files, as they are installed. */
function indexOf(folder: string, name: string): ModelIndex {
  const entries = readdirSync(`${folder}/${name}`, { recursive: true, encoding: 'utf8' });
  const files = entries.filter((path) => path.endsWith('.py')).map((path) => `${name}/${path}`);
  const leaves = files.sort().flatMap((path): [string, ModelLeaf][] => {
    const leaf = leafOf(path, readFileSync(`${folder}/${path}`, 'utf8'));
    return leaf === null ? [] : [[path, leaf]];
  });
  return mergeModels(new Map(leaves), { files }, { authUserModel: 'auth.User', defaultAutoField: 'django.db.models.BigAutoField' });
}

function leafOf(path: string, text: string): ModelLeaf | null {
  const { python } = modelFacts;
  const isWanted = python?.wants?.(path) ?? python?.literals.every((group) => group.some((literal) => text.includes(literal))) ?? false;
  if (!isWanted) return null;
  const opened = openModule({ path, name: path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.'), text }, () => null, true);
  return 'module' in opened ? collect(opened.module) : null;
}

function labelOf(index: ModelIndex, field: Field): string | null {
  const to = field.relation?.to;
  return to?.kind === 'model' ? (index.models[to.key]?.label ?? null) : to?.kind === 'outside' ? to.name : null;
}

function fieldAsReal(index: ModelIndex, field: Field): RealField {
  const { relation, type } = field;
  const to = labelOf(index, field);
  const [accessor, query] = relation?.isNameKnown === false ? [UNKNOWN, UNKNOWN] : [relation?.accessor ?? null, relation?.queryName ?? null];
  const shown = to === null ? null : { to, accessor, query };
  const isIndexed = field.isIndexed || type === 'OneToOneField';
  return { type, null: field.isNull, unique: field.isUnique, indexed: isIndexed, key: field.isPrimaryKey, column: field.column, relation: shown };
}

function asReal(index: ModelIndex, model: Model): RealModel {
  const own = model.isProxy ? [] : model.fields.filter(({ origin }) => origin !== 'parent');
  return {
    fields: Object.fromEntries(own.map((field) => [field.name, fieldAsReal(index, field)])),
    proxy: model.isProxy,
    managed: model.meta.isManaged ?? false,
    table: model.meta.dbTable ?? '',
    parents: model.parents.map((key) => index.models[key]?.label ?? key).sort(),
    ordering: model.meta.ordering === 'unknown' ? [] : (model.meta.ordering ?? []),
    indexes: model.meta.indexes.items.map(({ fields }) => fields ?? []),
    together: model.meta.uniqueTogether.items,
    manager: model.defaultManager ?? '',
  };
}

/** Django's answer, as far as the index claims to know: of fields whose class changes its options it does not know them. */
function claimed(real: RealModel, model: Model, found: RealModel): RealModel {
  const fields = Object.entries(real.fields).filter(([name]) => !ADDED_AT_START.has(name));
  const inexact = new Set(model.fields.filter(({ isExact }) => !isExact).map(({ name }) => name));
  return { ...real, fields: Object.fromEntries(fields.map(([name, field]) => [name, claimedField(field, found.fields[name], inexact.has(name))])) };
}

function claimedField(real: RealField, found: RealField | undefined, isInexact: boolean): RealField {
  if (found?.type === null) return found;
  if (isInexact && found !== undefined) return { ...found, type: real.type, relation: real.relation };
  const hasColumn = real.column !== null || real.relation === null;
  const plain = hasColumn ? real : { ...real, null: false, unique: false, indexed: false, key: false };
  const isNameless = found?.relation?.accessor === UNKNOWN && plain.relation !== null;
  return isNameless ? { ...plain, relation: { to: plain.relation.to, accessor: UNKNOWN, query: UNKNOWN } } : plain;
}

function concreteOf(index: ModelIndex, apps: readonly string[]): readonly Model[] {
  return Object.values(index.models).filter(({ path, isAbstract, app }) => path !== null && !isAbstract && (app === null || apps.includes(app)));
}

function labelsOf(models: readonly Model[]): readonly (string | null)[] {
  return models.map(({ label }) => label).sort();
}

function expectAsReal(index: ModelIndex, models: readonly Model[], real: Real): void {
  for (const model of models) {
    const found = asReal(index, model);
    expect([model.label, found]).toEqual([model.label, claimed(real.models[model.label ?? ''] as RealModel, model, found)]);
  }
}

test(
  'every model of django-oscar is found as Django itself has it',
  async () => {
    const real = await realModels('oscar', []);
    const index = indexOf(real.folder, 'oscar');
    const models = concreteOf(index, real.apps);
    expect(labelsOf(models)).toEqual(Object.keys(real.models).sort());
    expectAsReal(index, models, real);
    expect(models.filter(isOpen)).toEqual([]);
  },
  PATIENCE,
);

test(
  'every model of wagtail is found as Django itself has it, and those that depend on another package are open',
  async () => {
    const real = await realModels('wagtail', WAGTAIL);
    const index = indexOf(real.folder, 'wagtail');
    const models = concreteOf(index, real.apps);
    expect(labelsOf(models)).toEqual(Object.keys(real.models).sort());
    const isSure = (model: Model): boolean => openFields(model).length === 0;
    expectAsReal(index, models.filter(isSure), real);
    expect(labelsOf(models.filter((model) => !isSure(model)))).toEqual(['wagtailsearch.IndexEntry', 'wagtailsearch.SQLiteFTSIndexEntry']);
  },
  PATIENCE,
);

test(
  'every model of django-allauth is found as Django itself has it, but for a Meta that asks its settings',
  async () => {
    const real = await realModels('allauth', ['allauth', 'allauth.account', 'allauth.socialaccount', 'allauth.usersessions']);
    const index = indexOf(real.folder, 'allauth');
    const models = concreteOf(index, real.apps);
    expect(labelsOf(models)).toEqual(Object.keys(real.models).sort());
    expectAsReal(index, models.filter(({ meta }) => !meta.isOpen), real);
    expect(labelsOf(models.filter(({ meta }) => meta.isOpen))).toEqual(['account.EmailAddress']);
    const address = models.find(({ name }) => name === 'EmailAddress') as Model;
    expect(address.fields.map(({ name }) => name).sort()).toEqual(Object.keys(real.models['account.EmailAddress']?.fields ?? {}).sort());
  },
  PATIENCE,
);
