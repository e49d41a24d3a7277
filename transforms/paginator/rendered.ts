/** Function views that hand all of a model to a template. */
import { code, joinCode, plain } from '../../src/core/code.js';
import type { Draft } from '../../src/core/define.js';
import type { Edit } from '../../src/core/types.js';
import { hasControls, loopsOver, type Page } from '../../src/django/templates/query.js';
import { namesIn, viewName } from '../../src/django/views/collect.js';
import { chainOf, localBindings } from '../../src/django/views/queries.js';
import { rendersIn, type Entry, type Rendering } from '../../src/django/views/renders.js';
import { addKeywords } from '../../src/python/edits/arguments.js';
import { replace } from '../../src/python/edits/edit.js';
import { insertAfter, insertBefore } from '../../src/python/edits/statements.js';
import { quoteOf } from '../../src/python/strings.js';
import type { PyNode } from '../../src/python/tree.js';
import type { Terms } from '../paginator.js';
import { growthOf } from './growth.js';
import { asWritten, withPairs } from './display.js';
import { outlookOf, type Outlook } from './obstacles.js';
import { combined, rowsAt, type Rows } from './rows.js';
import { noteOn } from './tests.js';
import { tieIn } from './ties.js';
import { controlsOf, notesFrom, obstructed, pageSize, templateOf, type Subject } from './terms.js';

/** A list that a view hands to its template. */
interface Handed {
  readonly rendering: Rendering;
  readonly holder: PyNode;
  readonly entry: Entry;
  readonly rows: Rows;
}

export function inFunctions(context: Terms): readonly Draft[] {
  const { module } = context;
  if (!/\b(render|TemplateResponse)\(/.test(module.tree.text)) return [];
  const renderings = rendersIn(module, namesIn(module));
  return renderings.flatMap((rendering) => inFunction(rendering, renderings, context) ?? []);
}

function inFunction(rendering: Rendering, renderings: readonly Rendering[], context: Terms): Draft | null {
  const { holder } = rendering;
  if (holder === null || holder.children[0]?.type === 'async' || isPaged(holder, context) || OVERVIEW.test(holder.child('name')?.text ?? '')) return null;
  const template = templateOf(rendering.templates, context);
  if (template.kind === 'none') return null;
  const lists = rendering.context.entries.flatMap((entry) => handed(rendering, holder, entry, context));
  const shown = lists.filter(({ entry }) => isListed(template.page, entry.name));
  const long = shown.filter(({ rows }) => !rows.isSliced && growthOf(rows.model, context.facts.models) !== null && !isOfParent(rows, context));
  const [main, ...more] = long.filter(({ entry }) => outlookOf(template.page, [entry.name]).kind === 'loop');
  const [blocked] = long;
  if (blocked === undefined) return null;
  const others = [...more, ...shown.filter((one) => one !== main && one.rows.isSliced)].map(({ entry }) => `\`${entry.name}\``);
  return paged(main ?? blocked, { page: template.page, path: template.path, others, isTwice: renderings.filter((one) => one.holder === holder).length > 1 }, context);
}

/** Views that show some of everything, or all of something on purpose. */
const OVERVIEW = new RegExp(
  [
    '^(post|put)$',
    '(^|_)(delete|remove|clear|bulk|create|edit|update|add|new|import|merge|upload|details?|pick|choose|assign)(_|$)',
    'dashboard|home|landing|summary|analysis|analytics|statistic|stats|chart|calendar|export|print|wizard|confirm|report|kanban|board|pdf|csv',
  ].join('|'),
  'i',
);

interface Setting {
  readonly page: Page;
  readonly path: string;
  readonly others: readonly string[];
  readonly isTwice: boolean;
}

function paged(list: Handed, { page, path, others, isTwice }: Setting, context: Terms): Draft | null {
  const { entry, rows, rendering, holder } = list;
  const outlook = outlookOf(page, [entry.name]);
  const name = viewName(holder);
  const words = { name, model: rows.model.name };
  const subject: Subject = { ...words, model: rows.model, template: path };
  const at = entry.node;
  if (outlook.kind === 'nothing' || (isTwice && outlook.kind === 'obstacle')) return null;
  if (isTwice) return context.refuse(rendering.call, 'twice', { name, what: path });
  if (rows.order === 'none' && rows.isShaped) return null;
  if (outlook.kind === 'obstacle') return obstructed(at, outlook.obstacle, subject, context);
  if (others.length > 0) return context.refuse(at, 'several', { ...words, what: others.join(', ') });
  const { open } = rendering.context;
  if (open === 'computed' || open === 'locals') return context.refuse(at, 'openContext', { ...words, what: open === 'locals' ? 'locals()' : 'a call' });
  const use = evaluation(list);
  if (use !== null) return context.refuse(at, 'evaluated', { ...words, what: use.text.split('\n')[0]?.slice(0, 60) ?? '' });
  return { ...fixed(list, outlook, page, context), note: noteOn(pageSize(context), [entry.name]) };
}

function fixed(list: Handed, outlook: Extract<Outlook, { kind: 'loop' }>, page: Page, context: Terms): Draft {
  const { entry, rows, holder } = list;
  const words = { name: viewName(holder), model: rows.model.name, size: pageSize(context), notes: notesFrom(outlook.notes) };
  if (hasControls(page)) return context.suggest(entry.node, 'viewReady', words, edits(list, ['page_obj', 'is_paginated'], context));
  const hasQuery = /\.GET\b/.test(holder.text) || page.shown.some(({ leaf, part }) => part !== 'parent' && leaf.hasSearch);
  const controls = controlsOf({ page, found: outlook.found, hasQuery }, context);
  const { path } = outlook.found.shown;
  if (controls === null) return context.refuse(entry.node, 'noPlace', { name: words.name, model: words.model, template: path });
  const growth = growthOf(rows.model, context.facts.models) ?? '';
  return context.suggest(entry.node, 'view', { ...words, growth, template: path }, edits(list, controls.needs, context), controls.changes);
}

/** Whether the function pages something already, or uses the names that paging it would take. */
function isPaged(holder: PyNode, { options }: Terms): boolean {
  return /\b(paginat\w*|page_obj|Paginator|get_page)\b/i.test(holder.text) || new RegExp(`\\.GET(\\.get\\(|\\[)["']${options.param}["']`).test(holder.text);
}

function handed(rendering: Rendering, holder: PyNode, entry: Entry, { module, facts }: Terms): readonly Handed[] {
  const rows = combined(rowsAt(entry.value, module, facts.models) ?? []);
  return rows === null ? [] : [{ rendering, holder, entry, rows }];
}

/** Whether a page loops over a name somewhere else than in a `<select>`. */
function isListed(page: Page, name: string): boolean {
  const loops = loopsOver(page, name);
  return loops.length > 0 && !loops.every(({ item }) => item.around.some(({ tag }) => tag === 'select' || tag === 'datalist'));
}

/** Whether a query is held to what belongs to one thing, such as the lines of an order. */
function isOfParent({ conditions }: Rows, { module }: Terms): boolean {
  const given = conditions.flatMap((condition) => (condition.type === 'keyword_argument' ? (condition.child('value') ?? []) : []));
  return given.some((value) => {
    const { root } = chainOf(value);
    if (root.type !== 'identifier' || /^(request|self|user|True|False|None)$/.test(root.text)) return false;
    return localBindings(root, module).some(({ kind, value: bound }) => kind === 'parameter' || /get_object_or_404|\.get\(|\.first\(|get_or_create/.test(bound?.text ?? ''));
  });
}

const LAZY = new Set([
  ...['count', 'exists', 'aggregate', 'filter', 'exclude', 'all', 'order_by', 'values', 'values_list', 'annotate', 'distinct'],
  ...['select_related', 'prefetch_related', 'first', 'last', 'none', 'only', 'defer', 'reverse'],
]);

/** Where the function goes through all rows itself, or hands them on. */
function evaluation({ entry, holder, rendering }: Handed): PyNode | null {
  const { root, steps } = chainOf(entry.value);
  if (root.type !== 'identifier' || steps.length > 0) return null;
  const uses = [...holder.descendants('identifier')].filter(({ text, field, parent }) => text === root.text && field !== 'attribute' && !(field === 'name' && parent?.type === 'keyword_argument'));
  const found = uses.find((use) => use !== root && !isLazy(use) && !rendering.call.contains(use));
  return found === undefined ? null : (found.closest('call', 'for_statement', 'for_in_clause', 'expression_statement', 'if_statement') ?? found);
}

function isLazy(use: PyNode): boolean {
  const { parent, field } = use;
  if (parent?.type === 'attribute') return LAZY.has(parent.child('attribute')?.text ?? '');
  if (parent?.type === 'assignment') return field === 'left';
  if (parent?.type === 'pair' || parent?.type === 'if_statement' || parent?.type === 'not_operator') return true;
  const call = parent?.type === 'argument_list' ? parent.parent : null;
  return call?.parent?.type === 'assignment' && call.parent.child('left')?.text === use.text;
}

const NEEDED: Readonly<Record<string, string>> = { page_obj: 'page_obj', paginator: 'paginator', is_paginated: 'page_obj.has_other_pages()' };

function edits(list: Handed, needs: readonly string[], context: Terms): readonly Edit[] {
  const { entry, rows, rendering } = list;
  const quote = quoteOf(context.module.tree);
  const names = [...new Set(['page_obj', ...needs])].filter((name) => name !== entry.name && !rendering.context.entries.some((other) => other.name === name));
  const pairs = names.map((name): readonly [string, string] => [name, NEEDED[name] ?? name]);
  const { options } = context;
  const orphans = options.orphans > 0 ? `, orphans=${options.orphans}` : '';
  const order = rows.order === 'none' && !rows.isShaped ? `.order_by(${quote}pk${quote})` : '';
  const tie = tieIn(rows, context.module);
  const isInside = tie !== null && entry.value.contains(tie.ordering);
  const lines = [
    code`paginator = ${context.name('django.core.paginator.Paginator', entry.node)}(${asWritten(entry.value, isInside ? tie.edit : null)}${order}, ${pageSize(context)}${orphans})`,
    plain(`page_obj = paginator.get_page(${rendering.request.text}.GET.get(${quote}${options.param}${quote}))`),
  ];
  const own = replace(entry.value.start, entry.value.end, 'page_obj');
  return [...(tie === null || isInside ? [] : [tie.edit]), ...insertBefore(entry.node, joinCode(lines, '\n')), own, ...withNames(entry, pairs, quote)];
}

function withNames({ node, value: given }: Entry, pairs: readonly (readonly [string, string])[], quote: string): readonly Edit[] {
  if (pairs.length === 0) return [];
  if (node.type === 'assignment') {
    const holder = node.child('left')?.child('value')?.text ?? 'context';
    return insertAfter(node, plain(pairs.map(([name, value]) => `${holder}[${quote}${name}${quote}] = ${value}`).join('\n')));
  }
  const list = node.parent ?? node;
  if (node.type === 'keyword_argument') return addKeywords(list, pairs.map(([name, value]) => [name, plain(value)]));
  return withPairs(list, node, pairs.map(([name, value]) => `${quote}${name}${quote}: ${value}`), 'page_obj'.length - given.text.length);
}
