import type { Wish } from '../../src/core/types.js';
import { renderMigrations } from '../../src/django/migrations/render.js';

const IMPORTS = [{ module: 'django.db', name: 'migrations' }, { module: 'django.db', name: 'models' }];

function index(name: string, isConcurrent = false): Wish {
  const operation = `migrations.AddIndex(\n    model_name='customer',\n    index=models.Index(fields=['country', '-created'], name='${name}'),\n)`;
  return { app: 'shop', operation: { text: operation, imports: IMPORTS }, fragment: `customer_${name}`, ...(isConcurrent && { isConcurrent }) };
}

const pathsOf = (leaf: string | null, wishes: readonly Wish[], names: readonly string[] = []): string[] =>
  renderMigrations({ label: 'shop', folder: 'shop/migrations', leaf, names }, wishes).map(({ path }) => path);

describe('the next migration of an app', () => {
  it('is written as makemigrations writes it', () => {
    const [file] = renderMigrations({ label: 'shop', folder: 'src/shop/migrations', leaf: '0001_initial', names: ['0001_initial'] }, [index('shop_custom_country_0f2ebe_idx')]);
    expect(file?.path).toBe('src/shop/migrations/0002_customer_shop_custom_country_0f2ebe_idx.py');
    expect(file?.text).toBe(`from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shop', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['country', '-created'], name='shop_custom_country_0f2ebe_idx'),
        ),
    ]
`);
  });

  it.each([
    ['the first', null, '0001'],
    ['the one behind a leaf', '0041_order', '0042'],
    ['the one behind a squashed migration', '0001_squashed_0017_order', '0018'],
    ['the one behind a leaf without a number', 'initial_data', '0001'],
    ['the one behind the ten thousandth', '10000_order', '10001'],
  ])('has the number of %s', (_name, leaf, number) => {
    expect(pathsOf(leaf, [index('a_idx')])).toEqual([`shop/migrations/${number}_customer_a_idx.py`]);
  });

  it('has a name that is free', () => {
    expect(pathsOf('0001_initial', [index('a_idx')], ['0001_initial', '0002_customer_a_idx'])).toEqual(['shop/migrations/0003_customer_a_idx.py']);
  });

  it.each([
    ['all operations while they are short', ['a_idx', 'b_idx'], '0002_customer_a_idx_customer_b_idx'],
    ['the first of several long ones', ['shop_custom_country_0f2ebe_idx', 'shop_custom_status_5098c1_idx'], '0002_customer_shop_custom_country_0f2ebe_idx_and_more'],
    ['what is a word of them', ['a-b idx'], '0002_customer_a_b_idx'],
    ['no more than a hundred characters', ['x'.repeat(120)], `0002_customer_${'x'.repeat(91)}`],
  ])('is called after %s', (_name, names, expected) => {
    expect(pathsOf('0001_initial', names.map((name) => index(name)))).toEqual([`shop/migrations/${expected}.py`]);
  });

  it('has every import that its operations rely on, once', () => {
    const operation = { text: 'AddIndexConcurrently()', imports: [{ module: 'django.contrib.postgres.operations', name: 'AddIndexConcurrently' }, { module: 'myapp.fields', name: null }, ...IMPORTS] };
    const [file] = renderMigrations({ label: 'shop', folder: 'shop/migrations', leaf: null, names: [] }, [{ app: 'shop', operation, fragment: 'a' }, { app: 'shop', operation, fragment: 'b' }]);
    expect(file?.text.split('\n\n')[0]).toBe('import myapp.fields\nfrom django.contrib.postgres.operations import AddIndexConcurrently\nfrom django.db import migrations, models');
    expect(file?.text).toContain('    dependencies = [\n    ]\n');
  });

  it('keeps what cannot run in a transaction to itself, behind the rest', () => {
    const files = renderMigrations({ label: 'shop', folder: 'shop/migrations', leaf: '0001_initial', names: [] }, [index('a_idx', true), index('b_idx')]);
    expect(files.map(({ path }) => path)).toEqual(['shop/migrations/0002_customer_b_idx.py', 'shop/migrations/0003_customer_a_idx.py']);
    expect(files[0]?.text).not.toContain('atomic');
    expect(files[1]?.text).toContain("class Migration(migrations.Migration):\n\n    atomic = False\n\n    dependencies = [\n        ('shop', '0002_customer_b_idx'),\n    ]\n");
  });
});
