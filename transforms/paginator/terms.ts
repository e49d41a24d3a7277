/** What all cases share: the size of a page, the template of a view, the words of a refusal. */
import type { Draft } from '../../src/core/define.js';
import type { Model } from '../../src/django/models/types.js';
import { templateDirs, entryModules, valueOf } from '../../src/django/settings/query.js';
import { atLeast } from '../../src/django/versions/query.js';
import { filesOf, pageOf, type Page } from '../../src/django/templates/query.js';
import type { PyNode } from '../../src/python/tree.js';
import type { Terms } from '../paginator.js';
import { controlsFor, type Controls, type Wanted } from './controls.js';
import type { Obstacle } from './obstacles.js';

/** What the user set, else what most views of the project have, else the default. */
export function pageSize({ options, chosen, facts }: Terms): number {
  if (chosen.has('page-size')) return options['page-size'];
  const sizes = Object.values(facts.views.classes).map(({ attributes, key }) => (attributes['paginate_by']?.owner === key ? attributes['paginate_by'].value : null));
  const counts = new Map<number, number>();
  for (const size of sizes) if (typeof size === 'number') counts.set(size, (counts.get(size) ?? 0) + 1);
  const [most] = [...counts].sort(([one, times], [other, others]) => others - times || one - other);
  return most?.[0] ?? options['page-size'];
}

export type Found = { readonly kind: 'page'; readonly page: Page; readonly path: string } | { readonly kind: 'none'; readonly why: string };

/** The page that a view renders, where its one template is known. */
export function templateOf(names: readonly string[] | null, { facts }: Terms): Found {
  const [name, ...more] = names ?? [];
  if (name === undefined || more.length > 0) return { kind: 'none', why: 'which template it renders is only known when it runs' };
  const [path, ...others] = filesOf(facts.templates, name, templateDirs(facts.settings));
  if (path === undefined) return { kind: 'none', why: `its template \`${name}\` is not in the project` };
  if (others.length > 0) return { kind: 'none', why: `\`${name}\` may be any of ${others.length + 1} files` };
  if (facts.templates.files[path]?.isJinja === true) return { kind: 'none', why: `\`${name}\` is no Django template` };
  return { kind: 'page', page: pageOf(facts.templates, path, templateDirs(facts.settings)), path };
}

export function controlsOf(wanted: Omit<Wanted, 'data' | 'folders' | 'style'>, { facts, options }: Terms): Controls | null {
  const hasRequest = seesRequest(facts.settings);
  const hasQuerystring = atLeast(facts.versions, 'django', '5.1') === true;
  return controlsFor({ ...wanted, data: facts.templates, folders: templateDirs(facts.settings), style: { param: options.param, hasQuerystring, hasRequest } });
}

const PROCESSOR = 'django.template.context_processors.request';

/** Whether templates see the request: not where settings list the context processors without the one for it. */
function seesRequest(settings: Terms['facts']['settings']): boolean {
  const written = entryModules(settings).filter(({ role }) => role !== 'test').map((entry) => valueOf(entry, 'TEMPLATES'));
  const lists = written.filter((value) => value !== null && value.kind === 'list');
  const texts = lists.map((value) => JSON.stringify(value));
  return texts.every((text) => !text.includes('context_processors.') || text.includes(PROCESSOR));
}

export interface Subject {
  readonly name: string;
  readonly model: Model;
  readonly template: string;
}

export function obstructed(at: PyNode, { id, what }: Obstacle, { name, model, template }: Subject, { refuse }: Terms): Draft {
  const data = { name, model: model.name, template };
  if (id === 'select' || id === 'script' || id === 'form' || id === 'printed' || id === 'nested' || id === 'fragment') return refuse(at, id, data);
  return id === 'several' ? refuse(at, id, { name, model: model.name, what }) : refuse(at, id, { ...data, what });
}

export function notesFrom(notes: readonly string[]): string {
  return notes.map((note) => `; ${note}`).join('');
}
