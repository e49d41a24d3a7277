/** What is asked of templates. */
import type { Chain, Include, Loop, Marker, Read, Spot, TemplateLeaf, TemplatesData } from './types.js';

/** A template that takes part in rendering a page. */
export interface Shown {
  readonly path: string;
  readonly leaf: TemplateLeaf;
  /** What a chain of this file is in the context of the page; null where it is something computed. */
  readonly inPage: (chain: Chain) => Chain | null;
  /** Whether a place of it is rendered at all: a child may replace the block around it. */
  readonly isShown: (spot: Spot) => boolean;
  /** root: the template itself · parent: one that it extends · included: a part of one of these. */
  readonly part: 'root' | 'parent' | 'included';
}

export interface Page {
  readonly shown: readonly Shown[];
  /** Includes and parents that could not be found, or whose name is computed. */
  readonly unknown: readonly string[];
}

const DEPTH = 12;

/** The files that a template's name may mean; `folders` are those that settings name beside `templates`. */
export function filesOf(data: TemplatesData, written: string, folders: readonly string[] = []): readonly string[] {
  const name = written.replace(/^(?:\.\/)+/, '');
  const found = Object.hasOwn(data.named, name) ? (data.named[name] ?? []) : [];
  if (found.length > 0) return found;
  const ends = folders.map((folder) => `${folder.replace(/^\/|\/$/g, '')}/${name}`);
  return Object.keys(data.files).filter((path) => ends.some((end) => path === end || path.endsWith(`/${end}`)));
}

/** Everything that a template renders, through `extends` and `include`. */
export function pageOf(data: TemplatesData, path: string, folders: readonly string[] = []): Page {
  const unknown: string[] = [];
  const shown: Shown[] = [];
  const world: World = { data, folders, unknown, shown };
  enter(world, { path, part: 'root', names: {}, isOnly: false, replaced: new Set(), depth: DEPTH });
  return { shown, unknown };
}

interface World {
  readonly data: TemplatesData;
  readonly folders: readonly string[];
  readonly unknown: string[];
  readonly shown: Shown[];
}

interface Visit {
  readonly path: string;
  readonly part: Shown['part'];
  /** What names of the file stand for in the page. */
  readonly names: Readonly<Record<string, Chain | null>>;
  readonly isOnly: boolean;
  /** Blocks that a child has replaced. */
  readonly replaced: ReadonlySet<string>;
  readonly depth: number;
}

function enter(world: World, visit: Visit): void {
  const leaf = world.data.files[visit.path];
  if (leaf === undefined || visit.depth === 0) return;
  const inPage = (chain: Chain): Chain | null => translated(chain, visit);
  const isShown = ({ blocks }: Spot): boolean => !blocks.some((name) => visit.replaced.has(name)) && (leaf.parent === null || blocks.length > 0);
  world.shown.push({ path: visit.path, leaf, inPage, isShown, part: visit.part });
  for (const include of leaf.includes.filter(isShown)) entered(world, visit, include, inPage);
  if (leaf.parent !== null) parent(world, visit, leaf);
}

function entered(world: World, { path, depth, names: outer, isOnly: isCut }: Visit, include: Include, inPage: Shown['inPage']): void {
  const file = found(world, include.name, path, 'include');
  if (file === null) return;
  const own = Object.entries(include.names).map(([name, chain]): [string, Chain | null] => [name, chain === null ? null : inPage(chain)]);
  const names = Object.fromEntries([...(include.isOnly ? [] : Object.entries(outer)), ...own]);
  enter(world, { path: file, part: 'included', names, isOnly: include.isOnly || isCut, replaced: new Set(), depth: depth - 1 });
}

function parent(world: World, visit: Visit, leaf: TemplateLeaf): void {
  const file = found(world, leaf.parent?.name ?? null, visit.path, 'extends');
  if (file === null) return;
  const replaced = new Set([...visit.replaced, ...leaf.blocks.filter(({ hasSuper }) => !hasSuper).map(({ name }) => name)]);
  enter(world, { ...visit, path: file, part: visit.part === 'included' ? 'included' : 'parent', replaced, depth: visit.depth - 1 });
}

/** The one file that a name means; a template that extends its own name means the next one. */
function found({ data, folders, unknown }: World, name: string | null, from: string, how: string): string | null {
  const files = name === null ? [] : filesOf(data, name, folders).filter((file) => file !== from);
  const [only] = files;
  if (only === undefined || files.length > 1) unknown.push(name ?? how);
  return only ?? null;
}

function translated(chain: Chain, { names, isOnly }: Visit): Chain | null {
  const [first = '', ...rest] = chain;
  if (!Object.hasOwn(names, first)) return isOnly ? null : chain;
  const of = names[first] ?? null;
  return of === null ? null : [...of, ...rest];
}

export interface Found<T> {
  readonly shown: Shown;
  readonly item: T;
  /** In the page's context. */
  readonly chain: Chain;
}

/** The reads of a name of the context: of itself, of what hangs on it, of its items. */
export function readsOf(page: Page, name: string): readonly Found<Read>[] {
  return page.shown.flatMap((shown) => shown.leaf.reads.filter(shown.isShown).flatMap((item) => foundIn(shown, item, item.chain, name)));
}

/** The loops over a name of the context itself, not over what hangs on it. */
export function loopsOver(page: Page, name: string): readonly Found<Loop>[] {
  const all = page.shown.flatMap((shown) => shown.leaf.loops.filter(shown.isShown).flatMap((item) => foundIn(shown, item, item.chain, name)));
  return all.filter(({ chain }) => chain.length === 1);
}

function foundIn<T>(shown: Shown, item: T, written: Chain | null, name: string): readonly Found<T>[] {
  const chain = written === null ? null : shown.inPage(written);
  return chain?.[0] === name ? [{ shown, item, chain }] : [];
}

/** Whether a page shows links to its other pages. */
export function hasControls(page: Page): boolean {
  return page.shown.some(({ leaf, isShown }) => {
    const hidden = leaf.blocks.filter((block) => !isShown({ at: block.at, blocks: [...block.blocks, block.name] }));
    return leaf.controls.some((at) => !hidden.some((block) => block.at.start <= at.start && at.end <= block.at.end));
  });
}

/** What a page's own templates do with the rows; what stands in a parent serves other pages too. */
export function hasMarker(page: Page, marker: Marker): boolean {
  return page.shown.some(({ leaf, part }) => part !== 'parent' && leaf.markers.includes(marker));
}
