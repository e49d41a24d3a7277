import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../core/errors.js';
import type { Skipped } from '../core/types.js';
import { unreadable, wordsFor } from './skips.js';
import { changedSince, listTracked } from './tracked.js';
import { walk, type Listing } from './walk.js';

export interface DiscoverRequest {
  readonly root: string;
  /** Files and folders to look at, absolute or relative to the root; none: the root. */
  readonly paths: readonly string[];
  /** Globs relative to the root. One that matches a folder leaves out everything below it. */
  readonly exclude: readonly string[];
  /** If given: only files that changed since this git revision. */
  readonly since: string | null;
}

export interface Discovered {
  /** Relative to the root, with forward slashes; sorted, each once. */
  readonly files: string[];
  readonly skipped: Skipped[];
}

/**
 * Lists the Python files to look at: inside a git work tree git's own list, elsewhere a walk that
 * honours `.gitignore`. A file that is named outright is taken even if ignored, and whatever its
 * extension, but not if it is excluded. A symbolic link counts as a file if it leads to a file inside
 * the root that is not listed itself. Throws a `UserError` for a path that does not exist or is outside
 * the root, and for a revision that git does not know.
 */
export async function discover(request: DiscoverRequest): Promise<Discovered> {
  const root = realFolder(request.root);
  const isExcluded = await excluder(request.exclude);
  const changed = request.since === null ? null : await changedSince(root, request.since);
  const paths = request.paths.length === 0 ? [root] : request.paths;
  const listings = await Promise.all(paths.map((path) => listOne(root, path)));
  const wanted = (path: string) => !isExcluded(path) && (changed === null || changed.has(path));
  const pick = (kind: 'files' | 'links') => new Set(listings.flatMap((listing) => listing[kind]).filter(wanted));
  const files = pick('files');
  const followed = follow(root, [...pick('links')].sort(), files, isExcluded);
  const skipped = [...listings.flatMap((listing) => listing.skipped).filter(({ path }) => wanted(path)), ...followed.skipped];
  return { files: [...files, ...followed.files].sort(), skipped: unique(skipped) };
}

function realFolder(given: string): string {
  const stats = statSync(given, { throwIfNoEntry: false });
  if (stats === undefined) throw new UserError(`no such file or directory: ${given}`);
  if (!stats.isDirectory()) throw new UserError(`not a directory: ${given}`);
  return realpathSync(given);
}

async function listOne(root: string, given: string): Promise<Listing> {
  const { stats, path } = locate(root, given);
  if (stats.isDirectory()) return list(root, path);
  const listing: Listing = { files: [], links: [], skipped: [] };
  if (stats.isFile()) listing.files.push(path);
  else if (stats.isSymbolicLink()) listing.links.push(path);
  else listing.skipped.push(unreadable(path, 'not a regular file'));
  return listing;
}

/** A folder is followed to where it really is; of a file, only the folder it lies in. */
function locate(root: string, given: string): { stats: Stats; path: string } {
  const absolute = resolve(root, given);
  const stats = statsOf(absolute);
  if (stats === null) throw new UserError(`no such file or directory: ${given}`);
  if (stats.isDirectory()) return { stats, path: inside(root, realpathSync(absolute), given) };
  const real = join(realpathSync(dirname(absolute)), basename(absolute));
  return { stats: stats.isFile() ? lstatSync(real) : stats, path: inside(root, real, given) };
}

/** Those of what a path leads to; of the link itself if it leads nowhere. */
function statsOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return lstatSync(path);
    return null;
  }
}

function inside(root: string, real: string, given: string): string {
  const path = slashed(root, real);
  if (path === null) throw new UserError(`outside the root ${root}: ${given}`, 'give --root a folder that holds both');
  return path;
}

/** A path relative to the root; null if it is not inside. */
function slashed(root: string, real: string): string | null {
  const path = relative(root, real).split(sep).join('/');
  return path === '..' || path.startsWith('../') ? null : path;
}

async function list(root: string, path: string): Promise<Listing> {
  const folder = join(root, path);
  const listing = (await listTracked(folder)) ?? (await walk(root, folder));
  if (path === '') return listing;
  return {
    files: listing.files.map((file) => `${path}/${file}`),
    links: listing.links.map((link) => `${path}/${link}`),
    skipped: listing.skipped.map((skip) => ({ ...skip, path: skip.path === '' ? path : `${path}/${skip.path}` })),
  };
}

/** Takes the links that lead to a file inside the root which is not taken by another path. */
function follow(root: string, links: readonly string[], files: ReadonlySet<string>, isExcluded: (path: string) => boolean): Discovered {
  const targets = new Set(files);
  const taken: Discovered = { files: [], skipped: [] };
  for (const link of links) {
    const end = endOf(root, link);
    if ('skipped' in end) taken.skipped.push(end.skipped);
    else if (end.isFile && !targets.has(end.path) && !isExcluded(end.path)) {
      targets.add(end.path);
      taken.files.push(link);
    }
  }
  return taken;
}

function endOf(root: string, link: string): { path: string; isFile: boolean } | { skipped: Skipped } {
  try {
    const real = realpathSync(join(root, link));
    const path = slashed(root, real);
    if (path === null) return { skipped: unreadable(link, 'symlink that leads out of the root') };
    return { path, isFile: statSync(real).isFile() };
  } catch (error) {
    const dangling = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { skipped: unreadable(link, dangling ? 'dangling symlink' : wordsFor(error)) };
  }
}

async function excluder(globs: readonly string[]): Promise<(path: string) => boolean> {
  if (globs.length === 0) return () => false;
  const { default: picomatch } = await import('picomatch');
  const trimmed = globs.map((glob) => glob.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, ''));
  if (trimmed.includes('')) throw new UserError('exclude: a pattern is empty');
  return picomatch(trimmed.flatMap((glob) => [glob, `${glob}/**`]), { dot: true, nonegate: true });
}

function unique(skipped: readonly Skipped[]): Skipped[] {
  const byPath = new Map(skipped.map((skip) => [skip.path, skip]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
