/** The name that an index gets. */
import type { MigrationFacts } from '../migrations/types.js';
import { indexName, postgresTable } from '../migrations/names.js';
import type { Model, ModelIndex } from '../models/types.js';
import { databasesOf } from '../settings/databases.js';
import type { SettingsData } from '../settings/known.js';
import { entryModules } from '../settings/query.js';
import { plainName } from './existing.js';

/** Longer names of tables are cut differently by each database. */
const SHORTEST_LIMIT = 63;

/** The columns of an index, with `-` where descending; null where one is not known. */
export function columnsOf(model: Model, fields: readonly string[]): readonly string[] | null {
  const found = fields.map((field) => {
    const column = model.fields.find(({ name }) => name === plainName(field))?.column ?? null;
    return column === null ? null : field.startsWith('-') ? `-${column}` : column;
  });
  return found.includes(null) ? null : found.filter((column) => column !== null);
}

/** Django's own name for an index; null where a column or the table is not known. */
export function automaticName(model: Model, fields: readonly string[], settings: SettingsData): string | null {
  const columns = columnsOf(model, fields);
  const table = tableOf(model, settings);
  return columns === null || table === null ? null : indexName(table, columns);
}

function tableOf({ meta }: Model, settings: SettingsData): string | null {
  const { dbTable } = meta;
  if (dbTable === null || dbTable.length <= SHORTEST_LIMIT || meta.options['db_table'] !== undefined) return dbTable;
  const engines = new Set(entryModules(settings).flatMap(databasesOf).map(({ engine }) => engine));
  const [only, ...others] = engines;
  if (others.length > 0) return null;
  return only === 'postgresql' ? postgresTable(dbTable) : only === 'sqlite' ? dbTable : null;
}

/** Every name of an index or constraint in the project, with what has it. */
export function namesTaken(models: ModelIndex, migrations: MigrationFacts): ReadonlyMap<string, string> {
  const declared = Object.values(models.models).flatMap((model) => [...model.meta.indexes.items, ...model.meta.uniques.items].map(({ name }) => [name, model.name] as const));
  const migrated = Object.values(migrations.states).flatMap(({ models: states }) => {
    return Object.values(states).flatMap((state) => [...state.indexes, ...state.constraints].map(({ name }) => [name, state.name] as const));
  });
  return new Map([...declared, ...migrated].flatMap(([name, holder]): [string, string][] => (name === null ? [] : [[name, holder]])));
}
