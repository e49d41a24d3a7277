/** Indexes that the configuration asks for. */
import type { Draft } from '../../src/core/define.js';
import { columns, coverOf, described, existingOn } from '../../src/django/indexes/existing.js';
import type { Model } from '../../src/django/models/types.js';
import { added, asDeclared, buildNotes, placeOf, refusal } from './subject.js';
import type { Terms } from './terms.js';

export function askedFor(model: Model, terms: Terms): readonly Draft[] {
  const place = placeOf(model, terms);
  if (place === null) return [];
  const drafts: Draft[] = [];
  const lists: (readonly string[])[] = [];
  for (const fields of askedLists(model, terms)) {
    const refused = refusal(model, fields, place.at, terms);
    const cover = coverOf(fields, existingOn(model));
    if (cover !== null && refused === null && cover.by === 'index' && cover.fields.join() === fields.join()) continue;
    if (refused !== null) drafts.push(refused);
    else if (cover !== null) drafts.push(terms.refuse(place.at, 'covered', { model: model.name, columns: columns(fields), by: described(cover) }));
    else if (!lists.some((one) => one.join() === fields.join())) lists.push(fields);
  }
  return lists.length === 0 ? drafts : [...drafts, addition(model, lists, terms)];
}

/** The fields of each index that is asked for, as the model declares them. */
export function askedLists(model: Model, { options }: Pick<Terms, 'options'>): readonly (readonly string[])[] {
  const label = model.label?.toLowerCase();
  const asked = Object.entries(options.indexes).filter(([name]) => name.toLowerCase() === label).flatMap(([, lists]) => lists);
  return asked.map((list) => list.map((field) => asDeclared(field, model)));
}

function addition(model: Model, lists: readonly (readonly string[])[], terms: Terms): Draft {
  const { at } = placeOf(model, terms) ?? { at: terms.module.tree.root };
  const made = added({ model, at, lists }, terms);
  if ('verdict' in made) return made;
  const indexes = `an index on ${lists.map(columns).join('; on ')}`;
  return { ...terms.safe(at, 'asked', { model: model.name, indexes, notes: buildNotes(terms) }, made.edits), wishes: made.wishes ?? [] };
}
