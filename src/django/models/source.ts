/** The model index as a source of facts. */
import type { FactSource } from '../facts.js';
import { collect } from './collect.js';
import { wants } from './files.js';
import type { ModelLeaf } from './leaf.js';
import { mergeModels } from './merge.js';
import type { ModelIndex } from './types.js';

const FIELDS = ['Char', 'Text', 'Integer', 'Boolean', 'DateTime', 'Date', 'Decimal', 'JSON', 'UUID', 'Slug', 'Email', 'URL', 'Float', 'File', 'Image'].map((name) => `models.${name}Field(`);
const SIGNALS = ['models.signals', 'models import signals'];

/** One of these stands in every file that declares models, or says something about them. */
const LITERALS = [
  ...['models.Model', 'models.ForeignKey(', 'models.ManyToManyField(', 'models.OneToOneField(', ...FIELDS],
  ...['(Model)', '(Model,', ', Model)', 'ForeignKey(', 'ManyToManyField(', 'OneToOneField(', 'abstract = True', 'proxy = True', 'Mixin:', 'Mixin(', 'get_user_model()'],
  ...['AppConfig', 'INSTALLED_APPS', 'AUTH_USER_MODEL', 'DEFAULT_AUTO_FIELD', 'add_to_class', 'contribute_to_class(', 'modeltranslation', ...SIGNALS],
];

export const modelFacts: FactSource<ModelLeaf, ModelIndex> = {
  id: 'models',
  python: { literals: [LITERALS], wants, collect },
  merge: (leaves, project) => mergeModels(leaves, project),
};
