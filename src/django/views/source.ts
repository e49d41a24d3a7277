/** Views as a source of facts. */
import { roleOf } from '../../core/roles.js';
import type { FactSource } from '../facts.js';
import { collectViews } from './collect.js';
import { mergeViews } from './merge.js';
import type { ViewLeaf, ViewsData } from './types.js';

const LITERALS = ['View(', 'View)', 'View,', 'render(', 'TemplateResponse(', 'Mixin:', 'Mixin(', 'get_queryset', 'get_context_data', 'Mixin)'];

export const viewsFacts: FactSource<ViewLeaf, ViewsData> = {
  id: 'views',
  python: { literals: [LITERALS], wants: (path) => (roleOf(path) === 'code' ? (isViews(path) ? true : null) : false), collect: collectViews },
  merge: mergeViews,
};

/** Packages hand on the classes of their modules. */
function isViews(path: string): boolean {
  return /(^|\/)views\/__init__\.py$|(^|\/)(views|mixins|generic)\.py$/.test(path);
}
