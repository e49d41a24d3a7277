/** Where functions read a property more than once from one object. */
import { isOf, mayBeOf, type Renown } from '../../src/django/properties/matching.js';
import type { Candidate, Group, Use, Write } from '../../src/django/properties/types.js';

/** Reads that one object serves in turn. */
export interface Evidence {
  /** `path:line` of each, or what reads it again and again. */
  readonly places: readonly string[];
  /** What lies between two of them and may change the value. */
  readonly write: { readonly code: string; readonly place: string } | null;
}

/** Whatever one function reads of an object that is, or may be, of the property's class. */
export function groupsOf(candidate: Candidate, uses: readonly Use[], renown: Renown): readonly Group[] {
  const names = new Set([candidate.name, ...candidate.via]);
  const isSure = candidate.life === 'plain' || candidate.life === 'request' || candidate.life === 'serializer';
  return uses.filter((use): use is Group => {
    if (use.kind !== 'group' || !use.reads.some(({ name }) => names.has(name))) return false;
    const known = use.reads.filter(({ name }) => names.has(name)).map(({ name }) => name);
    return isSure ? isOf(use.owner, candidate) : known.some((name) => mayBeOf(use.owner, candidate, renown, name));
  });
}

/** The places in a group's reads that read the property, itself or by another that does; its own body does not count. */
export function readsOf(group: Group, candidate: Candidate): readonly number[] {
  const names = new Set([candidate.name, ...candidate.via]);
  const isOwn = group.frame === candidate.name && group.isSelf;
  return isOwn ? [] : group.reads.flatMap(({ name }, at) => (names.has(name) ? [at] : []));
}

export function inGroup(group: Group, candidate: Candidate, least: number): readonly Evidence[] {
  const own = readsOf(group, candidate);
  const spot = (at: number): string => `${group.path}:${group.reads[at]?.line ?? 0}`;
  const looped = own.find((at) => group.reads[at]?.isLoop === true);
  const found = chosen(group, own, least);
  const write = writeWithin(group, found ?? own, candidate);
  const places = found === null ? [] : [...new Set(found.map(spot))];
  if (found !== null) return [{ places: places.length > 1 ? places : [`${places[0]} (${found.length} times)`], write }];
  return looped === undefined ? [] : [{ places: [`${spot(looped)} (in a loop)`], write: write ?? writeInLoop(group, looped, candidate) }];
}

/** Enough reads of which each is run after those before it; null where there are not. */
function chosen({ pairs }: Group, own: readonly number[], least: number): readonly number[] | null {
  const inTurn = (first: number, second: number): boolean => pairs.some((pair) => pair.first === first && pair.second === second);
  for (const start of own) {
    const run = own.reduce<number[]>((kept, at) => (at > start && kept.every((one) => inTurn(one, at)) ? [...kept, at] : kept), [start]);
    if (run.length >= least) return run.slice(0, Math.max(least, 2));
  }
  return null;
}

function writeWithin(group: Group, reads: readonly number[], candidate: Candidate): Evidence['write'] {
  const between = group.pairs.filter(({ first, second }) => reads.includes(first) && reads.includes(second)).flatMap(({ writes }) => writes);
  const found = between.flatMap((at) => group.writes[at] ?? []).find((write) => concerns(write, candidate));
  return found === undefined ? null : { code: found.code, place: `${group.path}:${found.line}` };
}

/** What the loop does to the object itself before it comes round again. */
function writeInLoop({ path, reads, writes }: Group, at: number, candidate: Candidate): Evidence['write'] {
  const found = (reads[at]?.loopWrites ?? []).map((one) => writes[one]).find((write) => write !== undefined && write.attribute !== '*' && concerns(write, candidate));
  return found === undefined ? null : { code: found.code, place: `${path}:${found.line}` };
}

export function concerns({ attribute }: Write, { depends }: Candidate): boolean {
  return attribute === null || attribute === '*' || depends.includes(attribute);
}

/** Methods of a view that one request runs in turn. */
const SHOWING = new Set(['setup', 'dispatch', 'initial', 'test_func', 'has_permission', 'get', 'list', 'retrieve', 'get_queryset', 'get_object', 'get_context_data', 'get_template_names', 'get_serializer_context', 'get_serializer_class', 'get_permissions', 'filter_queryset', 'get_title']);
const SENDING = new Set(['setup', 'dispatch', 'initial', 'test_func', 'has_permission', 'post', 'get_form', 'get_form_class', 'get_form_kwargs', 'get_initial', 'form_valid', 'get_success_url', 'get_object', 'create', 'perform_create', 'update', 'perform_update', 'get_serializer_context', 'get_serializer_class']);
/** Methods of a form that its life runs in turn. */
const FORM = new Set(['__init__', 'clean', 'full_clean', 'save', '_post_clean']);

/** Methods of a view, or of a form, that the same instance runs in turn. */
export function methodsOf(candidate: Candidate, groups: readonly Group[], least: number): readonly Evidence[] {
  if (candidate.life !== 'request' && candidate.life !== 'serializer') return [];
  const own = groups.filter((group) => group.isSelf && readsOf(group, candidate).length > 0 && !candidate.via.includes(group.frame));
  return [SHOWING, SENDING, FORM].flatMap((set) => {
    const run = own.filter(({ frame }) => set.has(frame) || (set === FORM && /^clean_/.test(frame)));
    const frames = new Map(run.map((group) => [group.frame, group]));
    const places = [...frames.values()].map((group) => `${group.path}:${group.reads[readsOf(group, candidate)[0] ?? 0]?.line ?? 0}`);
    return places.length < least ? [] : [{ places: places.slice(0, 3), write: null }];
  }).slice(0, 1);
}

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
