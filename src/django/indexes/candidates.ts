/** Which indexes a model's queries ask for. */
import type { Field, Model } from '../models/types.js';
import { fieldOf } from '../queries/lookups.js';
import type { ModelUsages, Usage } from '../queries/usages.js';
import { existingOn, plainName, servedBy, type Existing, type Wanted } from './existing.js';
import { isCoarse, isIdentifying, isMoment, staysSmall, unsuited } from './types.js';

export interface Place {
  readonly path: string;
  readonly line: number;
}

export interface Candidate extends Wanted {
  readonly fields: readonly string[];
  /** The queries that want it, one for each function, in order of path and line. */
  readonly places: readonly Place[];
}

export interface Limits {
  readonly minUses: number;
  readonly maxPerModel: number;
  /** Lists of fields that get an index anyway. */
  readonly coming: readonly (readonly string[])[];
}

/** More columns compared for equality narrow down no further. */
const MOST_EQUAL = 2;
/** A table with so many indexes is slow to write as it is. */
const CROWDED = 6;
/** A backup of a module, or a command that somebody runs by hand, says nothing of what is slow every day. */
const ASIDE = /(^|\/)(?:management\/commands|scripts?|seeds?|fixtures|debug\w*)\/|_(?:backup|old|deprecated|copy)\.py$|(^|\/)(?:debug|check|fix|seed|populate)_\w*\.py$/;

/** Few people wait for an admin. */
const ADMIN = /(^|\/)(?:admin\.py$|admin\/|admin_\w+\.py$|\w+_admin\.py$)/;

/** Indexes that no existing one stands in for, most wanted first. One that is there takes its place among the most wanted: else another would follow it. */
export function candidatesFor(model: Model, { usages, listings }: ModelUsages, { minUses, maxPerModel, coming }: Limits): readonly Candidate[] {
  const existing = existingOn(model);
  if (staysSmall(model) || existing.filter(isExtra).length >= CROWDED) return [];
  const wishes = usages.filter(({ path }) => !ASIDE.test(path)).flatMap((usage) => wishOf(usage, model, existing));
  const all = grouped(wishes).map((one) => withListings(one, listings));
  const isThere = ({ fields }: Candidate): boolean => existing.some((one) => one.by === 'index' && one.fields.join() === fields.join());
  const standing = [...existing, ...coming.map((fields) => asExisting({ fields }))];
  const wanted = all.filter((one) => one.uses >= minUses && (servedBy(one, standing) === null || isThere(one)));
  const longest = wanted.filter((one) => !wanted.some((other) => other !== one && servedBy(one, [asExisting(other)]) !== null));
  const ranked = longest.toSorted((one, other) => other.uses - one.uses || (one.fields.join() < other.fields.join() ? -1 : 1));
  return ranked.slice(0, maxPerModel).filter((one) => !isThere(one));
}

function isExtra({ by }: Existing): boolean {
  return by === 'index' || by === 'db_index' || by === 'index_together';
}

function asExisting({ fields }: Pick<Candidate, 'fields'>): Existing {
  return { fields, isUnique: false, by: 'index', declaration: null };
}

type Wish = Wanted & { readonly fields: readonly string[]; readonly place: Place; readonly within: string };

/** The queries of one function count once: they mostly are one query, put together step by step. */
function grouped(wishes: readonly Wish[]): readonly Candidate[] {
  const found = new Map<string, Wish[]>();
  for (const wish of wishes) found.set(wish.fields.join(), [...(found.get(wish.fields.join()) ?? []), wish]);
  return [...found.values()].flatMap((same) => {
    const [first] = same;
    const places = new Map(same.toReversed().map(({ place, within }) => [`${place.path}:${within === '' ? place.line : within}`, place]));
    return first === undefined ? [] : [{ equal: first.equal, ordered: first.ordered, fields: first.fields, places: [...places.values()].toReversed() }];
  });
}

/** What a REST view offers to filter and sort by counts as a use; what an admin offers or asks for as half of one. */
function withListings(candidate: Candidate, listings: ModelUsages['listings']): Candidate & { readonly uses: number } {
  const { fields, places } = candidate;
  const isOffered = (names: readonly string[]): boolean => fields.length === 1 && names.some((name) => plainName(name) === fields[0]);
  const offering = listings.filter((listing) => isOffered(listing.fields));
  const asked = places.reduce((sum, { path }) => sum + (ADMIN.test(path) ? 0.5 : 1), 0);
  const uses = offering.reduce((sum, { kind }) => sum + (kind === 'rest' ? 1 : 0.5), asked);
  return { ...candidate, places: [...places, ...offering.map(({ path, line }) => ({ path, line }))], uses };
}

/** The index that one query asks for; none where it would not narrow down much. */
function wishOf(usage: Usage, model: Model, existing: readonly Existing[]): readonly Wish[] {
  const equal = equalIn(usage, model);
  if (equal.length > MOST_EQUAL || equal.filter(({ relation }) => relation !== null).length > 1 || equal.some((field) => isCrossed(field, model))) return [];
  const names = equal.map(({ name }) => name);
  const ordered = momentsIn(usage, model, names);
  const isSure = [...names, ...ordered].every((name) => fieldOf(plainName(name), model)?.isExact === true);
  const fields = [...names, ...ordered];
  const others = existing.filter((one) => one.by !== 'index' || one.fields.join() !== fields.join());
  if (!isSure || isNarrow(names, others, model)) return [];
  const key = equal.some(({ relation }) => relation !== null);
  const isWorth = ordered.length > 0 ? equal.length > 0 || isPart(usage) : !key && !usage.isNarrowed && equal.length === 1 && equal.every(isIdentifying);
  const { path, line, within } = usage;
  return isWorth ? [{ equal: names, ordered, fields, place: { path, line }, within }] : [];
}

/** Whether a query takes some rows of the whole table: those between two moments, or the first few. */
function isPart({ range, isBounded, isNarrowed }: Usage): boolean {
  return !isNarrowed && (range.length > 0 || isBounded);
}

/** Keys first. Yes or no halves a table at best, and beside a key a handful of values narrow down no further. */
function equalIn({ equal }: Usage, model: Model): readonly Field[] {
  const fields = equal.map((name) => fieldOf(name, model)).filter((field) => field !== null);
  const suited = fields.filter((field) => unsuited(field) === null && field.type !== 'BooleanField' && field.type !== 'NullBooleanField');
  const keys = suited.filter(({ relation }) => relation !== null);
  return keys.length > 0 ? [...keys, ...suited.filter((field) => field.relation === null && !isCoarse(field))] : suited;
}

/** Half of a generic key; and there are few content types and sites. */
function isCrossed({ name, relation }: Field, { fields }: Model): boolean {
  const generic = fields.flatMap((field) => (field.relation?.kind === 'generic-fk' ? [field.relation.contentType, field.relation.objectId] : []));
  const target = relation?.to.kind === 'outside' ? relation.to.name : relation?.to.kind === 'model' ? relation.to.key : '';
  return generic.includes(name) || /(?:ContentType|\bSite)$/.test(target);
}

/** Whether an index leaves few rows already: a unique one, one on two of the columns, or one on what is no key. */
function isNarrow(equal: readonly string[], existing: readonly Existing[], model: Model): boolean {
  return existing.some(({ fields, isUnique }) => {
    const first = fields.slice(0, 2).map(plainName);
    if (isUnique && fields.every((name) => equal.includes(plainName(name)))) return true;
    if (first.length === 2) return first.every((name) => equal.includes(name));
    const only = fieldOf(first[0] ?? '', model);
    return only !== null && equal.includes(only.name) && only.relation === null && !isCoarse(only);
  });
}

/** The moment between whose values rows lie, or else the moments that they are sorted by. */
function momentsIn({ range, ordering, member, isSorted, isBounded }: Usage, model: Model, equal: readonly string[]): readonly string[] {
  const isFree = (name: string): boolean => !equal.includes(plainName(name)) && isMomentOf(name, model);
  const between = range.find(isFree);
  if (between !== undefined) return [between];
  const sorted = ordering ?? [];
  const isMeant = isSorted || (isBounded && equal.length === 0);
  if (member.length > 0 || !isMeant || sorted.length === 0 || sorted.length > 2 || !sorted.every(isFree)) return [];
  return straightened(sorted);
}

function isMomentOf(name: string, model: Model): boolean {
  const field = fieldOf(plainName(name), model);
  return field !== null && isMoment(field);
}

/** An index is read backwards as well as forwards: a `-` is only of use where directions are mixed. */
function straightened(sorted: readonly string[]): readonly string[] {
  const isMixed = new Set(sorted.map((name) => name.startsWith('-'))).size > 1;
  return isMixed ? sorted : sorted.map(plainName);
}
