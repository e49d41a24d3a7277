import { rm } from 'node:fs/promises';
import { copyOfBookshop, failedTests, functionBelow, manage, run } from '../support/bookshop.js';
import { filesIn } from '../support/files.js';
import { pitstop } from '../support/pitstop.js';
import { djangoPython } from '../support/python.js';

const PATIENCE = 300_000;

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

interface Finding {
  readonly transform: string;
  readonly messageId: string;
  readonly path: string;
  readonly start: { readonly line: number };
  readonly verdict: 'safe' | 'suggested' | 'refused';
  readonly message: string;
  readonly changes: readonly unknown[];
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
  let folder: string;
  beforeAll(async () => {
    folder = await copyOfBookshop();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('prints a diff that git accepts and leaves the files alone', async () => {
    const before = filesIn(folder);
    const { code, stdout } = await pitstop(folder, 'diff');
    expect(code).toBe(0);
    expect(stdout).toContain('+++ b/catalogue/isbn.py');
    const applied = await run('git', ['apply', '--check', '--verbose', '-'], folder, process.env, stdout);
    expect(applied).toMatchObject({ code: 0 });
    expect(filesIn(folder)).toEqual(before);
  }, PATIENCE);

  it('refuses the calls and tasks that must stay as they are, each with its reason', async () => {
    const { stdout } = await pitstop(folder, 'audit', '--format', 'json');
    const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
    const refused = findings.filter((finding) => finding.verdict === 'refused');
    expect(refused.every((finding) => finding.changes.length === 0 && finding.message !== '')).toBe(true);
    const calls = refused.filter((finding) => finding.transform === 'request-timeout');
    expect(calls.map(({ path, messageId }) => `${path} ${messageId}`).sort()).toEqual(UNBOUNDED);
    const tasks = refused.filter((finding) => finding.transform.startsWith('celery-'));
    const reasons = tasks.map(({ path, start, messageId }) => `${functionBelow(path, start.line)} ${messageId}`);
    expect(reasons).toEqual(expect.arrayContaining(UNRETRIED));
  }, PATIENCE);
});
