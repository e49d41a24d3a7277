/** Which errors of a task are worth a retry, and whether they leave it. */
import { errorAt } from './errors.js';
import { fatesIn, riskyPlaces, stopInDecorators, stopOf, stopOfAll, shortened, type Fate, type Stop } from './failures.js';
import type { Task } from './tasks.js';

export interface Outlook {
  /** The errors that leave the task, by import path; none where `stop` keeps them all in. */
  readonly errors: readonly string[];
  /** One that is raised, whether or not it leaves. */
  readonly error: string;
  /** The code that raises it. */
  readonly call: string;
  /** What keeps `error` in, where nothing leaves. */
  readonly stop: Stop | null;
}

/** What a retry of the task could be for; null where it does nothing that can pass by itself. Calls are followed `depth` deep. */
export function outlookOf(task: Task, listed: readonly string[] | 'infer', depth?: number): Outlook | null {
  const outlook = listed === 'infer' ? inferred(task, depth) : forListed(task, listed);
  const [first] = outlook?.errors ?? [];
  const wrapped = first === undefined ? null : stopInDecorators(task, errorAt(first));
  return outlook === null || wrapped === null ? outlook : { ...outlook, errors: [], stop: wrapped };
}

/** Errors of the database count only where the task talks to nothing else; InterfaceError alone says too little. */
function inferred(task: Task, depth: number | undefined): Outlook | null {
  const all = fatesIn(task, depth);
  const fates = all.some(({ isQuery }) => !isQuery) ? all.filter(({ isQuery }) => !isQuery) : all;
  const free = new Set(fates.filter(({ stop }) => stop === null).map(({ error }) => error.path));
  const errors = [...free].every((path) => path === 'django.db.InterfaceError') ? [] : pathsOf(fates).filter((path) => free.has(path));
  const [first] = fates.filter(({ error, stop }) => (errors.length === 0 ? stop !== null : stop === null && error.path === errors[0]));
  if (first !== undefined) return { errors, error: first.error.path, call: first.call, stop: first.stop };
  const stop = stopOfAll(task, errorAt('Exception'));
  return stop === null ? null : { errors: [], error: 'Exception', call: '', stop };
}

function pathsOf(fates: readonly Fate[]): readonly string[] {
  return [...new Set(fates.map(({ error }) => error.path))];
}

function forListed(task: Task, listed: readonly string[]): Outlook | null {
  const places = listed.map(errorAt).flatMap((error) =>
    riskyPlaces(task.definition, task.module, error).map((node) => ({ error, node, stop: stopOf(error, node, task.definition, task.module) })),
  );
  const leaving = places.filter(({ stop }) => stop === null);
  const [first] = leaving.length > 0 ? leaving : places;
  if (first === undefined) return null;
  const errors = listed.filter((path) => leaving.some(({ error }) => error.path === errorAt(path).path));
  return { errors, error: first.error.path, call: shortened(first.node), stop: first.stop };
}
