/** Templates as a source of facts. */
import type { FactSource } from '../facts.js';
import { collectTemplate } from './collect.js';
import { mergeTemplates } from './merge.js';
import type { TemplateLeaf, TemplatesData } from './types.js';

const TEMPLATE = /\.(html?|djhtml|jinja2?|j2)$/;
const OF_TEMPLATES = /(^|\/)(templates|jinja2)\/.*\.(txt|xml|svg|js|md|eml)$/;
const ELSEWHERE = /(^|\/)(node_modules|bower_components|staticfiles|static|docs?|vendor|site-packages)\//;

export const templatesFacts: FactSource<TemplateLeaf, TemplatesData> = {
  id: 'templates',
  texts: {
    wants: (path) => (TEMPLATE.test(path) || OF_TEMPLATES.test(path)) && (!ELSEWHERE.test(path) || /(^|\/)templates\//.test(path)),
    collect: collectTemplate,
  },
  merge: mergeTemplates,
};
