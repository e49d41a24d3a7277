/**
 * The values that pass between rooms, worker threads and reports: plain data only, never a syntax
 * node and never a closure.
 */

/** A half-open range of UTF-16 offsets into a file's decoded text (a byte order mark is not part of it). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name that code relies on: `from module import name`, or `import module` where name is null. */
export interface ImportNeed {
  readonly module: string;
  readonly name: string | null;
}

/** Source text together with the imports it relies on. */
export interface Code {
  readonly text: string;
  readonly imports: readonly ImportNeed[];
}

/** One replacement in one file; an empty span is an insertion. */
export interface Edit {
  readonly span: Span;
  readonly code: Code;
}

/** One step of a finding's fix. All changes of a finding land together or not at all. */
export type Change =
  | { readonly kind: 'edit'; readonly path: string; readonly span: Span; readonly code: Code }
  | { readonly kind: 'create'; readonly path: string; readonly text: string };

/** See the README for what each verdict promises. */
export type Verdict = 'safe' | 'suggested' | 'refused';

/** One place that a transform recognised. */
export interface Finding {
  /** Survives line shifts: made of transform, path, enclosing names and the matched text. */
  readonly key: string;
  readonly transform: string;
  readonly messageId: string;
  readonly message: string;
  readonly verdict: Verdict;
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly span: Span;
  readonly changes: readonly Change[];
  /** What the transform told its own `decide` of the place; it is reported to nobody. */
  readonly note?: string;
  /** 1: offsets are into the file as it is on disk; later passes see what the passes before them made of it. */
  readonly pass: number;
}

export type SkipReason = 'unreadable' | 'not-decodable' | 'does-not-parse' | 'too-large' | 'binary';

/** A file that could not be handled, and why. */
export interface Skipped {
  readonly path: string;
  readonly reason: SkipReason;
  readonly detail: string;
}

/** Something that went wrong in pitstop itself, confined to one transform in one file. */
export interface Fault {
  readonly transform: string;
  readonly path: string;
  readonly step: 'match' | 'decide' | 'apply' | 'parses' | 'names' | 'comments' | 'idempotent' | 'compiles';
  readonly message: string;
}

/** How a file's bytes became text, and what is needed to turn text back into bytes. */
export interface SourceFile {
  readonly path: string;
  /** Decoded, without byte order mark. */
  readonly text: string;
  readonly bom: boolean;
  /** An encoding name that `encode` understands, such as `utf-8` or `cp1252`. */
  readonly encoding: string;
  /** SHA-256 of the bytes read, in hex. */
  readonly digest: string;
}

/** A file as it is and as it would be. `before` is null for a file that does not exist yet. */
export interface PlannedFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
  readonly bom: boolean;
  readonly encoding: string;
  /** Digest of the bytes that `before` was read from; null for a new file. */
  readonly digest: string | null;
}

/** What the `# pitstop: ignore` comments of the files looked at did. */
export interface Suppressions {
  /** Findings that a comment kept silent. */
  readonly used: number;
  /** Comments that kept nothing silent; `transforms` is null where the comment names none. */
  readonly unused: readonly { readonly path: string; readonly line: number; readonly transforms: readonly string[] | null }[];
}

/** Everything a run found out and would do. */
export interface Plan {
  readonly discovered: number;
  readonly read: number;
  readonly parsed: number;
  readonly skipped: readonly Skipped[];
  /** Those of the first pass and those that a later pass added, in order of path and offset. */
  readonly findings: readonly Finding[];
  /** Keys of the findings whose changes are part of `files`. */
  readonly taken: readonly string[];
  readonly files: readonly PlannedFile[];
  readonly faults: readonly Fault[];
  readonly suppressions: Suppressions;
}

/**
 * Asked once for each finding that has changes; the engine cannot tell a batch (always `take`), a
 * dry run and a person apart.
 */
export type Gate = (finding: Finding) => Promise<'take' | 'leave' | 'stop'>;
