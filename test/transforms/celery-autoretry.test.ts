import { runTexts } from '../../src/engine/run.js';
import { encode } from '../../src/source/encoding.js';
import transform from '../../transforms/celery-autoretry.js';

const TASKS = 'import requests\nfrom celery import shared_task\n\n\n@shared_task\ndef read_feed():\n    return requests.get("https://feeds.example.com", timeout=5).text\n';

/** The message about `read_feed`, with further files in the project. */
async function message(files: Readonly<Record<string, string>>, tasks = TASKS): Promise<string> {
  const { findings } = await runTexts({ 'shop/__init__.py': '', 'shop/tasks.py': tasks, ...files }, [{ transform, options: {} }], { encode });
  return findings[0]?.message ?? '';
}

function schedule(every: string, task = 'shop.tasks.read_feed'): Record<string, string> {
  return { 'shop/settings.py': `from celery.schedules import crontab\nfrom datetime import timedelta; INTERVAL = 30; SCHEDULE = timedelta(seconds=90)\nCELERY_BEAT_SCHEDULE = {\n    "feeds": {"task": "${task}", "schedule": ${every}},\n}\n` };
}

describe('a beat schedule', () => {
  it.each([
    ['60', 60],
    ['60.0', 60],
    ['timedelta(minutes=5)', 300],
    ['crontab()', 60],
    ['crontab(minute="*/5")', 300],
    ['INTERVAL', 30],
    ['SCHEDULE', 90],
  ])('of %s is shorter than the retries take', async (every, seconds) => {
    expect(await message(schedule(every))).toBe(
      `\`read_feed\` is started by beat every ${seconds} s (line 4 of shop/settings.py), before its retries are over (310 s), so the next run does as much as they would; leave it, or give it fewer retries`,
    );
  });

  it.each(['3600', 'timedelta(hours=1)', 'crontab(minute=0)', 'crontab(hour=2, minute=0)', 'interval()'])('of %s is not', async (every) => {
    expect(await message(schedule(every))).not.toContain('beat');
  });

  it('of another task says nothing', async () => {
    expect(await message(schedule('60', 'shop.tasks.probe'))).not.toContain('beat');
    expect(await message(schedule('60', 'club.tasks.read_feed'))).not.toContain('beat');
  });

  it('may be given by a call', async () => {
    const setup = '@app.on_after_finalize.connect\ndef setup(sender, **kwargs):\n    sender.add_periodic_task(30, read_feed.s())\n';
    expect(await message({ 'shop/beat.py': setup })).toContain('`read_feed` is started by beat every 30 s (line 3 of shop/beat.py)');
  });

  it('knows a task by the name that it is registered with', async () => {
    const tasks = TASKS.replace('@shared_task', '@shared_task(name="feeds")');
    expect(await message(schedule('60', 'feeds'), tasks)).toContain('is started by beat every 60 s');
  });
});

describe('a test that runs the task', () => {
  const test = { 'shop/tests/test_feeds.py': 'from shop.tasks import read_feed\n\n\ndef test_feed():\n    read_feed.delay()\n' };

  it('runs its retries at once where tasks are eager', async () => {
    const eager = { 'shop/settings.py': 'CELERY_TASK_ALWAYS_EAGER = True\n' };
    expect(await message({ ...test, ...eager })).toContain(
      '; shop/tests/test_feeds.py runs it eagerly (line 1 of shop/settings.py), where retries follow at once: its body may run 6 times',
    );
    expect(await message(eager)).not.toContain('eagerly');
  });

  it('runs them so only in the file that says so', async () => {
    const elsewhere = { 'shop/tests/test_orders.py': 'app.conf.task_always_eager = True\n' };
    expect(await message({ ...test, ...elsewhere })).not.toContain('eagerly');
    const here = { 'shop/tests/test_feeds.py': `app.conf.task_always_eager = True\n${test['shop/tests/test_feeds.py']}` };
    expect(await message(here)).toContain('; shop/tests/test_feeds.py runs it eagerly (line 1 of shop/tests/test_feeds.py)');
  });

  it('does not where they are not', async () => {
    expect(await message({ ...test, 'shop/settings.py': 'CELERY_TASK_ALWAYS_EAGER = False\n' })).not.toContain('eagerly');
  });
});

it('says where the handler stands that keeps an error in', async () => {
  const prices = 'import requests\n\n\ndef price():\n    try:\n        return requests.get("https://prices.example.com", timeout=5)\n    except requests.RequestException:\n        return None\n';
  const tasks = 'from celery import shared_task\nfrom shop.prices import price\n\n\n@shared_task\ndef report():\n    return price()\n';
  expect(await message({ 'shop/prices.py': prices }, tasks)).toBe(
    '`report` keeps `requests.ConnectionError` in: `except requests.RequestException` on line 7 of shop/prices.py does not raise it again, so autoretry could never fire; raise it there, or catch less',
  );
});
