/** The views of all files, classes resolved through the project's own. */
import type { ProjectFiles } from '../facts.js';
import { Lineages } from '../models/lineage.js';
import { Project, type Entry } from '../models/project.js';
import type { ViewAttribute, ViewClass, ViewLeaf, ViewsData } from './types.js';

export function mergeViews(leaves: ReadonlyMap<string, ViewLeaf>, { files }: ProjectFiles): ViewsData {
  const project = new Project(new Map([...leaves].map(([path, leaf]) => [path, leaf.module])), files);
  const lineages = new Lineages(project, () => null, () => null);
  const entries = [...project.classes.values()].filter(({ path }) => path !== null);
  const lines = new Map(entries.map(({ key }) => [key, lineages.of(key)]));
  const below = subclassesOf(new Map([...lines].map(([key, { order }]) => [key, order])));
  const classes = entries.flatMap((entry): readonly [string, ViewClass][] => {
    const line = lines.get(entry.key);
    if (line === undefined || entry.path === null || !line.order.some((one) => isViewClass(one, project))) return [];
    const order = line.order.map(canonicalView);
    const open = line.open.filter(({ why, what }) => why !== 'library' || !isHarmless(what));
    return [[entry.key, { key: entry.key, name: entry.leaf.name, path: entry.path, span: entry.leaf.span, body: entry.leaf.body, order, open, subclasses: below.get(entry.key) ?? [], ...inEffect(line.order, project) }]];
  });
  return { classes: Object.fromEntries(classes), renders: Object.fromEntries([...leaves].flatMap(([path, { renders }]) => (renders.length === 0 ? [] : [[path, renders]]))) };
}

function isViewClass(key: string, project: Project): boolean {
  return !project.classes.has(key) && (key.startsWith('django.views.') || /View$/.test(key));
}

/** Whatever submodule it was imported from: `django.views.generic.ListView`. */
export function canonicalView(key: string): string {
  return key.startsWith('django.views.generic.') ? `django.views.generic.${key.slice(key.lastIndexOf('.') + 1)}` : key;
}

/** Classes of libraries that guard a view and change nothing of its list. */
const HARMLESS = /^django\.(views|contrib\.(auth\.mixins|messages\.views))\.|^braces\.views\.(\w+\.)?(Login|Permission|Superuser|Staff|Group|Anonymous|Multiple|UserPasses|SetHeadline|SelectRelated|PrefetchRelated|StaticContext)|^(guardian|rules|stronghold|csp|two_factor|view_breadcrumbs)\./;

function isHarmless(path: string): boolean {
  return HARMLESS.test(path);
}

function subclassesOf(orders: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [key, order] of orders) {
    for (const above of order.slice(1)) {
      const same = found.get(above);
      if (same === undefined) found.set(above, [key]);
      else same.push(key);
    }
  }
  return found;
}

function inEffect(order: readonly string[], project: Project): Pick<ViewClass, 'attributes' | 'methods'> {
  const attributes: Record<string, ViewAttribute> = {};
  const methods: Record<string, string> = {};
  const own = order.map((key) => project.classes.get(key)).filter((entry): entry is Entry => entry !== undefined && entry.path !== null);
  for (const { key, leaf } of own.reverse()) {
    for (const name of leaf.attributes) attributes[name] = { value: { code: '', at: leaf.span }, span: leaf.span, owner: key };
    for (const { name, value, span } of leaf.assigned) attributes[name] = { value, span, owner: key };
    for (const { name } of leaf.methods) methods[name] = key;
  }
  return { attributes, methods };
}
