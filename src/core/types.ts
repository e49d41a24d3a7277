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

/** An operation for the next migration of an app. Those of an app that are taken become one file. */
export interface Wish {
  readonly app: string;
  /** `migrations.AddIndex(…)` as it stands at the start of a line, with the imports it relies on. */
  readonly operation: Code;
  /** What the operation adds to the file's name, as Django would: `order_shop_order_status_5098c1_idx`. */
  readonly fragment: string;
  /** It cannot run in a transaction, and gets a file of its own. */
  readonly isConcurrent?: boolean;
  /** What a comment at the top of the file says of where it comes from; none where it is not given. */
  readonly header?: string;
}

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
  /** What a migration shall do beside the changes. The gate and the plan see the files that come of it among the changes. */
  readonly wishes?: readonly Wish[];
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
  /** For the step `facts`: the kind of facts. */
  readonly transform: string;
  readonly path: string;
  readonly step: 'facts' | 'match' | 'decide' | 'apply' | 'parses' | 'names' | 'comments' | 'idempotent' | 'compiles';
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
  /** How many findings are not listed because a baseline knows them; absent where there is none. */
  readonly known?: number;
}

/** A file as it is at this point of a run and as a finding would make it; `before` is null where it would be new. */
export interface PreviewFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/** What taking a finding would do, on top of what has been taken before it. */
export type Preview =
  | { readonly kind: 'files'; readonly files: readonly PreviewFile[] }
  /** It changes the same place as one that has been taken: it can only be taken in the next pass. */
  | { readonly kind: 'clash'; readonly other: Finding }
  /** Its edits do not survive the checks. */
  | { readonly kind: 'fault'; readonly message: string };

/** What a gate can ask of the engine while it decides. */
export interface Workbench {
  /** The text that the offsets of this pass's findings count in. */
  textOf(path: string): string | null;
  /** What a finding would do to its files, where `taken` are already made. */
  preview(finding: Finding, taken: readonly Finding[]): Promise<Preview>;
  /** The finding as its transform makes it with other values of some options; null where it then has none there. */
  remake(finding: Finding, values: Readonly<Record<string, unknown>>): Promise<Finding | null>;
  /** A finding of the same key whose only change is a suppression comment for it. */
  silence(finding: Finding): Promise<Finding>;
  /**
   * Reads a file anew after somebody has edited it, and gives what is found in it now: it takes the place
   * of all the file's findings. Known places keep their keys. Null where the file cannot be read any more, or
   * where a pass has already changed it.
   */
  reread(path: string): Promise<readonly Finding[] | null>;
  /** Has a finding asked about again in the next pass, if there is one: for what clashes with something taken. */
  postpone(finding: Finding): void;
}

/**
 * Asked once a pass about the findings that have changes and were not asked about before; it gives those to
 * take, each as it was given or as the workbench remade it. What is not among them is left. The engine cannot
 * tell a batch, a dry run and a person apart.
 */
export type Gate = (findings: readonly Finding[], workbench: Workbench) => Promise<readonly Finding[]>;
