import { readFileSync } from 'node:fs';
import { UserError } from '../core/errors.js';
import type { Finding } from '../core/types.js';
import { describe } from '../write/target.js';
import { writeReport } from './output.js';

/** What is known of a finding that nobody wants to hear of. */
export interface KnownFinding {
  readonly transform: string;
  readonly path: string;
  readonly message: string;
}

/** Known findings by key. */
export type Baseline = ReadonlyMap<string, KnownFinding>;

/** What became of a baseline that was written anew. */
export interface BaselineUpdate {
  readonly total: number;
  readonly added: number;
  /** Entries whose finding is gone. */
  readonly dropped: number;
}

/** Reads a file of known findings. Throws a `UserError` if there is none, or if it is something else. */
export function readBaseline(file: string): Baseline {
  return entriesOf(file) ?? refuse(file, 'no such file', '--baseline-update writes it');
}

/**
 * Writes the findings of now. An entry that is no longer found is dropped if the run looked where it was, which
 * `isLookedAt` tells.
 */
export function updateBaseline(file: string, findings: readonly Finding[], isLookedAt: (entry: KnownFinding) => boolean): BaselineUpdate {
  const before = entriesOf(file) ?? new Map<string, KnownFinding>();
  const now = new Map(findings.map(({ key, transform, path, message }) => [key, { transform, path, message }]));
  const unseen = [...before].filter(([key, entry]) => !now.has(key) && !isLookedAt(entry));
  writeReport(file, rendered([...now, ...unseen]));
  const total = now.size + unseen.length;
  const added = [...now.keys()].filter((key) => !before.has(key)).length;
  return { total, added, dropped: before.size - (total - added) };
}

type Entry = readonly [key: string, known: KnownFinding];

/** One line a finding, in an order that does not depend on the run: a change is a line in a diff, and two branches merge. */
function rendered(entries: readonly Entry[]): string {
  const rank = ([key, { path, transform }]: Entry): string => `${path}\0${transform}\0${key}`;
  const sorted = [...entries].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  const lines = sorted.map(([key, known]) => `    ${JSON.stringify(key)}: ${JSON.stringify(known)}`);
  return lines.length === 0 ? '{\n  "schema": 1,\n  "findings": {}\n}\n' : `{\n  "schema": 1,\n  "findings": {\n${lines.join(',\n')}\n  }\n}\n`;
}

function entriesOf(file: string): Map<string, KnownFinding> | null {
  const text = textOf(file);
  if (text === null) return null;
  const { schema, findings } = parsed(file, text);
  const entries = schema === 1 && isRecord(findings) ? Object.entries(findings) : null;
  if (entries?.every(isEntry) !== true) return refuse(file, 'not a baseline of this version of pitstop', AFRESH);
  return new Map(entries);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isEntry(entry: readonly [string, unknown]): entry is [string, KnownFinding] {
  const [, known] = entry;
  return isRecord(known) && ['transform', 'path', 'message'].every((name) => typeof known[name] === 'string');
}

const AFRESH = 'delete it and run with --baseline-update to begin anew';

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : refuse(file, describe(error));
  }
}

function parsed(file: string, text: string): { schema?: unknown; findings?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch (error) {
    return refuse(file, (error as Error).message, `settle a merge by taking both sides, or ${AFRESH}`);
  }
}

function refuse(file: string, why: string, hint: string | null = null): never {
  throw new UserError(`--baseline ${file}: ${why}`, hint);
}
