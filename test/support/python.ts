import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const found = new Map<string, Promise<string>>();

/** The pins of the Django, and what goes with it, that `PITSTOP_DJANGO` names: 5.2 unless it is set. */
export const DJANGO_PINS = `test/django/requirements-${process.env['PITSTOP_DJANGO'] ?? '5.2'}.txt`;

/**
 * The path of a Python that has the Django, Celery, DRF, requests and redis of `DJANGO_PINS`.
 * The first call on a machine makes the environment, under .venv/, which takes up to a minute; give the hook or
 * test that calls it 300 seconds. Rejects with pip's words if the packages cannot be had.
 */
export function djangoPython(): Promise<string> {
  return pythonWith(DJANGO_PINS);
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
