/** Views that answer with all of a model as JSON. */
import { code, joinCode, plain } from '../../src/core/code.js';
import type { Draft } from '../../src/core/define.js';
import type { Code, Edit } from '../../src/core/types.js';
import { literalText, quoteOf } from '../../src/python/strings.js';
import { readCall } from '../../src/python/calls.js';
import { viewName } from '../../src/django/views/collect.js';
import { localBindings } from '../../src/django/views/queries.js';
import { replace } from '../../src/python/edits/edit.js';
import { insertBefore } from '../../src/python/edits/statements.js';
import type { PyModule } from '../../src/python/module.js';
import type { PyNode } from '../../src/python/tree.js';
import type { Terms } from '../paginator.js';
import { asWritten, withPairs } from './display.js';
import { growthOf } from './growth.js';
import { combined, rowsAt, type Rows } from './rows.js';
import { pageSize } from './terms.js';
import { tieIn } from './ties.js';

/** A list that is made of rows, one each. */
interface Made {
  /** What is looped over. */
  readonly source: PyNode;
  /** The statement that makes it. */
  readonly statement: PyNode;
  readonly rows: Rows;
}

/** Answers that are whole by nature: what a chart, a calendar or a field that completes itself asks for. */
const WHOLE = /chart|graph|calendar|events?$|search|autocomplete|suggest|options|choices|select|export|dashboard|stat(s|istics)?$|summary|map|tree|sync|feed|dropdown/i;

const RESPONSES = new Set(['django.http.JsonResponse', 'django.http.response.JsonResponse']);

export function inJson(call: PyNode, context: Terms): Draft | null {
  const { module, refuse, facts } = context;
  const callee = call.child('function');
  const value = callee !== null && callee.text.endsWith('JsonResponse') ? module.resolve(callee) : null;
  const holder = call.closest('function_definition');
  if (value?.kind !== 'object' || !RESPONSES.has(value.path) || holder === null) return null;
  const [given] = readCall(call).positional;
  if (given === undefined || /\b(Paginator|get_page|page_size|per_page|offset|limit|page)\b/i.test(holder.text)) return null;
  const name = viewName(holder);
  if (holder.children[0]?.type === 'async' || WHOLE.test(name)) return null;
  const bare = madeBy(given, context);
  if (bare !== null) return isLong(bare.rows, context) ? refuse(call, 'arrayShape', { name, model: bare.rows.model.name }) : null;
  const display = displayOf(given, context);
  const lists = display === null ? [] : display.named.flatMap((pair) => madeIn(pair, context));
  const [only, ...more] = lists;
  if (only === undefined || display === null || more.length > 0 || !isLong(only.rows, context)) return null;
  const request = requestOf(holder);
  const growth = growthOf(only.rows.model, facts.models) ?? '';
  if (request === null || hasKeys(display, context)) return null;
  const data = { name, model: only.rows.model.name, growth, param: context.options.param, size: pageSize(context) };
  return context.suggest(call, 'json', data, edits(only, display, request, context));
}

function isLong({ model, isSliced, conditions }: Rows, { facts, module }: Terms): boolean {
  const isHeld = conditions.some((condition) => {
    const value = condition.type === 'keyword_argument' ? condition.child('value') : null;
    return value?.type === 'identifier' && localBindings(value, module).length > 0;
  });
  return !isSliced && !isHeld && growthOf(model, facts.models) !== null;
}

function displayOf(given: PyNode, { module }: Terms): PyNode | null {
  if (given.type === 'dictionary') return given;
  const [only, ...more] = given.type === 'identifier' ? localBindings(given, module) : [];
  return more.length === 0 && only?.value?.type === 'dictionary' ? only.value : null;
}

function madeIn(pair: PyNode, context: Terms): readonly Made[] {
  const value = pair.type === 'pair' ? pair.child('value') : null;
  const made = value === null ? null : madeBy(value, context);
  return made === null ? [] : [made];
}

/** `[… for book in books]`, `list(books.values(…))`, or a name of one, or of a list that a loop appends to. */
function madeBy(value: PyNode, context: Terms): Made | null {
  if (value.type === 'identifier') return named(value, context);
  const source = sourceOf(value);
  const rows = source === null ? null : combined(rowsAt(source, context.module, context.facts.models) ?? []);
  return source === null || rows === null ? null : { source, statement: value, rows };
}

function sourceOf(value: PyNode): PyNode | null {
  if (value.type === 'list_comprehension') {
    if (value.child('body')?.type !== 'dictionary') return null;
    const [clause, ...more] = value.named.filter(({ type }) => type === 'for_in_clause' || type === 'if_clause');
    return more.length > 0 ? null : (clause?.child('right') ?? null);
  }
  const given = value.type === 'call' && value.child('function')?.text === 'list' ? readCall(value).positional[0] : undefined;
  return given !== undefined && /\.values\(/.test(given.text) ? given : null;
}

function named(name: PyNode, context: Terms): Made | null {
  const [only, ...more] = localBindings(name, context.module);
  const value = only?.value;
  if (value === null || value === undefined || more.length > 0 || only?.kind !== 'assignment' || value.type === 'identifier') return null;
  const holder = name.closest('function_definition');
  const uses = holder === null ? [] : [...holder.descendants('identifier')].filter(({ text, start }) => text === name.text && start !== name.start && start !== only.node.start);
  if (value.type !== 'list' || value.named.length > 0) return uses.length > 0 ? null : madeBy(value, context);
  const [use, ...others] = uses;
  const append = use?.parent?.type === 'attribute' && use.parent.child('attribute')?.text === 'append' ? use : undefined;
  const loop = append?.closest('for_statement') ?? null;
  const source = loop?.child('right') ?? null;
  const item = append?.parent?.parent?.child('arguments')?.named[0];
  if (source === null || loop === null || others.length > 0 || item?.type !== 'dictionary'  || append?.closest('block')?.parent !== loop) return null;
  if ([...loop.descendants('continue_statement', 'break_statement', 'return_statement')].length > 0) return null;
  const rows = combined(rowsAt(source, context.module, context.facts.models) ?? []);
  return rows === null ? null : { source, statement: loop, rows };
}

function requestOf(holder: PyNode): string | null {
  const names = (holder.child('parameters')?.named ?? []).map((parameter) => (parameter.child('name') ?? parameter).text);
  return names.find((name) => name === 'request') ?? null;
}

const KEYS: readonly (readonly [string, string])[] = [
  ['total_count', 'paginator.count'],
  ['has_next', 'page_obj.has_next()'],
  ['has_previous', 'page_obj.has_previous()'],
  ['page', 'page_obj.number'],
  ['num_pages', 'paginator.num_pages'],
];

function keysOf({ options }: Terms): readonly (readonly [string, string])[] {
  return KEYS.map(([key, value]) => [options['json-keys'][key] ?? key, value]);
}

/** Whether the answer has one of the keys already. */
function hasKeys(display: PyNode, context: Terms): boolean {
  const added = new Set(keysOf(context).map(([key]) => key));
  return display.named.some((pair) => pair.type !== 'pair' || added.has(literalText(pair.child('key')) ?? ''));
}

/** A request without a page's number gets all rows, as before: the queryset is read once, `len` fills it. */
function edits({ source, statement, rows }: Made, display: PyNode, request: string, context: Terms): readonly Edit[] {
  const quote = quoteOf(context.module.tree);
  const { options, module } = context;
  const tie = tieIn(rows, module);
  const isInside = tie !== null && source.contains(tie.ordering);
  const order = rows.order === 'none' && !rows.isShaped ? `.order_by(${quote}pk${quote})` : '';
  const list = source.type === 'identifier' && order === '' ? source.text : freeName(source, module);
  const orphans = options.orphans > 0 ? `, orphans=${options.orphans}` : '';
  const size = `${pageSize(context)} if ${quote}${options.param}${quote} in ${request}.GET else max(len(${list}), 1)`;
  const lines: Code[] = [
    ...(list === source.text ? [] : [code`${list} = ${asWritten(source, isInside ? tie.edit : null)}${order}`]),
    code`paginator = ${context.name('django.core.paginator.Paginator', source)}(${list}, ${size}${orphans})`,
    plain(`page_obj = paginator.get_page(${request}.GET.get(${quote}${options.param}${quote}))`),
  ];
  const pairs = keysOf(context).map(([key, value]) => `${quote}${key}${quote}: ${value}`);
  const last = display.named.at(-1);
  if (last === undefined) return [];
  const own = replace(source.start, source.end, 'page_obj');
  return [...(tie === null || isInside ? [] : [tie.edit]), ...insertBefore(statement, joinCode(lines, '\n')), own, ...withPairs(display, last, pairs, 0)];
}

/** A name for the rows that the function does not have yet. */
function freeName(source: PyNode, module: PyModule): string {
  const scope = module.scopeAt(source);
  return ['rows', 'queryset', 'objects', 'records'].find((name) => scope.owner(name) === null) ?? 'all_rows';
}
