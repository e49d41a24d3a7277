import { argument, readCall } from '../../src/python/calls.js';
import type { PyModule } from '../../src/python/module.js';
import { pathOf, type Value } from '../../src/python/names.js';
import { possibleValues } from '../../src/python/possible.js';
import { literalText } from '../../src/python/strings.js';
import type { PyNode } from '../../src/python/tree.js';
import { ALIASES, FORWARDERS, NAMES, WAITING, WRAPPERS, type Client } from './callables.js';

/** A call that waits for a server, or that hands its keywords on to a callable that does. */
export interface Place {
  readonly call: PyNode;
  /** The expression that is the waiting callable: what is called, or an argument that is handed on. */
  readonly callee: PyNode;
  readonly value: Value;
  /** The callable's import path, such as `requests.Session.get`. */
  readonly path: string;
  readonly client: Client;
  /** How many arguments of the call come before those of the callable. */
  readonly shift: number;
  /** Where a timeout may stand among the call's own arguments; null where only a keyword can be one. */
  readonly position: number | null;
}

/** What a call waits for, or null. */
export function placeOf(call: PyNode, module: PyModule): Place | null {
  const callee = call.child('function');
  if (call.type !== 'call' || callee === null || !mayMatter(callee, module)) return null;
  const value = valueOf(callee, module);
  const path = callablePath(value);
  if (path === null) return null;
  const waits = WAITING.get(path);
  if (waits !== undefined) return { call, callee, value, path, client: waits.client, shift: 0, position: waits.position };
  const at = FORWARDERS.get(path);
  const given = at === undefined ? undefined : readCall(call).positional[at];
  return given === undefined || at === undefined ? null : forwarded(call, given, at + 1, module);
}

/**
 * Whether the names in an expression allow it to be a callable of the tables: looking up what it really is may
 * take reading other files.
 */
export function mayMatter(callee: PyNode, module: PyModule, depth = 4): boolean {
  if (callee.type === 'attribute') return NAMES.has(callee.child('attribute')?.text ?? '');
  if (callee.type === 'call') return mayMatter(callee.child('function') ?? callee.tree.root, module, depth);
  if (callee.type !== 'identifier') return BRANCHES.has(callee.type) && callee.named.some((part) => mayMatter(part, module, depth));
  const bindings = module.scopeAt(callee).owner(callee.text)?.bindings(callee.text);
  if (bindings === undefined) return callee.text === 'getattr';
  return bindings.some(({ imported, value, kind }) => {
    if (imported !== null) return NAMES.has(imported.name ?? '');
    return kind === 'assignment' && value !== null && depth > 0 && mayMatter(value, module, depth - 1);
  });
}

const BRANCHES = new Set(['parenthesized_expression', 'conditional_expression', 'boolean_operator']);

/** `requests.post if paid else requests.put` counts as the first, for the second takes its timeout in the same way. */
function valueOf(callee: PyNode, module: PyModule): Value {
  const value = module.resolve(callee);
  if (value.kind !== 'unknown' || callee.type === 'attribute') return value;
  const [first, ...others] = possibleValues(callee, module);
  const waits = (one: Value): string => JSON.stringify(WAITING.get(callablePath(one) ?? '') ?? null);
  return first !== undefined && others.every((other) => waits(other) === waits(first) && waits(first) !== 'null') ? first : value;
}

function forwarded(call: PyNode, callee: PyNode, shift: number, module: PyModule): Place | null {
  const value = module.resolve(callee);
  const path = callablePath(value);
  const waits = path === null ? undefined : WAITING.get(path);
  if (waits === undefined || path === null) return null;
  const position = waits.position === null ? null : waits.position + shift;
  return { call, callee, value, path, client: waits.client, shift, position };
}

/** The HTTP verb of a call of requests, in lower case; null for one that only shows at run time, and for other libraries. */
export function verbOf({ call, path, shift }: Place): string | null {
  const name = path.startsWith('requests.') ? path.slice(path.lastIndexOf('.') + 1) : 'send';
  if (name !== 'request') return name === 'send' ? null : name;
  const method = argument(call, { name: 'method', position: shift });
  return method.kind === 'given' ? (literalText(method.value)?.toLowerCase() ?? null) : null;
}

/** The import path of a callable under its one name; a method's stands below its class. */
export function callablePath(value: Value): string | null {
  if (value.kind === 'object') return unaliased(value.path);
  if (value.kind === 'member') {
    const maker = value.of.kind === 'instance' ? callablePath(value.of.of) : null;
    return maker === null ? null : `${maker}.${value.name}`;
  }
  if (value.kind !== 'instance' || value.call === null || !WRAPPERS.has(pathOf(value.of) ?? '')) return null;
  const wrapped = readCall(value.call).positional[0];
  return wrapped === undefined ? null : callablePath(value.module.resolve(wrapped));
}

function unaliased(path: string): string {
  const known = (at: string): string | undefined => ALIASES.find(([alias]) => at === alias || at.startsWith(`${alias}.`))?.[0];
  const alias = known(path);
  if (alias === undefined) return path;
  const target = ALIASES.find(([name]) => name === alias)?.[1] ?? alias;
  return unaliased(target + path.slice(alias.length));
}
