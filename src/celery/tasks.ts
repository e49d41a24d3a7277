/** Which functions and classes are Celery tasks, and what options they are declared with. */
import { argument, type Given } from '../python/calls.js';
import { decoratorsOf, firstParameter } from '../python/definitions.js';
import type { PyModule } from '../python/module.js';
import { pathOf, type Value } from '../python/names.js';
import type { PyNode } from '../python/tree.js';

export interface Task {
  readonly module: PyModule;
  /** The function that runs: for a class its `run`. */
  readonly definition: PyNode;
  /** The class of a class-based task. */
  readonly owner: PyNode | null;
  /** The decorator that makes the function a task. */
  readonly decorator: PyNode | null;
  /** The call that holds the options: of the decorator, or of the variable that the decorator is; null for a bare one. */
  readonly declared: PyNode | null;
  /** Whether the options stand somewhere else than in the decorator. */
  readonly isElsewhere: boolean;
  /** The app whose `task` the decorator is, if it is known. */
  readonly app: Value | null;
  /** The name of the function or class. */
  readonly name: string;
  /** The name under which Celery knows it, if it is given as a literal. */
  readonly registered: string | null;
  /** Whether the function gets the task as its first argument. */
  readonly isBound: boolean;
  /** What the function calls that argument; null where it has no name. */
  readonly self: string | null;
}

const DECORATORS = new Set([
  'celery.shared_task',
  'celery.app.shared_task',
  'celery.task',
  'celery.task.task',
  'celery.task.base.task',
  'celery.decorators.task',
  'celery.current_app.task',
  'celery._state.current_app.task',
]);

const APPS = new Set(['celery.Celery', 'celery.app.Celery', 'celery.app.base.Celery', 'celery.current_app', 'celery._state.current_app']);

const BASES = new Set(['celery.Task', 'celery.app.task.Task', 'celery.task.Task', 'celery.task.base.Task']);

/** An app of the project whose file nobody could read, by the names that Celery's documentation gives it. */
const USUAL_APP = /(^|\.)celery(_?app)?\.(app|celery|celery_app|current_app)\.task$/;

/** The task that a function (`function_definition`) or a class (`class_definition`) is, or null. */
export function taskOf(module: PyModule, definition: PyNode): Task | null {
  if (definition.type === 'class_definition') return fromClass(module, definition);
  for (const decorator of decoratorsOf(definition)) {
    const found = fromDecorator(module, decorator);
    if (found !== null) return { ...found, ...described(definition, found.declared), module, definition, owner: null };
  }
  return null;
}

type Declared = Pick<Task, 'decorator' | 'declared' | 'isElsewhere' | 'app'>;

function fromDecorator(module: PyModule, decorator: PyNode): Declared | null {
  const [expression] = decorator.named;
  if (expression === undefined) return null;
  const callee = expression.type === 'call' ? expression.child('function') : expression;
  const app = callee === null ? null : appBehind(module, callee);
  if (app !== null) return { decorator, declared: expression.type === 'call' ? expression : null, isElsewhere: false, app: app.app };
  return fromVariable(module, decorator, expression);
}

/** `retrying = shared_task(…)`, then `@retrying`. */
function fromVariable(module: PyModule, decorator: PyNode, expression: PyNode): Declared | null {
  const value = expression.type === 'call' ? module.resolve(expression.child('function') ?? expression) : module.resolve(expression);
  if (value.kind !== 'instance' || value.call === null) return null;
  const call = pathOf(value.of) === 'functools.partial' ? value.call.child('arguments')?.named[0] : value.call.child('function');
  const app = call === null || call === undefined ? null : appBehind(value.module, call);
  return app === null ? null : { decorator, declared: value.call, isElsewhere: true, app: app.app };
}

/** The app of a decorator that declares tasks (null: whichever is current), or null where it declares none. */
function appBehind(module: PyModule, callee: PyNode): { readonly app: Value | null } | null {
  const value = module.resolve(callee);
  if (value.kind === 'object') return DECORATORS.has(value.path) || USUAL_APP.test(value.path) ? { app: null } : null;
  if (callee.type !== 'attribute' || callee.child('attribute')?.text !== 'task') return null;
  const object = callee.child('object');
  const app = object === null ? null : module.resolve(object);
  return app?.kind === 'instance' && (isOrDerives(app.of, APPS) || isNamedApp(app.of)) ? { app } : null;
}

/** A class of a library that is called like an app: `notifications_utils.celery.NotifyCelery`. */
function isNamedApp(value: Value): boolean {
  return value.kind === 'object' && /\.\w*Celery$/.test(value.path);
}

/** Whether a class is one of a library's, or a class of the project below one. */
function isOrDerives(value: Value, paths: ReadonlySet<string>, visited: Set<PyNode> = new Set()): boolean {
  if (value.kind === 'object') return paths.has(value.path);
  if (value.kind !== 'definition' || value.node.type !== 'class_definition' || visited.has(value.node)) return false;
  visited.add(value.node);
  return value.module.bases(value.node).some((base) => isOrDerives(base, paths, visited));
}

function fromClass(module: PyModule, owner: PyNode): Task | null {
  if (owner.child('superclasses') === null) return null;
  const members = (owner.child('body')?.named ?? []).map((member) => member.child('definition') ?? member);
  const run = members.find((member) => member.type === 'function_definition' && member.child('name')?.text === 'run');
  if (run === undefined || !isOrDerives({ kind: 'definition', node: owner, module }, BASES)) return null;
  const { name } = described(owner, null);
  const declared = { decorator: null, declared: null, isElsewhere: false, app: null };
  return { module, definition: run, owner, ...declared, name, registered: null, isBound: true, self: firstParameter(run) };
}

function described(definition: PyNode, declared: PyNode | null): Pick<Task, 'name' | 'registered' | 'isBound' | 'self'> {
  const bind = declared === null ? null : valueOf(declared, 'bind');
  const isBound = bind?.type === 'true';
  const given = declared === null ? null : valueOf(declared, 'name');
  return {
    name: definition.child('name')?.text ?? '',
    registered: given?.type === 'string' ? (given.named.find((part) => part.type === 'string_content')?.text ?? null) : null,
    isBound,
    self: isBound ? firstParameter(definition) : null,
  };
}

function valueOf(call: PyNode, name: string): PyNode | null {
  const given = argument(call, { name, position: null });
  return given.kind === 'given' ? given.value : null;
}

/** What a task's declaration gives for an option; `unknown` where a splat may hold it. */
export function optionOf({ declared }: Task, name: string): Given {
  return declared === null ? { kind: 'absent' } : argument(declared, { name, position: null });
}

/** The splat that may hold a task's retry options, or null. */
export function splatOf(task: Task): PyNode | null {
  const given = optionOf(task, 'autoretry_for');
  return given.kind === 'unknown' ? given.because : null;
}

/** The options of Celery's retries, apart from `autoretry_for`. */
export const RETRY_OPTIONS = [
  'max_retries',
  'default_retry_delay',
  'retry_backoff',
  'retry_backoff_max',
  'retry_jitter',
  'retry_kwargs',
  'dont_autoretry_for',
] as const;

/** The retry options that a task is declared with, and their values. */
export function retryOptions(task: Task): ReadonlyMap<string, PyNode> {
  const found = RETRY_OPTIONS.map((name) => [name, optionOf(task, name)] as const);
  return new Map(found.flatMap(([name, given]) => (given.kind === 'given' ? [[name, given.value]] : [])));
}

/** Whether a task is declared never to be retried: `max_retries=0`. */
export function isNeverRetried(task: Task): boolean {
  const given = optionOf(task, 'max_retries');
  return given.kind === 'given' && given.value.text === '0';
}
