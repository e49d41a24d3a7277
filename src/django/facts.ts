import type { PyModule } from '../python/module.js';

/** The files of a project, whatever they hold: paths relative to the root, with forward slashes. */
export interface ProjectFiles {
  readonly files: readonly string[];
}

/**
 * One kind of knowledge about a project. Each file gives a leaf by itself; the leaves are merged once. Leaf and
 * merged facts are plain data: they cross threads and lie in the cache.
 */
export interface FactSource<Leaf, Merged> {
  readonly id: string;
  /** Counts up when leaves of an unchanged file change; 1 if not given. */
  readonly version?: number;
  /** Python files: those that hold one byte string of each group. */
  readonly python?: {
    readonly literals: readonly (readonly string[])[];
    /** What the path alone decides: true, whatever the file holds; false, never. Null, or no such rule: its bytes decide. */
    wants?(path: string): boolean | null;
    /** Depends on nothing but the file's own text and path: other files are the merge's business. Null: nothing here. */
    collect(module: PyModule): Leaf | null;
  };
  /** Other files: templates, requirements, proxy configurations. */
  readonly texts?: {
    wants(path: string): boolean;
    /** `text` is decoded (UTF-8, or UTF-16 by its byte order mark). */
    collect(path: string, text: string): Leaf | null;
  };
  /** By path, in order of path. */
  merge(leaves: ReadonlyMap<string, Leaf>, project: ProjectFiles): Merged;
}
