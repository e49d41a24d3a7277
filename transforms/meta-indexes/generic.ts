/** Generic foreign keys, for which Django makes no index. */
import type { Draft } from '../../src/core/define.js';
import type { Wish } from '../../src/core/types.js';
import { columns, existingOn, servedBy } from '../../src/django/indexes/existing.js';
import type { Model } from '../../src/django/models/types.js';
import { addToMeta } from './meta.js';
import { added, buildNotes, indexCode, placeOf, refusal, wishFor } from './subject.js';
import type { Terms } from './terms.js';

export function genericKeys(model: Model, terms: Terms): readonly Draft[] {
  return model.fields.flatMap(({ name, relation, declaredBy }) => {
    const [type, id] = [relation?.contentType, relation?.objectId];
    if (relation?.kind !== 'generic-fk' || type == null || id == null || model.isProxy) return [];
    const isElsewhere = declaredBy !== model.key && terms.facts.models.models[declaredBy]?.path != null;
    const fields = [type, id];
    if (isElsewhere || servedBy({ equal: fields, ordered: [] }, existingOn(model)) !== null) return [];
    const draft = model.isAbstract ? abstractKey(model, fields, name, terms) : concreteKey(model, fields, name, terms);
    return draft === null ? [] : [draft];
  });
}

function concreteKey(model: Model, lists: readonly string[], field: string, terms: Terms): Draft | null {
  const place = placeOf(model, terms);
  if (place === null) return null;
  const refused = refusal(model, lists, place.at, terms);
  if (refused !== null) return refused;
  const made = added({ model, at: place.at, lists: [lists] }, terms);
  if ('verdict' in made) return made;
  const data = { model: model.name, columns: columns(lists), field, notes: buildNotes(terms) };
  return { ...terms.safe(place.at, 'generic', data, made.edits), wishes: made.wishes ?? [] };
}

/** The index is written once, and made for each child. Without children here there is nothing to prove. */
function abstractKey(model: Model, fields: readonly string[], field: string, terms: Terms): Draft | null {
  const place = placeOf(model, terms);
  const all = Object.values(terms.facts.models.models);
  const heirs = all.filter((one) => one.path !== null && !one.isTest && !one.isProxy && one.abstractBases.includes(model.key));
  const children = heirs.toSorted((one, other) => (one.path === other.path ? (one.span?.start ?? 0) - (other.span?.start ?? 0) : (one.path ?? '') < (other.path ?? '') ? -1 : 1));
  if (place === null || children.every(({ isAbstract }) => isAbstract)) return null;
  const { at, node } = place;
  const data = { model: model.name, columns: columns(fields) };
  const refused = [model, ...children].map((one) => refusal(one, fields, at, terms)).find((draft) => draft !== null);
  if (refused != null) return refused;
  if (!children.every((child) => isHeir(child, model, terms))) return terms.refuse(at, 'metaMro', data);
  const wishes = children.filter(({ isAbstract }) => !isAbstract).map((child) => wishFor(child, fields, at, terms));
  const hindered = wishes.find((wish): wish is Draft => 'verdict' in wish);
  if (hindered !== undefined) return hindered;
  const edits = addToMeta(node, model, terms.facts.models, [indexCode(model, fields, at, terms)]);
  if (typeof edits === 'string') return terms.refuse(at, edits, data);
  return { ...terms.safe(at, 'generic', { ...data, field, notes: buildNotes(terms) }, edits), wishes: wishes.filter((wish): wish is Wish => !('verdict' in wish)) };
}

/** Whether a child takes over the indexes of an abstract model. */
function isHeir(child: Model, parent: Model, { facts }: Terms): boolean {
  const { ownMeta } = child;
  if (ownMeta !== null) return ownMeta.extends.length === 1 && ownMeta.extends[0] === parent.key && ownMeta.values['indexes'] === undefined;
  const holder = child.ancestors.slice(1).find((key) => facts.models.models[key]?.isAbstract === true);
  return holder === parent.key;
}
