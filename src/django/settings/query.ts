/** What transforms ask of the settings. */
import type { Alternative, EntryModule, Item, Known, KnownDict, KnownList, Place, Setting, SettingsData, SettingsProject } from './known.js';
import { valueAt } from './dicts.js';

/** The projects of a repository, each with its settings modules. */
export function settingsOf(data: SettingsData): readonly SettingsProject[] {
  return data.projects;
}

/** Every settings module, production before development before tests in each project. */
export function entryModules(data: SettingsData): readonly EntryModule[] {
  return data.projects.flatMap((project) => project.entries);
}

/** The settings module that a project serves requests with; null where only tests name one. */
export function mainEntry(project: SettingsProject): EntryModule | null {
  return project.entries.find((entry) => entry.role !== 'test') ?? null;
}

/** The project that a file belongs to: the one of the deepest root above it; null where it lies beside them all. */
export function projectAt(data: SettingsData, path: string): SettingsProject | null {
  const around = data.projects.filter(({ root }) => root === '' || path.startsWith(`${root}/`));
  return around.toSorted((one, other) => other.root.length - one.root.length)[0] ?? null;
}

export function settingOf(entry: EntryModule, name: string): Setting | null {
  return Object.hasOwn(entry.settings, name) ? (entry.settings[name] ?? null) : null;
}

/** The one value that a setting has; null where conditions decide, and where it is not set. */
export function valueOf(entry: EntryModule, name: string): Known | null {
  const alternatives = settingOf(entry, name)?.alternatives ?? [];
  return alternatives.length === 1 ? ((alternatives[0] as Alternative).value) : null;
}

export type ListSetting =
  | { readonly kind: 'list'; readonly list: KnownList; readonly setting: Setting }
  /** It is put together by something that only running the program would answer. */
  | { readonly kind: 'computed'; readonly text: string; readonly at: Place; readonly setting: Setting }
  /** Conditions decide between several lists. */
  | { readonly kind: 'several'; readonly setting: Setting }
  | { readonly kind: 'absent' };

/** A setting that is a list, with every item's place. A list may still be open, or not sure of its order. */
export function listOf(entry: EntryModule, name: string): ListSetting {
  const setting = settingOf(entry, name);
  const [first, ...more] = setting?.alternatives ?? [];
  if (setting === null || first === undefined) return { kind: 'absent' };
  if (more.length > 0) return { kind: 'several', setting };
  const { value } = first;
  if (value.kind === 'list') return { kind: 'list', list: value, setting };
  return { kind: 'computed', text: 'text' in value ? value.text : value.kind, at: value.at, setting };
}

/** The text of an item that is a string. */
export function textIn(item: Item | Known): string | null {
  const value = 'display' in item ? item.value : item;
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

/** The items that a setting may hold, over all conditions and all settings modules but those for tests. */
export function itemsOf(data: SettingsData, name: string): readonly Item[] {
  const entries = entryModules(data).filter((entry) => entry.role !== 'test');
  return entries.flatMap((entry) => settingOf(entry, name)?.alternatives ?? []).flatMap(({ value }) => (value.kind === 'list' ? value.items : []));
}

/**
 * Whether an app is installed: `false` only where every list of apps is known to the last item. An app may be written
 * as its `AppConfig`: `shop.apps.ShopConfig` is `shop`.
 */
export function isInstalled(data: SettingsData, app: string): boolean | 'unknown' {
  const names = itemsOf(data, 'INSTALLED_APPS').map((item) => textIn(item) ?? '');
  if (names.some((name) => name === app || name.startsWith(`${app}.apps.`))) return true;
  const entries = entryModules(data).filter((entry) => entry.role !== 'test');
  const isKnown = entries.map((entry) => settingOf(entry, 'INSTALLED_APPS')).every((setting) => setting?.state === 'literal' && setting.unseen.length === 0);
  return entries.length > 0 && isKnown && !isTouched(data, 'INSTALLED_APPS') ? false : 'unknown';
}

/** Whether code outside the settings modules changes a setting: `settings.MIDDLEWARE.append(…)`. */
export function isTouched(data: SettingsData, name: string): boolean {
  return data.touches.some((touch) => touch.name === name);
}

/** `shop.User`; null where the settings do not say so in one voice. Django's own default is `auth.User`. */
export function authUserModel(data: SettingsData): string | null {
  const values = new Set(entryModules(data).map((entry) => valueOf(entry, 'AUTH_USER_MODEL')).map((value) => (value === null ? null : textIn(value))));
  const [only, ...more] = [...values].filter((value) => value !== null);
  return more.length === 0 ? (only ?? null) : null;
}

/** Folders named by `DIRS` of `TEMPLATES`, by the last literal steps of each: `templates` of `BASE_DIR / "templates"`. */
export function templateDirs(data: SettingsData): readonly string[] {
  const found = entryModules(data).flatMap((entry) => settingOf(entry, 'TEMPLATES')?.alternatives ?? []).flatMap(({ value }) => enginesIn(value));
  return [...new Set(found.flatMap((engine) => dirsOf(engine)))];
}

function enginesIn(value: Known): readonly KnownDict[] {
  return value.kind === 'list' ? value.items.flatMap((item) => (item.value.kind === 'dict' ? [item.value] : [])) : [];
}

function dirsOf(engine: KnownDict): readonly string[] {
  const at = engine.at;
  const dirs = valueAt(engine, { kind: 'literal', value: 'DIRS', at });
  return dirs?.kind === 'list' ? dirs.items.flatMap((item) => lastSteps(item.value)) : [];
}

function lastSteps(value: Known): readonly string[] {
  if (value.kind === 'literal') return typeof value.value === 'string' ? [value.value] : [];
  const texts = value.kind === 'computed' ? [...value.text.matchAll(/["']([^"']+)["']/g)].map((match) => match[1] ?? '') : [];
  return texts.length === 0 ? [] : [texts.join('/')];
}
