/** The calls that reach out of the process, and what they raise where the other side is away. */
import { argument } from '../python/calls.js';
import type { PyModule } from '../python/module.js';
import type { Value } from '../python/names.js';
import type { PyNode } from '../python/tree.js';

export interface Client {
  /** The errors that pass by themselves, by import path; narrow on purpose. */
  readonly errors: readonly string[];
  /** Functions that reach out, by import path. */
  readonly functions: RegExp;
  /** What makes an object whose methods reach out, by import path. */
  readonly makers: RegExp;
  /** Which of its methods do. */
  readonly methods: RegExp;
  /** Whether running one of its calls twice does its work twice, by the name of the function or method. */
  readonly repeats: RegExp;
}

const VERBS = 'get|post|put|patch|delete|head|options|request|send|stream';
const NONE = /(?!)/;
const MAIL_ERRORS = ['smtplib.SMTPConnectError', 'smtplib.SMTPServerDisconnected', 'ConnectionError', 'TimeoutError'];

const CLIENTS: readonly Client[] = [
  {
    errors: ['requests.ConnectionError', 'requests.Timeout'],
    functions: new RegExp(`^requests\\.(api\\.)?(${VERBS})$`),
    makers: /^(requests\.([Ss]ession|sessions\.[Ss]ession)|requests_oauthlib\.OAuth[12]Session|requests_cache\.CachedSession)$/,
    methods: new RegExp(`^(${VERBS})$`),
    repeats: /^post$/,
  },
  {
    errors: ['httpx.TransportError'],
    functions: new RegExp(`^httpx\\.(${VERBS})$`),
    makers: /^httpx\.(Async)?Client$/,
    methods: new RegExp(`^(${VERBS})$`),
    repeats: /^post$/,
  },
  {
    errors: ['redis.exceptions.ConnectionError', 'redis.exceptions.TimeoutError'],
    functions: NONE,
    makers: /^(redis\.(client\.|cluster\.)?((Strict)?Redis(Cluster)?(\.from_url)?|from_url)|django_redis\.get_redis_connection)$/,
    methods: /^(?!pipeline$|lock$|close$|register_script$)/,
    repeats: /^([lr]push(x)?|z?incrby|h?incr(by)?(float)?|decr(by)?|append|publish|xadd)$/,
  },
  {
    errors: ['urllib.error.URLError', 'ConnectionError', 'TimeoutError'],
    functions: /^urllib\.request\.(urlopen|urlretrieve)$/,
    makers: NONE,
    methods: NONE,
    repeats: NONE,
  },
  {
    errors: ['ConnectionError', 'TimeoutError'],
    functions: /^(socket\.create_connection|ftplib\.FTP(_TLS)?|http\.client\.HTTPS?Connection)$/,
    makers: /^(ftplib\.FTP(_TLS)?|http\.client\.HTTPS?Connection|socket\.create_connection)$/,
    methods: /^(?!close$|quit$|set)/,
    repeats: /^send/,
  },
  {
    errors: MAIL_ERRORS,
    functions: /^(smtplib\.SMTP(_SSL)?|django\.core\.mail\.(send_mail|send_mass_mail|mail_admins|mail_managers))$/,
    makers: /^(smtplib\.SMTP(_SSL)?|django\.core\.mail\.(message\.)?(EmailMessage|EmailMultiAlternatives|get_connection))$/,
    methods: /^send/,
    repeats: /^(send|mail_)/,
  },
  {
    errors: ['botocore.exceptions.EndpointConnectionError', 'botocore.exceptions.ConnectTimeoutError', 'botocore.exceptions.ReadTimeoutError'],
    functions: NONE,
    makers: /^boto3\.(client|resource|(session\.)?Session)$/,
    methods: /^(?!client$|resource$|close$)/,
    repeats: /^(send|publish|create|invoke|run_|start_)/,
  },
];

/** The client that a call goes through, and the name of what is called; null where it is no client's call. */
export function clientOf(module: PyModule, call: PyNode): { readonly client: Client; readonly verb: string } | null {
  const callee = call.child('function');
  if (callee === null || isSilent(call)) return null;
  const value = module.resolve(callee);
  const verb = (callee.type === 'attribute' ? callee.child('attribute') : callee)?.text ?? '';
  if (value.kind === 'object') {
    return found(CLIENTS.find(({ functions }) => functions.test(value.path)), value.path.split('.').at(-1) ?? verb);
  }
  const maker = value.kind === 'member' ? makerOf(value) : null;
  if (maker === null || value.kind !== 'member') return null;
  const { name } = value;
  return found(CLIENTS.find(({ makers, methods }) => makers.test(maker) && methods.test(name)), name);
}

function found(client: Client | undefined, verb: string): { readonly client: Client; readonly verb: string } | null {
  return client === undefined ? null : { client, verb };
}

/** `fail_silently=True` keeps errors of mail in. */
function isSilent(call: PyNode): boolean {
  const given = argument(call, { name: 'fail_silently', position: null });
  return given.kind === 'given' && given.value.type === 'true';
}

/** What was called first to come by a value: `boto3.resource` of `boto3.resource("s3").Bucket("covers")`. */
function makerOf(value: Value): string | null {
  if (value.kind === 'object') return value.path;
  return value.kind === 'instance' || value.kind === 'member' ? makerOf(value.of) : null;
}

/** Whether running a client's call twice does its work twice. */
export function repeatsWork(module: PyModule, call: PyNode): boolean {
  const called = clientOf(module, call);
  if (called === null) return false;
  const method = called.verb === 'request' ? (call.child('arguments')?.named[0]?.text ?? '') : '';
  return called.client.repeats.test(called.verb) || /^['"]POST['"]$/i.test(method);
}

