import type { Match } from '../core/define.js';
import { roleOf, type Role } from '../core/roles.js';
import type { Transform } from '../python/define.js';

/** What a suppression comment holds. */
const IGNORE = ['pitstop:'];

/** Whether a text can have a suppression comment. */
export function mayIgnore(text: string): boolean {
  return IGNORE.some((words) => text.includes(words));
}

/** What the bytes of a file are searched for, as `source/prefilter` understands it. */
export type Search = Pick<Match, 'literals' | 'imports' | 'anyway'>;

/** The searches of a run, and which of them (by number) say what. */
export interface Layout {
  readonly searches: readonly Search[];
  /** By transform: the search that must succeed for `fix`. */
  readonly match: readonly number[];
  /** Finds the files with a suppression comment. */
  readonly ignore: number;
}

/** What the prefilter shall search for; the numbers of the searches are the bits of a candidate's `groups`. */
export function searchesOf(transforms: readonly Pick<Transform, 'match'>[]): readonly Search[] {
  return layoutOf(transforms).searches;
}

/** What several transforms ask for is searched for once. */
export function layoutOf(transforms: readonly Pick<Transform, 'match'>[]): Layout {
  const searches: Search[] = [];
  const numbers = new Map<string, number>();
  const number = (search: Search): number => {
    const written = JSON.stringify(search);
    const known = numbers.get(written) ?? searches.push(search) - 1;
    numbers.set(written, known);
    return known;
  };
  const match = transforms.map(({ match: { literals, imports, anyway } }) => {
    return number({ literals, ...(imports !== undefined && { imports }), ...(anyway !== undefined && { anyway }) });
  });
  return { searches, match, ignore: number({ literals: IGNORE }) };
}

/** The transforms (by number) whose `fix` shall see a file. */
export function seenBy(
  transforms: readonly Pick<Transform, 'match'>[],
  layout: Layout,
  path: string,
  groups: number,
): number[] {
  const role = roleOf(path);
  const sees = (match: Match, at: number): boolean => hasRole(match, role) && holds(groups, layout.match[at] as number);
  return transforms.flatMap(({ match }, at) => (sees(match, at) ? [at] : []));
}

/** The same for a text whose bytes nobody searched: an import that `match` asks for is left to `fix` to find. */
export function mayMatch(match: Match, path: string, text: string): boolean {
  const { literals, anyway = [] } = match;
  return hasRole(match, roleOf(path)) && (literals.length === 0 || holdsOne(text, literals) || holdsOne(text, anyway));
}

export function holdsOne(text: string, strings: readonly string[]): boolean {
  return strings.some((string) => text.includes(string));
}

function hasRole({ roles = ['code'] }: Match, role: Role): boolean {
  return roles.includes(role);
}

/** Whether a search, by its number, succeeded. */
export function holds(groups: number, at: number): boolean {
  return (groups & (1 << at)) !== 0;
}
