/** The B-trees that a model's table has, by whatever declares them. */
import type { Field, IndexDecl, Model } from '../models/types.js';

export interface Existing {
  /** Names of fields, with `-` where descending. */
  readonly fields: readonly string[];
  readonly isUnique: boolean;
  readonly by: 'primary-key' | 'unique' | 'foreign-key' | 'db_index' | 'unique_together' | 'index_together' | 'constraint' | 'index';
  /** Of `Meta.indexes`. */
  readonly declaration: IndexDecl | null;
}

const BTREES = new Set(['django.db.models.Index', 'django.contrib.postgres.indexes.BTreeIndex']);

/** Partial ones are left out: what they serve depends on a query's conditions. */
export function existingOn(model: Model): readonly Existing[] {
  const { indexes, uniques, uniqueTogether, indexTogether } = model.meta;
  return [
    ...ownFields(model).flatMap(ofField),
    ...uniqueTogether.items.map((fields) => ({ fields, isUnique: true, by: 'unique_together', declaration: null }) as const),
    ...indexTogether.items.map((fields) => ({ fields, isUnique: false, by: 'index_together', declaration: null }) as const),
    ...uniques.items.filter(isWhole).map(({ fields }) => ({ fields: fields ?? [], isUnique: true, by: 'constraint', declaration: null }) as const),
    ...indexes.items.filter((one) => isWhole(one) && BTREES.has(one.className)).map((declaration) => ({ fields: declaration.fields ?? [], isUnique: false, by: 'index', declaration }) as const),
  ];
}

/** The columns of the model's own table. */
export function ownFields({ fields }: Model): readonly Field[] {
  return fields.filter(({ origin, relation }) => origin !== 'parent' && (relation === null || relation.kind === 'fk' || relation.kind === 'o2o'));
}

function isWhole({ isPartial, fields }: IndexDecl): boolean {
  return !isPartial && fields !== null;
}

function ofField({ name, isPrimaryKey, isUnique, isIndexed, relation }: Field): readonly Existing[] {
  const one = { fields: [name], declaration: null };
  if (isPrimaryKey) return [{ ...one, isUnique: true, by: 'primary-key' }];
  if (isUnique || relation?.kind === 'o2o') return [{ ...one, isUnique: true, by: 'unique' }];
  if (!isIndexed) return [];
  return [{ ...one, isUnique: false, by: relation === null ? 'db_index' : 'foreign-key' }];
}

/** What the rows of a query have in common, then how they are ordered or between which values they lie. */
export interface Wanted {
  readonly equal: readonly string[];
  readonly ordered: readonly string[];
}

/** The index that serves a query: its first columns are those compared for equality, in any order, then the others. */
export function servedBy({ equal, ordered }: Wanted, existing: readonly Existing[]): Existing | null {
  const isServed = ({ fields, isUnique }: Existing): boolean => {
    const plain = fields.map(plainName);
    if (isUnique && plain.every((name) => equal.includes(name))) return true;
    const first = new Set(plain.slice(0, equal.length));
    return equal.every((name) => first.has(name)) && isPrefix(ordered, fields.slice(equal.length));
  };
  return existing.find(isServed) ?? null;
}

/** The index that begins with these columns, in this order. */
export function coverOf(fields: readonly string[], existing: readonly Existing[]): Existing | null {
  const isCover = (one: Existing): boolean => isPrefix(fields, one.fields) || (one.isUnique && isPrefix(one.fields, fields) && one.fields.length === fields.length);
  return existing.find(isCover) ?? null;
}

/** Read forwards or backwards. */
function isPrefix(wanted: readonly string[], fields: readonly string[]): boolean {
  if (wanted.length > fields.length) return false;
  const isSame = wanted.every((name, at) => fields[at] === name);
  return isSame || wanted.every((name, at) => fields[at] === turned(name));
}

function turned(field: string): string {
  return field.startsWith('-') ? field.slice(1) : `-${field}`;
}

export function plainName(field: string): string {
  return field.replace(/^-/, '');
}

/** An existing index in words: `unique=True`, `Meta.indexes`. */
export function described({ by, fields }: Existing): string {
  if (by === 'primary-key') return 'the primary key';
  if (by === 'unique') return `\`unique=True\` of \`${fields[0] ?? ''}\``;
  if (by === 'foreign-key') return `the foreign key \`${fields[0] ?? ''}\``;
  if (by === 'db_index') return `\`db_index=True\` of \`${fields[0] ?? ''}\``;
  if (by === 'constraint') return `the unique constraint on ${columns(fields)}`;
  return by === 'index' ? `the index on ${columns(fields)}` : `\`${by}\` of ${columns(fields)}`;
}

/** `status`, `-created`, each in backticks. */
export function columns(fields: readonly string[]): string {
  return fields.map((field) => `\`${field}\``).join(', ');
}
