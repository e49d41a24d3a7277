import type { Gate, Plan, Skipped } from '../core/types.js';
import type { TaskName } from './tasks.js';

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

/** What a file said when it had this digest; `leaf` is null where it said nothing. */
export interface Remembered {
  readonly digest: string;
  readonly leaf: unknown;
}

/** Keeps what files say about the project from one run to the next, by kind of facts and their version. */
export interface LeafCache {
  /** By path; empty where nothing is kept, or what is kept cannot be read. */
  load(kind: string, version: number): ReadonlyMap<string, Remembered>;
  save(kind: string, version: number, files: ReadonlyMap<string, Remembered>): void;
}

/** What happened while candidates were searched for: counts, and the files that could not be read. */
export interface Discovery {
  readonly discovered: number;
  readonly read: number;
  readonly skipped: readonly Skipped[];
}

/** What the passes of a run are told. */
export interface Terms {
  readonly gate: Gate;
  /** Whether the gate is asked about places without a fix as well: all it can do there is silence them. */
  readonly refusals?: boolean;
  readonly encode: Encode;
  /** Null: what changes is not compiled. */
  readonly compile: Compile | null;
  /** Whether all transforms that there are take part: if not, a suppression without use may be another's. */
  readonly complete: boolean;
  /** Where what is taken goes into several commits, each with migrations of its own. */
  readonly batches?: Batches;
}

/** Which commit a finding belongs to, by its key; the others go into the first, which is 0. */
export type Batches = ReadonlyMap<string, number>;

/** Hears how the work goes on, for whoever shows it to a person: the engine has no clock. */
export interface Watch {
  /** So many items are to be done, on top of those before. */
  asked(task: TaskName, items: number): void;
  /** So many are done, and so many findings came of them. */
  done(task: TaskName, items: number, findings: number): void;
}

/** What a run works on. */
export interface RunRequest extends Terms {
  readonly watch?: Watch;
  /** Absolute path; all other paths are relative to it. */
  readonly root: string;
  /** Every Python file of the project, for finding the file of a module. */
  readonly files: readonly string[];
  /** Lists the project's other files: templates, requirements, configuration. It is asked only for facts that need them. */
  readonly others?: () => Promise<readonly string[]>;
  /** Without it everything is found out anew. */
  readonly cache?: LeafCache;
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
