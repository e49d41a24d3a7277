import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pitstop } from '../support/pitstop.js';
import { djangoPython } from '../support/python.js';

const BOOKSHOP = resolve('fixtures/_projects/bookshop');
const PATIENCE = 300_000;

/** The tests of the bookshop that assert the exact arguments of a call that gets a timeout. */
const PINNED = [
  'catalogue.tests.test_isbn.LookupTests.test_asks_for_the_normalised_isbn',
  'orders.tests.test_payments.PaymentTests.test_charge_sends_the_total_with_postage',
];

/** Calls without a timeout that stay as they are, and why. */
const UNBOUNDED = [
  'catalogue/covers.py noParameter',
  'notifications/channels.py suppressed',
  'orders/payments.py explicitNone',
  'shipping/carriers/royalpost.py adapter',
  'shipping/freight.py starKwargs',
];

/** Tasks that must not be told to retry, and why. */
const UNRETRIED = [
  'capture_payment explicitRetry',
  'check_payments canvas',
  'export_sales unreachableBroad',
  'fetch_pallets swallows',
  'refund_payment notIdempotent',
  'repeat_failed_deliveries notIdempotent',
  'send_daily_digest notIdempotent',
  'send_message explicitRetry',
  'send_newsletter notIdempotent',
  'send_order_confirmation notIdempotent',
  'ship_order baseAutoretry',
  'sync_all_publishers canvas',
  'sync_publisher swallows',
  'upload_manifest optionsUnknown',
  'warm_search swallows',
];

interface Outcome {
  readonly code: number;
  readonly output: string;
}

interface Finding {
  readonly transform: string;
  readonly messageId: string;
  readonly path: string;
  readonly start: { readonly line: number };
  readonly verdict: 'safe' | 'suggested' | 'refused';
  readonly message: string;
  readonly changes: readonly unknown[];
}

interface Document {
  readonly schema: number;
  readonly files: { readonly skipped: readonly unknown[] };
  readonly findings: readonly Finding[];
  readonly faults: readonly unknown[];
}

const LEAVINGS = new Set(['__pycache__', 'db.sqlite3', 'media']);

async function copyOfBookshop(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pitstop-bookshop-'));
  await cp(BOOKSHOP, folder, { recursive: true, filter: (source) => !LEAVINGS.has(basename(source)) });
  return folder;
}

async function manage(folder: string, ...args: readonly string[]): Promise<Outcome> {
  const python = await djangoPython();
  const env = { ...process.env, DJANGO_SETTINGS_MODULE: 'bookshop.settings.test', PYTHONDONTWRITEBYTECODE: '1' };
  return run(python, ['manage.py', ...args], folder, env);
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, input = ''): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(command, args, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
    child.stdin?.end(input);
  });
}

/** The dotted names of the tests that failed or crashed in the output of `manage.py test`, sorted. */
function failedTests(output: string): string[] {
  return [...output.matchAll(/^(?:FAIL|ERROR): \w+ \(([\w.]+)\)/gm)].map(([, name]) => name ?? '').sort();
}

/** The tests whose lines, as `path:line`, a finding's message points to. */
function testsNamedBy(finding: Finding): Promise<string[]> {
  const places = [...finding.message.matchAll(/`([^`]*tests\/[^`]+\.py):(\d+)`/g)];
  return Promise.all(places.map(([, path, line]) => testAt(path ?? '', Number(line))));
}

/** The dotted name of the test method of the bookshop that holds a line, counted from 1. */
async function testAt(path: string, line: number): Promise<string> {
  const above = (await linesOf(path)).slice(0, line).reverse();
  const module = path.replace(/\.py$/, '').replaceAll('/', '.');
  return `${module}.${firstIn(above, /^class (\w+)/)}.${firstIn(above, /^ +def (\w+)/)}`;
}

/** The name of the task whose decorators a finding begins in. */
async function taskOf({ path, start }: Finding): Promise<string> {
  return firstIn((await linesOf(path)).slice(start.line - 1), /^def (\w+)/);
}

async function linesOf(path: string): Promise<string[]> {
  return (await readFile(join(BOOKSHOP, path), 'utf8')).split('\n');
}

function firstIn(lines: readonly string[], pattern: RegExp): string {
  return lines.map((line) => pattern.exec(line)?.[1]).find((name) => name !== undefined) ?? '';
}

describe('the bookshop as it is', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await copyOfBookshop();
    await djangoPython();
  }, PATIENCE);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('passes its system checks', async () => {
    expect(await manage(folder, 'check')).toMatchObject({ code: 0 });
  }, PATIENCE);

  it('has a migration for every model', async () => {
    expect(await manage(folder, 'makemigrations', '--check', '--dry-run')).toMatchObject({ code: 0 });
  }, PATIENCE);

  it('can migrate an empty database', async () => {
    expect(await manage(folder, 'migrate')).toMatchObject({ code: 0 });
  }, PATIENCE);

  it('has a green test-suite', async () => {
    const { code, output } = await manage(folder, 'test');
    expect(failedTests(output)).toEqual([]);
    expect(output).toMatch(/Ran \d{3} tests/);
    expect(code).toBe(0);
  }, PATIENCE);
});

describe('the dry run on the bookshop', () => {
  it('prints a diff that git accepts and leaves the files alone', async () => {
    const folder = await copyOfBookshop();
    const { code, stdout } = await pitstop(folder, 'diff');
    expect(code).toBe(0);
    expect(stdout).toContain('+++ b/catalogue/isbn.py');
    const applied = await run('git', ['apply', '--check', '--verbose', '-'], folder, process.env, stdout);
    expect(applied).toMatchObject({ code: 0 });
    const untouched = await run('diff', ['-r', '-x', '__pycache__', BOOKSHOP, folder], folder, process.env);
    expect(untouched).toEqual({ code: 0, output: '' });
    await rm(folder, { recursive: true, force: true });
  }, PATIENCE);
});

describe('the bookshop after fix --yes --suggested', () => {
  let folder: string;
  let report: Document;
  beforeAll(async () => {
    folder = await copyOfBookshop();
    await djangoPython();
    const { stdout } = await pitstop(folder, 'fix', '--yes', '--suggested', '--format', 'json');
    report = JSON.parse(stdout) as Document;
  }, PATIENCE);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('was changed without a fault, and every refusal gives its reason', () => {
    expect(report.schema).toBe(1);
    expect(report.faults).toEqual([]);
    expect(report.files.skipped).toEqual([]);
    const refused = report.findings.filter((finding) => finding.verdict === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((finding) => finding.changes.length === 0 && finding.message !== '')).toBe(true);
  });

  it('still has the calls and tasks that must stay as they are, each with its reason', async () => {
    const refused = report.findings.filter((finding) => finding.verdict === 'refused');
    const calls = refused.filter((finding) => finding.transform === 'request-timeout');
    expect(calls.map(({ path, messageId }) => `${path} ${messageId}`).sort()).toEqual(UNBOUNDED);
    const tasks = refused.filter((finding) => finding.transform.startsWith('celery-'));
    const reasons = await Promise.all(tasks.map(async (finding) => `${await taskOf(finding)} ${finding.messageId}`));
    expect(reasons).toEqual(expect.arrayContaining(UNRETRIED));
  }, PATIENCE);

  it('passes its system checks and needs no migration', async () => {
    expect(await manage(folder, 'check')).toMatchObject({ code: 0 });
    expect(await manage(folder, 'makemigrations', '--check', '--dry-run')).toMatchObject({ code: 0 });
  }, PATIENCE);

  it('fails the tests that its findings named, and no other', async () => {
    const edited = report.findings.filter((finding) => finding.changes.length > 0);
    const named = await Promise.all(edited.map((finding) => testsNamedBy(finding)));
    expect([...new Set(named.flat())].sort()).toEqual(PINNED);
    const { output } = await manage(folder, 'test');
    expect(failedTests(output)).toEqual(PINNED);
  }, PATIENCE);

  it('has nothing left to change', async () => {
    const { stdout } = await pitstop(folder, 'diff');
    expect(stdout).toBe('');
  }, PATIENCE);
});
