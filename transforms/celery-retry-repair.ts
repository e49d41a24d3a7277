import { code, plain } from '../src/core/code.js';
import { fill, type Draft } from '../src/core/define.js';
import type { Code } from '../src/core/types.js';
import { inheritedBy } from '../src/celery/bases.js';
import { effectOf, toldOf } from '../src/celery/effects.js';
import { headerOf, placeOf } from '../src/celery/failures.js';
import { tupleOf } from '../src/celery/naming.js';
import { obstacleBehind, OBSTACLES, obstacleTo, oneLine, unseenBy } from '../src/celery/obstacles.js';
import { outlookOf } from '../src/celery/outlook.js';
import { ownRetry } from '../src/celery/retries.js';
import { exceptFor, isOneClass, sharersOf, swallowedRetries, unreachable, type SwallowedRetry } from '../src/celery/swallowed.js';
import { isNeverRetried, optionOf, retryOptions, taskOf, type Task } from '../src/celery/tasks.js';
import { defineTransform, type TransformContext } from '../src/python/define.js';
import { replaceValue } from '../src/python/edits/arguments.js';
import { insertClause } from '../src/python/edits/clauses.js';
import { addDecoratorKeywords } from '../src/python/edits/decorators.js';
import type { PyNode } from '../src/python/tree.js';

const MESSAGES = {
  swallowedRetry: '`{handler}` on {place} catches the `Retry` of `{call}`, so the task {outcome}; `except Retry: raise` in front lets it out',
  swallowedRetryCleanup: '`{handler}` on {place} catches the `Retry` of `{call}`, so the task {outcome}; with `except Retry: raise` in front its clean-up no longer runs before a retry',
  deadOptions: 'nothing comes of `{options}` of `{task}`, which has neither `autoretry_for` nor a call of `retry`; with `{errors}` listed it is retried',
  deadRepeats: 'nothing comes of `{options}` of `{task}`, which has neither `autoretry_for` nor a call of `retry`; with `{errors}` listed it is retried, but it is not idempotent: a retry can {verb} twice (`{code}`, {place})',
  deadUnknown: 'nothing comes of `{options}` of `{task}`, which has neither `autoretry_for` nor a call of `retry`, and no call of it raises a known error that passes; list an error by hand, or delete the options',
  deadUnsure: 'nothing comes of `{options}` of `{task}`, which has neither `autoretry_for` nor a call of `retry`; of its errors only those of the database are known, and a retry can {verb} twice (`{code}`, {place}); list the errors that are meant by hand',
  deadSwallowed: 'nothing comes of `{options}` of `{task}`, and nothing would come of `autoretry_for`: {reason}',
  deadUnfit: 'nothing comes of `{options}` of `{task}` without `autoretry_for`, which is not added: {reason}',
  deadEndless: 'nothing comes of `max_retries=None` of `{task}` without `autoretry_for`, and with it the task would be retried for ever; give a number first',
  unreachable: '`autoretry_for` of `{task}` never fires: `{handler}` on {place} catches the errors that it lists; a clause in front lets them out, and what the handler does for them is left to the last attempt',
  unreachableBroad: '`autoretry_for` of `{task}` never fires: `{handler}` on {place} catches everything and does not raise it again; raise there, or list and let out the errors that pass',
  unreachableExact: '`autoretry_for` of `{task}` never fires: `{handler}` on {place} is for just the errors that it lists; raise there, or delete one of the two',
  notATuple: '`autoretry_for={value}` of `{task}` is a `TypeError` at the first use: Celery wants a tuple of classes',
  sharedKwargs: '`{value}` is the `retry_kwargs` of {count} tasks, and Celery writes the delay of one of them into it; give `{task}` a dictionary of its own',
} as const;

type Terms = TransformContext<Record<never, never>, typeof MESSAGES>;

export default defineTransform({
  id: 'celery-retry-repair',
  summary: 'Make the retries of Celery tasks work as they are meant',
  family: 'celery',
  safety: 'safe',
  references: ['https://docs.celeryq.dev/en/stable/userguide/tasks.html#retrying'],
  messages: MESSAGES,
  options: {},
  match: { literals: ['retry', 'retries', 'Retry'], nodes: ['decorated_definition', 'class_definition'] },

  fix(node, context) {
    const definition = node.child('definition') ?? node;
    if (node.type === 'decorated_definition' && definition.type === 'class_definition') return null;
    const task = taskOf(context.module, definition);
    if (task === null) return null;
    const swallowed = swallowedRetries(task).map((found) => letOut(found, context));
    return [...swallowed, ...(declared(task, context) ?? [])];
  },
});

function letOut({ call, handler, first, isPlain, retriesAgain }: SwallowedRetry, context: Terms): Draft {
  const stop = { node: handler.clause, module: context.module, outcome: 'swallows' as const };
  const outcome = retriesAgain ? 'is queued twice' : 'is queued again while this run counts as done';
  const data = { handler: headerOf(stop), place: placeOf(stop, context.module), call: oneLine(call.child('function') ?? call), outcome };
  const edits = insertClause(first, code`except ${context.name('celery.exceptions.Retry', first)}:\n    raise`);
  return isPlain ? context.safe(call, 'swallowedRetry', data, edits) : context.suggest(call, 'swallowedRetryCleanup', data, edits);
}

/** What is wrong with the declaration of a task; classes declare their options in their body. */
function declared(task: Task, context: Terms): readonly Draft[] | null {
  const { decorator, module } = task;
  if (decorator === null || task.isElsewhere) return null;
  const kwargs = optionOf(task, 'retry_kwargs');
  const count = kwargs.kind === 'given' ? sharersOf(kwargs.value, module) : 1;
  if (kwargs.kind === 'given' && count > 1) return [context.refuse(kwargs.value, 'sharedKwargs', { task: task.name, value: kwargs.value.text, count })];
  const list = optionOf(task, 'autoretry_for');
  if (list.kind === 'given') return listed(task, list.value, context);
  return list.kind === 'absent' && ownRetry(task) === null ? dead(task, decorator, context) : null;
}

function listed(task: Task, list: PyNode, context: Terms): readonly Draft[] | null {
  const { module, name } = task;
  if (isOneClass(list, module) && list.parent !== null) {
    return [context.suggest(list, 'notATuple', { task: name, value: list.text }, replaceValue(list.parent, plain(`(${list.text},)`)))];
  }
  const found = ownRetry(task) === null ? unreachable(task, list) : null;
  const [stop] = found?.stops ?? [];
  if (found === null || stop === undefined) return null;
  const data = { task: name, handler: headerOf(stop), place: placeOf(stop, module) };
  if (found.isBroad) return [context.refuse(list, 'unreachableBroad', data)];
  const clauses = found.stops.map(({ node }) => ({ node, types: exceptFor(list, node, module) }));
  if (found.isExact || clauses.some(({ types }) => types === null)) return [context.refuse(list, 'unreachableExact', data)];
  const edits = clauses.flatMap(({ node, types }) => insertClause(node, plain(`except ${types ?? ''}:\n    raise`)));
  return [context.suggest(list, 'unreachable', data, edits)];
}

function dead(task: Task, decorator: PyNode, context: Terms): readonly Draft[] | null {
  const options = retryOptions(task);
  const { policy } = inheritedBy(task);
  if (options.size === 0 || isNeverRetried(task) || policy === 'retries') return null;
  const data = { task: task.name, options: [...options.keys()].join('`, `') };
  if (options.get('max_retries')?.type === 'none') return [context.refuse(decorator, 'deadEndless', { task: task.name })];
  const outlook = outlookOf(task, 'infer');
  if (outlook === null) return [context.refuse(decorator, 'deadUnknown', data)];
  const effect = effectOf(task);
  const obstacle = obstacleTo(task, outlook) ?? (effect === null ? (unseenBy(task, outlook) ?? obstacleBehind(task, outlook, true)) : null);
  const reason = obstacle === null ? '' : fill(OBSTACLES[obstacle.id], obstacle.data);
  const isStopped = obstacle?.id === 'swallows' || obstacle?.id === 'replaces';
  if (obstacle !== null) return [context.refuse(decorator, isStopped ? 'deadSwallowed' : 'deadUnfit', { ...data, reason })];
  const tuple = tupleOf(outlook.errors, decorator, task.module, (dotted: string): Code => context.name(dotted, decorator));
  const edits = addDecoratorKeywords(decorator, [['autoretry_for', tuple]]);
  const errors = outlook.errors.join('`, `');
  if (effect === null) return [context.suggest(decorator, 'deadOptions', { ...data, errors }, edits)];
  const told = toldOf(effect, task);
  if (outlook.errors.every((path) => path.startsWith('django.db.'))) return [context.refuse(decorator, 'deadUnsure', { ...data, ...told })];
  return [context.suggest(decorator, 'deadRepeats', { ...data, ...told, errors }, edits)];
}
