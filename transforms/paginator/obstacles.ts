/** What on a page needs all the rows at once. */
import { hasMarker, loopsOver, readsOf, type Found, type Page } from '../../src/django/templates/query.js';
import type { Loop, Marker, Read } from '../../src/django/templates/types.js';

export interface Obstacle {
  readonly id: 'select' | 'script' | 'method' | 'filtered' | 'tag' | 'form' | 'client' | 'printed' | 'several' | 'nested' | 'counted' | 'fragment';
  readonly what: string;
}

export type Outlook =
  | { readonly kind: 'loop'; readonly found: Found<Loop>; readonly notes: readonly string[] }
  | { readonly kind: 'obstacle'; readonly obstacle: Obstacle }
  /** The page does not show the rows, or takes them for a page already. */
  | { readonly kind: 'nothing' };

const LOOKING = new Set(['for', 'if', 'elif', 'include', 'with']);
const PAGE_ATTRIBUTES = new Set(['has_next', 'has_previous', 'has_other_pages', 'number', 'paginator', 'next_page_number', 'previous_page_number', 'object_list', 'start_index', 'end_index']);
/** What shows a handful of things: nobody turns its pages. */
const DECORATION = /class\s*=\s*["'][^"']*(carousel|slider|swiper|dropdown|modal|sidebar|navbar|nav-|menu|marquee|kanban|calendar|chart|accordion|tab-pane|toast)/i;
const PRINTED = /(^|[/_-])(e?mails?|pdf|print\w*|exports?|csv|xlsx?|feed|rss|sitemap|invoice|receipt)([/_.-]|$)/i;

/** How a page shows the rows of a context name. */
export function outlookOf(page: Page, names: readonly string[]): Outlook {
  const reads = names.flatMap((name) => readsOf(page, name));
  const loops = names.flatMap((name) => loopsOver(page, name));
  const [only, ...more] = loops;
  if (only === undefined || reads.some(({ chain }) => PAGE_ATTRIBUTES.has(chain[1] ?? ''))) return { kind: 'nothing' };
  if (loops.some(({ item }) => item.around.some(({ tag, opening }) => tag === 'nav' || DECORATION.test(opening)))) return { kind: 'nothing' };
  const obstacle = loops.map(inLoop).find((one) => one !== null) ?? reads.map(inRead).find((one) => one !== null) ?? ofPage(page, only, more.length);
  return obstacle === null ? { kind: 'loop', found: only, notes: notesOn(only) } : { kind: 'obstacle', obstacle };
}

function inLoop({ item }: Found<Loop>): Obstacle | null {
  const { around, filters, counters, depth, inputs } = item;
  const tags = around.map(({ tag }) => tag);
  if (tags.includes('select') || tags.includes('datalist')) return { id: 'select', what: 'select' };
  if (tags.includes('script')) return { id: 'script', what: 'script' };
  if (filters.length > 0) return { id: 'filtered', what: filters.join('|') };
  if (counters.some((counter) => counter.startsWith('revcounter'))) return { id: 'counted', what: 'forloop.revcounter' };
  if (depth > 0) return { id: 'nested', what: 'for' };
  const form = around.find(({ tag }) => tag === 'form');
  return form !== undefined && inputs.some((input) => input !== 'hidden') ? { id: 'form', what: 'form' } : null;
}

function inRead({ item, chain }: Found<Read>): Obstacle | null {
  const [, step] = chain;
  if (step === '*') return null;
  if (step !== undefined) return { id: 'method', what: chain.join('.') };
  if (item.isArgument) return { id: 'filtered', what: chain.join('.') };
  if (item.filters.length > 0 && !(isCondition(item) && item.filters.join() === 'length')) return { id: 'filtered', what: `${chain.join('.')}|${item.filters.join('|')}` };
  return LOOKING.has(item.tag) ? null : { id: 'tag', what: item.tag === '' ? chain.join('.') : item.tag };
}

function isCondition({ tag }: Read): boolean {
  return tag === 'if' || tag === 'elif';
}

const CLIENTS: readonly (readonly [Marker, string])[] = [
  ['data-table', 'a script that sorts and pages the table'],
  ['client-filter', 'a script that filters the rows'],
  ['sortable', 'a script that lets people drag rows'],
  ['export', 'a script that exports the table'],
];

function ofPage(page: Page, { item, shown }: Found<Loop>, others: number): Obstacle | null {
  const client = CLIENTS.find(([marker]) => hasMarker(page, marker));
  if (client !== undefined) return { id: 'client', what: client[1] };
  if (item.around.some(({ opening }) => /data-?table/i.test(opening))) return { id: 'client', what: CLIENTS[0]?.[1] ?? '' };
  const root = page.shown[0]?.path ?? '';
  if (hasMarker(page, 'print') || PRINTED.test(root.slice(root.lastIndexOf('templates/')))) return { id: 'printed', what: root };
  if (others > 0) return { id: 'several', what: shown.path };
  return page.shown.some(({ leaf, part }) => leaf.isDocument || (part === 'root' && leaf.parent !== null)) ? null : { id: 'fragment', what: root };
}

function notesOn({ item }: Found<Loop>): readonly string[] {
  return item.counters.some((counter) => counter === 'counter' || counter === 'counter0') ? ['`forloop.counter` begins anew on each page'] : [];
}
