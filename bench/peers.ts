import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { demand } from './command.js';
import { PEERS, benchFile } from './paths.js';

/** Absolute paths of the peers' programs. */
export interface Peers {
  readonly ripgrep: string;
  readonly astGrep: string;
  readonly ruff: string;
}

/** The peers at the versions of bench/package.json and bench/requirements.txt, installed if they are not there yet. */
export function openPeers(say: (line: string) => void): Peers {
  mkdirSync(PEERS, { recursive: true });
  if (isStale('package.json')) installFromNpm(say);
  if (isStale('requirements.txt')) installFromPypi(say);
  return {
    ripgrep: binaryOf('@vscode', 'ripgrep-', join('bin', 'rg')),
    astGrep: binaryOf('@ast-grep', 'cli-', 'ast-grep'),
    ruff: join(PEERS, 'python', 'bin', 'ruff'),
  };
}

/** The list is copied once all of it is installed, so a copy that reads the same means: nothing to do. */
function isStale(list: string): boolean {
  const copy = join(PEERS, `installed-${list}`);
  return !existsSync(copy) || !readFileSync(copy).equals(readFileSync(benchFile(list)));
}

/** Both packages bring their program in an optional package for each platform, so no install script has to run. */
function installFromNpm(say: (line: string) => void): void {
  say('installing ripgrep and ast-grep');
  copyFileSync(benchFile('package.json'), join(PEERS, 'package.json'));
  demand(['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], { folder: PEERS });
  copyFileSync(benchFile('package.json'), join(PEERS, 'installed-package.json'));
}

function installFromPypi(say: (line: string) => void): void {
  say('installing ruff');
  const list = benchFile('requirements.txt');
  demand(['python3', '-m', 'venv', join(PEERS, 'python')]);
  demand([join(PEERS, 'python', 'bin', 'pip'), 'install', '--quiet', '--requirement', list]);
  copyFileSync(list, join(PEERS, 'installed-requirements.txt'));
}

function binaryOf(scope: string, prefix: string, program: string): string {
  const folder = join(PEERS, 'node_modules', scope);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name, program);
    if (name.startsWith(prefix) && existsSync(path)) return path;
  }
  throw new Error(`${scope} has no program for ${process.platform} ${process.arch}`);
}
