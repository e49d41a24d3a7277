import { isCalledLike } from '../../src/django/properties/matching.js';
import type { Candidate, Group, Listed, Use } from '../../src/django/properties/types.js';
import { grouped, readsOf, type Evidence } from './flows.js';

/** Columns of one row: names in the lists of a serializer or an admin, and its methods that take the row. */
export function rowsOf(candidate: Candidate, uses: readonly Use[], least: number): readonly Evidence[] {
  if (candidate.life !== 'model') return [];
  const names = new Set([candidate.name, ...candidate.via]);
  const isOurs = (key: string): boolean => isCalledLike(rowName(key), candidate.owner);
  const listed = uses.filter((use): use is Listed => use.kind === 'listed' && names.has(use.name) && isOurs(use.by));
  const methods = uses.filter((use): use is Group => use.kind === 'group' && use.isRow && !use.isTest && isOurs(use.method[0] ?? ''));
  const columns = [
    ...listed.map(({ by, path, line, name }) => ({ by, column: name, place: `${path}:${line}` })),
    ...methods.flatMap((group) => readsOf(group, candidate).slice(0, 1).map((at) => ({ by: group.method[0] ?? '', column: `${group.frame}()`, place: `${group.path}:${group.reads[at]?.line ?? 0}` }))),
  ];
  return [...grouped(columns, ({ by }) => by).values()].flatMap((own) => {
    const count = new Set(own.map(({ column }) => column)).size;
    const places = [...new Set(own.map(({ place }) => place))];
    if (count < least) return [];
    return [{ places: places.length > 1 ? places.slice(0, 3) : [`${places[0]} (${count} columns)`], write: null }];
  });
}

function rowName(key: string): string {
  const name = key.slice(key.lastIndexOf(':') + 1).replace(/(Serializer|Admin|List|Detail)+$/, '');
  return name.toLowerCase();
}
