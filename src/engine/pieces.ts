import type { Finding } from '../core/types.js';
import type { Reworked } from './rework.js';

/** How many outputs of a file are kept: a preview comes back to what the one before it made. */
const KEPT = 4;

interface Piece {
  readonly findings: readonly Finding[];
  readonly reworked: Reworked;
}

/** What the desks made of which findings in one pass. */
export class Workpieces {
  private readonly byPath = new Map<string, readonly Piece[]>();

  find(path: string, findings: readonly Finding[]): Reworked | null {
    return this.byPath.get(path)?.find((piece) => sameItems(piece.findings, findings))?.reworked ?? null;
  }

  put(path: string, findings: readonly Finding[], reworked: Reworked): void {
    this.byPath.set(path, [{ findings, reworked }, ...(this.byPath.get(path) ?? [])].slice(0, KEPT));
  }

  forget(path: string): void {
    this.byPath.delete(path);
  }
}

function sameItems(one: readonly Finding[], other: readonly Finding[]): boolean {
  return one.length === other.length && one.every((finding, at) => finding === other[at]);
}
