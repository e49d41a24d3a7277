import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const found = new Map<string, Promise<string>>();

/**
 * The path of a Python that has the Django, Celery, DRF, requests and redis pinned in test/django/requirements.txt.
 * The first call on a machine makes the environment, under .venv/, which takes up to a minute; give the hook or
 * test that calls it 300 seconds. Rejects with pip's words if the packages cannot be had.
 */
export function djangoPython(): Promise<string> {
  return pythonWith('test/django/requirements.txt');
}

/** As `djangoPython`, with the packages that another file pins. */
export function pythonWith(requirements: string): Promise<string> {
  const known = found.get(requirements) ?? environmentPython(requirements);
  found.set(requirements, known);
  return known;
}

async function environmentPython(requirements: string): Promise<string> {
  const script = resolve('test/support/virtualenv.py');
  const { stdout } = await run('python3', [script, resolve('.venv'), resolve(requirements)]);
  return stdout.trim();
}
