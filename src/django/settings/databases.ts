/** The databases of a project, and what serves them. */
import { valueAt } from './dicts.js';
import type { EntryModule, Entry, Guard, Known, Place, SettingsData } from './known.js';
import { entryModules, settingOf } from './query.js';

export type Engine = 'postgresql' | 'mysql' | 'sqlite' | 'oracle' | 'unknown';

export interface Database {
  readonly alias: string;
  readonly engine: Engine;
  /** The backend as the settings name it, or null. */
  readonly backend: string | null;
  /** Whether the engine is written down; otherwise the environment decides and `engine` is its default. */
  readonly isSure: boolean;
  readonly value: Known;
  readonly guards: readonly Guard[];
  readonly at: Place;
}

/** The databases of one settings module; several of one alias where conditions decide. */
export function databasesOf(entry: EntryModule): readonly Database[] {
  const setting = settingOf(entry, 'DATABASES');
  return (setting?.alternatives ?? []).flatMap(({ value, guards }) => {
    if (value.kind !== 'dict') return [{ alias: 'default', engine: 'unknown', backend: null, isSure: false, value, guards, at: value.at } as const];
    return value.entries.flatMap((each) => databasesIn(each, guards));
  });
}

/** Whether every database that any settings module names, those for tests included, is PostgreSQL. */
export function isAllPostgres(data: SettingsData, { tests = false } = {}): boolean | 'unknown' {
  const entries = entryModules(data).filter((entry) => tests || entry.role !== 'test');
  const databases = entries.flatMap(databasesOf);
  if (databases.some(({ engine, isSure }) => isSure && engine !== 'postgresql' && engine !== 'unknown')) return false;
  const isSure = databases.length > 0 && databases.every((each) => each.isSure && each.engine === 'postgresql');
  return isSure && entries.every((entry) => databasesOf(entry).some(({ alias }) => alias === 'default')) ? true : 'unknown';
}

function databasesIn({ key, value, at, guards }: Entry, outer: readonly Guard[]): readonly Database[] {
  const alias = key.kind === 'literal' ? String(key.value) : '?';
  const options = value.kind === 'choice' ? value.options : [{ value, guards: [] }];
  return options.flatMap((option) => {
    const around = [...outer, ...guards, ...option.guards];
    return backendsOf(option.value).map((found) => ({ alias, ...found, value: option.value, guards: around, at }));
  });
}

type Backend = Pick<Database, 'engine' | 'backend' | 'isSure'>;

const UNKNOWN: Backend = { engine: 'unknown', backend: null, isSure: false };

function backendsOf(value: Known): readonly Backend[] {
  if (value.kind === 'environment') return [fromUrl(value.fallback)];
  if (value.kind !== 'dict') return [UNKNOWN];
  const engine = valueAt(value, { kind: 'literal', value: 'ENGINE', at: value.at });
  if (engine === null || engine.kind === 'computed') return [value.from?.kind === 'environment' ? fromUrl(value.from.fallback) : UNKNOWN];
  const options = engine.kind === 'choice' ? engine.options.map((option) => option.value) : [engine];
  return options.map(backendOf);
}

function backendOf(engine: Known): Backend {
  if (engine.kind === 'literal' && typeof engine.value === 'string') return { engine: engineNamed(engine.value), backend: engine.value, isSure: true };
  const fallback = engine.kind === 'environment' ? engine.fallback : null;
  return fallback?.kind === 'literal' && typeof fallback.value === 'string' ? { ...backendOf(fallback), isSure: false } : UNKNOWN;
}

/** What the default of a URL from the environment is for. */
function fromUrl(fallback: Known | null): Backend {
  const inner = fallback?.kind === 'environment' ? fallback.fallback : fallback;
  const text = inner?.kind === 'literal' ? String(inner.value) : inner?.kind === 'computed' ? inner.text.replace(/^[frbu]*["']/, '') : '';
  const scheme = /^([a-z0-9+_-]+):/.exec(text)?.[1];
  return scheme === undefined ? UNKNOWN : { engine: engineNamed(scheme), backend: null, isSure: false };
}

function engineNamed(name: string): Engine {
  if (/postg(res|is)|psycopg|pgsql|timescale|cockroach/.test(name)) return /cockroach/.test(name) ? 'unknown' : 'postgresql';
  if (/sqlite|spatialite/.test(name)) return 'sqlite';
  if (/mysql|mariadb/.test(name)) return 'mysql';
  return /oracle/.test(name) ? 'oracle' : 'unknown';
}
