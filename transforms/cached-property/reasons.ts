/** Why a property must not be cached, as the rest of the project shows it. */
import { isOf, mayBeOf, snake, type Renown } from '../../src/django/properties/matching.js';
import type { Candidate, Defined, Group, Use, Used } from '../../src/django/properties/types.js';
import { concerns, groupsOf, type Evidence } from './flows.js';

export interface Reason {
  readonly id: 'setter' | 'assigned' | 'deleted' | 'annotated' | 'getter' | 'readWriteRead' | 'testsMutate' | 'stored' | 'changed' | 'writtenAfter' | 'singleton' | 'childSerializer';
  readonly data: Readonly<Record<string, string>>;
}

/** The first reason, in the order in which they weigh. */
export function reasonIn(candidate: Candidate, uses: readonly Use[], renown: Renown, evidence: readonly Evidence[]): Reason | null {
  return (
    overridden(candidate, uses) ??
    used(candidate, uses, renown) ??
    kept(candidate, uses) ??
    written(evidence) ??
    inTests(candidate, uses, renown) ??
    stored(candidate, uses, renown) ??
    changed(candidate, uses, renown) ??
    writtenAfter(candidate, uses, renown)
  );
}

function overridden({ name, line }: Candidate, uses: readonly Use[]): Reason | null {
  const below = uses.find((use): use is Defined => use.kind === 'defined' && use.how === 'setter' && use.name === name && use.line.includes(line[0] ?? ''));
  return below === undefined ? null : { id: 'setter', data: { decorator: `@….${name}.setter`, place: ` (${below.place})` } };
}

/** Code that works assigns to no property without a setter: a name alone is no sign that this one is meant. */
function used(candidate: Candidate, uses: readonly Use[], renown: Renown): Reason | null {
  const own = uses.filter((use): use is Used => 'name' in use && 'owner' in use && use.name === candidate.name && !(use.kind === 'assigned' && use.isTest && use.owner.kind !== 'class'));
  const of = (kind: Used['kind'], fits: (use: Used) => boolean): Reason[] => own.filter((use) => use.kind === kind && fits(use)).slice(0, 1).map(({ place }) => ({ id: kind, data: { place } }));
  const isSure = ({ owner }: Used): boolean => isOf(owner, candidate) || (owner.kind === 'name' && owner.name === snake(candidate.owner));
  const isLikely = ({ owner }: Used): boolean => mayBeOf(owner, candidate, renown) || (owner.kind === 'name' && owner.name === candidate.owner);
  return [...of('assigned', isSure), ...of('deleted', isSure), ...of('annotated', isLikely), ...of('getter', isLikely)][0] ?? null;
}

function kept({ life, line }: Candidate, uses: readonly Use[]): Reason | null {
  const [own = ''] = line;
  const found = uses.filter((use) => (use.kind === 'kept' || use.kind === 'many') && use.line.includes(own));
  const many = life === 'serializer' ? found.find(({ kind }) => kind === 'many') : undefined;
  if (many?.kind === 'many') return { id: 'childSerializer', data: { place: many.place } };
  const single = found.find(({ kind }) => kind === 'kept');
  return single?.kind === 'kept' && life !== 'model' ? { id: 'singleton', data: { place: single.place } } : null;
}

function written(evidence: readonly Evidence[]): Reason | null {
  const found = evidence.find(({ write }) => write !== null)?.write;
  return found == null ? null : { id: 'readWriteRead', data: { code: found.code, place: found.place } };
}

/** A test that reads, writes and reads again on one object. */
function inTests(candidate: Candidate, uses: readonly Use[], renown: Renown): Reason | null {
  for (const group of groupsOf(candidate, uses, renown).filter(({ isTest }) => isTest)) {
    const pair = group.pairs.find(({ first, second, writes }) => [first, second].every((at) => isRead(group, at, candidate)) && writes.some((at) => concerns(group.writes[at] ?? NOTHING, candidate)));
    if (pair !== undefined) return { id: 'testsMutate', data: { place: `${group.path}:${group.reads[pair.first]?.line ?? 0}`, again: String(group.reads[pair.second]?.line ?? 0) } };
  }
  return null;
}

/** A list that somebody appends to would grow for everybody. */
function changed(candidate: Candidate, uses: readonly Use[], renown: Renown): Reason | null {
  for (const group of groupsOf(candidate, uses, renown)) {
    const found = group.reads.find(({ name, change }) => change !== null && name === candidate.name);
    if (found !== undefined) return { id: 'changed', data: { code: found.change ?? '', place: `${group.path}:${found.line}` } };
  }
  return null;
}

/** Code that reads it and then changes what it is made of hands on an object whose kept value is old. */
function writtenAfter(candidate: Candidate, uses: readonly Use[], renown: Renown): Reason | null {
  if (candidate.life !== 'model') return null;
  for (const group of groupsOf(candidate, uses, renown).filter(({ isTest }) => !isTest)) {
    const after = group.reads.flatMap((read, at) => (isRead(group, at, candidate) ? read.after : [])).map((at) => group.writes[at] ?? NOTHING);
    const found = after.find(({ attribute, code }) => candidate.depends.includes(attribute ?? '') || /\brefresh_from_db\b/.test(code));
    if (found !== undefined) return { id: 'writtenAfter', data: { code: found.code, place: `${group.path}:${found.line}` } };
  }
  return null;
}

const NOTHING = { attribute: '', code: '', line: 0 };

function isRead(group: Group, at: number, { name, via }: Candidate): boolean {
  const read = group.reads[at]?.name ?? '';
  return read === name || via.includes(read);
}

/** What is written into a column would be the old value the second time. */
function stored(candidate: Candidate, uses: readonly Use[], renown: Renown): Reason | null {
  if (candidate.life !== 'model') return null;
  for (const group of groupsOf(candidate, uses, renown)) {
    const found = group.reads.find((read, at) => read.storedIn !== null && isRead(group, at, candidate));
    if (found !== undefined && !group.isTest) return { id: 'stored', data: { target: found.storedIn ?? '', place: `${group.path}:${found.line}` } };
  }
  return null;
}
