import type { PyModule } from '../../src/python/module.js';
import type { Value } from '../../src/python/names.js';
import { possibleValues } from '../../src/python/possible.js';
import type { PyNode } from '../../src/python/tree.js';
import { callablePath, type Place } from './place.js';

export const SESSION = 'requests.Session';

/** The method of a session's own class that may set a timeout for the call, or null. */
export function overrideOf(place: Place, module: PyModule): { readonly owner: string; readonly method: string } | null {
  if (!place.path.startsWith(SESSION)) return null;
  const owner = classOf(place.callee.child('object'), module);
  if (owner === null) return null;
  const method = overridable(place).find((name) => owner.module.attribute(owner.node, name).kind !== 'member');
  return method === undefined ? null : { owner: owner.node.child('name')?.text ?? '', method };
}

/** What the called method calls on `self`; `super().request()` goes past the class's own `request`. */
function overridable({ path, callee }: Place): readonly string[] {
  const called = path.slice(SESSION.length + 1);
  const direct = isSuper(callee.child('object')) ? [called] : [];
  return ['request', 'send'].filter((name) => !direct.includes(name) && !(called === 'send' && name === 'request'));
}

/** `Session.request` gives `send` a timeout, `None` or not, so there is nothing that an override could fill in. */
export function isOverriddenSend({ path, callee }: Place): boolean {
  return path === `${SESSION}.send` && isSuper(callee.child('object'));
}

function isSuper(node: PyNode | null): boolean {
  return node?.type === 'call' && node.child('function')?.text === 'super';
}

/** The project's class that a receiver is an instance of, or null. */
export function classOf(receiver: PyNode | null, module: PyModule): Extract<Value, { kind: 'definition' }> | null {
  if (receiver === null) return null;
  const definition = isSuper(receiver) ? receiver.closest('class_definition') : null;
  if (definition !== null) return { kind: 'definition', node: definition, module };
  const value = module.resolve(receiver);
  return value.kind === 'instance' && value.of.kind === 'definition' ? value.of : null;
}

/** Whether an assignment shows what is called; an annotation, or a class's `self`, may stand for a subclass. */
export function isCertain({ value }: Place): boolean {
  return value.kind !== 'member' || (value.of.kind === 'instance' && value.of.call !== null);
}

/** A timeout that is put on a session, where requests never reads it. */
export interface DeadTimeout {
  readonly target: PyNode;
  readonly value: PyNode;
  /** The call that made the session, if it is known. */
  readonly call: PyNode | null;
}

/** What `session.timeout = …` assigns, if that is what an assignment does. */
export function deadTimeout(assignment: PyNode, module: PyModule): DeadTimeout | null {
  const target = assignment.child('left');
  const value = assignment.child('right');
  const receiver = target?.type === 'attribute' && target.child('attribute')?.text === 'timeout' ? target.child('object') : null;
  if (target === null || receiver === null || value === null) return null;
  const session = module.resolve(receiver);
  if (session.kind !== 'instance' || !isSession(session)) return null;
  return { target, value, call: session.call };
}

export function isSession(value: Value): boolean {
  return value.kind === 'instance' && callablePath(value.of) === SESSION;
}

/** Whether an expression without one certain value is a session on some paths. */
export function maySometimesBeSession(receiver: PyNode, module: PyModule): boolean {
  const value = module.resolve(receiver);
  return value.kind === 'unknown' && possibleValues(receiver, module).some(isSession);
}
