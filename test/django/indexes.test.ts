import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Outcome } from '../../src/engine/request.js';
import { runTexts } from '../../src/engine/run.js';
import { loadTransform } from '../../src/source/catalogue.js';
import { encode } from '../../src/source/encoding.js';
import { madeUpModels } from '../support/models.js';
import { djangoPython } from '../support/python.js';

const PATIENCE = 300_000;
const run = promisify(execFile);

type Files = Readonly<Record<string, string>>;

interface Proof {
  readonly check: number;
  readonly changes: string;
  /** Indexes that models have and the database has not. */
  readonly missing: readonly string[];
  /** Names by the model's label. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
  /** What the database says of how it finds the rows, by query. */
  readonly plans: Readonly<Record<string, string>>;
  /** How many indexes are gone once the first five apps are back at their first migration. */
  readonly taken: number;
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function write(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function read(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && /\.(?:py|toml|txt|html)$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const)));
}

async function temporary(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pitstop-indexes-'));
  folders.push(folder);
  await write(folder, files);
  return folder;
}

async function django(folder: string, settings: string, ...args: readonly string[]): Promise<unknown> {
  const env = { ...process.env, DJANGO_SETTINGS_MODULE: settings, PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await run(await djangoPython(), [resolve('test/django/proofs/indexes.py'), folder, ...args], { cwd: folder, env, maxBuffer: 1 << 26 });
  return JSON.parse(stdout);
}

/** Takes everything that is offered, and writes it. */
async function fix(folder: string, options: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const outcome = await runTexts(await read(folder), [{ transform: await loadTransform('meta-indexes'), options }], { encode });
  await write(folder, Object.fromEntries(outcome.files.map(({ path, after }) => [path, after])));
  return outcome;
}

describe('330 models in every shape', () => {
  const { files, indexes } = madeUpModels(20_261_125, 30);
  let folder: string;
  let outcome: Outcome;
  let proof: Proof;
  beforeAll(async () => {
    folder = await temporary(files);
    await django(folder, 'settings', 'make');
    outcome = await fix(folder, { indexes, 'min-uses': 0 });
    proof = (await django(folder, 'settings', 'prove')) as Proof;
  }, PATIENCE);

  it('get what they are asked to have without a fault', () => {
    expect(Object.keys(indexes)).toHaveLength(330);
    expect(outcome.faults).toEqual([]);
    const others = outcome.findings.filter(({ messageId }) => !['asked', 'covered', 'redundant'].includes(messageId));
    expect(others.map(({ message }) => message)).toEqual([]);
    expect(outcome.findings.filter(({ messageId }) => messageId === 'asked').length).toBeGreaterThan(250);
  });

  it('need no further migration', () => {
    expect(proof).toMatchObject({ check: 0, changes: 'No changes detected\n' });
  });

  it('have every index in the database, under the name that Django gives it', () => {
    expect(proof.missing).toEqual([]);
  });

  it('can go back', () => {
    expect(proof.taken).toBeGreaterThan(30);
  });

  it('have nothing left to add', async () => {
    expect((await fix(folder, { indexes, 'min-uses': 0 })).files).toEqual([]);
  }, PATIENCE);
});

/** Queries of the bookshop, each with the index that it is found by. */
const QUERIES = [
  { model: 'catalogue.Review', filter: { content_type_id: 1, object_id: 2 }, order: [], index: 'catalogue_r_content_1d95c5_idx' },
  { model: 'catalogue.Book', filter: { author_id: 1 }, order: ['-published_on'], index: 'catalogue_b_author__0988c2_idx' },
  { model: 'orders.Order', filter: { customer_id: 1 }, order: ['-placed_at'], index: 'orders_orde_custome_7b68ab_idx' },
  { model: 'orders.Order', filter: { status: 'open', placed_at__lt: '2026-01-01T00:00:00Z' }, order: [], index: 'orders_orde_status_883c98_idx' },
  { model: 'orders.Order', filter: { placed_at__year: 2026 }, order: [], index: 'orders_orde_placed__076a37_idx' },
  { model: 'shipping.ShipmentEvent', filter: { shipment_id: 1 }, order: ['happened_at'], index: 'shipping_sh_shipmen_d0b305_idx' },
];

describe('the bookshop', () => {
  const options = { indexes: { 'orders.Order': [['customer', '-placed_at']] }, 'min-uses': 1 };
  const asked = QUERIES.map(({ model, filter, order }) => JSON.stringify({ model, filter, order }));
  let folder: string;
  let outcome: Outcome;
  let proof: Proof;
  beforeAll(async () => {
    folder = await temporary({});
    const leavings = new Set(['__pycache__', 'db.sqlite3', 'media']);
    await cp(resolve('fixtures/_projects/bookshop'), folder, { recursive: true, filter: (source) => !leavings.has(basename(source)) });
    outcome = await fix(folder, options);
    proof = (await django(folder, 'bookshop.settings.test', 'prove', ...asked)) as Proof;
  }, PATIENCE);

  it('gets indexes and one migration for each of three apps', () => {
    expect(outcome.faults).toEqual([]);
    const created = outcome.files.filter(({ before }) => before === null).map(({ path }) => dirname(path));
    expect(created).toEqual(['catalogue/migrations', 'orders/migrations', 'shipping/migrations']);
  });

  it('needs no further migration, and its database has every index', () => {
    expect(proof).toMatchObject({ check: 0, missing: [] });
    expect(proof.taken).toBe(outcome.findings.filter(({ changes }) => changes.length > 0).length);
  });

  it.each(QUERIES)('finds $model by $filter with $index', ({ index, ...query }) => {
    expect(proof.plans[JSON.stringify(query)]).toContain(`INDEX ${index} `);
  });

  it('passes its system checks and its own tests', async () => {
    const env = { ...process.env, DJANGO_SETTINGS_MODULE: 'bookshop.settings.test', PYTHONDONTWRITEBYTECODE: '1' };
    const python = await djangoPython();
    await expect(run(python, ['manage.py', 'check'], { cwd: folder, env })).resolves.toBeDefined();
    const { stderr } = await run(python, ['manage.py', 'test'], { cwd: folder, env, maxBuffer: 1 << 26 });
    expect(stderr).toMatch(/Ran \d{3} tests[\s\S]*\nOK\n/);
  }, PATIENCE);
});
