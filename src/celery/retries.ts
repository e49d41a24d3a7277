/** The retries that a task makes by itself. */
import { argument } from '../python/calls.js';
import { calleeOf, decoratorsOf, ownNodes } from '../python/definitions.js';
import { callsIn } from '../python/guards.js';
import { pathOf } from '../python/names.js';
import type { PyNode } from '../python/tree.js';
import { errorsNamed } from './errors.js';
import { isHarmless } from './harmless.js';
import { helperOf } from './reach.js';
import type { Task } from './tasks.js';

/** The calls of Celery's `retry` in the body of a task: on its first argument, by its own name, on `current_task`. */
export function retryCalls(task: Task): readonly PyNode[] {
  return callsIn(task.definition).filter((call) => isRetry(call, task));
}

function isRetry(call: PyNode, { module, definition, self }: Task): boolean {
  const callee = call.child('function');
  if (callee?.type !== 'attribute' || callee.child('attribute')?.text !== 'retry') return false;
  const object = callee.child('object');
  if (object === null) return false;
  if (object.type === 'identifier' && object.text === self) return true;
  const value = module.resolve(object);
  if (value.kind === 'definition') return value.node === definition;
  return /^celery\.(_state\.)?current_task$/.test(pathOf(value) ?? '');
}

/** Whether a call of `retry` raises `Retry`: it does unless it is told not to. */
export function throws(call: PyNode): boolean {
  const given = argument(call, { name: 'throw', position: null });
  return given.kind !== 'given' || given.value.type !== 'false';
}

/** Something that retries a task beside Celery, or may: a function of unknown content that is handed the task. */
export interface OwnRetry {
  readonly node: PyNode;
  readonly isCertain: boolean;
}

export function ownRetry(task: Task): OwnRetry | null {
  const certain = retryCalls(task)[0] ?? raisedRetry(task) ?? retryDecorator(task);
  return certain === null ? handedOn(task) : { node: certain, isCertain: true };
}

function raisedRetry({ definition, module }: Task): PyNode | null {
  const raises = [...ownNodes(definition)].filter((node) => node.type === 'raise_statement');
  const isRetry = (statement: PyNode): boolean => {
    const raised = statement.named.find((child) => child.field !== 'cause');
    const named = raised?.type === 'call' ? raised.child('function') : raised;
    return named !== null && named !== undefined && errorsNamed(named, module).some(({ path }) => path === 'celery.exceptions.Retry');
  };
  return raises.find(isRetry) ?? null;
}

/** `try_later(self, error)`: a function of the project that gets the task is read. */
function handedOn({ definition, module, self }: Task): OwnRetry | null {
  if (self === null) return null;
  const calls = callsIn(definition).filter((call) => givesAway(call, self) && !isHarmless(module, call));
  const found = calls.map((node) => ({ node, text: helperOf(module, node)?.definition.text ?? null }));
  const [first] = found.filter(({ text }) => text?.includes('.retry(') ?? true);
  return first === undefined ? null : { node: first.node, isCertain: first.text !== null };
}

function givesAway(call: PyNode, self: string): boolean {
  const given = call.child('arguments')?.named ?? [];
  return given.some((argument) => (argument.child('value') ?? argument).text === self);
}

/** A decorator between the task and its function that calls it again: tenacity, backoff, one called `retry…`. */
function retryDecorator({ definition, decorator, module }: Task): PyNode | null {
  const found = decoratorsOf(definition).find((one) => {
    const named = calleeOf(one);
    const path = pathOf(module.resolve(named)) ?? named.text;
    return one !== decorator && /^(tenacity|backoff|retrying|retry|stamina)\b|retry(ing)?$|(^|[._])retry/i.test(path);
  });
  return found ?? null;
}
