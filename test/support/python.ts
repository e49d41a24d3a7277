import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

let found: Promise<string> | null = null;

/**
 * The path of a Python that has the Django, Celery, DRF, requests and redis pinned in test/django/requirements.txt.
 * The first call on a machine makes the environment, under .venv/, which takes up to a minute; give the hook or
 * test that calls it 300 seconds. Rejects with pip's words if the packages cannot be had.
 */
export function djangoPython(): Promise<string> {
  found ??= environmentPython();
  return found;
}

async function environmentPython(): Promise<string> {
  const script = resolve('test/support/virtualenv.py');
  const { stdout } = await run('python3', [script, resolve('.venv'), resolve('test/django/requirements.txt')]);
  return stdout.trim();
}
