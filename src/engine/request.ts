import type { Gate, Plan, Skipped } from '../core/types.js';

/** A transform to run, and the values of its options. */
export interface Chosen {
  readonly id: string;
  /** Of the module whose default export is the transform; each worker loads it by itself. */
  readonly url: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** The options that the user set. */
  readonly chosen: readonly string[];
}

/** A file worth reading. */
export interface Candidate {
  readonly path: string;
  /** Bit n is set if the n-th of `searchesOf(transforms)` succeeds. */
  readonly groups: number;
  /** In bytes. */
  readonly size: number;
}

/** Text to bytes; throws where a character has no place in the encoding. */
export type Encode = (text: string, form: { readonly bom: boolean; readonly encoding: string }) => Uint8Array;

/** For each path an error or null where it compiles, with Python 3's minor version; null where there is no Python to ask. */
export type Compile = (
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
) => Promise<{ readonly minor: number; readonly problems: ReadonlyMap<string, string | null> } | null>;

/** What happened while candidates were searched for: counts, and the files that could not be read. */
export interface Discovery {
  readonly discovered: number;
  readonly read: number;
  readonly skipped: readonly Skipped[];
}

/** What the passes of a run are told. */
export interface Terms {
  readonly gate: Gate;
  readonly encode: Encode;
  /** Null: what changes is not compiled. */
  readonly compile: Compile | null;
  /** Whether all transforms that there are take part: if not, a suppression without use may be another's. */
  readonly complete: boolean;
}

/** What a run works on. */
export interface RunRequest extends Terms {
  /** Absolute path; all other paths are relative to it. */
  readonly root: string;
  /** Every Python file of the project, for finding the file of a module. */
  readonly files: readonly string[];
  /** The files in which one of `searchesOf(transforms)` succeeds, in helpings: one is looked at while the next is searched for. */
  readonly candidates: Iterable<readonly Candidate[]>;
  /** Complete once the last of `candidates` is there. */
  readonly discovery: Discovery;
  readonly transforms: readonly Chosen[];
  /** How many threads there may be; small inputs are done in this one. */
  readonly jobs: number;
}

/** A plan, and the texts that its findings' offsets count in. */
export interface Outcome extends Plan {
  /** The text of a file with findings as a pass saw it; null for any other file. */
  textOf(path: string, pass: number): string | null;
}
