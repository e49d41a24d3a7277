import { readFileSync } from 'node:fs';
import { indexName, postgresTable } from '../../src/django/migrations/names.js';

interface Vector {
  readonly db_table: string;
  readonly columns: readonly string[];
  readonly suffix: string;
  readonly name: string;
}

/** What `Index.set_name_with_model` of Django 5.2 gave. */
const VECTORS = JSON.parse(readFileSync('test/django-facts/index-names.json', 'utf8')) as readonly Vector[];

describe('the name of an index that has none', () => {
  it.each(VECTORS)('of $db_table on $columns is $name', ({ db_table: table, columns, suffix, name }) => {
    expect(indexName(table, columns, suffix)).toBe(name);
  });

  it('on PostgreSQL is made of the table as it is there', () => {
    const table = postgresTable('shop_verylongmodelnamefortheindexnametestingpurposeoftruncationoversixtythree');
    expect(table).toBe('shop_verylongmodelnamefortheindexnametestingpurposeoftruncaa0d1');
    expect(indexName(table, ['some_very_long_field_name', '-b'])).toBe('shop_verylo_some_ve_808de0_idx');
  });

  it('leaves a table that fits as it is', () => {
    expect(postgresTable('shop_order')).toBe('shop_order');
  });
});
