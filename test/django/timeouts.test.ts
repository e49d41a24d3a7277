import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { djangoPython } from '../support/python.js';
import { pitstop } from '../support/pitstop.js';

const PROOFS = resolve('test/django/proofs');
const run = promisify(execFile);

/** What every `case_*` did within `wait` seconds: `timeout`, `hangs`, or something unexpected in words. */
async function outcomes(folder: string, wait: number): Promise<Record<string, string>> {
  const { stdout } = await run(await djangoPython(), [join(PROOFS, 'hang.py'), String(wait), folder]);
  return JSON.parse(stdout) as Record<string, string>;
}

describe('request-timeout against a server that accepts and never answers', () => {
  it('turns every call that hangs into one that raises', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pitstop-timeouts-'));
    await cp(join(PROOFS, 'calls.py'), join(folder, 'calls.py'));
    const before = await outcomes(folder, 1);
    expect(new Set(Object.values(before))).toEqual(new Set(['hangs']));

    await writeFile(join(folder, 'pyproject.toml'), '[tool.pitstop.request-timeout]\nseconds = 0.5\nslow = 0.5\n');
    await pitstop(folder, 'fix', '--yes', '--suggested', '--only', 'request-timeout');
    const after = await outcomes(folder, 30);
    expect(after).toEqual(Object.fromEntries(Object.keys(before).map((name) => [name, 'timeout'])));
    const calls = await readFile(join(folder, 'calls.py'), 'utf8');
    expect(calls.match(/\btimeout\b/g)?.length).toBeGreaterThanOrEqual(Object.keys(before).length);
    await rm(folder, { recursive: true });
  }, 300_000);
});
