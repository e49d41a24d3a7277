/** Where models and migrations do not have the same indexes, and indexes that serve nothing. */
import { code } from '../../src/core/code.js';
import type { Draft } from '../../src/core/define.js';
import type { Span } from '../../src/core/types.js';
import { columns, described } from '../../src/django/indexes/existing.js';
import { differences, redundantOn, type Difference } from '../../src/django/indexes/drift.js';
import { obstacleFor } from '../../src/django/indexes/obstacles.js';
import type { Model } from '../../src/django/models/types.js';
import { quoteOf } from '../../src/python/strings.js';
import type { PyNode } from '../../src/python/tree.js';
import { addToMeta } from './meta.js';
import { addIndex } from './operation.js';
import { buildNotes, indexClass, placeOf } from './subject.js';
import { canBuildConcurrently } from '../../src/django/indexes/concurrently.js';
import type { Terms } from './terms.js';

export function driftOf(model: Model, terms: Terms): readonly Draft[] {
  const place = placeOf(model, terms);
  if (place === null || terms.options.drift === 'off') return [];
  return [...redundant(model, terms), ...differing(model, place.at, terms)];
}

function redundant(model: Model, { refuse }: Terms): readonly Draft[] {
  return redundantOn(model).map(({ index, by }) => {
    const span = index.span ?? model.span ?? { start: 0, end: 0 };
    return refuse(span, 'redundant', { model: model.name, columns: columns(index.fields ?? []), by: described(by) });
  });
}

function differing(model: Model, at: PyNode, terms: Terms): readonly Draft[] {
  const { migrations, settings } = terms.facts;
  const state = migrations.states[model.app ?? ''];
  if (model.isAbstract || model.isProxy || model.meta.isManaged !== true || state === undefined || obstacleFor(model, migrations, settings) !== null) return [];
  return differences(model, state, settings).flatMap((one) => (terms.options.drift === 'repair' ? (repaired(model, one, at, terms) ?? [reported(model, one, at, terms)]) : [reported(model, one, at, terms)]));
}

function reported(model: Model, { kind, name, fields, span }: Difference, at: PyNode, { refuse }: Terms): Draft {
  const data = { model: model.name, name };
  return kind === 'model' ? refuse(span ?? at, 'driftModel', data) : refuse(at, 'driftMigration', { ...data, columns: columns(fields) });
}

/** Null where that takes a person. */
function repaired(model: Model, one: Difference, at: PyNode, terms: Terms): readonly Draft[] | null {
  if (!one.isPlain) return null;
  return one.kind === 'model' ? migrated(model, one, one.span ?? at, terms) : declared(model, one, at, terms);
}

function migrated(model: Model, { name, fields }: Difference, at: Span, terms: Terms): readonly Draft[] | null {
  const { facts, options } = terms;
  const app = facts.migrations.apps[model.app ?? ''];
  if (app === undefined) return null;
  const isConcurrent = options.concurrently === 'always' || (options.concurrently === 'auto' && canBuildConcurrently(facts.settings));
  const wish = addIndex(app, { model: model.name, fields, name }, { isConcurrent, header: null });
  return [{ ...terms.suggest(at, 'repairModel', { model: model.name, name, notes: buildNotes(terms) }, []), wishes: [wish] }];
}

function declared(model: Model, { name, fields, isAutomatic }: Difference, at: PyNode, terms: Terms): readonly Draft[] | null {
  const place = placeOf(model, terms);
  const quote = quoteOf(terms.module.tree);
  const listed = fields.map((field) => `${quote}${field}${quote}`).join(', ');
  const index = code`${indexClass(at, terms)}(fields=[${listed}]${isAutomatic ? '' : `, name=${quote}${name}${quote}`})`;
  const edits = place === null ? 'computedList' : addToMeta(place.node, model, terms.facts.models, [index]);
  if (typeof edits === 'string') return null;
  return [terms.suggest(at, 'repairMigration', { model: model.name, name, columns: columns(fields) }, edits)];
}
