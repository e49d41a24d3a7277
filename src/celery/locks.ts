/** Locks that a task holds while it runs. */
import { calleeOf, decoratorsOf } from '../python/definitions.js';
import { callsIn } from '../python/guards.js';
import type { PyNode } from '../python/tree.js';
import type { Task } from './tasks.js';

/** `memcache_lock(…)`, `client.lock(…)`, `Lock(…)`, `lock.acquire()`. */
const LOCK = /(^|[._])(re?lock|lock(ed|ing)?|mutex|acquire)$|(^|_)lock(_|$)|Lock$/i;

/** `@single_task(10)`, `@run_once`, `@with_lock`. */
const LOCKING = /lock|mutex|single(ton)?_|once(_|$)|unique_task/i;

/** What takes a lock for a task, or null. */
export function lockOf({ definition, decorator }: Task): PyNode | null {
  const around = decoratorsOf(definition).find((one) => one !== decorator && LOCKING.test(calleeOf(one).text));
  return around ?? callsIn(definition).find((call) => LOCK.test(lastName(call))) ?? null;
}

function lastName(call: PyNode): string {
  const callee = call.child('function');
  return (callee?.type === 'attribute' ? callee.child('attribute') : callee)?.text ?? '';
}
