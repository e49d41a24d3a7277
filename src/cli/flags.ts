import { nearest } from '../config/nearest.js';
import { UserError } from '../core/errors.js';

export const FORMATS = ['text', 'json', 'diff', 'sarif', 'github', 'gitlab', 'markdown', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export const COLORS = ['auto', 'always', 'never'] as const;
export type Color = (typeof COLORS)[number];

/** What one commit of a branch holds. */
export const COMMIT_UNITS = ['transform', 'file', 'finding'] as const;
export type CommitUnit = (typeof COMMIT_UNITS)[number];

/** The options that mean the same in every command. */
export interface Flags {
  /** Ids or families. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly safe: boolean;
  readonly suggested: boolean;
  readonly yes: boolean;
  /** Walk through the refused places instead of asking about fixes. */
  readonly refused: boolean;
  /** Ask about places again that an unfinished review left. */
  readonly restart: boolean;
  /** A table of the changed files instead of their diff. */
  readonly stat: boolean;
  /** Show the runs that can be taken back. */
  readonly list: boolean;
  /** Drop the last run from the journal. */
  readonly forget: boolean;
  /** Null: the command's own. */
  readonly format: Format | null;
  /** Files, each with or without a format before it; `outputsOf` reads them. */
  readonly output: readonly string[];
  /** A file of findings to be silent about. */
  readonly baseline: string | null;
  /** Write that file anew. */
  readonly baselineUpdate: boolean;
  readonly since: string | null;
  readonly exclude: readonly string[];
  readonly config: string | null;
  readonly root: string | null;
  /** Null: as many as there are processors. */
  readonly jobs: number | null;
  /** Whether what is known of a project is remembered in the user's cache folder. */
  readonly cache: boolean;
  readonly check: boolean;
  readonly color: Color;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** The revision that a branch starts from; null: `HEAD`. */
  readonly base: string | null;
  /** A command line that a branch has to keep green. */
  readonly verify: string | null;
  readonly commitPer: CommitUnit;
  /** Where the text of a pull request goes. */
  readonly prBody: string | null;
  /** Whether commits run the repository's hooks. */
  readonly hooks: boolean;
  /** Whether commits are signed where git is configured to sign. */
  readonly sign: boolean;
}

/** What the command line parser hands over: every option may be absent. */
export type Given = { readonly [K in keyof Flags]?: unknown };

/** Checks what was given. Throws a `UserError` of one line for a value that does not fit. */
export function readFlags(given: Given): Flags {
  if (given.safe === true && given.suggested === true) throw new UserError('--safe and --suggested exclude each other');
  if (given.baselineUpdate === true && given.baseline === undefined) throw new UserError('--baseline-update needs --baseline FILE');
  return {
    only: names(given.only),
    skip: names(given.skip),
    safe: given.safe === true,
    suggested: given.suggested === true,
    yes: given.yes === true,
    refused: given.refused === true,
    restart: given.restart === true,
    stat: given.stat === true,
    list: given.list === true,
    forget: given.forget === true,
    format: given.format === undefined ? null : choice('--format', given.format, FORMATS),
    output: [given.output ?? []].flat().map(String),
    baseline: text(given.baseline),
    baselineUpdate: given.baselineUpdate === true,
    since: text(given.since),
    exclude: list(given.exclude),
    config: text(given.config),
    root: text(given.root),
    jobs: given.jobs === undefined ? null : jobs(String(given.jobs)),
    cache: given.cache !== false,
    check: given.check === true,
    color: given.color === undefined ? 'auto' : choice('--color', given.color, COLORS),
    quiet: given.quiet === true,
    verbose: given.verbose === true,
    base: text(given.base),
    verify: text(given.verify),
    commitPer: given.commitPer === undefined ? 'transform' : choice('--commit-per', given.commitPer, COMMIT_UNITS),
    prBody: text(given.prBody),
    hooks: given.hooks !== false,
    sign: given.sign !== false,
  };
}

/** Holds a value to a fixed set of words. */
export function choice<T extends string>(option: string, given: unknown, choices: readonly T[]): T {
  const found = choices.find((word) => word === given);
  if (found !== undefined) return found;
  const near = nearest(String(given), choices);
  const hint = near === null ? `choose one of ${choices.join(', ')}` : `did you mean "${near}"?`;
  throw new UserError(`${option} cannot be "${String(given)}"; ${hint}`);
}

function names(given: unknown): string[] {
  return list(given)
    .flatMap((item) => item.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function list(given: unknown): string[] {
  return Array.isArray(given) ? given.map(String) : [];
}

function text(given: unknown): string | null {
  return typeof given === 'string' ? given : null;
}

function jobs(given: string): number {
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new UserError(`--jobs takes a whole number from 1, not "${given}"`);
}
