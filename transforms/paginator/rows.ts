/** Of which model, and in which order, the rows of a query come. */
import { literalText } from '../../src/python/strings.js';
import { readCall } from '../../src/python/calls.js';
import { returnedBy } from '../../src/python/definitions.js';
import type { PyModule } from '../../src/python/module.js';
import type { Value } from '../../src/python/names.js';
import type { PyNode } from '../../src/python/tree.js';
import type { Model, ModelIndex } from '../../src/django/models/types.js';
import { chainOf, localBindings, queriesAt, type Query, type Step } from '../../src/django/views/queries.js';

/** An order as far as it is known: names of columns, none at all, or something that cannot be read. */
export type Order = readonly string[] | 'none' | 'unknown';

export interface Rows {
  readonly model: Model;
  /** Of the query, or of the model's `Meta` where the query gives none. */
  readonly order: Order;
  /** The call of `order_by` that decides it; null for `Meta`. */
  readonly ordering: PyNode | null;
  readonly isSliced: boolean;
  /** Whether its rows are groups, or the result of something that `order_by` may change. */
  readonly isShaped: boolean;
  /** Steps that are no methods of Django's and could not be read. */
  readonly unread: readonly string[];
  /** The arguments of its filters. */
  readonly conditions: readonly PyNode[];
}

const FILTERS = new Set(['filter', 'exclude']);
const KEEPING = new Set([
  ...['all', 'filter', 'exclude', 'select_related', 'prefetch_related', 'annotate', 'alias', 'defer', 'only', 'using'],
  ...['order_by', 'reverse', 'complex_filter', 'none', 'get_queryset', 'select_for_update'],
]);
const SHAPING = new Set(['values', 'values_list', 'distinct', 'union', 'intersection', 'difference', 'dates', 'datetimes', 'extra']);
/** What these give is no list of rows. */
const ENDING = new Set([
  ...['count', 'exists', 'aggregate', 'first', 'last', 'get', 'latest', 'earliest', 'create', 'get_or_create', 'update', 'delete'],
  ...['in_bulk', 'iterator', 'raw', 'explain', 'bulk_create', 'pk', 'id'],
]);

const DEPTH = 4;

/** The rows of every query that an expression may be; null where one of them is unknown. */
export function rowsAt(node: PyNode, module: PyModule, models: ModelIndex): readonly Rows[] | null {
  const found = expanded(node, module, DEPTH).map(({ query, module: home }) => rowsOf(query, home, models));
  return found.length === 0 || found.includes(null) ? null : found.flatMap((rows) => rows ?? []);
}

/** What several queries of one model have in common; null for none, and for different models. */
export function combined(rows: readonly Rows[]): Rows | null {
  const [first] = rows;
  if (first === undefined || rows.some(({ model }) => model.key !== first.model.key)) return null;
  const isAgreed = rows.every(({ order }) => JSON.stringify(order) === JSON.stringify(first.order));
  return {
    ...first,
    order: isAgreed ? first.order : 'unknown',
    ordering: rows.every(({ ordering }) => ordering === first.ordering) ? first.ordering : null,
    isSliced: rows.some(({ isSliced }) => isSliced),
    isShaped: rows.some(({ isShaped }) => isShaped),
    unread: rows.flatMap(({ unread }) => unread),
    conditions: rows.flatMap(({ conditions }) => conditions),
  };
}

interface Placed {
  readonly query: Query;
  readonly module: PyModule;
}

/** `form.apply(books)` is what that method makes of `books`. */
function expanded(node: PyNode, module: PyModule, depth: number): readonly Placed[] {
  return queriesAt(node, module).flatMap((query) => (depth === 0 ? [{ query, module }] : (throughCall(query, module, depth) ?? [{ query, module }])));
}

function throughCall({ steps, root, node }: Query, module: PyModule, depth: number): readonly Placed[] | null {
  const at = steps.findIndex(({ kind }) => kind === 'call');
  const tried = [{ call: root, rest: steps }, { call: steps[at]?.node, rest: steps.slice(at + 1) }];
  const found = tried.map(({ call, rest }) => ({ call, rest, value: functionCalled(call, module) })).find(({ value }) => value !== null);
  if (found?.call === undefined || found.value === null) return null;
  const { call, rest, value } = found;
  const given = returnedBy(value.node)?.flatMap((returned) => passed(returned, value, call));
  if (given === undefined || given.length === 0 || given.includes(null)) return null;
  const inner = [...new Set(given.flatMap((one) => one ?? []))];
  return inner.flatMap(({ argument, steps: own }) => {
    return expanded(argument, module, depth - 1).map(({ query, module: home }) => ({ module: home, query: { node, root: query.root, steps: [...query.steps, ...own, ...rest] } }));
  });
}

/** The function of the project that a call calls. */
function functionCalled(call: PyNode | undefined, module: PyModule): Extract<Value, { kind: 'definition' }> | null {
  const callee = call?.type === 'call' ? call.child('function') : null;
  const value = callee === null || callee === undefined ? null : module.resolve(callee);
  return value?.kind === 'definition' && value.node.type === 'function_definition' ? value : null;
}

interface Passed {
  readonly argument: PyNode;
  readonly steps: readonly Step[];
}

/** The argument that a returned chain starts from; null where it starts from something else. */
function passed(returned: PyNode, { node, module }: Extract<Value, { kind: 'definition' }>, call: PyNode): readonly (Passed | null)[] {
  return chainsToParameters(returned, module).map((query) => {
    const names = (node.child('parameters')?.named ?? []).map((parameter) => (parameter.child('name') ?? parameter).text).filter((name) => name !== 'self');
    const at = query.root.type === 'identifier' ? names.indexOf(query.root.text) : -1;
    const argument = at < 0 ? undefined : (readCall(call).positional[at] ?? readCall(call).keywords.get(names[at] ?? '')?.child('value') ?? undefined);
    return argument === undefined ? null : { argument, steps: query.steps };
  });
}

/** As `queriesAt`, where one of the bindings of a name is a parameter. */
function chainsToParameters(node: PyNode, module: PyModule, depth = DEPTH): readonly Query[] {
  const own = chainOf(node);
  const bindings = own.root.type === 'identifier' && depth > 0 ? localBindings(own.root, module).filter(({ kind }) => kind !== 'parameter') : [];
  const values = bindings.flatMap(({ value }) => (value === null || value.contains(node) ? [] : [value]));
  const isParameter = own.root.type === 'identifier' && localBindings(own.root, module).some(({ kind }) => kind === 'parameter');
  const below = values.flatMap((value) => chainsToParameters(value, module, depth - 1)).map((query) => ({ ...query, steps: [...query.steps, ...own.steps] }));
  return isParameter || below.length === 0 ? [own, ...below] : below;
}

/** The rows of one chain; null where it starts from no model that is known. */
export function rowsOf({ root, steps }: Query, module: PyModule, models: ModelIndex): Rows | null {
  const at = [root, ...steps.map(({ node }) => node)].findIndex((node, index) => (index === 0 || steps[index - 1]?.kind === 'attribute') && modelAt(node, module, models) !== null);
  const model = at < 0 ? null : modelAt(at === 0 ? root : (steps[at - 1] as Step).node, module, models);
  const manager = steps[at];
  if (model === null || manager?.kind !== 'attribute' || !isManager(manager.name, model)) return null;
  const rest = steps.slice(at + 1);
  if (rest.some(({ name, kind }) => ENDING.has(name) || kind === 'attribute')) return null;
  const start = modelNode(at === 0 ? root : (steps[at - 1] as Step).node, module);
  return described(model, [...managerSteps(start, manager.name), ...rest.flatMap((step) => read(step, start, manager.name))]);
}

export function describedBy(model: Model, steps: readonly Step[]): Rows {
  return described(model, steps.map((step) => ({ ...step, isRead: KEEPING.has(step.name) || SHAPING.has(step.name) || step.kind === 'item' })));
}

interface ReadStep extends Step {
  readonly isRead: boolean;
}

function described(model: Model, steps: readonly ReadStep[]): Rows {
  const ordering = steps.findLast(({ name }) => name === 'order_by')?.node ?? null;
  const unread = steps.filter(({ isRead }) => !isRead).map(({ name }) => name);
  const given = ordering === null ? metaOrder(model) : orderGiven(ordering);
  return {
    model,
    order: unread.length > 0 && given === 'none' ? 'unknown' : given,
    ordering,
    isSliced: steps.some(({ kind }) => kind === 'item'),
    isShaped: steps.some(isShaping),
    unread,
    conditions: steps.filter(({ name }) => FILTERS.has(name)).flatMap(({ node }) => node.child('arguments')?.named ?? []),
  };
}

/** `distinct()` alone compares whole rows, the key with them. */
function isShaping({ name, node }: Step): boolean {
  return SHAPING.has(name) && !(name === 'distinct' && node.child('arguments')?.named.length === 0);
}

function orderGiven(call: PyNode): Order {
  const given = call.child('arguments')?.named ?? [];
  if (given.length === 0) return 'none';
  const names = given.map(literalText);
  return names.includes(null) ? 'unknown' : names.filter((name) => name !== null);
}

function metaOrder({ meta, open }: Model): Order {
  if (meta.ordering === 'unknown') return 'unknown';
  if (meta.ordering === null || meta.ordering.length === 0) return open.length > 0 || meta.isOpen ? 'unknown' : 'none';
  return meta.ordering.includes(null) ? 'unknown' : meta.ordering.filter((name) => name !== null);
}

function isManager(name: string, { managers }: Model): boolean {
  return name === 'objects' || name === '_default_manager' || managers.some((manager) => manager.name === name);
}

/** The model that a name stands for. */
export function modelAt(node: PyNode, module: PyModule, models: ModelIndex): Model | null {
  const value = module.resolve(node);
  if (value.kind === 'definition') return models.models[`${value.module.path}:${value.node.child('name')?.text ?? ''}`] ?? null;
  if (value.kind === 'object') return models.models[value.path] ?? null;
  const isUser = value.kind === 'instance' && value.of.kind === 'object' && value.of.path === 'django.contrib.auth.get_user_model';
  return isUser && models.user !== null ? (models.models[models.user] ?? null) : null;
}

type Home = Extract<Value, { kind: 'definition' }> | null;

function modelNode(node: PyNode, module: PyModule): Home {
  const value = module.resolve(node);
  return value.kind === 'definition' ? value : null;
}

/** The classes that a manager is made of. */
function managerClasses(home: Home, manager: string): readonly Extract<Value, { kind: 'definition' }>[] {
  const statements = home?.node.child('body')?.named ?? [];
  const assigned = statements.map(({ named: [only] }) => only).find((only) => only?.type === 'assignment' && only.child('left')?.text === manager);
  const names = assigned === undefined ? [] : [...(assigned.child('right')?.walk() ?? [])].filter(({ type, field }) => type === 'identifier' && field !== 'attribute');
  return names.flatMap((name) => {
    const value = home?.module.resolve(name);
    return value?.kind === 'definition' && value.node.type === 'class_definition' ? [value] : [];
  });
}

/** What the manager's own `get_queryset` does before all else. */
function managerSteps(home: Home, manager: string): readonly ReadStep[] {
  const own = managerClasses(home, manager).flatMap((one) => methodSteps(one, 'get_queryset') ?? []);
  return own.flatMap((steps) => steps);
}

/** A step of Django's as it is; one of the project's as what its method returns. */
function read(step: Step, home: Home, manager: string): readonly ReadStep[] {
  if (step.kind !== 'call' || KEEPING.has(step.name) || SHAPING.has(step.name)) return [{ ...step, isRead: true }];
  const found = managerClasses(home, manager).map((one) => methodSteps(one, step.name)).find((steps) => steps !== null);
  return found === undefined || found === null ? [{ ...step, isRead: false }] : found;
}

/** The steps that a method of a manager or queryset returns upon `self`; null where it returns something else. */
function methodSteps({ module, node }: Extract<Value, { kind: 'definition' }>, name: string): readonly ReadStep[] | null {
  const method = module.attribute(node, name);
  const returned = method.kind === 'definition' && method.node.type === 'function_definition' ? returnedBy(method.node) : null;
  if (returned === null || method.kind !== 'definition' || returned.length === 0) return null;
  const chains = returned.flatMap((one) => queriesAt(one, method.module));
  if (!chains.every(({ root }) => root.text === 'self' || root.text.startsWith('super('))) return null;
  return chains.flatMap(({ steps }) => steps).map((step) => ({ ...step, isRead: step.kind !== 'attribute' && (KEEPING.has(step.name) || SHAPING.has(step.name)) }));
}
