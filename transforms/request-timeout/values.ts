/** Which timeout a call gets, and who chose it. */
import { code, plain } from '../../src/core/code.js';
import { option, type Option } from '../../src/core/options.js';
import type { Code } from '../../src/core/types.js';
import { parametersOf } from '../../src/python/definitions.js';
import type { PyModule } from '../../src/python/module.js';
import type { PyNode } from '../../src/python/tree.js';
import { byHost, isSlow } from './destination.js';
import { readsOf } from './given.js';
import type { Place } from './place.js';
import { deadTimeout } from './session.js';
import { isLiteral, siblingValue, type Choice } from './siblings.js';

/** Seconds, a pair of connect and read timeout, or the dotted name of a setting or constant. */
export type Timeout = number | readonly [connect: number, read: number] | string;

export interface Given {
  readonly seconds: Timeout;
  readonly slow: Timeout;
  readonly hosts: Readonly<Record<string, Timeout>>;
  readonly reuse: boolean;
}

const DOTTED = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/;
const EXPECTS = 'a number of seconds, a pair such as [3.05, 27], or a dotted name such as "settings.HTTP_TIMEOUT"';
const SETTINGS_MODULE = /(^|\/)(settings\/.*|[^/]*settings[^/]*)\.py$/;

/** What stands for a setting where there are no settings yet. */
const IN_SETTINGS = '10';

function isTimeout(given: unknown): given is Timeout {
  const isSeconds = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value > 0;
  if (Array.isArray(given)) return given.length === 2 && given.every(isSeconds);
  return isSeconds(given) || (typeof given === 'string' && DOTTED.test(given));
}

export function timeoutOption(value: Timeout, describe: string): Option<Timeout> {
  return option(value, describe, EXPECTS, isTimeout);
}

export function hostsOption(describe: string): Option<Readonly<Record<string, Timeout>>> {
  const expects = `a table of URL prefixes or host names such as "*.example.com", each with ${EXPECTS}`;
  const accepts = (given: unknown): given is Readonly<Record<string, Timeout>> =>
    typeof given === 'object' && given !== null && !Array.isArray(given) && Object.values(given).every(isTimeout);
  return option<Readonly<Record<string, Timeout>>>({}, describe, expects, accepts);
}

/** What the choice needs to know besides the place. */
export interface Chooser {
  readonly module: PyModule;
  readonly options: Given;
  readonly chosen: ReadonlySet<string>;
  name(dotted: string, at: PyNode): Code;
}

/** From the most particular to the most general: its host, its session, its function, its kind, its file, the default. */
export function choose(place: Place, chooser: Chooser): Choice {
  const { options, module } = chooser;
  const host = byHost(options.hosts, place, module);
  if (host !== null) return written(host, place, chooser, true);
  const slow = isSlow(place, module);
  return (
    ofSession(place, module) ??
    ofParameter(place.call) ??
    (options.reuse ? siblingValue(place, module, slow) : null) ??
    (slow ? written(options.slow, place, chooser, chooser.chosen.has('slow')) : general(place, chooser))
  );
}

/** The value of the `seconds` option. */
export function general(place: Place, chooser: Chooser): Choice {
  return written(chooser.options.seconds, place, chooser, chooser.chosen.has('seconds'));
}

/** The read half of the `seconds` option. */
export function readHalf(place: Place, chooser: Chooser): Code {
  return general({ ...place, client: 'socket' }, chooser).code;
}

/** Only requests takes a pair; elsewhere its read half stands alone. A setting cannot be read while settings are made. */
function written(timeout: Timeout, { client, callee }: Place, { module, name }: Chooser, own: boolean): Choice {
  if (typeof timeout === 'number') return { code: plain(String(timeout)), own };
  if (typeof timeout !== 'string') {
    const [connect, read] = timeout;
    return { code: plain(client === 'requests' ? `(${connect}, ${read})` : String(read)), own };
  }
  const at = timeout.lastIndexOf('.');
  const [holder, constant] = [timeout.slice(0, at), timeout.slice(at + 1)];
  if (holder === module.name) return { code: plain(constant), own };
  if (holder !== 'settings') return { code: name(timeout, callee), own: own && client === 'requests' };
  if (SETTINGS_MODULE.test(module.path)) return { code: plain(IN_SETTINGS), own: false };
  return { code: code`${name('django.conf.settings', callee)}.${constant}`, own: own && client === 'requests' };
}

/** What somebody put on the session's `timeout`, where requests does not look. */
function ofSession({ value, path }: Place, module: PyModule): Choice | null {
  const call = value.kind === 'member' && value.of.kind === 'instance' ? value.of.call : null;
  if (call === null || !path.startsWith('requests.Session.') || !module.tree.text.includes('.timeout')) return null;
  const assigned = module.tree.nodes('assignment').map((assignment) => deadTimeout(assignment, module));
  const dead = assigned.find((found) => found?.call === call);
  return dead !== undefined && dead !== null && isLiteral(dead.value) ? { code: plain(dead.value.text), own: false } : null;
}

/** A `timeout` that the function takes, with a default, and forgets. */
function ofParameter(call: PyNode): Choice | null {
  const definition = call.closest('function_definition', 'lambda');
  const parameter = definition === null ? undefined : parametersOf(definition).find(({ text }) => text === 'timeout');
  const value = parameter?.parent?.child('value') ?? null;
  if (definition === null || value === null || value.type === 'none') return null;
  return readsOf('timeout', definition).length > 0 ? null : { code: plain('timeout'), own: false };
}
