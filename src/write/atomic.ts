import { randomBytes } from 'node:crypto';
import {
  closeSync, constants, copyFileSync, fchmodSync, fchownSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A name beside the target that no other run uses, for what is not yet whole. */
export function temporaryBeside(target: string): string {
  return join(dirname(target), `.pitstop-${randomBytes(8).toString('hex')}.tmp`);
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
    copyFileSync(temporary, target, constants.COPYFILE_EXCL);
  }
  rmSync(temporary, { force: true });
}

const NO_HARD_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

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

/** Writes a file of our own, whole or not at all. */
export function writeWhole(target: string, bytes: Uint8Array): void {
  const temporary = temporaryBeside(target);
  prepare(temporary, bytes, null);
  replace(temporary, target);
  settleFolder(dirname(target));
}
