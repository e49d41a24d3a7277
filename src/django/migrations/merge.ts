/** The migrations of all apps, put together. */
import { roleOf } from '../../core/roles.js';
import type { ProjectFiles } from '../facts.js';
import type { MigrationApp } from './app.js';
import { graphOf, type Node } from './graph.js';
import type { MigrationsLeaf, NodeRef } from './leaf.js';
import { replay } from './replay.js';
import type { AppState, Blocked, MigrationFacts } from './types.js';

/** A migrations package. */
interface Folder {
  readonly path: string;
  readonly nodes: readonly Node[];
  /** Everything in it, without `.py`. */
  readonly names: readonly string[];
  readonly label: string;
}

export function mergeMigrations(leaves: ReadonlyMap<string, MigrationsLeaf>, { files }: ProjectFiles): MigrationFacts {
  const folders = foldersOf(leaves, files);
  const apps: Record<string, MigrationApp> = {};
  const blocked: Record<string, Blocked> = {};
  const states: Record<string, AppState> = {};
  for (const [label, [first, ...others]] of grouped(folders)) {
    if (first === undefined) continue;
    if (others.length > 0) blocked[label] = { why: 'ambiguous', what: [first, ...others].map(({ path }) => path) };
    else settle(first, { apps, blocked, states });
  }
  return { apps, blocked, states };
}

interface Found {
  readonly apps: Record<string, MigrationApp>;
  readonly blocked: Record<string, Blocked>;
  readonly states: Record<string, AppState>;
}

function settle({ path, nodes, names, label }: Folder, { apps, blocked, states }: Found): void {
  const unread = names.filter((name) => /^\d/.test(name) && !nodes.some(([known]) => known === name));
  const graph = graphOf(label, nodes);
  const why = unread.length > 0 ? { why: 'unread' as const, what: unread } : graph.blocked;
  if (why === null || why.why === 'conflict') states[label] = replay(graph.order);
  if (why !== null) {
    blocked[label] = why;
    return;
  }
  const leaf = graph.leaves[0] ?? null;
  const style = nodes.find(([name]) => name === leaf)?.[1].style;
  apps[label] = { label, folder: path, leaf, names, ...(style !== undefined && { style }) };
}

function foldersOf(leaves: ReadonlyMap<string, MigrationsLeaf>, files: readonly string[]): readonly Folder[] {
  const byFolder = new Map<string, Node[]>();
  for (const [path, leaf] of leaves) {
    if ('configs' in leaf || isForeign(path)) continue;
    const folder = path.slice(0, path.lastIndexOf('/'));
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), [nameIn(path), leaf.migration]]);
  }
  for (const path of files) {
    const empty = /^(.*\/migrations)\/__init__\.py$/.exec(path)?.[1];
    if (empty !== undefined && !isForeign(path) && !byFolder.has(empty)) byFolder.set(empty, []);
  }
  const known = [...byFolder].map(([path, nodes]) => ({ path, nodes }));
  const inFolder = namesByFolder(files);
  return known.map(({ path, nodes }) => ({ path, nodes, names: inFolder.get(path) ?? [], label: labelOf(path, nodes, leaves) }));
}

/** Migrations in tests and of vendored packages are none of the project's. */
export function isForeign(path: string): boolean {
  const role = roleOf(path.slice(0, path.lastIndexOf('/') + 1));
  return role === 'test' || role === 'vendored';
}

function namesByFolder(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of files) {
    if (!path.endsWith('.py') || path.endsWith('/__init__.py')) continue;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const names = found.get(folder);
    if (names === undefined) found.set(folder, [nameIn(path)]);
    else names.push(nameIn(path));
  }
  return found;
}

/**
 * What its own migrations call the app: they wait for each other. Where there is but one, its configuration says it,
 * or else its folder.
 */
function labelOf(path: string, nodes: readonly Node[], leaves: ReadonlyMap<string, MigrationsLeaf>): string {
  const own = new Set(nodes.map(([name]) => name));
  const counted = new Map<string, number>();
  const refs = nodes.flatMap(([, leaf]): readonly NodeRef[] => [...leaf.dependencies, ...leaf.replaces]).filter(([, name]) => own.has(name) && !/^\d+_initial$/.test(name));
  const firsts = nodes.flatMap(([self, leaf]): readonly NodeRef[] => leaf.dependencies.filter(([, name]) => own.has(name) && name !== self));
  const app = path.split('/').slice(0, -1);
  const usual = configured(app.join('/'), leaves) ?? app.at(-1) ?? '';
  for (const [label] of refs.length > 0 ? refs : firsts) counted.set(label, (counted.get(label) ?? 0) + 1);
  if (counted.size === 0 || counted.has(usual)) return usual;
  const [most] = [...counted].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? usual;
}

function configured(folder: string, leaves: ReadonlyMap<string, MigrationsLeaf>): string | null {
  const leaf = leaves.get(folder === '' ? 'apps.py' : `${folder}/apps.py`);
  if (leaf === undefined || !('configs' in leaf)) return null;
  const labels = new Set(leaf.configs.map(({ label, name }) => label ?? name?.split('.').at(-1) ?? null).filter((label) => label !== null));
  return labels.size === 1 ? ([...labels][0] ?? null) : null;
}

/** Beside a folder that Django looks into, `migrations_old` is a backup. */
function grouped(folders: readonly Folder[]): ReadonlyMap<string, readonly Folder[]> {
  const found = new Map<string, Folder[]>();
  for (const folder of folders) found.set(folder.label, [...(found.get(folder.label) ?? []), folder]);
  return new Map([...found].map(([label, all]) => [label, all.some(isUsual) ? all.filter(isUsual) : all]));
}

function isUsual({ path }: Folder): boolean {
  return path === 'migrations' || path.endsWith('/migrations');
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.py$/, '');
}
