import { choiceOption, flagOption, perFinding } from '../src/core/options.js';
import { argument } from '../src/python/calls.js';
import { defineTransform, type TransformContext } from '../src/python/define.js';
import { ASSERTION_LITERALS, assertionsOf, needlesFor, withAssertions, type Assertion } from './request-timeout/assertions.js';
import { IMPORTED, INHERITED, LITERALS } from './request-timeout/callables.js';
import { isBoundedBy } from './request-timeout/mapping.js';
import { bounded, hidden, missing } from './request-timeout/offers.js';
import { placeOf } from './request-timeout/place.js';
import { dead, left, other } from './request-timeout/reasons.js';
import { isOverriddenSend } from './request-timeout/session.js';
import { hostsOption, timeoutOption } from './request-timeout/values.js';

const MESSAGES = {
  missing: '`{call}` waits forever for a server that stops answering; with `timeout={value}` it raises {error} instead{caveats}',
  setdefault: '`{call}` waits forever unless a caller puts a timeout into `{mapping}`; a default of `{value}` bounds it and lets callers win{caveats}',
  merge: '`{call}` waits forever if `{mapping}` holds no timeout; `{value}` in front of it bounds the call and lets the mapping win{caveats}',
  halfNone: '`{call}` gives up connecting and then waits forever for the answer, because the second half of its timeout is `None`',
  forwardedNone: '`{call}` waits forever for every caller of `{function}` that names no timeout; a default of `{value}` bounds them all',
  starKwargs: '`{call}` takes `{mapping}`, which may already carry a timeout, and two are a `TypeError`; put one into the mapping, or set `splat = "merge"`',
  sharedKwargs: '`{call}` takes `{mapping}`, which this function also uses otherwise; add `"timeout"` to it by hand, or set `splat = "merge"`',
  starArgs: '`{call}` takes `*` arguments that may reach its positional timeout; name the arguments, then the timeout',
  explicitNone: '`timeout=None` lets `{call}` wait forever, and says so; give it a number if that is not meant',
  suppressed: '`{comment}` keeps `{call}` without a timeout on purpose; delete the comment to have it bounded',
  adapter: '`{call}` goes through `{adapter}`, which is mounted on this session and may set the timeout; check there',
  subclass: '`{call}` goes through `{method}` of `{owner}`, which may set the timeout; check there',
  replaced: '`{call}` goes through what this file assigns to `{target}`, which may set the timeout; check there',
  processDefault: '`{call}` is bounded by the `socket.setdefaulttimeout` of this file',
  noParameter: '`{call}` waits forever for a server that stops answering and has no timeout argument; {instead}',
  ownDefault: '`{call}` gives up by itself after {limit}',
  handedOver: '`{call}` is handed over and called elsewhere without a timeout; hand over `functools.partial({call}, timeout=…)`',
  dynamic: '`getattr({object}, …)` picks what is called at run time; every verb of requests takes a `timeout`, so add one by hand',
  unclear: '`{receiver}` is a `requests.Session` on some paths only; check that the other takes a `timeout` as well',
  deadAttribute: '`{target}` has no effect, requests knows no timeout of a session; pass it with each call',
} as const;

const OPTIONS = {
  seconds: perFinding(timeoutOption(10, 'The timeout to give'), (value) => ({ seconds: value, slow: value, hosts: {}, reuse: false })),
  slow: timeoutOption([3.05, 120], 'The timeout of uploads, downloads, exports and streams'),
  hosts: hostsOption('Timeouts of particular hosts'),
  reuse: flagOption(true, 'Whether the timeout that other calls of the file use goes before `seconds`'),
  splat: choiceOption('setdefault', ['setdefault', 'merge', 'refuse'], 'What is done about `**` arguments'),
};

export type TimeoutContext = TransformContext<typeof OPTIONS, typeof MESSAGES>;

export default defineTransform({
  id: 'request-timeout',
  summary: 'Give every call that waits for a server a timeout',
  family: 'http',
  safety: 'safe',
  references: [
    'https://requests.readthedocs.io/en/latest/user/advanced/#timeouts',
    'https://docs.python.org/3/library/socket.html#notes-on-socket-timeouts',
  ],
  messages: MESSAGES,
  options: OPTIONS,
  match: { literals: LITERALS, imports: IMPORTED, anyway: INHERITED, nodes: ['call', 'assignment'] },

  fix(node, context) {
    if (node.type === 'assignment') return dead(node, context);
    const place = placeOf(node, context.module);
    if (place === null) return other(node, context);
    if (isOverriddenSend(place)) return null;
    const given = argument(node, { name: 'timeout', position: place.position });
    if (given.kind === 'given') return bounded(place, given.value, context);
    if (given.kind === 'unknown' && isBoundedBy(node, context.module)) return null;
    return left(place, context) ?? (given.kind === 'absent' ? missing(place, context) : hidden(place, given.because, context));
  },

  gather: { literals: ASSERTION_LITERALS, needles: needlesFor, collect: assertionsOf },
  decide: (findings, assertions: readonly Assertion[]) => withAssertions(findings, assertions),
});
