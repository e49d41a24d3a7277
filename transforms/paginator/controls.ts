/** The links to a page's other pages: where they go in a template, and what they are made of. */
import { plain } from '../../src/core/code.js';
import type { Change } from '../../src/core/types.js';
import { filesOf, type Found, type Page } from '../../src/django/templates/query.js';
import type { Around, Include, Loop, TemplateLeaf, TemplatesData } from '../../src/django/templates/types.js';
import { partialText, type Style } from './partial.js';

/** A template of the project that shows links to other pages, and the way it is included. */
export interface Partial {
  readonly text: string;
  readonly path: string;
  /** The names of the context that it reads. */
  readonly needs: readonly string[];
  readonly keepsQuery: boolean;
}

export interface Controls {
  readonly changes: readonly Change[];
  readonly needs: readonly string[];
}

const PAGE_NAMES = new Set(['page_obj', 'paginator', 'is_paginated']);
/** Names that every page has, or that are nothing where they are missing. */
const COMMON = new Set(['request', 'user', 'perms', 'csrf_token', 'messages', 'block', 'LANGUAGE_CODE', 'LANGUAGES', 'STATIC_URL', 'MEDIA_URL']);

/** The project's own partial that is included most, of those that need nothing but what a paginated view has. */
export function projectPartial(data: TemplatesData, folders: readonly string[]): Partial | null {
  const counts = new Map<string, { readonly partial: Partial; readonly count: number }>();
  const includes = Object.values(data.files).flatMap((leaf) => leaf.includes);
  for (const include of includes) {
    const partial = partialOf(include, data, folders);
    if (partial !== null) counts.set(partial.text, { partial, count: (counts.get(partial.text)?.count ?? 0) + 1 });
  }
  const [most] = [...counts.values()].sort((one, other) => other.count - one.count || (one.partial.text < other.partial.text ? -1 : 1));
  return most?.partial ?? null;
}

function partialOf(include: Include, data: TemplatesData, folders: readonly string[]): Partial | null {
  const [path, ...more] = include.name === null ? [] : filesOf(data, include.name, folders);
  const leaf = path === undefined || more.length > 0 ? undefined : data.files[path];
  if (path === undefined || leaf === undefined || !isPartial(leaf)) return null;
  const given = new Map(include.given.map((name) => [name, include.names[name]?.[0] ?? null]));
  const needs = [...new Set(leaf.reads.map(({ chain: [name = ''] }) => (given.has(name) ? (given.get(name) ?? '') : name)))].filter((name) => !COMMON.has(name));
  const { text } = include;
  return needs.every((name) => PAGE_NAMES.has(name)) && needs.length > 0 ? { text, path, needs, keepsQuery: leaf.keepsQuery } : null;
}

/** It shows links to pages and no rows. */
function isPartial({ controls, loops, parent, blocks, isJinja }: TemplateLeaf): boolean {
  const isRows = loops.some(({ chain }) => chain !== null && !chain.some((step) => /range|page/.test(step)) && !chain.includes('GET'));
  return controls.length > 0 && !isRows && parent === null && blocks.length === 0 && !isJinja;
}

export interface Wanted {
  readonly data: TemplatesData;
  readonly folders: readonly string[];
  readonly page: Page;
  readonly found: Found<Loop>;
  readonly style: Omit<Style, 'hasBootstrap' | 'eol'>;
  /** Whether the page is asked for with more than a page's number. */
  readonly hasQuery: boolean;
}

/** Null where no place for them can be told from the template. */
export function controlsFor(wanted: Wanted): Controls | null {
  const { data, folders, page, found, hasQuery } = wanted;
  const place = placeFor(found);
  if (place === null) return null;
  const { path, leaf } = found.shown;
  const own = projectPartial(data, folders);
  const isFit = own !== null && (!hasQuery || own.keepsQuery) && own.path !== path;
  const made = isFit ? null : ownPartial(wanted);
  const include = isFit ? own.text : `{% include "${made?.name ?? ''}" %}`;
  const line: Change = { kind: 'edit', path, span: { start: place.at, end: place.at }, code: plain(`${leaf.eol}${place.indent}${include}`) };
  const created = made === null || Object.hasOwn(data.files, made.path) ? [] : [made.change];
  const needs = isFit ? own.needs : ['page_obj'];
  return page.shown.length === 0 ? null : { changes: [line, ...created], needs };
}

interface Place {
  readonly at: number;
  readonly indent: string;
}

const LISTS = new Set(['ul', 'ol', 'dl', 'tbody', 'thead']);
const WRAPPER = /class\s*=\s*["'][^"']*(table-responsive|overflow|table-?wrap\w*|table-container|table-scroll)/i;
const HOLDER = /class\s*=\s*["'][^"']*\b(row|grid|cards?|list|items|columns|list-group|timeline)\b/i;

/** Behind the table or list that holds the rows, or behind the loop itself. */
function placeFor({ item, shown }: Found<Loop>): Place | null {
  const { around } = item;
  const table = around.findIndex(({ tag }) => tag === 'table');
  const list = around.findIndex(({ tag, opening }, at) => LISTS.has(tag) || (at === 0 && HOLDER.test(opening)));
  const at = table >= 0 ? wrapperOf(around, table) : list;
  const holder = around[at];
  if (holder !== undefined) return holder.indent === null ? null : { at: holder.end, indent: holder.indent };
  if (shown.part === 'included' && around.length === 0) return null;
  return item.indent === null ? null : { at: item.whole.end, indent: item.indent };
}

/** A box that only scrolls the table goes with it. */
function wrapperOf(around: readonly Around[], table: number): number {
  const outer = around[table + 1];
  return outer !== undefined && WRAPPER.test(outer.opening) ? table + 1 : table;
}

interface Made {
  readonly name: string;
  readonly path: string;
  readonly change: Change;
}

const FOLDERS = ['partials', 'includes', 'include', 'components', 'snippets', 'shared'];

/** A partial beside the template that the page's own extends in the end: where what all pages share is kept. */
function ownPartial({ data, page, style, found }: Wanted): Made {
  const base = page.shown.findLast(({ part }) => part === 'parent') ?? page.shown[0] ?? found.shown;
  const name = base.leaf.names.at(-1) ?? base.path;
  const root = base.path.slice(0, base.path.length - name.length);
  const beside = name.includes('/') ? name.slice(0, name.lastIndexOf('/') + 1) : '';
  const folder = FOLDERS.find((one) => Object.keys(data.files).some((path) => path.startsWith(`${root}${beside}${one}/`)));
  const wished = `${beside}${folder === undefined ? '_pagination.html' : `${folder}/pagination.html`}`;
  const chosen = isFree(`${root}${wished}`, data) ? wished : wished.replace('pagination', 'page_links');
  const hasBootstrap = page.shown.some(({ leaf }) => leaf.markers.includes('bootstrap'));
  const { eol } = base.leaf;
  return { name: chosen, path: `${root}${chosen}`, change: { kind: 'create', path: `${root}${chosen}`, text: partialText({ ...style, hasBootstrap, eol }) } };
}

/** A file of that name that is there already must be one that an earlier run has made. */
function isFree(path: string, { files }: TemplatesData): boolean {
  const leaf = files[path];
  return leaf === undefined || (isPartial(leaf) && leaf.reads.every(({ chain: [name = ''] }) => name === 'page_obj' || COMMON.has(name)) && leaf.keepsQuery);
}
