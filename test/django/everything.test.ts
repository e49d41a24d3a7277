/** The bookshop after every fix of every transform, in a real Django. */
import { rm } from 'node:fs/promises';
import { copyOfBookshop, failedTests, manage, manageWith, testsNamedBy, type Ended } from '../support/bookshop.js';
import { filesIn } from '../support/files.js';
import { pitstop } from '../support/pitstop.js';
import { djangoPython } from '../support/python.js';

const PATIENCE = 300_000;

/** The tests of the bookshop that assert the exact arguments of a call that gets a timeout. */
const PINNED = [
  'catalogue.tests.test_isbn.LookupTests.test_asks_for_the_normalised_isbn',
  'orders.tests.test_payments.PaymentTests.test_charge_sends_the_total_with_postage',
];

/** The transforms that find something to fix in the bookshop. */
const BUSY = ['cached-property', 'celery-autoretry', 'celery-retry-repair', 'gzip-middleware', 'meta-indexes', 'paginator', 'request-timeout'];

interface Document {
  readonly schema: number;
  readonly files: { readonly skipped: readonly unknown[] };
  readonly findings: readonly { readonly transform: string; readonly message: string; readonly changes: readonly unknown[] }[];
  readonly faults: readonly unknown[];
}

let folder: string;
let before: Record<string, string>;
let report: Document;

beforeAll(async () => {
  folder = await copyOfBookshop();
  before = filesIn(folder);
  await djangoPython();
  const { stdout } = await pitstop(folder, 'fix', '--yes', '--suggested', '--format', 'json');
  report = JSON.parse(stdout) as Document;
}, PATIENCE);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** `manage.py` with the database of the development settings, which is a file and stays. */
async function develop(...args: readonly string[]): Promise<Ended> {
  return manageWith(await djangoPython(), { DJANGO_SETTINGS_MODULE: 'bookshop.settings.dev' }, folder, ...args);
}

/** Each app with its last migration but those that pitstop wrote. */
function originalMigrations(): readonly (readonly [string, string])[] {
  const paths = Object.keys(before).filter((path) => /^\w+\/migrations\/\d+\w*\.py$/.test(path));
  return [...new Map(paths.sort().map((path) => [path.split('/')[0] ?? '', path.replace(/.*\/|\.py$/g, '')]))];
}

it('was changed by every transform, without a fault', () => {
  expect(report).toMatchObject({ schema: 1, faults: [], files: { skipped: [] } });
  const changing = report.findings.filter(({ changes }) => changes.length > 0);
  expect([...new Set(changing.map(({ transform }) => transform))].sort()).toEqual(BUSY);
});

it('passes its system checks and needs no migration', async () => {
  expect(await manage(folder, 'check')).toMatchObject({ code: 0 });
  expect(await manage(folder, 'makemigrations', '--check', '--dry-run')).toMatchObject({ code: 0 });
}, PATIENCE);

it('can migrate a database forwards, back to where it was, and forwards again', async () => {
  const added = Object.keys(filesIn(folder)).filter((path) => path.includes('/migrations/') && !(path in before));
  expect(added.length).toBeGreaterThan(0);
  expect(await develop('migrate')).toMatchObject({ code: 0 });
  for (const [app, name] of originalMigrations()) expect(await develop('migrate', app, name)).toMatchObject({ code: 0 });
  const pending = await develop('migrate', '--plan');
  for (const path of added) expect(pending.output).toContain(path.replace('/migrations/', '.').replace(/\.py$/, ''));
  expect(await develop('migrate')).toMatchObject({ code: 0 });
  await rm(`${folder}/db.sqlite3`);
}, PATIENCE);

it('fails the tests that its findings named, and no other', async () => {
  const named = report.findings.filter(({ changes }) => changes.length > 0).flatMap((finding) => testsNamedBy(finding));
  expect([...new Set(named)].sort()).toEqual(PINNED);
  const { output } = await manage(folder, 'test');
  expect(output).toMatch(/Ran \d{3} tests/);
  expect(failedTests(output)).toEqual(PINNED);
}, PATIENCE);

it('has nothing left to change', async () => {
  expect(await pitstop(folder, 'diff')).toMatchObject({ code: 0, stdout: '' });
}, PATIENCE);

it('is as it was, byte for byte, after undo', async () => {
  expect(filesIn(folder)).not.toEqual(before);
  expect(await pitstop(folder, 'undo')).toMatchObject({ code: 0 });
  expect(filesIn(folder)).toEqual(before);
}, PATIENCE);
