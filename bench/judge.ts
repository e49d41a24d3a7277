import { demand } from './command.js';
import { benchFile } from './paths.js';
import type { Found } from './report.js';

export interface Judgement {
  /** What Python says about the file now, if it compiled before. */
  readonly broken: string | null;
  /** A change that neither an edit of a finding nor an import explains. */
  readonly outside: string | null;
  /** Why `outside` could not be told. */
  readonly unchecked: string | null;
  /** Changed import lines, with + and -. */
  readonly imports: readonly string[];
}

export interface Verdicts {
  readonly files: Readonly<Record<string, Judgement>>;
  /** What each finding alone changes, in their order. */
  readonly hunks: readonly string[];
}

/** A second opinion, in Python: see judge.py. */
export function judge(before: string, after: string, paths: readonly string[], findings: readonly Found[]): Verdicts {
  const input = JSON.stringify({ before, after, paths, findings });
  return JSON.parse(demand(['python3', '-I', benchFile('judge.py')], { input }).toString('utf8')) as Verdicts;
}
