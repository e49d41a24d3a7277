/** Exception classes: what they are called, and which `except` catches which. */
import { spread } from '../python/guards.js';
import type { PyModule } from '../python/module.js';
import type { Value } from '../python/names.js';
import type { PyNode } from '../python/tree.js';

/** An exception class, with everything that an `except` for it or for a base of it is written as. */
export interface ErrorClass {
  /** Its import path; a builtin has none in front of its name. */
  readonly path: string;
  /** Its own path and those of all its bases. */
  readonly caughtAs: ReadonlySet<string>;
}

/** The paths under which a class can be imported as well, each with the one that stands for all of them. */
const ALIASES: Readonly<Record<string, string>> = {
  IOError: 'OSError',
  EnvironmentError: 'OSError',
  'socket.error': 'OSError',
  'socket.timeout': 'TimeoutError',
  'redis.ConnectionError': 'redis.exceptions.ConnectionError',
  'redis.TimeoutError': 'redis.exceptions.TimeoutError',
  'redis.RedisError': 'redis.exceptions.RedisError',
  'celery.app.task.Retry': 'celery.exceptions.Retry',
  'billiard.exceptions.SoftTimeLimitExceeded': 'celery.exceptions.SoftTimeLimitExceeded',
};

const SAME_MODULE: readonly (readonly [from: string, to: string])[] = [
  ['builtins.', ''],
  ['requests.exceptions.', 'requests.'],
  ['django.db.utils.', 'django.db.'],
  ['httpx._exceptions.', 'httpx.'],
];

/** The bases of the exceptions that calls of a network or a database raise. */
const BASES: Readonly<Record<string, readonly string[]>> = {
  'requests.ConnectionError': ['requests.RequestException'],
  'requests.Timeout': ['requests.RequestException'],
  'requests.ConnectTimeout': ['requests.ConnectionError', 'requests.Timeout'],
  'requests.ReadTimeout': ['requests.Timeout'],
  'requests.HTTPError': ['requests.RequestException'],
  'requests.RequestException': ['OSError'],
  'httpx.TransportError': ['httpx.RequestError'],
  'httpx.TimeoutException': ['httpx.TransportError'],
  'httpx.ConnectError': ['httpx.NetworkError'],
  'httpx.NetworkError': ['httpx.TransportError'],
  'httpx.RequestError': ['httpx.HTTPError'],
  'redis.exceptions.ConnectionError': ['redis.exceptions.RedisError'],
  'redis.exceptions.TimeoutError': ['redis.exceptions.RedisError'],
  'django.db.OperationalError': ['django.db.DatabaseError'],
  'django.db.InterfaceError': ['django.db.Error'],
  'django.db.DatabaseError': ['django.db.Error'],
  'urllib.error.HTTPError': ['urllib.error.URLError'],
  'urllib.error.URLError': ['OSError'],
  ConnectionError: ['OSError'],
  ConnectionRefusedError: ['ConnectionError'],
  ConnectionResetError: ['ConnectionError'],
  ConnectionAbortedError: ['ConnectionError'],
  BrokenPipeError: ['ConnectionError'],
  TimeoutError: ['OSError'],
  'smtplib.SMTPConnectError': ['smtplib.SMTPResponseException'],
  'smtplib.SMTPResponseException': ['smtplib.SMTPException'],
  'smtplib.SMTPServerDisconnected': ['smtplib.SMTPException'],
  'smtplib.SMTPException': ['OSError'],
  'botocore.exceptions.EndpointConnectionError': ['botocore.exceptions.ConnectionError'],
  'botocore.exceptions.ConnectTimeoutError': ['botocore.exceptions.ConnectionError'],
  'botocore.exceptions.ReadTimeoutError': ['botocore.exceptions.HTTPClientError'],
  'botocore.exceptions.ConnectionError': ['botocore.exceptions.BotoCoreError'],
  'botocore.exceptions.HTTPClientError': ['botocore.exceptions.BotoCoreError'],
  BaseException: [],
  Exception: ['BaseException'],
};

/** The path that stands for all paths of the same class: `requests.exceptions.Timeout` is `requests.Timeout`. */
export function canonical(path: string): string {
  const [from, to] = SAME_MODULE.find(([prefix]) => path.startsWith(prefix)) ?? ['', ''];
  const moved = to + path.slice(from.length);
  return ALIASES[moved] ?? moved;
}

/** An exception class of a library or of Python, by its path. */
export function errorAt(path: string): ErrorClass {
  const own = canonical(path);
  return { path: own, caughtAs: closure([own]) };
}

function closure(paths: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    (BASES[path] ?? ['Exception']).forEach(visit);
  };
  paths.forEach(visit);
  return found;
}

/** The classes that an expression names: one class, a tuple of them, or a constant that holds either. */
export function errorsNamed(node: PyNode, module: PyModule): readonly ErrorClass[] {
  return spread(node).flatMap((one) => errorsOf(module.resolve(one)));
}

function errorsOf(value: Value): readonly ErrorClass[] {
  if (value.kind === 'object') return [errorAt(value.path)];
  if (value.kind === 'definition') return [{ path: pathOfClass(value), caughtAs: ancestors(value, new Set()) }];
  if (value.kind !== 'expression' || !['tuple', 'list', 'expression_list'].includes(value.node.type)) return [];
  return value.node.named.flatMap((one) => errorsOf(value.module.resolve(one)));
}

type Definition = Extract<Value, { kind: 'definition' }>;

function pathOfClass({ node, module }: Definition): string {
  return `${module.name}.${node.child('name')?.text ?? ''}`;
}

function ancestors(definition: Definition, visited: Set<PyNode>): ReadonlySet<string> {
  visited.add(definition.node);
  const bases = definition.module.bases(definition.node).flatMap((base) => {
    if (base.kind === 'definition' && !visited.has(base.node)) return [...ancestors(base, visited)];
    return base.kind === 'object' ? [...errorAt(base.path).caughtAs] : [];
  });
  return new Set([pathOfClass(definition), ...bases, 'Exception', 'BaseException']);
}

/** Whether an `except` for `caught` (null: a bare one) catches an error. */
export function catches(caught: readonly ErrorClass[] | null, error: ErrorClass): boolean {
  return caught === null || caught.some(({ path }) => error.caughtAs.has(path));
}
