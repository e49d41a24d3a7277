/** What speaks against a retry by Celery, whatever the errors are. */
import { decoratorsOf, isPlainFunction, parametersOf, statementOf } from '../python/definitions.js';
import type { PyModule } from '../python/module.js';
import { lineOf, type PyNode } from '../python/tree.js';
import { inheritedBy } from './bases.js';
import { canvasBehind, canvasIn } from './effects.js';
import { catches, errorAt, errorsNamed } from './errors.js';
import { headerOf, placeOf, shortened } from './failures.js';
import type { Outlook } from './outlook.js';
import { ownRetry } from './retries.js';
import { lockOf } from './locks.js';
import { optionOf, splatOf, type Task } from './tasks.js';
import { unseenBehind, unseenIn, type Unseen } from './unseen.js';

/** One message a reason: `what` is the code that it is about, `place` where that stands. */
export const OBSTACLES = {
  explicitRetry: '`{task}` has a retry of its own, `{what}` on {place}, and a second policy would compete with it; leave it, or replace that one',
  handedOn: '`{task}` hands itself to `{what}` on {place}, which may retry it; check that, then add `autoretry_for` by hand',
  optionsUnknown: '`{what}` on {place} hides options of `{task}`, and a second `autoretry_for` is a `TypeError`; add it to the mapping by hand',
  optionsElsewhere: '`{task}` has its options from `{what}` on {place}, which other tasks may share; add `autoretry_for` there by hand',
  baseAutoretry: '`{task}` inherits a retry policy from `{what}`, given on {place}; change it there',
  baseUnknown: '`{what}`, the base of `{task}` on {place}, cannot be read and may set a retry policy; check it, then add `autoretry_for` by hand',
  generatorOrAsync: '`{task}` on {place} is a generator or a coroutine, so its errors arise after Celery has called it; make it a plain function first',
  nested: '`{task}` is made inside of `{what}` on {place}, perhaps many times over; give the retry options there by hand',
  classBased: '`{task}` is a task class; set `autoretry_for = ({what})` in its body on {place} by hand',
  wrapped: '`{what}` on {place} wraps the task and not its function; check that it lets retries through, then add `autoretry_for` by hand',
  recorded: '`{what}` on {place} stands between the task and its function and may keep a record of either; check it, then add `autoretry_for` by hand',
  canvas: '`{task}` launches other tasks (`{what}` on {place}), and a retry would launch them again; retry those tasks instead',
  lock: '`{task}` takes a lock (`{what}` on {place}), which a retry may find taken; check that, then add `autoretry_for` by hand',
  unseen: 'of the errors of `{task}` only those of the database are known, and `{what}` on {place} may reach something else; find out what it raises, then list that under `exceptions` for this task',
  expires: '`{task}` expires (`{what}` on {place}), and its retries with it; give them the time they need, then add `autoretry_for` by hand',
  swallows: '`{task}` keeps `{error}` in: `{what}` on {place} does not raise it again, so autoretry could never fire; raise it there, or catch less',
  replaces: '`{task}` keeps `{error}` in: `{what}` on {place} raises something else instead, so autoretry for it could never fire; list the other error by hand',
  throws: '`{task}` declares `{error}` as expected in `{what}` on {place}; a retry is for errors that pass, so decide for one of them',
} as const;

export interface Obstacle {
  readonly id: keyof typeof OBSTACLES;
  readonly data: { readonly task: string; readonly error: string; readonly what: string; readonly place: string };
}

type Found = Pick<Obstacle, 'id'> & { readonly what: string; readonly at: string };

/** The first thing that speaks against a retry of a task for the errors of its outlook, or null. */
export function obstacleTo(task: Task, outlook: Outlook): Obstacle | null {
  const found = inDeclaration(task) ?? inBody(task, outlook);
  if (found === null) return null;
  return { id: found.id, data: { task: task.name, error: outlook.error, what: found.what, place: found.at } };
}

/** A retry of the task's own: it counts even where no error is known. */
export function explicitRetryOf(task: Task): Obstacle | null {
  const retry = ownRetry(task);
  if (retry === null) return null;
  const { node, isCertain } = retry;
  const what = oneLine(node.type === 'decorator' ? node : (node.child('function') ?? node));
  return { id: isCertain ? 'explicitRetry' : 'handedOn', data: { task: task.name, error: '', what, place: lineAt(task.module, node) } };
}

function inDeclaration(task: Task): Found | null {
  const { module, definition, owner, decorator, declared, isElsewhere } = task;
  const splat = splatOf(task);
  if (splat !== null) return { id: 'optionsUnknown', what: oneLine(splat), at: lineAt(module, splat) };
  if (isElsewhere) return { id: 'optionsElsewhere', what: oneLine(decorator ?? definition), at: lineAt(module, declared ?? definition) };
  const { policy, base } = inheritedBy(task);
  const place = lineAt(module, decorator ?? definition);
  if (policy === 'retries') return { id: 'baseAutoretry', what: base, at: place };
  if (policy === 'unknown') return { id: 'baseUnknown', what: base, at: place };
  if (!isPlainFunction(definition)) return { id: 'generatorOrAsync', what: '', at: lineAt(module, definition) };
  const factory = (owner ?? statementOf(definition)).closest('function_definition');
  if (factory !== null && parametersOf(factory).length > 0) {
    return { id: 'nested', what: factory.child('name')?.text ?? '', at: lineAt(module, factory) };
  }
  return neighbours(task);
}

const RECORDS = /regist|period|schedul|cron|subscribe|handler/i;

/** A decorator above gets the task and not the function; one below may record what it gets. */
function neighbours({ definition, decorator, module }: Task): Found | null {
  const decorators = decoratorsOf(definition);
  const [top] = decorators;
  if (decorator === null || top === undefined) return null;
  if (top !== decorator) return { id: 'wrapped', what: oneLine(top), at: lineAt(module, top) };
  const recording = decorators.slice(1).find((one) => RECORDS.test(one.text.split('(')[0] ?? ''));
  return recording === undefined ? null : { id: 'recorded', what: oneLine(recording), at: lineAt(module, recording) };
}

/** Seconds for which any policy's retries should be over. */
const LONG = 3600;

function inBody(task: Task, { errors, stop }: Outlook): Found | null {
  const { module } = task;
  const launch = canvasIn(task);
  if (launch !== null) return { id: 'canvas', what: shortened(launch.node), at: placeOf(launch, module) };
  if (errors.length === 0 && stop !== null) {
    return { id: stop.outcome === 'replaces' ? 'replaces' : 'swallows', what: headerOf(stop), at: placeOf(stop, module) };
  }
  if (task.owner !== null) return { id: 'classBased', what: `${errors.join(', ')},`, at: lineAt(module, task.owner) };
  const throws = optionOf(task, 'throws');
  const expected = throws.kind === 'given' ? errorsNamed(throws.value, module) : [];
  const isExpected = errors.map(errorAt).some((error) => catches(expected, error));
  if (throws.kind === 'given' && isExpected) return { id: 'throws', what: oneLine(throws.value), at: lineAt(module, throws.value) };
  const expires = optionOf(task, 'expires');
  if (expires.kind === 'given' && !(Number(expires.value.text) > LONG)) return { id: 'expires', what: `expires=${oneLine(expires.value)}`, at: lineAt(module, expires.value) };
  const lock = lockOf(task);
  return lock === null ? null : { id: 'lock', what: oneLine(lock), at: lineAt(module, lock) };
}

/** A call of the task's own that may well be what it fails at, where nothing but errors of the database was inferred. */
export function unseenBy(task: Task, outlook: Outlook): Obstacle | null {
  return isDatabaseOnly(outlook) ? asUnseen(unseenIn(task), task, outlook) : null;
}

/** What speaks against a retry in the functions behind a task: reading them takes longest, so they come last. */
export function obstacleBehind(task: Task, outlook: Outlook, isInferred: boolean): Obstacle | null {
  const launch = canvasBehind(task);
  const data = { task: task.name, error: outlook.error };
  if (launch !== null) return { id: 'canvas', data: { ...data, what: shortened(launch.node), place: placeOf(launch, task.module) } };
  return isInferred && isDatabaseOnly(outlook) ? asUnseen(unseenBehind(task), task, outlook) : null;
}

function isDatabaseOnly({ errors }: Outlook): boolean {
  return errors.every((path) => path.startsWith('django.db.'));
}

function asUnseen(found: Unseen | null, task: Task, { error }: Outlook): Obstacle | null {
  if (found === null) return null;
  return { id: 'unseen', data: { task: task.name, error, what: shortened(found.node), place: placeOf(found, task.module) } };
}

export function lineAt(module: PyModule, node: PyNode): string {
  return `line ${lineOf(module.tree.text, node.start)}`;
}

export function oneLine(node: PyNode): string {
  const text = node.text.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
