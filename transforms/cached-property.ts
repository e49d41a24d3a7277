import { choiceOption, option } from '../src/core/options.js';
import { candidateAt, type Found } from '../src/django/properties/candidate.js';
import type { Use } from '../src/django/properties/types.js';
import { usesIn } from '../src/django/properties/uses.js';
import { defineTransform } from '../src/python/define.js';
import { MESSAGES } from './cached-property/messages.js';
import { decorated } from './cached-property/edit.js';
import { decided, needlesFor } from './cached-property/verdict.js';

const isCount = (given: unknown): given is number => Number.isInteger(given) && (given as number) >= 2;

const OPTIONS = {
  flavour: choiceOption('auto', ['auto', 'django', 'functools'], 'whose `cached_property` is used; `auto` is Django\'s where the file is Django\'s, unless it has the other one already'),
  models: choiceOption('suggest', ['suggest', 'off'], 'what is done about properties of models'),
  'min-reads': option(2, 'how often one object has to be asked for a property, where pitstop can see it', 'a whole number from 2 on', isCount),
};

export default defineTransform({
  id: 'cached-property',
  summary: 'Keep the value of a costly property that is read more than once',
  family: 'orm',
  safety: 'safe',
  references: [
    'https://docs.djangoproject.com/en/stable/ref/utils/#django.utils.functional.cached_property',
    'https://docs.djangoproject.com/en/stable/ref/models/instances/#django.db.models.Model.refresh_from_db',
    'https://docs.python.org/3/library/functools.html#functools.cached_property',
  ],
  messages: MESSAGES,
  options: OPTIONS,
  match: { literals: ['@property', 'builtins', '= property', '=property'], nodes: ['function_definition'] },
  needs: ['templates'],

  fix(node, context) {
    const found = candidateAt(node, context.module);
    if (found === null || (found.candidate.life === 'model' && context.options.models === 'off')) return null;
    const edits = decorated(found, context.module, context.options.flavour, context.name);
    return { ...context.safe(found.at, 'request', dataOf(found), edits), note: JSON.stringify(found.candidate) };
  },

  gather: { literals: [], needles: needlesFor, collect: usesIn },
  decide: (findings, uses: readonly Use[], options, { templates }) => decided(findings, uses, templates, options['min-reads']),
});

function dataOf({ candidate: { name, owner, cost } }: Found): { readonly property: string; readonly cost: string; readonly reads: string; readonly notes: string } {
  return { property: `${owner}.${name}`, cost, reads: '', notes: '' };
}
