import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

/** A file as it lies on the disk. `real` is absolute, with every symbolic link followed. */
export interface Target {
  readonly real: string;
  /** Null: there is no such file. */
  readonly bytes: Buffer | null;
  readonly stats: Stats | null;
}

/** Thrown for a target that must not be written; the message says why. */
export class TargetError extends Error {}

/** Finds what a path of a plan stands for. Throws a `TargetError` if that is outside the root or no file. */
export function locate(root: string, path: string): Target {
  const absolute = join(root, path);
  const real = realPath(absolute);
  const away = relative(root, real);
  if (away === '..' || away.startsWith(`..${sep}`)) throw new TargetError('leads out of the root');
  const stats = statSync(real, { throwIfNoEntry: false }) ?? null;
  if (stats === null) return { real, bytes: null, stats };
  if (!stats.isFile()) throw new TargetError('not a regular file');
  return { real, bytes: readFileSync(real), stats };
}

/** Of a file that does not exist: below the real path of the nearest folder that does. */
function realPath(absolute: string): string {
  if (existsSync(absolute)) return realpathSync(absolute);
  const folder = dirname(absolute);
  return folder === absolute ? absolute : join(realPath(folder), basename(absolute));
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
