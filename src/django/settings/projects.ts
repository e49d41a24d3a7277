/** Which modules are the settings of which project, and what each of them sets. */
import type { ProjectFiles } from '../facts.js';
import { visible } from './guards.js';
import type { EntryModule, EntryRole, Known, Place, Setting, SettingsData, SettingsProject } from './known.js';
import { above, Files, folderOf, nameOf } from './locate.js';
import type { Held, Names } from './names.js';
import { isKept, isNeverSettings, isSettingsPath, rankOf, roleByName, roleOfEntry } from './roles.js';
import { Runner } from './run.js';
import type { SettingsLeaf, Statement } from './written.js';

type Leaves = ReadonlyMap<string, SettingsLeaf>;
type Named = EntryModule['named'][number];

/** A settings module before it has run. */
interface Candidate {
  readonly path: string;
  readonly module: string;
  readonly named: readonly Named[];
}

export function projectsOf(leaves: Leaves, project: ProjectFiles): SettingsData {
  const files = new Files(project.files);
  const named = candidatesNamed(leaves, files);
  const all = [...named, ...guesses(leaves, files, named)];
  const classNames = [...leaves.values()].flatMap((leaf) => leaf.configurations);
  const entries = all.map((candidate) => entryOf(candidate, leaves, files, classNames)).filter(isWhole);
  const beside = siblingsOf(entries, leaves).map((candidate) => entryOf(candidate, leaves, files, classNames));
  const siblings = beside.filter((entry) => isWhole(entry) && entry.files.some((path) => entries.some((other) => other.files.includes(path))));
  const touches = [...leaves].flatMap(([path, leaf]) => leaf.touches.map(({ name, span }) => ({ name, at: { path, ...span } })));
  const ran = new Set([...entries, ...siblings].flatMap((entry) => entry.files));
  return { projects: grouped([...entries, ...siblings], files), touches: touches.filter(({ at }) => !ran.has(at.path)) };
}

/** Django needs these settings; an app's own `settings.py` has none of them, even where a file of the app names it. */
function isWhole({ settings, unseen, named }: EntryModule): boolean {
  if (named.some(({ via }) => via === 'wsgi' || via === 'asgi' || via === 'manage')) return true;
  return [...CORE].some((name) => settings[name] !== undefined) || unseen.some(({ optional }) => !optional);
}

/** The modules that some file names and that the project has. */
function candidatesNamed(leaves: Leaves, files: Files): readonly Candidate[] {
  const found = new Map<string, { module: string; named: Named[] }>();
  for (const [path, leaf] of leaves) {
    if (isNeverSettings(path) && !/\.(env|cfg|toml|ini|ya?ml)[^/]*$/.test(path)) continue;
    for (const { module, whole, via, span } of leaf.namings) {
      const target = whole ? [files.named(module, path)] : files.startingWith(module, path);
      for (const file of target) {
        if (file === null || isNeverSettings(file)) continue;
        const known = found.get(file) ?? { module: whole ? module : dottedBelow(module, file), named: [] };
        known.named.push({ via, at: { path, ...span } });
        found.set(file, known);
      }
    }
  }
  return [...found].map(([path, each]) => ({ path, module: each.module, named: each.named.toSorted((one, other) => rankOf(one.via) - rankOf(other.via)) }));
}

function dottedBelow(prefix: string, file: string): string {
  const name = nameOf(file).replace(/\.py$/, '');
  return `${prefix.slice(0, prefix.lastIndexOf('.') + 1)}${name}`;
}

const CORE = new Set(['INSTALLED_APPS', 'MIDDLEWARE', 'MIDDLEWARE_CLASSES', 'ROOT_URLCONF', 'DATABASES']);

/** Where nothing names the settings of a project: a file called settings that lists the apps or the middleware. */
function guesses(leaves: Leaves, files: Files, named: readonly Candidate[]): readonly Candidate[] {
  const roots = new Set(named.map(({ path }) => rootOf(path, files)));
  const likely = [...leaves].flatMap(([path, leaf]) => {
    const isNamed = /(^|\/)(settings|settings\/(__init__|base|common))\.py$/.test(path) && !isNeverSettings(path) && !/(^|\/)tests?\//.test(path);
    return isNamed && setsCore(leaf.statements) && !roots.has(rootOf(path, files)) ? [path] : [];
  });
  const isManaged = (path: string): boolean => files.has(join(rootOf(path, files), 'manage.py'));
  const counted = named.length === 0 ? likely : likely.filter(isManaged);
  const first = new Map(counted.toSorted((one, other) => other.length - one.length).map((path) => [rootOf(path, files), path]));
  return [...first.values()].map((path) => ({ path, module: dotted(path, rootOf(path, files)), named: [{ via: 'guess', at: { path, start: 0, end: 0 } }] }));
}

function setsCore(statements: readonly Statement[]): boolean {
  return statements.some((statement) => {
    if (statement.kind === 'branch') return statement.arms.some((arm) => setsCore(arm.body));
    return statement.kind === 'class' ? setsCore(statement.body) : statement.kind === 'assign' && CORE.has(statement.target.name);
  });
}

/** Modules beside an entry that build on the same files and are called production: who runs them is not in the repository. */
function siblingsOf(entries: readonly EntryModule[], leaves: Leaves): readonly Candidate[] {
  const known = new Set(entries.flatMap((entry) => [entry.path, ...entry.files]));
  return [...leaves].flatMap(([path, leaf]) => {
    const beside = entries.find((entry) => entry.files.some((file) => folderOf(file) === folderOf(path)));
    if (beside === undefined || known.has(path) || isNeverSettings(path) || roleByName(`_.${nameOf(path).replace(/\.py$/, '')}`) !== 'production') return [];
    const folder = folderOf(beside.path) === folderOf(path) ? beside.module.slice(0, Math.max(0, beside.module.lastIndexOf('.'))) : '';
    const name = nameOf(path).replace(/\.py$/, '');
    const builds = leaf.statements.some((statement) => statement.kind === 'star' || statement.kind === 'import' || statement.kind === 'include');
    return builds ? [{ path, module: folder === '' ? name : `${folder}.${name}`, named: [{ via: 'sibling' as const, at: { path, start: 0, end: 0 } }] }] : [];
  });
}

function entryOf({ path, module, named }: Candidate, leaves: Leaves, files: Files, classNames: readonly string[]): EntryModule {
  const runner = new Runner(leaves, files);
  const names = runner.module(path);
  const className = classOf(names, classNames);
  const at: Place = { path, start: 0, end: 0 };
  const holder = className === null ? undefined : names.classes.get(className);
  if (holder !== undefined) runner.export(holder, runner.frame(path, names, []), at);
  const role = roleOfEntry(module, named.map(({ via }) => via));
  const unseen = runner.unseen.map(({ what, optional, at: place }) => ({ what, optional, at: place }));
  const read = runner.files.filter((file) => file === path || isSettingsPath(file) || leaves.get(file)?.statements.some(({ kind }) => kind !== 'star'));
  return { module, path, role, named, className, files: read, unseen, settings: settingsIn(names, runner) };
}

/** The class that holds the settings where the module itself has none. */
function classOf(names: Names, wanted: readonly string[]): string | null {
  const isSetting = (name: string): boolean => name === 'INSTALLED_APPS' || name === 'MIDDLEWARE' || name === 'DATABASES';
  if ([...names.all()].some(isSetting)) return null;
  const classes = [...names.classes].filter(([, each]) => [...each.all(), ...each.functions.keys()].some(isSetting)).map(([name]) => name);
  const production = classes.find((name) => /^prod/i.test(name));
  return production ?? classes.find((name) => wanted.includes(name)) ?? classes.at(-1) ?? null;
}

function settingsIn(names: Names, runner: Runner): Record<string, Setting> {
  const settings: Record<string, Setting> = {};
  for (const name of names.all()) {
    const held = isKept(name) ? visible(names.alternatives(name), [], runner.branches) : [];
    if (held.length > 0) settings[name] = settingOf(name, held, runner);
  }
  return settings;
}

function settingOf(name: string, held: readonly Held[], runner: Runner): Setting {
  const last = Math.max(...held.map(({ seq }) => seq));
  const writer = held.find(({ seq }) => seq === last) ?? held[0];
  const alternatives = held.map(({ value, guards, by }) => ({ value, guards, by }));
  const state = alternatives.every(({ value }) => isLiteral(value)) ? 'literal' : 'computed';
  const unseen = runner.unseen.filter(({ seq }) => seq > last).map(({ what }) => what);
  return { name, state, alternatives, winner: writer?.by.at(-1)?.path ?? '', unseen };
}

export function isLiteral(value: Known): boolean {
  if (value.kind === 'list') return value.open === null && value.unordered === null && value.items.every((item) => isLiteral(item.value));
  if (value.kind === 'dict') return value.open === null && value.entries.every((entry) => isLiteral(entry.key) && isLiteral(entry.value));
  return value.kind === 'choice' ? value.options.every((option) => isLiteral(option.value)) : value.kind === 'literal';
}

const ROLES: readonly EntryRole[] = ['production', 'development', 'test'];

function grouped(entries: readonly EntryModule[], files: Files): readonly SettingsProject[] {
  const groups = new Map<string, EntryModule[]>();
  for (const entry of entries) {
    const root = rootOf(entry.path, files);
    groups.set(root, [...(groups.get(root) ?? []), entry]);
  }
  const roots = [...groups.keys()].sort();
  return roots.map((root) => ({ root, entries: (groups.get(root) ?? []).toSorted(byWeight) }));
}

function byWeight(one: EntryModule, other: EntryModule): number {
  const rank = (entry: EntryModule): number => ROLES.indexOf(entry.role) * 100 + Math.min(...entry.named.map(({ via }) => rankOf(via)));
  return rank(one) - rank(other) || (one.path < other.path ? -1 : 1);
}

/** The folder of the nearest `manage.py` above; otherwise the first folder above that is no package. */
function rootOf(path: string, files: Files): string {
  const folders = above(folderOf(path));
  const managed = folders.find((folder) => files.has(join(folder, 'manage.py')));
  return managed ?? folders.find((folder) => folder === '' || !files.has(`${folder}/__init__.py`)) ?? '';
}

function dotted(path: string, root: string): string {
  const below = root === '' ? path : path.slice(root.length + 1);
  return below.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
