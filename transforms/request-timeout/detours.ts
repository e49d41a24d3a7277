/** Where the way of a call through its session may give it a timeout. */
import { readCall } from '../../src/python/calls.js';
import type { PyModule } from '../../src/python/module.js';
import type { Value } from '../../src/python/names.js';
import type { PyNode } from '../../src/python/tree.js';
import { callablePath, type Place } from './place.js';
import { classOf, SESSION } from './session.js';

const ADAPTER = 'requests.adapters.HTTPAdapter';

/** The adapter, as written, that is mounted on the session of a place and may set a timeout; null if there is none. */
export function adapterOf({ value, path, callee }: Place, module: PyModule): string | null {
  if (!path.startsWith(SESSION) || value.kind !== 'member' || value.of.kind !== 'instance') return null;
  const session = value.of;
  const inSubclass = classOf(callee.child('object'), module);
  if (inSubclass !== null) return mounted(inSubclass.module, (receiver) => classOf(receiver, inSubclass.module)?.node === inSubclass.node);
  return mounted(session.module, (receiver) => isSame(session.module.resolve(receiver), session.call));
}

function isSame(value: Value, call: PyNode | null): boolean {
  return value.kind === 'instance' && call !== null && value.call === call;
}

function mounted(module: PyModule, isSession: (receiver: PyNode) => boolean): string | null {
  if (!module.tree.text.includes('mount(')) return null;
  for (const call of module.tree.nodes('call')) {
    const callee = call.child('function');
    const receiver = callee?.child('object') ?? null;
    if (receiver === null || callee?.child('attribute')?.text !== 'mount' || !isSession(receiver)) continue;
    const adapter = readCall(call).positional[1] ?? readCall(call).keywords.get('adapter')?.child('value');
    if (adapter !== null && adapter !== undefined && !isPlain(module.resolve(adapter))) return nameOf(adapter);
  }
  return null;
}

/** An `HTTPAdapter`, or one of the project's own whose `send` is still that of `HTTPAdapter`. */
function isPlain(value: Value): boolean {
  if (value.kind !== 'instance') return false;
  if (value.of.kind === 'object') return value.of.path === ADAPTER;
  return value.of.kind === 'definition' && callablePath(value.of.module.attribute(value.of.node, 'send')) === `${ADAPTER}.send`;
}

/** `session.request = partial(session.request, timeout=5)`: the target, where a file puts another method in a place's way. */
export function replacementOf({ path, value, callee }: Place, module: PyModule): string | null {
  if (!path.startsWith('requests.')) return null;
  const session = value.kind === 'member' && value.of.kind === 'instance' ? value.of : null;
  const searched = session?.module ?? module;
  const names = [path.slice(path.lastIndexOf('.') + 1), 'request', 'send'];
  const target = searched.tree.nodes('assignment').find((assignment) => {
    const left = assignment.child('left');
    const holder = left?.type === 'attribute' && names.includes(left.child('attribute')?.text ?? '') ? left.child('object') : null;
    return holder !== null && !assignment.contains(callee) && isHolder(searched.resolve(holder), path, session?.call ?? null);
  });
  return target?.child('left')?.text ?? null;
}

/** The very session, or the module or class that the called path belongs to. */
function isHolder(value: Value, path: string, session: PyNode | null): boolean {
  return isSame(value, session) || (value.kind !== 'instance' && callablePath(value) === path.slice(0, path.lastIndexOf('.')));
}

function nameOf(adapter: PyNode): string {
  return (adapter.child('function') ?? adapter).text;
}
