import { plain } from '../src/core/code.js';
import type { Draft } from '../src/core/define.js';
import { choiceOption, option } from '../src/core/options.js';
import type { Edit } from '../src/core/types.js';
import { outlookOf, type Insertion, type Obstacle } from '../src/django/middleware/compression.js';
import { GZIP, shortName } from '../src/django/middleware/order.js';
import { atLeast, describeVersions } from '../src/django/versions/query.js';
import { defineTransform, type TransformContext } from '../src/python/define.js';
import { addItem } from '../src/python/edits/collections.js';
import type { PyNode } from '../src/python/tree.js';

const MESSAGES = {
  missing: 'responses leave uncompressed: `GZipMiddleware` belongs {where}{notes}',
  conflict: 'responses leave uncompressed: `GZipMiddleware` can go {where}, but {conflict}{notes}',
  breach:
    'responses leave uncompressed: `GZipMiddleware` belongs {where}; Django {version} does not pad responses against BREACH (4.2 does), a risk for pages that show what a user sent beside a secret{notes}',
  shared: 'responses leave uncompressed: `GZipMiddleware` belongs {where}; {modules} read this list{notes}',
  sharedList: '`GZipMiddleware` is not added: this list is read by {modules}, not only in production; add it by hand where production changes the list',
  ordered: '`GZipMiddleware` is not added {where}: a comment there asks for an order (`{comment}`); add it by hand',
  compressed: 'nothing to add: `{name}` compresses responses',
  low: '`GZipMiddleware` stands behind `{name}`, but its place is in front of all that reads or changes the body; move it up by hand, to right behind `SecurityMiddleware` and WhiteNoise',
  touched: '`GZipMiddleware` is not added: {path} changes `MIDDLEWARE` while Django runs, so its final order is not known; add it by hand',
  perView: '`GZipMiddleware` is not added: views are compressed one by one (`{name}`, {place}); take those decorators out first, or leave it so',
  proxied: '`GZipMiddleware` is not added: {name} compresses in front of Django ({place})',
  eventStream: '`GZipMiddleware` is not added: it holds back the events of `{name}` ({place}) before Django 6.1; give that response `Content-Encoding: identity` first',
  dynamic: '`GZipMiddleware` is not added: {reason}; add it by hand, right behind `SecurityMiddleware` and WhiteNoise',
  old: '`MIDDLEWARE_CLASSES` has been without effect since Django 2.0; rename it to `MIDDLEWARE` first',
  noSuchItem: '`GZipMiddleware` is not added: no list writes down `{name}`, behind which the option `position` wants it',
} as const;

const POSITION = 'where the middleware goes: where it belongs by itself, or behind the one with this dotted path';

const isPosition = (given: unknown): given is string => typeof given === 'string' && /^(auto|after:\w+(\.\w+)+)$/.test(given);

const OPTIONS = {
  position: option('auto', POSITION, '"auto" or "after:" and a dotted path', isPosition),
  'settings-modules': choiceOption('all', ['all', 'production'], 'whether a list that development reads as well is changed'),
};

type Terms = TransformContext<typeof OPTIONS, typeof MESSAGES, 'settings' | 'versions' | 'delivery'>;

export default defineTransform({
  id: 'gzip-middleware',
  summary: 'Compress responses with GZipMiddleware, in its place',
  family: 'settings',
  safety: 'suggested',
  references: [
    'https://docs.djangoproject.com/en/stable/ref/middleware/#module-django.middleware.gzip',
    'https://docs.djangoproject.com/en/stable/ref/middleware/#middleware-ordering',
  ],
  messages: MESSAGES,
  options: OPTIONS,
  match: { literals: ['MIDDLEWARE', 'django.middleware.'], nodes: ['module'] },
  needs: ['settings', 'versions', 'delivery'],

  fix(_, context) {
    const { facts, module, options } = context;
    return outlookOf(facts, options.position).flatMap((found) => {
      if (found.kind === 'obstacle') return found.at.path === module.path ? [refusal(found, context)] : [];
      return found.slot.anchor.at.path === module.path ? (inserted(found, context) ?? []) : [];
    });
  },
});

function refusal(found: Obstacle, { refuse }: Terms): Draft {
  const { at } = found;
  if (found.id === 'proxied' || found.id === 'perView' || found.id === 'eventStream') return refuse(at, found.id, found.data);
  if (found.id === 'compressed' || found.id === 'low' || found.id === 'noSuchItem') return refuse(at, found.id, found.data);
  if (found.id === 'touched') return refuse(at, found.id, found.data);
  return found.id === 'dynamic' ? refuse(at, found.id, found.data) : refuse(at, 'old', {});
}

function inserted({ slot, modules, conflicts }: Insertion, context: Terms): Draft | null {
  const { module, options } = context;
  const node = module.tree.nodes('string').find(({ start, end }) => start === slot.anchor.at.start && end === slot.anchor.at.end);
  if (node === undefined) return null;
  const where = `${slot.where === 'after' ? 'behind' : 'in front of'} \`${shortName(slot.anchor)}\``;
  const names = listed(modules.map((entry) => `\`${entry.module}\``));
  const isShared = modules.some(({ role }) => role !== 'production');
  if (options['settings-modules'] === 'production' && isShared) return context.refuse(node, 'sharedList', { modules: names });
  const comment = orderAsked(node, slot.where);
  if (comment !== null) return context.refuse(node, 'ordered', { where, comment });
  return suggested(node, { where, names: modules.length > 1 ? names : null, conflicts }, additionTo(node, slot.where), context);
}

function additionTo(anchor: PyNode, where: 'after' | 'before'): readonly Edit[] {
  const quote = anchor.text.startsWith("'") ? "'" : '"';
  const item = plain(`${quote}${GZIP}${quote}`);
  return anchor.parent === null ? [] : addItem(anchor.parent, item, where === 'after' ? { after: anchor } : { before: anchor });
}

interface Told {
  readonly where: string;
  /** Of the settings modules, where there are several. */
  readonly names: string | null;
  readonly conflicts: readonly string[];
}

function suggested(node: PyNode, { where, names, conflicts }: Told, edits: readonly Edit[], context: Terms): Draft {
  const { versions } = context.facts;
  const isPadded = atLeast(versions, 'django', '4.2');
  const data = { where, notes: isPadded === 'unknown' ? NOT_KNOWN : '' };
  if (conflicts.length > 0) return context.suggest(node, 'conflict', { ...data, conflict: conflicts.join('; ') }, edits);
  if (isPadded === false) return context.suggest(node, 'breach', { ...data, version: describeVersions(versions, 'django') }, edits);
  return names === null ? context.suggest(node, 'missing', data, edits) : context.suggest(node, 'shared', { ...data, modules: names }, edits);
}

const NOT_KNOWN = '; before Django 4.2 it has no protection against BREACH, and which Django runs is not known';

function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** A comment beside the place that asks for what stands there to be first, or directly behind what it stands behind. */
function orderAsked(anchor: PyNode, where: 'after' | 'before'): string | null {
  const item = where === 'before' ? anchor : nextItem(anchor);
  const asked = where === 'before' ? /\b(first|top\w*|before|above|outermost)\b/i : /\b(directly|immediately|right)\s+(after|below|behind|under)\b/i;
  return (item === null ? [] : commentsOf(item)).find((comment) => asked.test(comment)) ?? null;
}

function nextItem(anchor: PyNode): PyNode | null {
  let node = anchor.next;
  while (node !== null && (!node.isNamed || node.type === 'comment')) node = node.next;
  return node;
}

/** On lines of their own above an item, or behind it on its line. */
function commentsOf(item: PyNode): readonly string[] {
  const found: string[] = [];
  for (let node = item.previous; node?.type === 'comment'; node = node.previous) found.push(node.text);
  const comma = item.next?.type === ',' ? item.next : item;
  const behind = comma.next?.type === 'comment' ? comma.next : null;
  if (behind !== null && !item.tree.text.slice(item.end, behind.start).includes('\n')) found.push(behind.text);
  return found.map((comment) => comment.replace(/^#\s*/, ''));
}
