/** Calls that may fail with errors that nobody here knows. */
import { callsIn } from '../python/guards.js';
import type { PyModule } from '../python/module.js';
import type { Value } from '../python/names.js';
import { STDLIB } from '../python/stdlib.js';
import type { PyNode } from '../python/tree.js';
import { clientOf } from './clients.js';
import { isHarmless } from './harmless.js';
import { isQuery } from './queries.js';
import { helperOf, reachedFrom, REACH, type Body } from './reach.js';
import { modelOf } from './rows.js';

export interface Unseen {
  readonly node: PyNode;
  readonly module: PyModule;
}

/** Libraries that talk to nothing but the database and the cache, and those whose calls are known. */
const QUIET = new Set(
  `django celery kombu rest_framework model_utils treebeard mptt polymorphic taggit reversion simple_history auditlog pghistory
  modelcluster guardian constance waffle dateutil pytz structlog bs4 markdown bleach lxml yaml numpy pandas attr attrs pydantic
  babel jinja2 graphene sentry_sdk watson django_redis prometheus_client requests httpx urllib3 redis boto3 botocore`.split(/\s+/),
);

/** What of these libraries reaches further. */
const LOUD = /^(subprocess|asyncio|webbrowser|os\.(system|popen|exec|spawn)|django\.(core\.(management|files\.storage)|dispatch|(core|db\.models|test)\.signals)|rest_framework\.test)\b/;

/** Methods of models, managers and plain data. */
const KNOWN = new Set(
  `save delete refresh_from_db full_clean clean add set remove clear all filter exclude order_by get first last earliest latest count
  exists aggregate annotate update create get_or_create update_or_create bulk_create bulk_update values values_list distinct only
  defer using iterator select_related prefetch_related select_for_update in_bulk none union _raw_delete execute fetchall fetchone
  fetchmany close as_manager get_for_model get_current items keys append extend insert pop popitem sort copy index encode decode
  date time replace isoformat timestamp group groups match sub search findall read write readline readlines writerow writerows
  writestr seek tell exists unlink mkdir stat resolve get_model as_sql quote_name find rsplit splitlines title capitalize zfill
  intersection difference symmetric_difference issubset issuperset discard most_common elements hexdigest digest
  utcoffset astimezone weekday isoweekday reverse partition load_many open raise_for_status json iter_content
  iter_lines mark_safe get_absolute_url get_full_name get_username`.split(/\s+/),
);

/** Names of functions that ask nobody. */
const ASKING = /^(is|has|can|strip)_|(^|_)now(_|$)|_display$/;

/** Names of storages, and of fields whose `delete`, `open` or `save` reach one. */
const STORED = /(storage|file|image|photo|picture|avatar|cover|attachment|upload|thumbnail)$/i;

/** Where functions too far away to be read say that they reach out. */
const OUTWARD = /client|remote|http|request|webhook|upload|download|fetch|sync|send|push|notify|deliver|publish|charge|refund|api\b|storage|bucket/i;

/** The first call of a body, or of a function of the project behind it, of which nobody knows what it reaches. */
export function unseenFrom(body: Body): Unseen | null {
  return unseenIn(body) ?? unseenBehind(body);
}

/** As `unseenFrom`, without the body itself. */
export function unseenBehind(body: Body): Unseen | null {
  for (const reached of reachedFrom(body)) {
    const found = unseenIn(reached, reached.depth);
    if (found !== null) return found;
  }
  return null;
}

/** The first such call in a body itself. */
export function unseenIn({ definition, module }: Body, depth = 0): Unseen | null {
  const node = callsIn(definition).find((call) => isUnseen(call, module, depth));
  return node === undefined ? null : { node, module };
}

function isUnseen(call: PyNode, module: PyModule, depth: number): boolean {
  const callee = call.child('function');
  if (callee === null || isHarmless(module, call) || clientOf(module, call) !== null) return false;
  const helper = helperOf(module, call);
  if (helper !== null) return depth === REACH && OUTWARD.test(`${helper.module.name}.${callee.text}`);
  if (isQuery(call, module) || isOfModel(callee, module)) return false;
  const value = module.resolve(callee);
  const path = libraryOf(value);
  if (path !== null) return LOUD.test(path) || !(isQuiet(path) || ASKING.test(lastOf(callee)));
  if (value.kind === 'definition' && value.node.type === 'class_definition') return false;
  return !isKnown(callee);
}

/** A method of a row or a queryset, and what a model says of its fields. */
function isOfModel(callee: PyNode, module: PyModule): boolean {
  return callee.type === 'attribute' && (callee.text.includes('._meta.') || modelOf(callee.child('object'), module) !== null);
}

function isKnown(callee: PyNode): boolean {
  const name = lastOf(callee);
  if (ASKING.test(name)) return true;
  return callee.type === 'attribute' && KNOWN.has(name) && !STORED.test(callee.child('object')?.text ?? '');
}

function lastOf(callee: PyNode): string {
  return (callee.child('attribute') ?? callee).text;
}

/** The path of the library whose function or method is called, or null. */
function libraryOf(value: Value): string | null {
  const path = value.kind === 'object' ? value.path : value.kind === 'member' ? makerOf(value.of) : null;
  return path === 'django.apps.apps.get_model' ? null : path;
}

function makerOf(value: Value): string | null {
  if (value.kind === 'object') return value.path;
  return value.kind === 'instance' || value.kind === 'member' ? makerOf(value.of) : null;
}

function isQuiet(path: string): boolean {
  const top = path.split('.')[0] ?? '';
  return QUIET.has(top) || STDLIB.has(top);
}
