/** Class views that list all of a model. */
import { code, plain } from '../../src/core/code.js';
import type { Draft } from '../../src/core/define.js';
import type { Edit } from '../../src/core/types.js';
import type { Expr } from '../../src/django/models/leaf.js';
import type { Model } from '../../src/django/models/types.js';
import { hasControls } from '../../src/django/templates/query.js';
import { queriesAt, type Query, type Step } from '../../src/django/views/queries.js';
import type { ViewClass } from '../../src/django/views/types.js';
import { ownNodes, returnedBy } from '../../src/python/definitions.js';
import { insertAfter, insertFirst } from '../../src/python/edits/statements.js';
import type { PyModule } from '../../src/python/module.js';
import type { PyNode } from '../../src/python/tree.js';
import type { Terms } from '../paginator.js';
import { growthOf } from './growth.js';
import { outlookOf, type Outlook } from './obstacles.js';
import { combined, describedBy, modelAt, rowsAt, type Rows } from './rows.js';
import { noteOn } from './tests.js';
import { controlsOf, notesFrom, obstructed, pageSize, templateOf, type Subject } from './terms.js';

const LIST = 'django.views.generic.ListView';
/** Methods that see all rows, or answer with something else than the template. */
const TAKING_OVER = ['get', 'render_to_response', 'paginate_queryset', 'get_paginate_by', 'get_paginator', 'get_template_names', 'get_template_name'];

/** A view as it is listed, with its rows. */
interface Listed {
  readonly view: ViewClass;
  readonly node: PyNode;
  readonly rows: Rows;
  /** Whether an attribute `ordering` has an effect: it has none upon a `get_queryset` of its own making. */
  readonly takesOrdering: boolean;
}

export function inListView(node: PyNode, context: Terms): Draft | null {
  const view = context.facts.views.classes[`${context.module.path}:${node.child('name')?.text ?? ''}`];
  if (view === undefined || !view.order.includes(LIST) || view.open.length > 0 || view.span.end !== node.end) return null;
  const given = view.attributes['paginate_by'];
  const isFurther = given !== undefined && (given.owner !== view.key || view.attributes['ordering'] !== undefined);
  const listed = isFurther ? null : listedBy(view, node, context);
  if (listed === null || listed.rows.isSliced) return null;
  if (given === undefined) return unpaged(listed, context);
  if (given.value === null) return growthOf(listed.rows.model, context.facts.models) !== null ? context.refuse(nameOf(node), 'deliberate', wordsFor(listed)) : null;
  return unorderedView(listed, context);
}

function unorderedView(listed: Listed, context: Terms): Draft | null {
  const { view, node, rows, takesOrdering } = listed;
  if (!takesOrdering || rows.order !== 'none' || rows.isShaped || view.subclasses.length > 0) return null;
  return context.safe(nameOf(node), 'unorderedView', { name: view.name }, added(node, ['ordering = ["pk"]']));
}

function unpaged(listed: Listed, context: Terms): Draft | null {
  const { view, node, rows } = listed;
  const { refuse, facts } = context;
  const growth = growthOf(rows.model, facts.models);
  const template = templateOf(templatesOf(listed), context);
  const isReady = template.kind === 'page' && hasControls(template.page);
  if (growth === null && !isReady) return null;
  const at = nameOf(node);
  const words = wordsFor(listed);
  const method = TAKING_OVER.find((name) => view.methods[name] !== undefined) ?? (readsAll(listed, context) ? 'get_context_data' : undefined);
  if (method !== undefined) return method === 'paginate_queryset' || method === 'get_paginate_by' ? null : refuse(at, 'overrides', { ...words, method });
  if (view.subclasses.length > 0) return refuse(at, 'inherited', { ...words, count: view.subclasses.length });
  if (template.kind === 'none') return refuse(at, 'noTemplate', { ...words, what: template.why });
  const subject: Subject = { ...words, model: rows.model, template: template.path };
  const outlook = outlookOf(template.page, contextNames(listed));
  if (outlook.kind === 'nothing' || PAGES.test(node.text) || basePages(node, context.module)) return null;
  if (outlook.kind === 'obstacle') return obstructed(at, outlook.obstacle, subject, context);
  const draft = isReady ? ready(listed, outlook, template.page, context) : withControls(listed, outlook, { ...subject, growth: growth ?? '' }, template.page, context);
  return draft === null ? null : { ...draft, note: noteOn(pageSize(context), contextNames(listed)) };
}

function ready(listed: Listed, outlook: Extract<Outlook, { kind: 'loop' }>, page: Page, context: Terms): Draft {
  const losesQuery = asksMore(listed.node, page) && !page.shown.some(({ leaf, part }) => part !== 'parent' && leaf.controls.length > 0 && leaf.keepsQuery);
  const notes = [...outlook.notes, ...(losesQuery ? ['its links drop the rest of the query string, such as a filter'] : [])];
  const data = { ...wordsFor(listed), size: pageSize(context), notes: notesFrom(notes) };
  const verb = losesQuery ? context.suggest : context.safe;
  return verb(nameOf(listed.node), 'ready', data, edits(listed, context));
}

/** Whether the page is asked for with more than its number. */
function asksMore(node: PyNode, page: Page): boolean {
  return node.text.includes('request.GET') || page.shown.some(({ leaf, part }) => part !== 'parent' && leaf.hasSearch);
}

/** What a way of one's own to make pages is written with. */
const PAGES = /paginat|per_page|page_obj/i;

/** Whether a class of the project that it derives from has a way of its own to make pages. */
function basePages(node: PyNode, module: PyModule): boolean {
  return module.bases(node).some((base) => base.kind === 'definition' && (PAGES.test(base.node.text) || basePages(base.node, base.module)));
}

type Page = Extract<ReturnType<typeof templateOf>, { kind: 'page' }>['page'];

function withControls(listed: Listed, outlook: Extract<Outlook, { kind: 'loop' }>, subject: Subject & { readonly growth: string }, page: Page, context: Terms): Draft | null {
  const { node } = listed;
  const controls = controlsOf({ page, found: outlook.found, hasQuery: asksMore(node, page) }, context);
  const words = wordsFor(listed);
  if (controls === null) return context.refuse(nameOf(node), 'noPlace', { ...words, template: subject.template });
  const data = { ...words, growth: subject.growth, size: pageSize(context), template: outlook.found.shown.path, notes: notesFrom(outlook.notes) };
  return context.suggest(nameOf(node), 'listView', data, edits(listed, context), controls.changes);
}

function edits({ node, rows, takesOrdering }: Listed, context: Terms): readonly Edit[] {
  const { options } = context;
  return added(node, [
    `paginate_by = ${pageSize(context)}`,
    ...(options.orphans > 0 ? [`paginate_orphans = ${options.orphans}`] : []),
    ...(options.param === 'page' ? [] : [`page_kwarg = "${options.param}"`]),
    ...(takesOrdering && rows.order === 'none' && !rows.isShaped ? ['ordering = ["pk"]'] : []),
  ]);
}

/** Behind the attributes that the body begins with. */
function added(node: PyNode, lines: readonly string[]): Edit[] {
  const body = node.child('body');
  if (body === null) return [];
  const statements = body.named;
  const first = statements.findIndex((statement) => !isDocumentation(statement));
  const rest = statements.slice(Math.max(first, 0));
  const count = rest.findIndex((statement) => statement.named[0]?.type !== 'assignment');
  const last = rest[(count < 0 ? rest.length : count) - 1];
  const lead = plain(lines.join('\n'));
  if (last !== undefined) return insertAfter(last, lead);
  return insertFirst(body, rest[0]?.type === 'pass_statement' ? lead : code`${lead}\n`);
}

function isDocumentation(statement: PyNode): boolean {
  return statement.type === 'expression_statement' && statement.named[0]?.type === 'string';
}

function nameOf(node: PyNode): PyNode {
  return node.child('name') ?? node;
}

function wordsFor({ view, rows }: Listed): { readonly name: string; readonly model: string } {
  return { name: view.name, model: rows.model.name };
}

function listedBy(view: ViewClass, node: PyNode, context: Terms): Listed | null {
  const { module, facts } = context;
  if (view.methods['get_queryset'] !== undefined) return fromMethod(view, node, context);
  const queryset = view.attributes['queryset'] === undefined ? null : assigned(view, 'queryset', node, module);
  if (queryset !== null) {
    const rows = combined(rowsAt(queryset.node, queryset.module, facts.models) ?? []);
    return rows === null ? null : { view, node, rows: withAttribute(rows, view), takesOrdering: true };
  }
  const model = modelOf(view, node, context);
  return model === null ? null : { view, node, rows: withAttribute(describedBy(model, []), view), takesOrdering: true };
}

function modelOf(view: ViewClass, node: PyNode, { module, facts }: Terms): Model | null {
  const written = view.attributes['model'] === undefined ? null : assigned(view, 'model', node, module);
  if (written !== null) return modelAt(written.node, written.module, facts.models);
  const queryset = view.attributes['queryset'] === undefined ? null : assigned(view, 'queryset', node, module);
  return queryset === null ? null : (rowsAt(queryset.node, queryset.module, facts.models)?.[0]?.model ?? null);
}

/** What a class attribute is assigned, in the class itself or one of its bases. */
function assigned(view: ViewClass, name: string, node: PyNode, module: PyModule): { readonly node: PyNode; readonly module: PyModule } | null {
  const owner = view.attributes[name]?.owner;
  const home = owner === view.key ? { node, module } : ancestor(view, owner ?? '', node, module);
  const statements = home?.node.child('body')?.named.map(({ named: [only] }) => only) ?? [];
  const value = statements.findLast((only) => only?.type === 'assignment' && only.child('left')?.text === name)?.child('right');
  return value === null || value === undefined || home === null ? null : { node: value, module: home.module };
}

/** A base of the project by its key, followed through the headers of classes. */
function ancestor(view: ViewClass, key: string, node: PyNode, module: PyModule): { readonly node: PyNode; readonly module: PyModule } | null {
  for (const base of module.bases(node)) {
    if (base.kind !== 'definition') continue;
    if (`${base.module.path}:${base.node.child('name')?.text ?? ''}` === key) return { node: base.node, module: base.module };
    const above = ancestor(view, key, base.node, base.module);
    if (above !== null) return above;
  }
  return null;
}

/** A `get_queryset` that refines `super()`'s, or makes one of its own. */
function fromMethod(view: ViewClass, node: PyNode, context: Terms): Listed | null {
  const { module, facts } = context;
  const method = module.attribute(node, 'get_queryset');
  const returned = method.kind === 'definition' && method.node.type === 'function_definition' ? returnedBy(method.node) : null;
  if (method.kind !== 'definition' || returned === null || returned.length === 0) return null;
  const queries = returned.flatMap((one) => queriesAt(one, method.module));
  const viaSuper = queries.every(({ root }) => root.text.startsWith('super('));
  if (!queries.every(isRefined)) {
    const all = returned.map((one) => rowsAt(one, method.module, facts.models));
    const rows = combined(all.includes(null) ? [] : all.flatMap((some) => some ?? []));
    return rows === null ? null : { view, node, rows, takesOrdering: false };
  }
  const model = modelOf(view, node, context);
  if (model === null) return null;
  const own = ({ kind, name }: Step): boolean => kind !== 'attribute' && name !== 'get_queryset';
  const rows = combined(queries.map(({ steps }) => describedBy(model, steps.slice(1).filter(own))));
  return rows === null ? null : { view, node, rows: viaSuper ? withAttribute(rows, view) : rows, takesOrdering: viaSuper && method.module === module };
}

/** `super().get_queryset()…`, `self.queryset…`, `self.model.objects…`. */
function isRefined({ root, steps }: Query): boolean {
  const first = steps[0]?.name ?? '';
  return root.text === 'self' ? first === 'queryset' || first === 'model' : root.text.startsWith('super(') && first === 'get_queryset';
}

/** `ordering` of the view goes before the model's. */
function withAttribute(rows: Rows, view: ViewClass): Rows {
  const own = view.attributes['ordering'];
  if (view.methods['get_ordering'] !== undefined) return { ...rows, order: 'unknown' };
  return own === undefined || own.value === null ? rows : { ...rows, order: 'unknown' };
}

/** Whether `get_context_data` takes the rows out of the context, where they become those of the page. */
function readsAll(listed: Listed, { module }: Terms): boolean {
  const method = module.attribute(listed.node, 'get_context_data');
  if (method.kind !== 'definition') return false;
  const names = contextNames(listed).join('|');
  const taken = new RegExp(`(\\[|\\.(get|pop)\\()["'](${names})["'][\\])]$`);
  return [...ownNodes(method.node)].some((node) => (node.type === 'subscript' || node.type === 'call') && node.field !== 'left' && taken.test(node.text));
}

function templatesOf({ view, rows }: Listed): readonly string[] | null {
  const given = view.attributes['template_name'];
  if (given !== undefined) return typeof given.value === 'string' ? [given.value] : null;
  const suffix = textOf(view.attributes['template_name_suffix']?.value, '_list');
  return rows.model.app === null || suffix === null ? null : [`${rows.model.app}/${rows.model.name.toLowerCase()}${suffix}.html`];
}

function textOf(value: Expr | undefined, otherwise: string): string | null {
  return value === undefined ? otherwise : typeof value === 'string' ? value : null;
}

function contextNames({ view, rows }: Listed): readonly string[] {
  const given = view.attributes['context_object_name']?.value;
  return ['object_list', `${rows.model.name.toLowerCase()}_list`, ...(typeof given === 'string' ? [given] : [])];
}
