import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Skipped, SourceFile } from '../core/types.js';
import { decode, decodeText } from './encoding.js';
import { notText, SIZE_LIMIT, tooLarge, unreadable, wordsFor } from './skips.js';

const OPEN = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Reads and decodes one file; `path` is relative to the root. */
export function readSource(root: string, path: string): SourceFile | Skipped {
  const bytes = bytesOf(root, path);
  return Buffer.isBuffer(bytes) ? sourceOf(path, bytes) : bytes;
}

/** Reads and decodes one file that is not Python's. */
export function readText(root: string, path: string): SourceFile | Skipped {
  const bytes = bytesOf(root, path);
  if (!Buffer.isBuffer(bytes)) return bytes;
  const decoded = decodeText(bytes);
  if (decoded.text.includes('\0')) return { path, reason: 'binary', detail: 'NUL characters' };
  return { path, ...decoded, digest: createHash('sha256').update(bytes).digest('hex') };
}

/** Decodes the bytes of one file. */
export function sourceOf(path: string, bytes: Buffer): SourceFile | Skipped {
  const binary = notText(path, bytes);
  if (binary !== null) return binary;
  const decoded = decode(bytes);
  if ('problem' in decoded) return { path, reason: 'not-decodable', detail: decoded.problem };
  return { path, ...decoded, digest: createHash('sha256').update(bytes).digest('hex') };
}

function bytesOf(root: string, path: string): Buffer | Skipped {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(`${root}/${path}`, OPEN);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return unreadable(path, stats.isDirectory() ? 'is a directory' : 'not a regular file');
    return stats.size > SIZE_LIMIT ? tooLarge(path, stats.size) : readFileSync(descriptor);
  } catch (error) {
    return unreadable(path, wordsFor(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
