import type { Imported } from '../../src/core/define.js';

/** Who waits for a server without a timeout, and who only looks as if. Read off the signatures of Python 3.9 to 3.13. */

/** The library whose timeouts a callable takes: requests also takes a (connect, read) pair. */
export type Client = 'requests' | 'socket';

/** A file that imports none of these holds nothing of ours … */
export const IMPORTED: readonly Imported[] = [
  {
    module: 'requests',
    names: ['get', 'options', 'head', 'post', 'put', 'patch', 'delete', 'request', 'Session', 'session', 'sessions', 'api', 'adapters', 'HTTPAdapter'],
  },
  'urllib.request',
  'six.moves.urllib',
  'http.client',
  'smtplib',
  'ftplib',
  'poplib',
  'imaplib',
  'socket',
  'telnetlib',
  'nntplib',
  'xmlrpc.client',
  'httpx',
  'aiohttp',
];

/** … and neither does one without any of these words. */
export const LITERALS: readonly string[] = [
  'requests',
  'urlopen',
  'urlretrieve',
  'build_opener',
  'OpenerDirector',
  'HTTPConnection',
  'HTTPSConnection',
  'smtplib',
  'ftplib',
  'poplib',
  'imaplib',
  'create_connection',
  'telnetlib',
  'nntplib',
  'ServerProxy',
  'httpx',
  'aiohttp',
];

/** A session that a base class or another file of the project made is called like this. */
export const INHERITED: readonly string[] = ['self.session.', 'self._session.', 'requests_session.', 'http_session.'];

/** Where a timeout may also stand by position, `self` not counted; null where it is keyword-only. */
type Position = number | null;

const VERBS = ['get', 'options', 'head', 'post', 'put', 'patch', 'delete'] as const;

/** By import path; a method stands below the class that it is called on. */
const REQUESTS: readonly (readonly [path: string, position: Position])[] = [
  ...VERBS.map((verb) => [`requests.${verb}`, null] as const),
  ['requests.request', null],
  ...VERBS.map((verb) => [`requests.Session.${verb}`, null] as const),
  ['requests.Session.request', 8],
  ['requests.Session.send', null],
];

/** All fall back on `socket.setdefaulttimeout`. From Python 3.12 on, the SSL classes take theirs by keyword only. */
const SOCKETS: readonly (readonly [path: string, position: Position])[] = [
  ['urllib.request.urlopen', 2],
  ['urllib.request.OpenerDirector.open', 2],
  ['http.client.HTTPConnection', 2],
  ['http.client.HTTPSConnection', 4],
  ['smtplib.SMTP', 3],
  ['smtplib.SMTP_SSL', 5],
  ['smtplib.LMTP', 4],
  ['ftplib.FTP', 4],
  ['ftplib.FTP_TLS', 7],
  ['poplib.POP3', 2],
  ['poplib.POP3_SSL', 4],
  ['imaplib.IMAP4', 2],
  ['imaplib.IMAP4_SSL', 5],
  ['socket.create_connection', 1],
  ['telnetlib.Telnet', 2],
  ['nntplib.NNTP', 6],
];

export const WAITING: ReadonlyMap<string, { readonly position: Position; readonly client: Client }> = new Map([
  ...rows(REQUESTS, 'requests'),
  ...rows(SOCKETS, 'socket'),
]);

function rows(table: readonly (readonly [path: string, position: Position])[], client: Client) {
  return table.map(([path, position]) => [path, { position, client }] as const);
}

/** Their timeout came with Python 3.9. */
export const SINCE_3_9: ReadonlySet<string> = new Set(['smtplib.LMTP', 'imaplib.IMAP4', 'imaplib.IMAP4_SSL']);

/** Other names of the paths above: the whole path, or its beginning up to a dot. */
export const ALIASES: readonly (readonly [alias: string, path: string])[] = [
  ['requests.api', 'requests'],
  ['requests.sessions', 'requests'],
  ['requests.session', 'requests.Session'],
  ['urllib.request.build_opener', 'urllib.request.OpenerDirector'],
  ['six.moves.urllib', 'urllib'],
];

/** No argument for a timeout, and what to do instead. */
export const NO_PARAMETER: ReadonlyMap<string, string> = new Map([
  ['urllib.request.urlretrieve', 'copy what `urlopen(…, timeout=…)` reads to the file'],
  ['xmlrpc.client.ServerProxy', 'give it a `Transport` whose connections have one'],
]);

/** Those that give up by themselves, and when. */
export const OWN_DEFAULT: ReadonlyMap<string, string> = new Map([
  ...[...VERBS, 'request', 'stream', 'Client', 'AsyncClient'].map((name) => [`httpx.${name}`, '5 seconds'] as const),
  ['aiohttp.ClientSession', '5 minutes'],
]);

/** Callables that hand keywords on to the callable they are given, by the position of that one. */
export const FORWARDERS: ReadonlyMap<string, number> = new Map([
  ['functools.partial', 0],
  ['asyncio.to_thread', 0],
  ['asgiref.sync.SyncToAsync', 0],
  ['concurrent.futures.Executor.submit', 0],
  ['concurrent.futures.ThreadPoolExecutor.submit', 0],
  ['concurrent.futures.ProcessPoolExecutor.submit', 0],
]);

/** What these return is called like the callable they are given. */
export const WRAPPERS: ReadonlySet<string> = new Set(['asgiref.sync.sync_to_async']);

/** Callables that look at a callable and do not call it, or modules and classes of such. */
const ONLOOKERS = ['builtins', 'functools.wraps', 'functools.update_wrapper', 'inspect', 'typing', 'unittest.mock'];

const CALLING_BUILTINS = new Set(['builtins.map', 'builtins.filter', 'builtins.iter']);

export function isOnlooker(path: string): boolean {
  return !CALLING_BUILTINS.has(path) && ONLOOKERS.some((name) => path === name || path.startsWith(`${name}.`));
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The last names of all these paths: what is called by no other name need not be looked up. */
export const NAMES: ReadonlySet<string> = new Set(
  [WAITING.keys(), NO_PARAMETER.keys(), OWN_DEFAULT.keys(), FORWARDERS.keys(), WRAPPERS].flatMap((paths) => [...paths].map(lastName)),
);
