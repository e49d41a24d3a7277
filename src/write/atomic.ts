import { randomBytes } from 'node:crypto';
import {
  closeSync, existsSync, fchmodSync, fchownSync, fsyncSync, linkSync, openSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A name beside the target that no other run uses, for what is not yet whole. */
export function temporaryBeside(target: string): string {
  return join(dirname(target), `.pitstop-${randomBytes(8).toString('hex')}.tmp`);
}

/** A further name of the same stem: `sweep` finds it by the first one, which is the one that was written down. */
export function temporaryLike(temporary: string): string {
  return temporary.replace(/\.tmp$/, `-${randomBytes(4).toString('hex')}.tmp`);
}

/** Removes the files of these temporary names and of those like them, where a run that was killed left any. */
export function sweep(temporaries: readonly string[]): void {
  const stems = new Set(temporaries.map(stemOf));
  for (const folder of new Set(temporaries.map((temporary) => dirname(temporary)))) {
    const left = namesIn(folder).filter((name) => TEMPORARY.test(name) && stems.has(stemOf(name)));
    for (const name of left) rmSync(join(folder, name), { force: true });
  }
}

const TEMPORARY = /^(\.pitstop-[0-9a-f]{16})(-[0-9a-f]{8})?\.tmp$/;

function stemOf(temporary: string): string {
  return TEMPORARY.exec(basename(temporary))?.[1] ?? '';
}

/** The names in a folder; none where it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Writes bytes to a temporary file and makes sure they are on the disk. `like`: the file that it will
 * replace, whose mode bits and owner it gets. Leaves nothing behind if it throws.
 */
export function prepare(temporary: string, bytes: Uint8Array, like: Stats | null): void {
  const descriptor = openSync(temporary, 'wx', like === null ? 0o666 : 0o600);
  try {
    writeFileSync(descriptor, bytes);
    if (like !== null) copyAttributes(descriptor, like);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** The owner first: changing it clears some mode bits. */
function copyAttributes(descriptor: number, like: Stats): void {
  try {
    fchownSync(descriptor, like.uid, like.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
  fchmodSync(descriptor, like.mode & 0o7777);
}

/** Puts a prepared file in the place of another: at any moment the target is the old file or the new one. */
export function replace(temporary: string, target: string): void {
  renameSync(temporary, target);
}

/** Puts a prepared file where none is. Throws EEXIST if there is one by now. */
export function create(temporary: string, target: string): void {
  try {
    linkSync(temporary, target);
  } catch (error) {
    if (!NO_HARD_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    if (existsSync(target)) throw Object.assign(new Error('file already exists'), { code: 'EEXIST' });
    renameSync(temporary, target);
  }
  rmSync(temporary, { force: true });
}

const NO_HARD_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Removes a folder that holds nothing; leaves any other. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
}

/** Makes renames in a folder last. Some file systems cannot; the renames have happened all the same. */
export function settleFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return;
  }
}

/** Writes a file of our own, whole or not at all. `temporary`: a name beside it that no other process uses. */
export function writeWhole(target: string, bytes: Uint8Array, temporary: string): void {
  prepare(temporary, bytes, null);
  replace(temporary, target);
  settleFolder(dirname(target));
}
