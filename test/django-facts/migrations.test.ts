import { migrationFacts } from '../../src/django/migrations/source.js';
import type { MigrationFacts } from '../../src/django/migrations/types.js';
import { gather } from '../support/gather.js';

const HEAD = 'import django.contrib.postgres.operations\nfrom django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n';

function migration(dependencies: string, operations = '', more = ''): string {
  return `${HEAD}${more}    dependencies = [${dependencies}]\n\n    operations = [${operations}]\n`;
}

const INITIAL = migration('', "migrations.CreateModel('Order', [], options={'indexes': [models.Index(fields=['status'], name='by_status')]})");

function facts(files: Readonly<Record<string, string>>): MigrationFacts {
  return gather(migrationFacts, Object.fromEntries(Object.entries(files).map(([name, text]) => [name.includes('/') ? name : `shop/migrations/${name}.py`, text])));
}

/** The names of the indexes of an order once these operations have run. */
function indexesAfter(operations: string): readonly (string | null)[] | undefined {
  return facts({ '0001_initial': INITIAL, '0002_more': migration("('shop', '0001_initial')", operations) }).states['shop']?.models['order']?.indexes.map(({ name }) => name);
}

describe('the graph of migrations', () => {
  it('knows the migration that no other follows', () => {
    const { apps } = facts({ '0001_initial': INITIAL, '0003_late': migration("('shop', '0001_initial')"), '0002_later': migration("('shop', '0003_late')") });
    expect(apps['shop']).toMatchObject({ label: 'shop', folder: 'shop/migrations', leaf: '0002_later', names: ['0001_initial', '0002_later', '0003_late'] });
  });

  it('takes a squashed migration for those that it replaces', () => {
    const squashed = migration('', '', "    replaces = [('shop', '0001_initial'), ('shop', '0002_more')]\n");
    const { apps } = facts({ '0001_initial': INITIAL, '0002_more': migration("('shop', '0001_initial')"), '0001_squashed_0002_more': squashed, '0003_next': migration("('shop', '0002_more')") });
    expect(apps['shop']?.leaf).toBe('0003_next');
  });

  it('reads a migration of a name that tests have', () => {
    expect(facts({ '0001_initial': INITIAL, '0002_remove_test': migration("('shop', '0001_initial')") }).apps['shop']?.leaf).toBe('0002_remove_test');
  });

  it('leaves out what is no migration', () => {
    expect(facts({ '0001_initial': INITIAL, helpers: 'def import_stock(): ...\n' }).apps['shop']?.leaf).toBe('0001_initial');
  });

  it('is not led astray by dependencies on other apps, on the user, and on a first migration of whatever name', () => {
    const dependencies = "('auth', '0012_last'), migrations.swappable_dependency(settings.AUTH_USER_MODEL), ('shop', '__first__')";
    expect(facts({ '0001_initial': INITIAL, '0002_more': migration(`${dependencies}, ('shop', '0001_initial')`) }).apps['shop']?.leaf).toBe('0002_more');
  });

  it.each([
    ['conflict', { '0001_initial': INITIAL, '0002_a': migration("('shop', '0001_initial')"), '0002_b': migration("('shop', '0001_initial')") }, ['0002_a', '0002_b']],
    ['computed', { '0001_initial': migration('').replace('= []', '= base()') }, ['0001_initial']],
    ['computed', { '0001_initial': `${INITIAL}\nif LATE:\n    Migration.dependencies.append(('shop', '0000_first'))\n` }, ['0001_initial']],
    ['unread', { '0001_initial': INITIAL, '0002_odd': 'from .other import *\n' }, ['0002_odd']],
    ['circular', { '0001_a': migration("('shop', '0002_b')"), '0002_b': migration("('shop', '0001_a')") }, ['0001_a', '0002_b']],
  ])('says of %s dependencies that nothing can follow', (why, files, what) => {
    const { apps, blocked } = facts(files as unknown as Record<string, string>);
    expect(apps).toEqual({});
    expect(blocked['shop']).toEqual({ why, what });
  });

  it.each([
    ['by its folder', {}, 'shop'],
    ['by its configuration', { 'shop/apps.py': "from django.apps import AppConfig\n\n\nclass Shop(AppConfig):\n    name = 'bookshop.shop'\n    label = 'till'\n" }, 'till'],
  ])('calls an app %s', (_how, more, label) => {
    expect(Object.keys(facts({ '0001_initial': INITIAL, ...more }).apps)).toEqual([label]);
  });

  it('calls an app as its migrations call each other, wherever they are', () => {
    const { apps } = facts({ 'shop/db/0001_initial.py': INITIAL, 'shop/db/0002_more.py': migration("('till', '0001_initial')"), 'shop/db/0003_more.py': migration("('till', '0002_more')") });
    expect(apps['till']).toMatchObject({ folder: 'shop/db', leaf: '0003_more' });
  });

  it('takes a folder beside the usual one for a backup', () => {
    const { apps } = facts({ '0001_initial': INITIAL, 'shop/migrations_old/0001_initial.py': INITIAL });
    expect(apps['shop']?.folder).toBe('shop/migrations');
  });

  it('knows an app that has a package but no migration yet', () => {
    expect(facts({ 'shop/migrations/__init__.py': '' }).apps['shop']?.leaf).toBeNull();
  });

  it.each([
    ["'", false, INITIAL],
    ['"', true, INITIAL.replaceAll("'", '"')],
  ])('knows that its last migration is written with %s', (quote, isNarrow, text) => {
    expect(facts({ '0001_initial': text }).apps['shop']?.style).toEqual({ quote, isNarrow, isSpaced: false });
  });
});

describe('the indexes that migrations leave', () => {
  it.each([
    ['AddIndex', "migrations.AddIndex('order', models.Index(fields=['total'], name='by_total'))", ['by_status', 'by_total']],
    ['AddIndexConcurrently', "operations.AddIndexConcurrently(model_name='order', index=models.Index(fields=['total'], name='by_total'))", ['by_status', 'by_total']],
    ['RemoveIndex', "migrations.RemoveIndex(model_name='Order', name='by_status')", []],
    ['RenameIndex', "migrations.RenameIndex('order', new_name='status_idx', old_name='by_status')", ['status_idx']],
    ['AlterField', "migrations.AlterField('order', 'status', models.TextField())", ['by_status']],
    ['SeparateDatabaseAndState', "migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveIndex('order', 'by_status')])", []],
    ['DeleteModel', "migrations.DeleteModel('Order')", undefined],
  ])('after %s', (_name, operation, expected) => {
    expect(indexesAfter(operation.replace(/^operations\./, 'django.contrib.postgres.operations.'))).toEqual(expected);
  });

  it('follow a field to its new name', () => {
    const { states } = facts({ '0001_initial': INITIAL, '0002_more': migration("('shop', '0001_initial')", "migrations.RenameField('order', 'status', 'state')") });
    expect(states['shop']?.models['order']?.indexes[0]?.fields).toEqual(['state']);
  });

  it('follow a model to its new name', () => {
    const { states } = facts({ '0001_initial': INITIAL, '0002_more': migration("('shop', '0001_initial')", "migrations.RenameModel('Order', 'Sale')") });
    expect(Object.keys(states['shop']?.models ?? {})).toEqual(['sale']);
  });

  it('are found in lists that the class gives a name', () => {
    const text = `${HEAD}    state = [migrations.CreateModel('Order', [])]\n\n    operations = [migrations.SeparateDatabaseAndState(state_operations=state)]\n`;
    expect(facts({ '0001_initial': text }).states['shop']).toMatchObject({ unknown: [], models: { order: { name: 'Order' } } });
  });

  it('are not sure behind an operation that nobody knows', () => {
    expect(facts({ '0001_initial': migration('', 'ImportStock()') }).states['shop']?.unknown).toEqual(['0001_initial: ImportStock']);
  });
});
