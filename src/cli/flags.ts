import { nearest } from '../config/nearest.js';
import { UserError } from '../core/errors.js';

export const FORMATS = ['text', 'json', 'diff', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];

export const COLORS = ['auto', 'always', 'never'] as const;
export type Color = (typeof COLORS)[number];

/** The options that mean the same in every command. */
export interface Flags {
  /** Ids or families. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly safe: boolean;
  readonly suggested: boolean;
  readonly yes: boolean;
  /** Null: the command's own. */
  readonly format: Format | null;
  readonly output: string | null;
  readonly since: string | null;
  readonly exclude: readonly string[];
  readonly config: string | null;
  readonly root: string | null;
  /** Null: as many as there are processors. */
  readonly jobs: number | null;
  readonly check: boolean;
  readonly color: Color;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** What the command line parser hands over: every option may be absent. */
export type Given = { readonly [K in keyof Flags]?: unknown };

/** Checks what was given. Throws a `UserError` of one line for a value that does not fit. */
export function readFlags(given: Given): Flags {
  if (given.safe === true && given.suggested === true) throw new UserError('--safe and --suggested exclude each other');
  return {
    only: names(given.only),
    skip: names(given.skip),
    safe: given.safe === true,
    suggested: given.suggested === true,
    yes: given.yes === true,
    format: given.format === undefined ? null : choice('--format', given.format, FORMATS),
    output: text(given.output),
    since: text(given.since),
    exclude: list(given.exclude),
    config: text(given.config),
    root: text(given.root),
    jobs: given.jobs === undefined ? null : jobs(String(given.jobs)),
    check: given.check === true,
    color: given.color === undefined ? 'auto' : choice('--color', given.color, COLORS),
    quiet: given.quiet === true,
    verbose: given.verbose === true,
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
