import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryBeside, writeWhole } from './atomic.js';
import { stateFolder } from './journal.js';

/** What a file of answers holds: for each root, by its real path, the keys of the places that were left. */
interface Kept {
  readonly schema: 1;
  readonly left: Readonly<Record<string, readonly string[]>>;
}

/**
 * The file that remembers an unfinished review of a root, given by its real path: in the git directory, or in the
 * user's state folder where there is none.
 */
export function memoryFile(root: string, gitDir: string | null): string {
  if (gitDir !== null) return join(gitDir, 'pitstop', 'review.json');
  return join(stateFolder(), 'review', `${createHash('sha256').update(root).digest('hex').slice(0, 16)}.json`);
}

/** Keys of the places that an unfinished review left; none where there is no such review. */
export function readLeft(file: string, root: string): ReadonlySet<string> {
  return new Set(read(file)[root] ?? []);
}

/** Keeps the keys of the places that are left; without any, nothing of the root is kept. Throws where the file cannot be written. */
export function keepLeft(file: string, root: string, keys: Iterable<string>): void {
  const { [root]: _, ...others } = read(file);
  const own = [...keys];
  const left = own.length === 0 ? others : { ...others, [root]: own };
  if (Object.keys(left).length === 0) return rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeWhole(file, Buffer.from(JSON.stringify({ schema: 1, left } satisfies Kept)), temporaryBeside(file));
}

/** What is no such file is passed over: it remembers nothing. */
function read(file: string): Kept['left'] {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept> | null;
    return kept?.schema === 1 && typeof kept.left === 'object' ? (kept.left ?? {}) : {};
  } catch {
    return {};
  }
}
