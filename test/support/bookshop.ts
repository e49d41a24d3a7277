import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { DJANGO_PINS, djangoPython } from './python.js';

/** The example project. */
export const BOOKSHOP = resolve('fixtures/_projects/bookshop');

const LEAVINGS = new Set(['__pycache__', 'db.sqlite3', 'media']);

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A new copy of the bookshop, outside any git work tree, whose requirements are what the tests run it with. */
export async function copyOfBookshop(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pitstop-bookshop-'));
  await cp(BOOKSHOP, folder, { recursive: true, filter: (source) => !LEAVINGS.has(basename(source)) });
  await cp(resolve(DJANGO_PINS), join(folder, 'requirements.txt'));
  return folder;
}

/** Runs `manage.py` of a copy with the settings of its tests. */
export async function manage(folder: string, ...args: readonly string[]): Promise<Ended> {
  return manageWith(await djangoPython(), { DJANGO_SETTINGS_MODULE: 'bookshop.settings.test' }, folder, ...args);
}

/** The same with another Python and other settings. */
export function manageWith(python: string, env: NodeJS.ProcessEnv, folder: string, ...args: readonly string[]): Promise<Ended> {
  return run(python, ['manage.py', ...args], folder, { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env });
}

/** Runs a command to its end, whatever that is. */
export function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, input = ''): Promise<Ended> {
  return new Promise((done) => {
    const child = execFile(command, args, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
    child.stdin?.end(input);
  });
}

/** The dotted names of the tests that failed or crashed in the output of `manage.py test`, sorted. */
export function failedTests(output: string): string[] {
  return [...output.matchAll(/^(?:FAIL|ERROR): \w+ \(([\w.]+)\)/gm)].map(([, name]) => name ?? '').sort();
}

/** The tests whose lines, as `path:line`, a finding's message points to. */
export function testsNamedBy(finding: { readonly message: string }): string[] {
  const places = [...finding.message.matchAll(/`([^`]*tests\/[^`]+\.py):(\d+)`/g)];
  return places.map(([, path, line]) => testAt(path ?? '', Number(line)));
}

/** The dotted name of the test method of the bookshop that holds a line, counted from 1. */
function testAt(path: string, line: number): string {
  const above = linesOfBookshop(path).slice(0, line).reverse();
  const module = path.replace(/\.py$/, '').replaceAll('/', '.');
  return `${module}.${firstIn(above, /^class (\w+)/)}.${firstIn(above, /^ +def (\w+)/)}`;
}

/** The name of the function or task of the bookshop whose decorators begin in a line, counted from 1. */
export function functionBelow(path: string, line: number): string {
  return firstIn(linesOfBookshop(path).slice(line - 1), /^def (\w+)/);
}

function linesOfBookshop(path: string): string[] {
  return readFileSync(join(BOOKSHOP, path), 'utf8').split('\n');
}

function firstIn(lines: readonly string[], pattern: RegExp): string {
  return lines.map((line) => pattern.exec(line)?.[1]).find((name) => name !== undefined) ?? '';
}
