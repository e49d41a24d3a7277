/** Where compression belongs among other middleware; https://docs.djangoproject.com/en/stable/ref/middleware/#middleware-ordering. */
import type { Item } from '../settings/known.js';
import { textIn } from '../settings/query.js';

export const GZIP = 'django.middleware.gzip.GZipMiddleware';

/** What compresses responses, under any name. */
export function compresses(item: Item): boolean {
  return /gzip|compress|brotli|zstd/i.test(textIn(item) ?? '');
}

/** Stands in front of compression: its responses are compressed already, kept compressed, or none of its business. */
const ABOVE = /(?:^django\.middleware\.security\.SecurityMiddleware|UpdateCacheMiddleware|WhiteNoise\w*|\.Cors\w*Middleware|\.cors\.\w+)$/i;

/** Compression above these costs something: every static file, every page from the cache is compressed anew. */
const COSTLY_BELOW = /(?:UpdateCacheMiddleware|WhiteNoise\w*)$/;

/** Django's own that compute with the body, or with what only the uncompressed response has. */
const BELOW = /\.(?:\w*SessionMiddleware|\w*LocaleMiddleware\w*|CommonMiddleware|ConditionalGetMiddleware)$/;

/** Packages that rewrite, or read, the body of a response: a compressed one they corrupt or fail on. */
const PACKAGES = [
  'htmlmin', 'django_minify_html', 'pipeline', 'spaceless', 'debug_toolbar', 'strawberry_django.middlewares.debug_toolbar', 'silk', 'django_cprofile_middleware',
  'django_browser_reload', 'livereload', 'hijack', 'drf_api_logger', 'cms.middleware.toolbar',
];

const REWRITES = new RegExp(`^(?:${PACKAGES.map((name) => name.replaceAll('.', '\\.')).join('|')})\\.`);

export interface Slot {
  readonly anchor: Item;
  readonly where: 'after' | 'before';
  /** In the list as it is. */
  readonly index: number;
  /** What does not fit, in words. */
  readonly conflicts: readonly string[];
}

/** `GZipMiddleware` of its dotted path. */
export function shortName(item: Item): string {
  return (textIn(item) ?? 'a computed item').split('.').at(-1) ?? '';
}

/** Whether an item has to stand behind compression in production. `writers` are the project's own that rewrite responses. */
export function mustBeBelow(item: Item, writers: readonly string[]): boolean {
  return belongsBelow(item, writers) && !isDebugOnly(item);
}

function belongsBelow(item: Item, writers: readonly string[]): boolean {
  const name = textIn(item) ?? '';
  return BELOW.test(name) || REWRITES.test(name) || writers.some((writer) => name !== '' && (writer === name || writer.endsWith(`.${name}`)));
}

/** The first place that is behind all that belongs above and in front of all that belongs below; null: none is written down. */
export function slotIn(items: readonly Item[], writers: readonly string[]): Slot | null {
  const below = items.findIndex((item) => mustBeBelow(item, writers));
  const end = below < 0 ? items.length : below;
  const start = items.slice(0, end).findLastIndex((item) => ABOVE.test(textIn(item) ?? '')) + 1;
  for (let index = start; index <= end; index++) {
    const [previous, next] = [items[index - 1], items[index]];
    const conflicts = conflictsAt(items, index, writers);
    if (previous !== undefined && isAnchor(previous)) return { anchor: previous, where: 'after', index, conflicts };
    if (next !== undefined && isAnchor(next)) return { anchor: next, where: 'before', index, conflicts };
  }
  return null;
}

/** What would be wrong with compression in front of the item at `index`. */
export function conflictsAt(items: readonly Item[], index: number, writers: readonly string[]): readonly string[] {
  const late = items.slice(index).filter((item) => COSTLY_BELOW.test(textIn(item) ?? ''));
  const early = items.slice(0, index).filter((item) => belongsBelow(item, writers));
  return [
    ...late.map((item) => `\`${shortName(item)}\` stands behind it${under(item)}, and what that serves is compressed anew for every request`),
    ...early.map((item) => `\`${shortName(item)}\` stands in front of it${under(item)} and would be given compressed responses`),
  ];
}

function under({ guards }: Item): string {
  const [guard] = guards;
  return guard === undefined ? '' : ` (where ${guard.negated ? 'not ' : ''}\`${guard.text}\`)`;
}

function isDebugOnly({ guards }: Item): boolean {
  return guards.some(({ kind, negated }) => kind === 'debug' && !negated);
}

/** An item of a display that is always there: beside it another one can be written. */
function isAnchor({ display, guards, value }: Item): boolean {
  return display !== null && guards.length === 0 && value.kind === 'literal';
}
