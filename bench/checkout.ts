import { copyFileSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync } from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { demand, run, type Outcome } from './command.js';

/** A copy of a checkout's tracked files, with a repository of its own. */
export interface Checkout {
  /** Such as `saleor at 723cd4eb`. */
  readonly name: string;
  /** The original, which is only read. */
  readonly source: string;
  readonly copy: string;
}

/** Nothing of the machine's own git settings takes part. */
const ENV = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const IDENTITY = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost'] as const;

export function openCheckout(folder: string): Checkout {
  const source = resolve(folder);
  const revision = demand(['git', 'rev-parse', '--short=8', 'HEAD'], { folder: source }).toString('utf8').trim();
  const tracked = names(demand(['git', 'ls-files', '-z'], { folder: source }));
  const copy = mkdtempSync(join(tmpdir(), 'pitstop-realworld-'));
  for (const path of tracked) copyEntry(join(source, path), join(copy, path));
  const checkout = { name: `${basename(source)} at ${revision}`, source, copy };
  git(checkout, ['init', '-q']);
  commit(checkout, 'as tracked');
  return checkout;
}

export function closeCheckout({ copy }: Checkout): void {
  rmSync(copy, { recursive: true, force: true });
}

/** Tracked files that are not there and submodules are left out. */
function copyEntry(from: string, to: string): void {
  const entry = lstatSync(from, { throwIfNoEntry: false });
  if (entry === undefined || entry.isDirectory()) return;
  mkdirSync(dirname(to), { recursive: true });
  if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else copyFileSync(from, to);
}

/** Asks git whether it would accept a patch, with the project's own line end settings. */
export function checkPatch({ copy }: Checkout, patch: Buffer): Outcome {
  return run(['git', 'apply', '--check', '-'], { folder: copy, input: patch, env: ENV });
}

/** From here on git takes every byte as it is, so that what it calls unchanged is. */
export function freeze(checkout: Checkout): void {
  writeFileSync(join(checkout.copy, '.git', 'info', 'attributes'), '* -text -filter -ident\n');
  git(checkout, ['add', '--renormalize', '.']);
  commit(checkout, 'byte for byte');
}

export function applyPatch({ copy }: Checkout, patch: Buffer): void {
  demand(['git', 'apply', '-'], { folder: copy, input: patch, env: ENV });
}

/** Whether the machine has a `patch`. */
export function hasPatch(): boolean {
  return run(['sh', '-c', 'command -v patch']).exit === 0;
}

export function applyWithPatch({ copy }: Checkout, patch: Buffer): Outcome {
  return run(['patch', '-p1', '--silent'], { folder: copy, input: patch });
}

/** The changed files with their bytes; null for one that is gone. */
export function changedFiles(checkout: Checkout): Map<string, Buffer | null> {
  const changed = names(git(checkout, ['diff', '--name-only', '-z', 'HEAD']));
  const added = names(git(checkout, ['ls-files', '-z', '--others']));
  return new Map([...changed, ...added].sort().map((path) => [path, readIfThere(join(checkout.copy, path))]));
}

export function restore(checkout: Checkout): void {
  git(checkout, ['checkout', '-q', '--', '.']);
  git(checkout, ['clean', '-q', '-f', '-d', '-x']);
}

function commit(checkout: Checkout, message: string): void {
  git(checkout, ['add', '--all', '--force', '.']);
  git(checkout, [...IDENTITY, 'commit', '-q', '--no-verify', '--allow-empty', '-m', message]);
}

function git({ copy }: Checkout, words: readonly string[]): Buffer {
  return demand(['git', ...words], { folder: copy, env: ENV });
}

function names(output: Buffer): string[] {
  return output.toString('utf8').split('\0').filter((name) => name !== '');
}

function readIfThere(path: string): Buffer | null {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : null;
}
