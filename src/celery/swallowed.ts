/** Handlers that catch what Celery is to see: its own `Retry`, and errors listed in `autoretry_for`. */
import { handlersOf, outcomeOf, spread, type Handler } from '../python/guards.js';
import type { PyModule } from '../python/module.js';
import type { PyNode } from '../python/tree.js';
import { catches, errorAt, errorsNamed, type ErrorClass } from './errors.js';
import { riskyPlaces, stopOf, type Stop } from './failures.js';
import { isHarmless } from './harmless.js';
import { retryCalls, throws } from './retries.js';
import type { Task } from './tasks.js';

const RETRY = 'celery.exceptions.Retry';

/** A handler that catches the `Retry` of a call in its `try`. */
export interface SwallowedRetry {
  readonly call: PyNode;
  readonly handler: Handler;
  /** The first clause of the same `try`. */
  readonly first: PyNode;
  readonly retriesAgain: boolean;
  /** Whether the handler does nothing but log, return and retry. */
  readonly isPlain: boolean;
}

/** One for each `try` that catches the `Retry` of a call in it. */
export function swallowedRetries(task: Task): readonly SwallowedRetry[] {
  const retries = retryCalls(task);
  const found = new Map<PyNode, SwallowedRetry>();
  for (const call of retries.filter(throws)) {
    for (const statement of triesAround(call, task.definition)) {
      const handlers = handlersOf(statement);
      const handler = catcher(handlers, task.module);
      const [first] = handlers;
      if (handler === undefined || first === undefined || found.has(statement) || letsRetryOut(handler, task.module)) continue;
      const inside = [...handler.body.walk()].filter((node) => node.type === 'call');
      const isPlain = inside.every((one) => retries.includes(one) || isHarmless(task.module, one));
      found.set(statement, { call, handler, first: first.clause, isPlain, retriesAgain: inside.some((one) => retries.includes(one)) });
    }
  }
  return [...found.values()];
}

/** The `try` statements whose body holds a node, innermost first. */
function* triesAround(node: PyNode, within: PyNode): Generator<PyNode> {
  for (let child = node, parent = node.parent; parent !== null && child !== within; child = parent, parent = parent.parent) {
    if (parent.type === 'try_statement' && child.field === 'body') yield parent;
  }
}

function catcher(handlers: readonly Handler[], module: PyModule): Handler | undefined {
  return handlers.find(({ clause, types }) => clause.type === 'except_clause' && catches(namedBy(types, module), errorAt(RETRY)));
}

function namedBy(types: readonly PyNode[] | null, module: PyModule): readonly ErrorClass[] | null {
  return types === null ? null : types.flatMap((type) => errorsNamed(type, module));
}

/** Whether a handler always raises again, or tells `Retry` from other errors. */
function letsRetryOut(handler: Handler, module: PyModule): boolean {
  const nodes = [...handler.body.walk()];
  const isLast = handler.body.named.at(-1)?.type === 'raise_statement';
  const retries = nodes.some((node) => node.type === 'call' && /\.retry$/.test(node.child('function')?.text ?? ''));
  if (isLast && !retries && outcomeOf(handler) === 'raises') return true;
  const names = nodes.filter((node) => node.type === 'identifier' || node.type === 'attribute');
  return names.some((node) => errorsNamed(node, module).some(({ path }) => path === RETRY));
}

/** Handlers that keep in every error that a task lists in `autoretry_for`. */
export interface Unreachable {
  readonly listed: readonly ErrorClass[];
  readonly stops: readonly Stop[];
  /** Whether the list covers everything, so that no clause in front of the handlers can tell it apart. */
  readonly isBroad: boolean;
  /** Whether a handler is for nothing but the listed errors. */
  readonly isExact: boolean;
}

export function unreachable(task: Task, list: PyNode): Unreachable | null {
  const { definition, module } = task;
  const listed = errorsNamed(list, module);
  const fates = listed.map((error) => riskyPlaces(definition, module, error).map((node) => stopOf(error, node, definition, module)));
  if (listed.length === 0 || fates.some((places) => places.length === 0 || places.includes(null))) return null;
  const stops = [...new Map(fates.flat().flatMap((stop) => (stop === null ? [] : [[stop.node, stop] as const]))).values()];
  const isBroad = listed.some(({ path }) => path === 'Exception' || path === 'BaseException');
  return { listed, stops, isBroad, isExact: stops.some((stop) => isFor(listed, stop)) };
}

/** Whether a handler catches nothing that is not listed; one that cannot have a clause in front of it counts. */
function isFor(listed: readonly ErrorClass[], { node, module }: Stop): boolean {
  const handler = node.type === 'except_clause' && node.parent !== null ? handlersOf(node.parent).find(({ clause }) => clause === node) : undefined;
  if (handler === undefined) return true;
  const caught = namedBy(handler.types, module);
  return caught !== null && caught.every((one) => catches(listed, one));
}

/** The expression for an `except` that catches what is listed, or null where a name means something else there. */
export function exceptFor(list: PyNode, clause: PyNode, module: PyModule): string | null {
  const items = spread(list);
  const isSame = items.every((item) => isSameThere(item, clause, module));
  if (!isSame) return null;
  return items.length === 1 ? (items[0]?.text ?? null) : `(${items.map((item) => item.text).join(', ')})`;
}

function isSameThere(item: PyNode, clause: PyNode, module: PyModule): boolean {
  const root = item.type === 'attribute' ? (item.child('object') ?? item) : item;
  if (root.type === 'attribute') return isSameThere(root, clause, module);
  return root.type === 'identifier' && module.scopeAt(item).owner(root.text) === module.scopeAt(clause).owner(root.text);
}

/** Whether a value given as `autoretry_for` is one class where Celery wants a tuple of them. */
export function isOneClass(value: PyNode, module: PyModule): boolean {
  if (value.type !== 'identifier' && value.type !== 'attribute') return false;
  const found = module.resolve(value);
  if (found.kind === 'definition') return found.node.type === 'class_definition';
  return found.kind === 'object' && /([a-z]Error|[a-z]Exception|\.Exception|\.Timeout|[a-z]Timeout)$/.test(found.path);
}

/** How many tasks of the file are given one and the same dictionary as `retry_kwargs`. */
export function sharersOf(value: PyNode, module: PyModule): number {
  const name = (keyword: PyNode): boolean => keyword.child('name')?.text === 'retry_kwargs' && keyword.child('value')?.text === value.text;
  return value.type === 'identifier' ? module.tree.nodes('keyword_argument').filter(name).length : 1;
}

