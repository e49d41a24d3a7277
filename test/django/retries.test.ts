import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pitstop } from '../support/pitstop.js';
import { djangoPython } from '../support/python.js';

const PROOFS = resolve('test/django/proofs');
const run = promisify(execFile);

interface Outcome {
  readonly state: 'SUCCESS' | 'FAILURE' | 'RETRY';
  readonly value: string | null;
  readonly published: readonly { readonly task: string; readonly retries: number; readonly countdown: number }[];
}

const FAILED: Outcome = { state: 'FAILURE', value: null, published: [] };

/** What Celery's own tracer does with the tasks in `folder`. */
async function traced(folder: string): Promise<Record<string, Outcome> & { options: Record<string, Record<string, unknown>> }> {
  const { stdout } = await run(await djangoPython(), [join(PROOFS, 'retry.py'), folder]);
  return JSON.parse(stdout) as Record<string, Outcome> & { options: Record<string, Record<string, unknown>> };
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function fixedTasks(options: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pitstop-retries-'));
  folders.push(folder);
  await cp(join(PROOFS, 'tasks.py'), join(folder, 'tasks.py'));
  await writeFile(join(folder, 'pyproject.toml'), options);
  await pitstop(folder, 'fix', '--yes', '--suggested', '--only', 'celery');
  return folder;
}

describe('Celery before the fixes', () => {
  it('publishes nothing again and reports a swallowed Retry as success', async () => {
    const before = await traced(PROOFS);
    expect(before['listed']).toEqual(FAILED);
    expect(before['kept limit, below']).toEqual(FAILED);
    expect(before['swallowed in handler']).toMatchObject({ state: 'SUCCESS', value: 'lost' });
    expect(before['swallowed around']).toMatchObject({ state: 'SUCCESS', value: 'swallowed' });
  }, 300_000);
});

describe('Celery after the fixes', () => {
  let after: Awaited<ReturnType<typeof traced>>;
  beforeAll(async () => {
    after = await traced(await fixedTasks('[tool.pitstop.celery-autoretry]\njitter = false\n'));
  }, 300_000);

  it('publishes a task that raised a listed exception again, with the backoff of its attempt', () => {
    expect(after['listed']).toEqual({ state: 'RETRY', value: null, published: [{ task: 'tasks.sync_prices', retries: 1, countdown: 10 }] });
    expect(after['timeout']).toEqual({ state: 'RETRY', value: null, published: [{ task: 'tasks.sync_prices', retries: 2, countdown: 20 }] });
  });

  it('gives up after the limit', () => {
    expect(after['last']).toEqual(FAILED);
    expect(after.options['tasks.sync_prices']).toMatchObject({ max_retries: 5, retry_backoff_max: 600 });
  });

  it('lets another exception fail at once', () => {
    expect(after['other']).toEqual(FAILED);
  });

  it('brings a dead limit to life and keeps its number', () => {
    expect(after.options['bookshop.sync_stock']).toMatchObject({ max_retries: 2 });
    expect(after['kept limit, below']?.state).toBe('RETRY');
    expect(after['kept limit, reached']).toEqual(FAILED);
  });

  it('no longer swallows a Retry', () => {
    expect(after['swallowed in handler']).toEqual({ state: 'RETRY', value: null, published: [{ task: 'tasks.send_receipt', retries: 1, countdown: 7 }] });
    expect(after['swallowed around']).toEqual({ state: 'RETRY', value: null, published: [{ task: 'tasks.ship', retries: 1, countdown: 9 }] });
  });

  it('fits the published write-up when it is asked for', async () => {
    const folder = await fixedTasks(
      '[tool.pitstop.celery-autoretry]\nexceptions = ["Exception"]\nbackoff = false\nmax-retries = 3\ndelay = 60\nbind = true\n',
    );
    const asked = await traced(folder);
    expect(asked['listed']).toEqual({ state: 'RETRY', value: null, published: [{ task: 'tasks.sync_prices', retries: 1, countdown: 60 }] });
    expect(asked['other']?.state).toBe('RETRY');
    expect(asked.options['tasks.sync_prices']).toMatchObject({ max_retries: 3, default_retry_delay: 60 });
  }, 300_000);
});
