import { inheritedBy } from '../../src/celery/bases.js';
import { retryCalls } from '../../src/celery/retries.js';
import { taskOf, type Task } from '../../src/celery/tasks.js';
import { moduleOf } from '../support/project.js';

function taskIn(files: string | Record<string, string>): Task | null {
  const module = moduleOf(typeof files === 'string' ? { 'shop/tasks.py': files, 'shop/__init__.py': '' } : files);
  const definition = module.tree.nodes('function_definition').at(-1);
  return definition === undefined ? null : taskOf(module, definition);
}

const BODY = '\ndef ship(self, order):\n    return order\n';

describe('a task is declared by', () => {
  it.each([
    'from celery import shared_task\n@shared_task',
    'from celery import shared_task as task\n@task(name="ship")',
    'import celery\n@celery.shared_task()',
    'import celery\n@celery.task',
    'from celery.task import task\n@task',
    'from celery import current_app as app\n@app.task',
    'from celery import Celery\napp = Celery()\n@app.task',
    'import celery\nclass App(celery.Celery): pass\nqueue = App()\n@queue.task(bind=True)',
    'from shop.celery import app\n@app.task',
    'from .celery_app import app\n@app.task',
    'from acme import AcmeCelery\nqueue = AcmeCelery()\n@queue.task',
    'from celery import shared_task\nretrying = shared_task(acks_late=True)\n@retrying',
    'from functools import partial\nfrom celery import shared_task\nretrying = partial(shared_task, acks_late=True)\n@retrying(name="a")',
  ])('%j', (head) => {
    expect(taskIn(head + BODY)?.name).toBe('ship');
  });

  it.each([
    'from django_rq import job\n@job("default")',
    'from huey.contrib.djhuey import task\n@task()',
    'from flask import Flask\napp = Flask("shop")\n@app.task',
    'def shared_task(f):\n    return f\n@shared_task',
    'from shop.queues import app\n@app.task',
    '',
  ])('not by %j', (head) => {
    expect(taskIn(head + BODY)).toBeNull();
  });
});

it('knows whether the first argument is the task', () => {
  const head = 'from celery import shared_task\n';
  expect(taskIn(`${head}@shared_task(bind=True)\ndef ship(job, order): pass\n`)?.self).toBe('job');
  expect(taskIn(`${head}@shared_task(**{"bind": True})\ndef ship(job, order): pass\n`)?.self).toBe('job');
  expect(taskIn(`${head}@shared_task(bind=True)\ndef ship(*args): pass\n`)).toMatchObject({ isBound: true, self: null });
  expect(taskIn(`${head}@shared_task\ndef ship(self, order): pass\n`)?.isBound).toBe(false);
});

describe('what a task inherits', () => {
  const policy = (base: string, classes: string): string | undefined => {
    const task = taskIn(`from celery import Task, shared_task\n${classes}\n@shared_task(base=${base})\ndef ship(): pass\n`);
    return task === null ? undefined : inheritedBy(task).policy;
  };

  it('is read through classes of the project', () => {
    expect(policy('Patient', 'class Patient(Task):\n    autoretry_for = (OSError,)')).toBe('retries');
    expect(policy('Slow', 'class Patient(Task):\n    autoretry_for = (OSError,)\nclass Slow(Patient): pass')).toBe('retries');
    expect(policy('Own', 'class Own(Task):\n    def __call__(self): self.retry()')).toBe('retries');
    expect(policy('Logged', 'class Logged(Task):\n    def on_failure(self, *args): pass')).toBe('none');
  });

  it('is unknown where a class is of a library', () => {
    expect(policy('acme.Task', 'import acme')).toBe('unknown');
    expect(policy('Mixed', 'import acme\nclass Mixed(acme.Mixin, Task): pass')).toBe('unknown');
    expect(policy('QueueOnce', 'from celery_once import QueueOnce')).toBe('none');
  });

  it('comes from the app where that names a class, also as a string', () => {
    const files = {
      'shop/tasks.py': 'from shop.celery import app\n@app.task\ndef ship(): pass\n',
      'shop/__init__.py': '',
      'shop/celery.py': 'from celery import Celery\napp = Celery("shop", task_cls="shop.bases:Patient")\n',
      'shop/bases.py': 'from celery import Task\nclass Patient(Task):\n    autoretry_for = (OSError,)\n',
    };
    const task = taskIn(files);
    expect(task === null ? null : inheritedBy(task).policy).toBe('retries');
  });
});

it('tells Celery\'s retry from other methods of that name', () => {
  const body = ['self.retry()', 'ship.retry(countdown=1)', 'current_task.retry()', 'hook_log.retry()', 'order.self.retry()'];
  const task = taskIn(
    `from celery import current_task, shared_task\n@shared_task(bind=True)\ndef ship(self, hook_log, order):\n${body.map((line) => `    ${line}\n`).join('')}`,
  );
  expect(task === null ? [] : retryCalls(task).map((call) => call.text)).toEqual(body.slice(0, 3));
});
