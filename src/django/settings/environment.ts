/** Expressions that read environment variables. */
import { readCall } from '../../python/calls.js';
import type { PyNode } from '../../python/tree.js';
import type { Aliases } from './aliases.js';
import { textOf } from './literals.js';

interface Found {
  readonly name: string | null;
  readonly cast: string | null;
  readonly reader: string;
}

const OS = new Set(['os.environ.get', 'os.getenv', 'os.environ.pop', 'os.environ.setdefault']);

/** What `dj_database_url` reads where it is given no other name. */
const DATABASE_URL: Readonly<Record<string, string | null>> = {
  'dj_database_url.config': 'DATABASE_URL',
  'dj_database_url.parse': null,
  'environ.Env.db_url_config': null,
};

/** A project's own function of this name, given the name of a variable, reads it: `get_env("DB_HOST", "localhost")`. */
const OWN_READER = /(^|[._])(get_?)?(env|environ|env_?var(iable)?|secret|config|string|str|bool|boolean|int|list|float|delimited_list|any)([._]|$)/i;

const VARIABLE = /^[A-Z][A-Z0-9_]{2,}$/;

/** How an expression reads the environment; null where it does not. */
export function readerOf(node: PyNode, aliases: Aliases): Found | null {
  if (node.type === 'subscript') return fromSubscript(node, aliases);
  const callee = node.child('function');
  if (callee === null || (callee.type !== 'identifier' && callee.type !== 'attribute')) return null;
  const path = aliases.path(callee);
  const name = nameGiven(node);
  const cast = readCall(node).keywords.get('cast')?.child('value')?.text ?? null;
  if (path in DATABASE_URL) return { name: keywordText(node, 'env') ?? DATABASE_URL[path] ?? null, cast: 'db', reader: path };
  if (OS.has(path)) return { name, cast: null, reader: path };
  const [root = '', method = null] = callee.text.split('.');
  if (aliases.reads(root) && method !== 'read_env') return { name: name ?? unnamed(method), cast: cast ?? method, reader: path };
  const isOwn = name !== null && VARIABLE.test(name) && OWN_READER.test(path) && !path.startsWith('os.path');
  return isOwn ? { name, cast, reader: path } : null;
}

function fromSubscript(node: PyNode, aliases: Aliases): Found | null {
  const [holder, key] = [node.child('value'), node.child('subscript')];
  if (holder === null || key === null || (holder.type !== 'identifier' && holder.type !== 'attribute')) return null;
  const path = aliases.path(holder);
  return path === 'os.environ' ? { name: textOf(key), cast: null, reader: path } : null;
}

function nameGiven(call: PyNode): string | null {
  const [first] = readCall(call).positional;
  return (first === undefined ? null : textOf(first)) ?? keywordText(call, 'name');
}

function keywordText(call: PyNode, keyword: string): string | null {
  const value = readCall(call).keywords.get(keyword)?.child('value');
  return value === null || value === undefined ? null : textOf(value);
}

/** `env.db()` of django-environ reads `DATABASE_URL`, `env.cache()` reads `CACHE_URL`. */
function unnamed(method: string | null): string | null {
  if (method === 'db' || method === 'db_url' || method === 'dj_db_url') return 'DATABASE_URL';
  return method === 'cache' || method === 'cache_url' ? 'CACHE_URL' : null;
}
