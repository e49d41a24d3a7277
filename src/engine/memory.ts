import type { AnySource } from '../django/sources.js';
import type { Leaves } from './collect.js';
import type { LeafCache, Remembered } from './request.js';

/** The leaves that are remembered from earlier runs, and those that the next ones shall remember. */
export class Memory {
  private readonly before = new Map<string, ReadonlyMap<string, Remembered>>();
  /** By kind, then by path. */
  private readonly fresh = new Map<string, Map<string, unknown>>();

  constructor(
    private readonly cache: LeafCache,
    private readonly sources: readonly AnySource[],
  ) {
    for (const { id, version = 1 } of sources) this.before.set(id, cache.load(id, version));
  }

  /** Leaves by kind, of what is known of a file with this digest; null where it says nothing. */
  recall(path: string, digest: string, sources: readonly string[]): Map<string, unknown> {
    const known = sources.map((id) => [id, this.before.get(id)?.get(path)] as const);
    return new Map(known.flatMap(([id, entry]) => (entry?.digest === digest ? [[id, entry.leaf] as const] : [])));
  }

  /** What was found out of a file. */
  note(path: string, sources: readonly string[], leaves: Leaves): void {
    for (const id of sources) {
      const known = this.fresh.get(id) ?? new Map<string, unknown>();
      this.fresh.set(id, known.set(path, leaves[id] ?? null));
    }
  }

  /** Remembers what matters now, and nothing else; where nothing is new, nothing is written. */
  save(files: readonly { readonly path: string; readonly digest: string; readonly sources: readonly string[] }[]): void {
    for (const { id, version = 1 } of this.sources) {
      const [before, fresh] = [this.before.get(id), this.fresh.get(id)];
      const own = files.filter(({ sources }) => sources.includes(id));
      if (fresh === undefined && own.length === before?.size) continue;
      const entries = own.flatMap(({ path, digest }): [string, Remembered][] => {
        if (fresh?.has(path) === true) return [[path, { digest, leaf: fresh.get(path) }]];
        const known = before?.get(path);
        return known?.digest === digest ? [[path, known]] : [];
      });
      this.cache.save(id, version, new Map(entries));
    }
  }
}
