/** What a task inherits from the class given as `base`, or from its app. */
import { argument } from '../python/calls.js';
import { madeBy, type Value } from '../python/names.js';
import { optionOf, RETRY_OPTIONS, type Task } from './tasks.js';

export interface Inherited {
  /** `unknown` where a class could not be read. */
  readonly policy: 'none' | 'retries' | 'unknown';
  /** The class, as the source names it; empty where there is none. */
  readonly base: string;
  /** The retry options that the class sets. */
  readonly options: ReadonlySet<string>;
}

const NOTHING: Inherited = { policy: 'none', base: '', options: new Set() };

/** Classes of libraries that set no retry policy. */
const QUIET = new Set([
  'celery.Task',
  'celery.app.task.Task',
  'celery.task.Task',
  'celery_once.QueueOnce',
  'celery_singleton.Singleton',
  'builtins.object',
  'abc.ABC',
]);

export function inheritedBy(task: Task): Inherited {
  const { module, owner } = task;
  if (owner !== null) return readClass({ kind: 'definition', node: owner, module }, owner.child('name')?.text ?? '');
  const base = optionOf(task, 'base');
  if (base.kind === 'given') return readClass(task.module.resolve(base.value), base.value.text);
  return task.app?.kind === 'instance' ? fromApp(task.app) : NOTHING;
}

/** `Celery(…, task_cls=…)` gives the base class of all its tasks; an app of a library may give any. */
function fromApp({ of, call, module }: Extract<Value, { kind: 'instance' }>): Inherited {
  if (of.kind === 'object' && !of.path.startsWith('celery.')) return { ...NOTHING, policy: 'unknown', base: of.path };
  const given = call === null ? null : argument(call, { name: 'task_cls', position: null });
  if (given?.kind !== 'given') return NOTHING;
  const path = given.value.named.find((part) => part.type === 'string_content')?.text.replace(':', '.');
  return readClass(path === undefined ? module.resolve(given.value) : module.named(path), given.value.text);
}

function readClass(value: Value, base: string): Inherited {
  const classes = [...line(value)];
  const own = classes.flatMap((one) => (one.kind === 'definition' ? [one] : []));
  const options = new Set(
    ['autoretry_for', ...RETRY_OPTIONS].filter((name) => own.some(({ node, module }) => module.scopes.of(node).bindings(name).length > 0)),
  );
  const retries = options.has('autoretry_for') || own.some(({ node }) => callsRetry(node.text));
  const isRead = classes.every((one) => one.kind === 'definition' || isQuiet(one));
  return { policy: retries ? 'retries' : isRead ? 'none' : 'unknown', base, options };
}

/** `app.Task` is Celery's own as well. */
function isQuiet(value: Value): boolean {
  if (value.kind === 'member') return value.name === 'Task' && madeBy(value.of) === 'celery.Celery';
  return value.kind === 'object' && QUIET.has(value.path);
}

function callsRetry(text: string): boolean {
  return /\bself\.retry\(/.test(text);
}

/** A class and all classes above it. */
function* line(value: Value, visited: Set<unknown> = new Set()): Generator<Value> {
  if (value.kind === 'definition') {
    if (visited.has(value.node)) return;
    visited.add(value.node);
  }
  yield value;
  if (value.kind !== 'definition') return;
  for (const base of value.module.bases(value.node)) yield* line(base, visited);
}
