/** What the body of a task can fail with, and which of it leaves the task. */
import { lineOf, type PyNode } from '../python/tree.js';
import { calleeOf, decoratorsOf, ownNodes } from '../python/definitions.js';
import { callsIn, guardsAround, handlersOf, outcomeOf, type Outcome } from '../python/guards.js';
import type { PyModule } from '../python/module.js';
import { clientOf } from './clients.js';
import { catches, errorAt, errorsNamed, type ErrorClass } from './errors.js';
import { isHarmless } from './harmless.js';
import { DATABASE_ERRORS, isQuery, queriesIn } from './queries.js';
import { helperOf } from './reach.js';
import type { Task } from './tasks.js';

/** What keeps an error in: a handler of the task, of a function that it calls, or of a decorator. */
export interface Stop {
  readonly node: PyNode;
  readonly module: PyModule;
  readonly outcome: Outcome;
}

/** One error at one place; `stop` is null where it leaves the function. */
export interface Fate {
  readonly error: ErrorClass;
  readonly call: string;
  readonly isQuery: boolean;
  readonly stop: Stop | null;
}

/** How deep into functions of the project that a task calls: those that it calls itself, and those that these call. */
const DEPTH = 2;

/** The errors of known clients and of the database that the body of a task meets; queries count one call away at most. */
export function fatesIn({ definition, module }: Pick<Task, 'definition' | 'module'>, depth = DEPTH): readonly Fate[] {
  const stop = (error: ErrorClass, node: PyNode): Stop | null => stopOf(error, node, definition, module);
  const called = callsIn(definition).filter((call) => depth > 0 || !isOfProject(call, module));
  const calls = called.flatMap((call): Fate[] => {
    const client = clientOf(module, call)?.client;
    const errors = (client?.errors ?? []).map(errorAt);
    if (client !== undefined) return errors.map((error) => ({ error, call: nameOf(call), isQuery: false, stop: stop(error, call) }));
    const helper = depth > 0 ? helperOf(module, call) : null;
    const inside = helper === null || helper.definition === definition ? [] : fatesIn(helper, depth - 1);
    return inside.map((fate) => ({ ...fate, call: nameOf(call), stop: fate.stop ?? stop(fate.error, call) }));
  });
  const queries = (depth > 0 ? queriesIn(definition, module) : []).flatMap((node): Fate[] =>
    DATABASE_ERRORS.map(errorAt).map((error) => ({ error, call: shortened(node), isQuery: true, stop: stop(error, node) })),
  );
  return [...calls, ...queries];
}

/** Whether what is called was imported from the project by its own name: no client's, and its file need not be read. */
function isOfProject(call: PyNode, module: PyModule): boolean {
  let root = call.child('function');
  while (root?.type === 'attribute') root = root.child('object');
  if (root?.type !== 'identifier') return false;
  const bindings = module.scopeAt(root).owner(root.text)?.bindings(root.text) ?? [];
  const top = module.name.split('.')[0] ?? '';
  const isOwn = (from: string): boolean => from.startsWith('.') || from.split('.')[0] === top;
  return bindings.length > 0 && bindings.every(({ imported }) => imported !== null && isOwn(imported.module));
}

/** What keeps an error raised at `node` inside of its function, or null. */
export function stopOf(error: ErrorClass, node: PyNode, definition: PyNode, module: PyModule): Stop | null {
  for (const group of guardsAround(node, definition, module)) {
    const guard = group.find(({ types }) => isCaught(error, types, module));
    if (guard !== undefined && guard.outcome !== 'raises') return { node: guard.node, module, outcome: guard.outcome };
  }
  return null;
}

function isCaught(error: ErrorClass, types: readonly PyNode[] | null, module: PyModule): boolean {
  return catches(types?.flatMap((type) => errorsNamed(type, module)) ?? null, error);
}

/** The decorator between the task and its function that keeps an error in. */
export function stopInDecorators(task: Task, error: ErrorClass): Stop | null {
  const decorators = decoratorsOf(task.definition);
  const below = task.decorator === null ? [] : decorators.slice(decorators.indexOf(task.decorator) + 1);
  for (const decorator of below) {
    const value = task.module.resolve(calleeOf(decorator));
    if (value.kind !== 'definition') continue;
    const { node, module } = value;
    const handlers = [...node.descendants('try_statement')].flatMap(handlersOf).filter((handler) => outcomeOf(handler) === 'swallows');
    const found = handlers.find(({ types }) => isCaught(error, types, module));
    if (found !== undefined) return { node: found.clause, module, outcome: 'swallows' };
  }
  return null;
}

/**
 * Whether all that can fail with an error stands behind handlers that keep it in: the first of them
 * if so, null if something lets it out or nothing can fail. A call of unknown code can fail with anything.
 */
export function stopOfAll({ definition, module }: Pick<Task, 'definition' | 'module'>, error: ErrorClass): Stop | null {
  const places = riskyPlaces(definition, module, error);
  const stops = places.map((node) => stopOf(error, node, definition, module));
  return stops.every((stop) => stop !== null) ? (stops[0] ?? null) : null;
}

/** The places in a function at which an error may arise. */
export function riskyPlaces(definition: PyNode, module: PyModule, error: ErrorClass): readonly PyNode[] {
  const calls = callsIn(definition).filter((call) => {
    if (isQuery(call, module)) return false;
    const client = clientOf(module, call)?.client;
    return client === undefined ? !isHarmless(module, call) : client.errors.some((path) => isAkin(errorAt(path), error));
  });
  const raises = [...ownNodes(definition)].filter((node) => node.type === 'raise_statement' && raisesIt(node, module, error));
  const queries = DATABASE_ERRORS.some((path) => isAkin(errorAt(path), error)) ? queriesIn(definition, module) : [];
  return [...calls, ...raises, ...queries];
}

function isAkin(one: ErrorClass, other: ErrorClass): boolean {
  return one.caughtAs.has(other.path) || other.caughtAs.has(one.path);
}

/** A `raise` inside of a handler is judged with the handler. */
function raisesIt(statement: PyNode, module: PyModule, error: ErrorClass): boolean {
  const raised = statement.named.find((child) => child.field !== 'cause');
  if (raised === undefined) return false;
  const named = errorsNamed(raised.type === 'call' ? (raised.child('function') ?? raised) : raised, module);
  return named.some((one) => isAkin(one, error));
}

function nameOf(call: PyNode): string {
  return shortened(call.child('function') ?? call);
}

/** A chain of calls on one line, without its arguments. */
export function shortened(node: PyNode): string {
  if (node.type === 'call') return shortened(node.child('function') ?? node);
  if (node.type !== 'attribute') return node.text.replace(/\s+/g, ' ').slice(0, 40);
  const object = node.child('object');
  const name = node.child('attribute')?.text ?? '';
  const isPlain = object?.type === 'identifier' || object?.type === 'attribute';
  return `${isPlain ? object.text.replace(/\s+/g, '') : object === null ? '' : shortened(object)}.${name}`;
}

/** Where something is, for a message: `line 12`, `line 12 of shop/prices.py`. */
export function placeOf({ node, module }: Pick<Stop, 'node' | 'module'>, from: PyModule): string {
  const line = `line ${lineOf(module.tree.text, node.start)}`;
  return module.path === from.path ? line : `${line} of ${module.path}`;
}

/** A handler's header, as `except Exception`. */
export function headerOf({ node }: Stop): string {
  const body = node.named.find((child) => child.type === 'block');
  const end = node.type === 'finally_clause' ? node.start + 'finally'.length : (body?.start ?? node.end);
  return node.tree.text.slice(node.start, end).split(':')[0]?.replace(/\s+/g, ' ').trim() ?? '';
}
