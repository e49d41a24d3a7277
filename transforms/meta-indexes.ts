import type { Draft } from '../src/core/define.js';
import { usagesIn } from '../src/django/indexes/project.js';
import { modelsIn } from '../src/django/models/queries.js';
import type { Model } from '../src/django/models/types.js';
import { defineTransform } from '../src/python/define.js';
import { askedFor } from './meta-indexes/asked.js';
import { driftOf } from './meta-indexes/drift.js';
import { genericKeys } from './meta-indexes/generic.js';
import { MESSAGES } from './meta-indexes/messages.js';
import { OPTIONS } from './meta-indexes/options.js';
import type { Terms } from './meta-indexes/terms.js';
import { usedIndexes } from './meta-indexes/used.js';

export default defineTransform({
  id: 'meta-indexes',
  summary: 'Give models the indexes that their queries need, with the migration',
  family: 'models',
  safety: 'safe',
  references: [
    'https://docs.djangoproject.com/en/stable/ref/models/options/#indexes',
    'https://docs.djangoproject.com/en/stable/ref/models/indexes/',
    'https://docs.djangoproject.com/en/stable/ref/contrib/contenttypes/#django.contrib.contenttypes.fields.GenericForeignKey',
    'https://docs.djangoproject.com/en/stable/ref/contrib/postgres/operations/#concurrent-index-operations',
  ],
  messages: MESSAGES,
  options: OPTIONS,
  match: { literals: ['models'], nodes: ['module'] },
  needs: ['migrations', 'models', 'queries', 'settings'],
  concerns: (path, { models }) => modelsIn(models, path).length > 0,

  fix(_, context) {
    const { models } = context.facts.models;
    const here = Object.values(models).filter((model) => model.path === context.module.path && !model.isTest);
    return here.flatMap((model) => draftsFor(model, context));
  },
});

/** What several sources ask for is added once. */
function draftsFor(model: Model, context: Terms): readonly Draft[] {
  const first = [...askedFor(model, context), ...genericKeys(model, context)];
  const used = usedIndexes(model, usagesIn(context.facts).get(model.key), context);
  const wished = new Set(first.flatMap(({ wishes = [] }) => wishes.map(({ fragment }) => fragment)));
  return [...first, ...used.filter(({ wishes = [] }) => !wishes.some(({ fragment }) => wished.has(fragment))), ...driftOf(model, context)];
}
