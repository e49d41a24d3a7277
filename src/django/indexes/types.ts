/** Which fields a B-tree can hold. */
import type { Field, Model } from '../models/types.js';

/** Unbounded text, documents, sets of values, shapes: MySQL cannot index them so, and PostgreSQL not usefully. */
const UNSUITED = new Set([
  ...['TextField', 'BinaryField', 'JSONField', 'ArrayField', 'HStoreField', 'SearchVectorField', 'CompositePrimaryKey', 'ManyToManyField'],
  ...['DateRangeField', 'DateTimeRangeField', 'IntegerRangeField', 'BigIntegerRangeField', 'DecimalRangeField'],
  ...['PointField', 'PolygonField', 'MultiPolygonField', 'GeometryField', 'LineStringField', 'RasterField', 'TaggableManager'],
]);

/** Why a field cannot be part of an index, in words; null where it can. */
export function unsuited({ name, type, className, relation, origin }: Field): string | null {
  if (relation !== null && relation.kind !== 'fk' && relation.kind !== 'o2o') return `\`${name}\` has no column`;
  if (type === null) return origin === 'added' ? null : `\`${name}\` is a \`${className.split(/[.:]/).at(-1) ?? className}\`, of which no more is known`;
  return UNSUITED.has(type) ? `\`${name}\` is a \`${type}\`` : null;
}

/** Whether few rows have anything but one of a handful of values. */
export function isCoarse({ type, choices }: Field): boolean {
  return type === 'BooleanField' || type === 'NullBooleanField' || (typeof choices === 'number' && choices <= 5) || choices === 'unknown';
}

const MOMENTS = new Set(['DateTimeField', 'DateField', 'TimeField']);
const KEYS = new Set(['CharField', 'EmailField', 'UUIDField', 'SlugField', 'GenericIPAddressField', 'ForeignKey']);

export function isMoment({ type }: Field): boolean {
  return type !== null && MOMENTS.has(type);
}

/** Whether looking for one value of a field usually leaves few rows. */
function isSelective(field: Field): boolean {
  const { type, name } = field;
  if (type === null || isCoarse(field) || field.choices !== null) return false;
  if (VAGUE.test(name)) return false;
  return KEYS.has(type) || isMoment(field) || (/Integer/.test(type) && /(?:^|_)(?:id|number|code|pk|hash)$/.test(name));
}

/** Names of fields that hold one of a few values, whatever their type. */
const VAGUE = /(?:^|_)(?:status|state|type|kind|category|level|role|mode|language|lang|locale|country|currency|gender|source|method|format|version|priority|action|visibility|scope|unit|model|engine|provider|platform|channel)$/;

/** Names of fields whose value is one of very many. */
export function isIdentifying(field: Field): boolean {
  return isSelective(field) && (field.type === 'UUIDField' || field.type === 'EmailField' || /(?:^|_)(?:id|uid|uuid|guid|key|token|hash|code|number|slug|email|username|identifier|sha1?|checksum|ean|isbn|sku|barcode|serial|reference|fingerprint|digest)$/.test(field.name));
}

/** Names of models of which there is one, or a handful. */
const SMALL = /(?:Settings?|Config(?:uration)?|Preferences?|Template|Type|Category|Role|Schedule|Instance|Plan|Site|Theme|Mapping|Warehouse|Database|Workspace|Organi[sz]ation|Company|Department|Branch|Language|Country|Currency|Invite|Invitation|Location|Backup\w*|Restore\w*)$/;

/** Whether a table is likely to be so small that reading all of it costs less than an index. */
export function staysSmall({ name }: Pick<Model, 'name'>): boolean {
  return SMALL.test(name);
}
