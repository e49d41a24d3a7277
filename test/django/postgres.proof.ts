/** meta-indexes on PostgreSQL; `npm run test:postgres` starts a server and says where it is. */
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { copyOfBookshop, failedTests, manageWith, run, type Ended } from '../support/bookshop.js';
import { filesIn } from '../support/files.js';
import { pitstop } from '../support/pitstop.js';
import { pythonWith } from '../support/python.js';

const PATIENCE = 300_000;

const OPTIONS = `
[tool.pitstop.meta-indexes]
min-uses = 1
indexes = { "orders.Order" = [["status", "-placed_at"]] }
`;

/** What the configuration, the generic key and the queries of the bookshop want. */
const WANTED = ['author,published_on', 'book,starts_on', 'content_type,object_id', 'ends_on', 'placed_at', 'shipment,happened_at', 'status,-placed_at'];

const DATABASES = /^DATABASES = \{[\s\S]*?^\}\n/m;

interface Told {
  readonly indexes: readonly string[];
  readonly existing: readonly string[];
  readonly using: readonly string[];
  readonly plans: Readonly<Record<string, string>>;
}

let python: string;
let folder: string;
let added: readonly string[];

/** A copy of the bookshop in which every settings module has the database of production, and tables full of rows. */
beforeAll(async () => {
  python = await pythonWith('test/django/requirements-postgres.txt');
  folder = await copyOfBookshop();
  const [production = ''] = DATABASES.exec(await readFile(join(folder, 'bookshop/settings/prod.py'), 'utf8')) ?? [];
  await replaceIn('bookshop/settings/base.py', production);
  await replaceIn('bookshop/settings/test.py', '');
  await appendFile(join(folder, 'pyproject.toml'), OPTIONS);
  expect(await manage('migrate')).toMatchObject({ code: 0 });
  await proof('fill');
  const before = filesIn(folder);
  expect(await pitstop(folder, 'fix', '--yes', '--suggested', '--only', 'meta-indexes')).toMatchObject({ code: 0 });
  added = Object.keys(filesIn(folder)).filter((path) => !(path in before));
}, PATIENCE);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function replaceIn(path: string, databases: string): Promise<void> {
  const text = await readFile(join(folder, path), 'utf8');
  await writeFile(join(folder, path), text.replace(DATABASES, databases));
}

function manage(...args: readonly string[]): Promise<Ended> {
  return manageWith(python, { DJANGO_SETTINGS_MODULE: 'bookshop.settings.test' }, folder, ...args);
}

async function proof(what: 'fill' | 'tell'): Promise<string> {
  const env = { ...process.env, DJANGO_SETTINGS_MODULE: 'bookshop.settings.test', PYTHONDONTWRITEBYTECODE: '1' };
  const { code, output } = await run(python, [resolve('test/django/proofs/postgres.py'), what], folder, env);
  expect([code, code === 0 ? '' : output]).toEqual([0, '']);
  return output;
}

async function told(): Promise<Told> {
  return JSON.parse(await proof('tell')) as Told;
}

/** App and name of a migration, by its path. */
function migrationAt(path: string): readonly [string, string] {
  const [app = '', , file = ''] = path.split('/');
  return [app, file.replace(/\.py$/, '')];
}

it('every index has a migration of its own, which keeps no writer waiting', async () => {
  expect(added).toHaveLength(WANTED.length);
  for (const path of added) {
    const { code, output } = await manage('sqlmigrate', ...migrationAt(path));
    expect([path, code, output.match(/CREATE INDEX CONCURRENTLY/g)?.length]).toEqual([path, 0, 1]);
  }
}, PATIENCE);

it('models and migrations agree', async () => {
  expect(await manage('makemigrations', '--check', '--dry-run')).toMatchObject({ code: 0 });
}, PATIENCE);

it('before the migrations no query uses an index, for there is none', async () => {
  expect(await told()).toMatchObject({ indexes: WANTED, existing: [], using: [] });
}, PATIENCE);

it('after them every index is there under the name that Django gives it, and the query that wants it uses it', async () => {
  expect(await manage('migrate')).toMatchObject({ code: 0 });
  const { indexes, existing, using, plans } = await told();
  expect({ indexes, existing }).toEqual({ indexes: WANTED, existing: WANTED });
  expect([using, using.length === WANTED.length ? {} : plans]).toEqual([WANTED, {}]);
}, PATIENCE);

it('they can go back and come again', async () => {
  for (const app of new Set(added.map((path) => migrationAt(path)[0]))) expect(await manage('migrate', app, '0001')).toMatchObject({ code: 0 });
  expect(await told()).toMatchObject({ existing: [] });
  expect(await manage('migrate')).toMatchObject({ code: 0 });
  expect(await told()).toMatchObject({ existing: WANTED });
}, PATIENCE);

it("the bookshop's own tests are green", async () => {
  const { code, output } = await manage('test', '--no-input');
  expect([code, failedTests(output)]).toEqual([0, []]);
}, PATIENCE);
