/**
 * Runs the proofs in test/django once for each version of Django that has its pins there, each on a Python that runs
 * it: `node test/support/matrix.js [VERSION...]`. Prints a table; ends with 1 if a proof failed, or if there was no
 * Python for a version and PITSTOP_MATRIX_SKIP is not 1.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROOFS = 'test/django';
const NO_PYTHON = 3;

/** They pin their own Django: it is the same each time. */
const APART = 'models\\.test\\.ts';

/** What the table tells of a version beside the outcome. */
const PACKAGES = ['Django', 'celery', 'djangorestframework'];

const isSkipping = process.env.PITSTOP_MATRIX_SKIP === '1';

function versions(wanted) {
  const known = readdirSync(PROOFS).flatMap((name) => /^requirements-(\d.*)\.txt$/.exec(name)?.[1] ?? []);
  const unknown = wanted.filter((version) => !known.includes(version));
  if (unknown.length > 0) {
    process.stderr.write(`${PROOFS} has no pins for Django ${unknown.join(', ')}, but for ${known.join(', ')}\n`);
    process.exit(1);
  }
  return wanted.length > 0 ? wanted : known;
}

function proofsOn(version) {
  const pins = `${PROOFS}/requirements-${version}.txt`;
  const made = spawnSync('python3', ['test/support/virtualenv.py', '.venv', pins], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const row = { packages: pinned(pins), python: '' };
  if (made.status === NO_PYTHON) return { ...row, outcome: isSkipping ? 'skipped: no Python for it' : 'no Python for it', isFailure: !isSkipping };
  if (made.status !== 0) return { ...row, outcome: 'its packages cannot be had', isFailure: true };
  const { stdout } = spawnSync(made.stdout.trim(), ['--version'], { encoding: 'utf8' });
  return { ...row, python: stdout.trim().replace('Python ', ''), ...tested(version) };
}

function pinned(pins) {
  const text = readFileSync(pins, 'utf8');
  return PACKAGES.map((name) => new RegExp(`^${name}==(.*)$`, 'm').exec(text)?.[1] ?? '');
}

function tested(version) {
  const folder = mkdtempSync(join(tmpdir(), 'pitstop-matrix-'));
  const file = join(folder, 'report.json');
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', `${PROOFS}/`, '--testPathIgnorePatterns', APART];
  const env = { ...process.env, PITSTOP_DJANGO: version };
  const { status } = spawnSync(process.execPath, [...jest, '--json', '--outputFile', file], { stdio: ['ignore', 'ignore', 'inherit'], env });
  const report = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true });
  const { numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: broken } = report;
  const outcome = `${passed} passed, ${failed} failed${broken > 0 ? `, ${broken} files do not run` : ''}`;
  return { outcome, isFailure: status !== 0 };
}

const rows = versions(process.argv.slice(2)).map((version) => proofsOn(version));
const cells = [['Django', 'Celery', 'DRF', 'Python', 'proofs'], ...rows.map(({ packages, python, outcome }) => [...packages, python, outcome])];
const widths = cells[0].map((_, at) => Math.max(...cells.map((row) => row[at].length)));
process.stdout.write(cells.map((row) => `${row.map((cell, at) => cell.padEnd(widths[at])).join('  ').trimEnd()}\n`).join(''));
process.exitCode = rows.some(({ isFailure }) => isFailure) ? 1 : 0;
