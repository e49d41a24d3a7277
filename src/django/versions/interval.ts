/** Ranges of versions, and the specifiers that ask for them. */
import { compareVersions, parseVersion, showVersion, type Version } from './pep440.js';

/** One end of a range; null: there is none. */
export type Bound = { readonly version: Version; readonly isIncluded: boolean } | null;

export interface Interval {
  readonly min: Bound;
  readonly max: Bound;
}

export const ANY: Interval = { min: null, max: null };

/** The versions that both ranges hold; null: there are none. */
export function intersection(one: Interval, other: Interval): Interval | null {
  const min = stricter(one.min, other.min, 1);
  const max = stricter(one.max, other.max, -1);
  if (min === null || max === null) return { min, max };
  const order = compareVersions(min.version, max.version);
  return order < 0 || (order === 0 && min.isIncluded && max.isIncluded) ? { min, max } : null;
}

/** The smallest range that holds both. */
export function hull(one: Interval, other: Interval): Interval {
  return { min: wider(one.min, other.min, -1), max: wider(one.max, other.max, 1) };
}

function stricter(one: Bound, other: Bound, sign: number): Bound {
  if (one === null || other === null) return one ?? other;
  const order = compareVersions(one.version, other.version) * sign;
  if (order === 0) return one.isIncluded ? other : one;
  return order > 0 ? one : other;
}

function wider(one: Bound, other: Bound, sign: number): Bound {
  if (one === null || other === null) return null;
  const order = compareVersions(one.version, other.version) * sign;
  if (order === 0) return one.isIncluded ? one : other;
  return order > 0 ? one : other;
}

/** `5.2.1` for a pin, otherwise `>=4.2,<5.3`; `any version` without an end. */
export function showInterval({ min, max }: Interval): string {
  if (min === null && max === null) return 'any version';
  if (min !== null && max !== null && compareVersions(min.version, max.version) === 0) return showVersion(min.version);
  const low = min === null ? [] : [`${min.isIncluded ? '>=' : '>'}${showVersion(min.version)}`];
  const high = max === null ? [] : [`${max.isIncluded ? '<=' : '<'}${showVersion(max.version)}`];
  return [...low, ...high].join(',');
}

/**
 * The range of a specifier of PEP 440 (`>=4.2,<5`), of Poetry (`^4.2`, `~4.2`, `4.2.*`, `^3 || ^4`) or of Conda
 * (`4.2.*`, `=4.2`). `!=` leaves the range as it is. Null for what is none.
 */
export function intervalOf(specifier: string): Interval | null {
  const choices = specifier.split('||').map((choice) => clausesOf(choice));
  const known = choices.filter((choice) => choice !== null);
  const [first, ...more] = known;
  return first === undefined || known.length < choices.length ? null : more.reduce(hull, first);
}

const CLAUSE = /^(===|==|~=|!=|>=|<=|>|<|\^|~|=)?\s*v?([^\s,]+)$/;

function clausesOf(text: string): Interval | null {
  const clauses = text.replace(/([<>=!~^]+)\s+/g, '$1').split(/[\s,]+/).filter((clause) => clause !== '');
  let interval: Interval | null = ANY;
  for (const clause of clauses) {
    const [, operator = '', version = ''] = CLAUSE.exec(clause) ?? [];
    const asked = version === '' ? null : rangeOf(operator, version);
    interval = asked === null || interval === null ? null : intersection(interval, asked);
  }
  return interval;
}

function rangeOf(operator: string, text: string): Interval | null {
  if (text === '*') return ANY;
  const isWild = text.endsWith('.*');
  const version = parseVersion(isWild ? text.slice(0, -2) : text);
  if (version === null) return null;
  if (operator === '!=') return ANY;
  if (operator === '>=') return { min: { version, isIncluded: true }, max: null };
  if (operator === '>') return { min: { version, isIncluded: false }, max: null };
  if (operator === '<=') return { min: null, max: { version, isIncluded: true } };
  if (operator === '<') return { min: null, max: { version, isIncluded: false } };
  if (operator === '~=') return upTo(version, version.release.length - 1);
  if (operator === '^') return upTo(version, caret(version.release));
  if (operator === '~') return upTo(version, Math.min(2, version.release.length));
  if (isWild || operator === '=') return upTo(version, version.release.length);
  return { min: { version, isIncluded: true }, max: { version, isIncluded: true } };
}

/** `^4.2` keeps the first number that is not zero. */
function caret(release: readonly number[]): number {
  const at = release.findIndex((number) => number > 0);
  return at < 0 ? release.length : at + 1;
}

/** From a version to the next one of its first `kept` numbers. */
function upTo(version: Version, kept: number): Interval | null {
  if (kept < 1) return null;
  const release = version.release.slice(0, kept).map((number, at) => (at === kept - 1 ? number + 1 : number));
  return { min: { version, isIncluded: true }, max: { version: { release, pre: null, post: null, dev: null }, isIncluded: false } };
}
