/** The names that Django gives to tables and indexes: `Index.set_name_with_model` and `truncate_name`. */
import { createHash } from 'node:crypto';

/** The longest name of a table on PostgreSQL. */
const POSTGRES_TABLE = 63;

function digest(text: string, length: number): string {
  return createHash('md5').update(text, 'utf8').digest('hex').slice(0, length);
}

function cut(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('');
}

/**
 * The name of an index without one of its own. `columns` are those of the database, with `-` where descending;
 * `suffix` is `idx` for `models.Index`.
 */
export function indexName(table: string, columns: readonly string[], suffix = 'idx'): string {
  const parts = table.split('"."');
  const plain = (parts.length === 2 ? (parts[1] ?? table) : table).replace(/^"+|"+$/g, '');
  const hash = digest(`${plain}${columns.join('')}${suffix}`, 6);
  const name = `${cut(plain, 11)}_${cut(columns[0]?.replace(/^-/, '') ?? '', 7)}_${hash}_${suffix}`;
  return /^[_\p{Nd}]/u.test(name) ? `D${name.slice(1)}` : name;
}

/** The table that PostgreSQL has for a model without a `db_table`: longer names are cut and marked. */
export function postgresTable(table: string): string {
  if (Array.from(table).length <= POSTGRES_TABLE) return table;
  return `${cut(table, POSTGRES_TABLE - 4)}${digest(table, 4)}`;
}
