/** Indexes that the project's own queries ask for. */
import type { Draft } from '../../src/core/define.js';
import type { Span } from '../../src/core/types.js';
import { candidatesFor, type Candidate, type Place } from '../../src/django/indexes/candidates.js';
import { columns, plainName } from '../../src/django/indexes/existing.js';
import type { Model } from '../../src/django/models/types.js';
import type { ModelUsages } from '../../src/django/queries/usages.js';
import type { PyNode } from '../../src/python/tree.js';
import { askedLists } from './asked.js';
import { added, buildNotes, placeOf, refusal } from './subject.js';
import type { Terms } from './terms.js';

/** How many places a message names. */
const SHOWN = 3;

export function usedIndexes(model: Model, usages: ModelUsages | undefined, terms: Terms): readonly Draft[] {
  const minUses = terms.options['min-uses'];
  const place = placeOf(model, terms);
  if (place === null || usages === undefined || minUses === 0 || model.isAbstract || model.isProxy) return [];
  const found = candidatesFor(model, usages, { minUses, maxPerModel: terms.options['max-per-model'], coming: askedLists(model, terms) });
  const refused = found.map(({ fields }) => refusal(model, fields, place.at, terms)).find((draft) => draft !== null);
  if (refused != null) return [refused];
  return atOnePlace(found, model, place.at).map(([span, candidates]) => draftFor(model, candidates, span, { at: place.at, terms }));
}

/** Findings are told apart by their places: candidates with one place make one finding. */
function atOnePlace(found: readonly Candidate[], model: Model, at: PyNode): readonly (readonly [Span, readonly Candidate[]])[] {
  const groups = new Map<string, readonly [Span, readonly Candidate[]]>();
  for (const candidate of found) {
    const span = declarationsOf(candidate, model, at);
    const key = `${span.start}-${span.end}`;
    groups.set(key, [span, [...(groups.get(key)?.[1] ?? []), candidate]]);
  }
  return [...groups.values()];
}

/** From the first of the fields to the last; the model's name where it inherits them. */
function declarationsOf({ fields }: Candidate, model: Model, at: PyNode): Span {
  const names = fields.map(plainName);
  const spans = model.fields.flatMap(({ name, declaredBy, span }) => (names.includes(name) && declaredBy === model.key && span !== null ? [span] : []));
  if (spans.length === 0) return { start: at.start, end: at.end };
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

function draftFor(model: Model, candidates: readonly Candidate[], span: Span, { at, terms }: { readonly at: PyNode; readonly terms: Terms }): Draft {
  const made = added({ model, at, lists: candidates.map(({ fields }) => fields) }, terms);
  if ('verdict' in made) return made;
  const data = {
    model: model.name,
    columns: candidates.map(({ fields }) => columns(fields)).join(' and by '),
    places: candidates.map(({ places }) => named(places)).join(' and in '),
    notes: buildNotes(terms),
  };
  return { ...terms.suggest(span, 'used', data, made.edits), wishes: made.wishes ?? [] };
}

function named(places: readonly Place[]): string {
  const shown = places.slice(0, SHOWN).map(({ path, line }) => `\`${path}:${line}\``);
  const more = places.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more ${more === 1 ? 'place' : 'places'}`;
  return [shown.slice(0, -1).join(', '), shown.at(-1)].filter((part) => part !== '').join(' and ');
}
