/** What keeps a place as it is. */
import type { Draft } from '../../src/core/define.js';
import { pragmaAt, type Pragmas } from '../../src/python/pragmas.js';
import type { PyNode } from '../../src/python/tree.js';
import type { TimeoutContext as Context } from '../request-timeout.js';
import { adapterOf, replacementOf } from './detours.js';
import { lookalike } from './lookalike.js';
import type { Place } from './place.js';
import { hasProcessDefault } from './processDefault.js';
import { deadTimeout, overrideOf } from './session.js';

/** What linters call a missing timeout: ruff and flake8-timeout, bandit, pylint. */
const PRAGMAS: Pragmas = { noqa: ['S113', 'TIM100'], nosec: ['B113'], pylint: ['missing-timeout', 'W3101'] };

/** What says that a call shall stay as it is, or may be bounded elsewhere. */
export function left(place: Place, context: Context): Draft | null {
  const { call, path } = place;
  const comment = pragmaAt(call, PRAGMAS);
  if (comment !== null) return context.refuse(call, 'suppressed', { call: path, comment });
  const adapter = adapterOf(place, context.module);
  if (adapter !== null) return context.refuse(call, 'adapter', { call: path, adapter });
  const override = overrideOf(place, context.module);
  if (override !== null) return context.refuse(call, 'subclass', { call: path, ...override });
  const target = replacementOf(place, context.module);
  if (target !== null) return context.refuse(call, 'replaced', { call: path, target });
  return hasProcessDefault(place, context.module) ? context.refuse(call, 'processDefault', { call: path }) : null;
}

/** A call that only looks like a place. */
export function other(call: PyNode, context: Context): Draft | null {
  const found = lookalike(call, context.module);
  if (found === null) return null;
  if (found.kind === 'noParameter') return context.refuse(call, found.kind, { call: found.path, instead: found.instead });
  if (found.kind === 'ownDefault') return context.refuse(call, found.kind, { call: found.path, limit: found.limit });
  if (found.kind === 'explicitNone') return context.refuse(call, found.kind, { call: found.path });
  if (found.kind === 'handedOver') return context.refuse(found.at, found.kind, { call: found.path });
  if (found.kind === 'dynamic') return context.refuse(call, found.kind, { object: found.object });
  return context.refuse(call, found.kind, { receiver: found.receiver });
}

/** `session.timeout = 5` */
export function dead(assignment: PyNode, context: Context): Draft | null {
  const found = deadTimeout(assignment, context.module);
  return found === null ? null : context.refuse(assignment, 'deadAttribute', { target: found.target.text });
}
