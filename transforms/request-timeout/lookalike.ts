/** Calls that could be taken for a waiting call and are left alone, and the reason. */
import { argument, readCall } from '../../src/python/calls.js';
import type { PyModule } from '../../src/python/module.js';
import { madeBy } from '../../src/python/names.js';
import type { PyNode } from '../../src/python/tree.js';
import { FORWARDERS, isOnlooker, NO_PARAMETER, OWN_DEFAULT, WAITING, WRAPPERS } from './callables.js';
import { callablePath, mayMatter } from './place.js';
import { isSession, maySometimesBeSession, SESSION } from './session.js';

export type Lookalike =
  | { readonly kind: 'noParameter'; readonly path: string; readonly instead: string }
  | { readonly kind: 'ownDefault'; readonly path: string; readonly limit: string }
  | { readonly kind: 'explicitNone'; readonly path: string }
  /** A waiting callable is an argument of the call. */
  | { readonly kind: 'handedOver'; readonly path: string; readonly at: PyNode }
  /** `getattr(requests, method)(…)` */
  | { readonly kind: 'dynamic'; readonly object: string }
  | { readonly kind: 'unclear'; readonly receiver: string };

const SESSION_METHODS = new Set([...WAITING.keys()].filter((path) => path.startsWith(`${SESSION}.`)).map((path) => path.slice(SESSION.length + 1)));

export function lookalike(call: PyNode, module: PyModule): Lookalike | null {
  const callee = call.child('function');
  if (callee === null) return null;
  const path = mayMatter(callee, module) ? callablePath(module.resolve(callee)) : null;
  const found = path === null ? null : known(path, call);
  return found ?? handedOver(callee, call, module) ?? dynamic(callee, call, module) ?? unclear(callee, call, module);
}

function known(path: string, call: PyNode): Lookalike | null {
  const instead = NO_PARAMETER.get(path);
  if (instead !== undefined) return readCall(call).keywords.has('transport') ? null : { kind: 'noParameter', path, instead };
  const limit = OWN_DEFAULT.get(path);
  if (limit === undefined) return null;
  const given = timeoutOf(call);
  if (given.kind === 'given' && given.value.type === 'none') return { kind: 'explicitNone', path };
  return given.kind === 'absent' ? { kind: 'ownDefault', path, limit } : null;
}

function timeoutOf(call: PyNode): ReturnType<typeof argument> {
  return argument(call, { name: 'timeout', position: null });
}

function handedOver(callee: PyNode, call: PyNode, module: PyModule): Lookalike | null {
  const { positional, keywords } = readCall(call);
  const values = [...positional, ...[...keywords.values()].flatMap((keyword) => keyword.child('value') ?? [])];
  for (const at of values) {
    if ((at.type !== 'identifier' && at.type !== 'attribute') || !mayMatter(at, module)) continue;
    const path = callablePath(module.resolve(at));
    if (path === null || !WAITING.has(path) || !isFunction(path)) continue;
    if (!keepsToItself(callee, module)) return { kind: 'handedOver', path, at };
  }
  return null;
}

/** Whether what a callable is handed to does not call it, or is called like it in turn. */
function keepsToItself(callee: PyNode, module: PyModule): boolean {
  const path = callablePath(module.resolve(callee));
  return path !== null && (WRAPPERS.has(path) || FORWARDERS.has(path) || isOnlooker(path));
}

/** A class is handed over for many reasons, a function to be called. */
function isFunction(path: string): boolean {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return name === name.toLowerCase();
}

function dynamic(callee: PyNode, call: PyNode, module: PyModule): Lookalike | null {
  const getter = callee.type !== 'attribute' && mayMatter(callee, module) ? module.resolve(callee) : null;
  if (getter?.kind !== 'instance' || madeBy(getter) !== 'builtins.getattr' || getter.call === null) return null;
  const [object] = readCall(getter.call).positional;
  if (object === undefined || timeoutOf(call).kind === 'given') return null;
  const value = getter.module.resolve(object);
  const isRequests = callablePath(value) === 'requests' || isSession(value);
  return isRequests ? { kind: 'dynamic', object: object.text } : null;
}

function unclear(callee: PyNode, call: PyNode, module: PyModule): Lookalike | null {
  const isMethod = callee.type === 'attribute' && SESSION_METHODS.has(callee.child('attribute')?.text ?? '');
  const receiver = isMethod ? callee.child('object') : null;
  if (receiver === null || timeoutOf(call).kind === 'given' || !maySometimesBeSession(receiver, module)) return null;
  return { kind: 'unclear', receiver: receiver.text };
}
