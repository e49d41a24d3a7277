/** Where a property is read more than once from one object. */
import type { Renown } from '../../src/django/properties/matching.js';
import type { Candidate, Use } from '../../src/django/properties/types.js';
import type { TemplatesData } from '../../src/django/templates/types.js';
import { groupsOf, inGroup, methodsOf, type Evidence } from './flows.js';
import { rowsOf } from './rows.js';
import { inTemplates } from './pages.js';

export function evidenceOf(candidate: Candidate, uses: readonly Use[], renown: Renown, templates: TemplatesData, least: number): readonly Evidence[] {
  const groups = groupsOf(candidate, uses, renown);
  const code = groups.filter(({ isTest }) => !isTest);
  const flows = code.flatMap((group) => inGroup(group, candidate, least));
  const rows = rowsOf(candidate, uses, least);
  const others = [...methodsOf(candidate, code, least), ...rows, ...inTemplates(candidate, renown, templates, least)];
  return [...flows, ...others];
}
