/** How an index can be built. */
import { databasesOf, isAllPostgres } from '../settings/databases.js';
import type { SettingsData } from '../settings/known.js';
import { entryModules } from '../settings/query.js';

/** Whether an index can be built while rows are written: every database that migrations run on, tests too, is PostgreSQL. */
export function canBuildConcurrently(settings: SettingsData): boolean {
  return isAllPostgres(settings, { tests: true }) === true;
}

/** Whether no database is known to be something else. */
export function mayBePostgres(settings: SettingsData): boolean {
  const engines = entryModules(settings).flatMap(databasesOf).map(({ engine }) => engine);
  return engines.length === 0 || engines.some((engine) => engine === 'postgresql' || engine === 'unknown');
}
