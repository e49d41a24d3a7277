import type { Skipped } from '../core/types.js';

/** Files larger than this many bytes are generated or data, and are not looked at. */
export const SIZE_LIMIT = 2 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'is a directory',
  ELOOP: 'symlink loop',
  EAGAIN: 'not a regular file',
  ENXIO: 'not a regular file',
};

/** What the operating system said, in words. */
export function wordsFor(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}

export function unreadable(path: string, detail: string): Skipped {
  return { path, reason: 'unreadable', detail };
}

export function tooLarge(path: string, size: number): Skipped {
  const megabytes = (bytes: number) => `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
  return { path, reason: 'too-large', detail: `${megabytes(size)}; the limit is ${megabytes(SIZE_LIMIT)}` };
}

/** Bytes that cannot be Python's whatever they hold: it reads no NUL bytes and no UTF-16. Otherwise null. */
export function notText(path: string, bytes: Uint8Array): Skipped | null {
  const at = bytes.indexOf(0);
  if (at === -1) return null;
  if (isUtf16(bytes)) return { path, reason: 'not-decodable', detail: 'UTF-16, which Python does not read' };
  return { path, reason: 'binary', detail: `NUL byte at offset ${at}` };
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
