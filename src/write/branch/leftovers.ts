import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../alive.js';
import { namesIn, removeIfEmpty } from '../atomic.js';

/** `pitstop-<machine>-<process>-<random>`: the next run can tell whose it is, and whether that one is still alive. */
const NAME = /^pitstop-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}$/;

function machine(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

/** A name for the worktree of this process. */
export function worktreeName(): string {
  return `pitstop-${machine()}-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** Removes what runs that were killed have left: their folders, and what git remembers of them. */
export function removeLeftovers(common: string): void {
  for (const name of new Set([...namesIn(join(common, 'worktrees')), ...namesIn(tmpdir())])) {
    if (isDead(name)) forget(common, name);
  }
}

/** Removes a worktree by its name, as far as it is there: its folder first, so that git can prune the rest. */
export function forget(common: string, name: string): void {
  const entry = join(common, 'worktrees', name);
  for (const path of new Set([...folderOf(entry, name), join(tmpdir(), name), entry])) remove(path);
  removeIfEmpty(dirname(entry)); // As git does it, with the last one.
}

/** Where git says that the worktree is. */
function folderOf(entry: string, name: string): string[] {
  try {
    const folder = dirname(readFileSync(join(entry, 'gitdir'), 'utf8').replace(/\n$/, ''));
    return basename(folder) === name ? [folder] : [];
  } catch {
    return [];
  }
}

/** A process that is not quite gone may still write there; what stays is removed by the next run. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    return;
  }
}

/** Whether it is the name of a worktree whose process has ended; this one leaves none either. */
function isDead(name: string): boolean {
  const [, host, id] = NAME.exec(name) ?? [];
  if (host !== machine()) return false;
  return Number(id) === process.pid || !isAlive(Number(id));
}
