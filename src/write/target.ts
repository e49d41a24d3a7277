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

/** The top of the git work tree that a real path is in; null outside git. */
export function workTreeTop(real: string): string | null {
  for (let folder = real; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

/** The folders that are missing on the way to a file, innermost first. */
export function missingFolders(file: string): string[] {
  const folder = dirname(file);
  return folder === file || existsSync(folder) ? [] : [folder, ...missingFolders(folder)];
}

/** A path below a folder as the journal and reports write it: with forward slashes. */
export function below(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'no space left in the quota',
  ELOOP: 'symlink loop',
  ENOTDIR: 'a folder of its path is a file',
  EISDIR: 'it is a folder',
};

/** Why something could not be done to a file, in a few words. */
export function describe(error: unknown): string {
  if (error instanceof TargetError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}
