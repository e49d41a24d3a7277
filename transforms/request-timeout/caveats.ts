/** What a maintainer wants to know before a call gets a timeout. */
import { argument } from '../../src/python/calls.js';
import { caughtAround } from '../../src/python/handlers.js';
import type { PyModule } from '../../src/python/module.js';
import { SINCE_3_9, type Client } from './callables.js';
import { isStream } from './destination.js';
import { verbOf, type Place } from './place.js';
import { isCertain } from './session.js';

/** What a call waits for on its way; its timeout is raised there as `raised`. */
interface Wait {
  readonly when: 'connecting' | 'reading';
  readonly raised: string;
  /** Exceptions that catch it. */
  readonly caughtAs: ReadonlySet<string>;
}

const OS_ERRORS = ['OSError', 'IOError', 'EnvironmentError', 'Exception', 'BaseException'].map((name) => `builtins.${name}`);

const REQUESTS: Wait = {
  when: 'reading',
  raised: 'requests.Timeout',
  caughtAs: new Set([...OS_ERRORS, 'requests.Timeout', 'requests.ReadTimeout', 'requests.RequestException']),
};

const SOCKET: Wait = {
  when: 'reading',
  raised: 'TimeoutError',
  caughtAs: new Set([...OS_ERRORS, 'builtins.TimeoutError', 'socket.timeout', 'socket.error', 'ftplib.all_errors']),
};

/** A server that takes the connection and never greets counts as one that hung up. */
const SMTP: readonly Wait[] = [
  { ...SOCKET, when: 'connecting' },
  {
    when: 'reading',
    raised: 'smtplib.SMTPServerDisconnected',
    caughtAs: new Set([...OS_ERRORS, 'smtplib.SMTPException', 'smtplib.SMTPServerDisconnected']),
  },
];

/** Exceptions whose handler is there for a server that fails: the first part of the import path. */
const NETWORK: Readonly<Record<Client, RegExp>> = {
  requests: /^(requests\.|builtins\.ConnectionError$)/,
  socket: /^(urllib\.error|http\.client|smtplib|ftplib|poplib|imaplib|builtins\.ConnectionError)\b/,
};

function waitsOf({ client, path }: Place): readonly Wait[] {
  if (client === 'requests') return [REQUESTS];
  return path.startsWith('smtplib.') ? SMTP : [SOCKET];
}

/** What a call raises when its timeout is over, for a message. */
export function raisedBy(place: Place): string {
  return waitsOf(place).map(({ raised }) => `\`${raised}\``).join(' or ');
}

/** Sentences that qualify the edit; each makes it a matter for a person. */
export function caveatsOf(place: Place, module: PyModule): readonly string[] {
  const missed = missedBy(place, module);
  return [
    isStream(place) ? 'It bounds the wait for each piece of the stream, not the whole of it' : null,
    isRepeatable(place) ? null : 'The server may have done the work all the same, so repeating the call can do it twice',
    missed === null ? null : `The \`except\` around it does not catch a timeout while ${missed.when}; add \`${missed.raised}\``,
    SINCE_3_9.has(place.path) ? 'The argument needs Python 3.9' : null,
    isCertain(place) ? null : 'A subclass of `requests.Session` may set its own',
  ].filter((sentence) => sentence !== null);
}

function isRepeatable(place: Place): boolean {
  if (place.client === 'requests') return !['post', 'patch', null].includes(verbOf(place));
  if (!URLLIB.has(place.path)) return true;
  const data = argument(place.call, { name: 'data', position: place.shift + 1 });
  return data.kind !== 'given' || data.value.type === 'none';
}

/** They post what they are given as `data`. */
const URLLIB = new Set(['urllib.request.urlopen', 'urllib.request.OpenerDirector.open']);

/** The wait whose timeout gets past the handlers around a call, if they are there for a server that fails. */
function missedBy(place: Place, module: PyModule): Wait | null {
  const caught = caughtAround(place.call, module).map((path) => path?.replace(/^requests\.exceptions\./, 'requests.') ?? null);
  if (!caught.some((path) => path !== null && NETWORK[place.client].test(path))) return null;
  const passes = ({ caughtAs }: Wait): boolean => caught.every((path) => path !== null && !caughtAs.has(path));
  return waitsOf(place).find(passes) ?? null;
}
