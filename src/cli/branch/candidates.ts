import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../core/errors.js';
import type { Finding } from '../../core/types.js';
import type { Batches, Outcome } from '../../engine/request.js';
import { encode } from '../../source/encoding.js';
import type { Made } from '../../write/branch/deliver.js';
import { compile, execute, type Prepared, type Scene } from '../survey.js';

/** The scene in a worktree that the user has set up in the own checkout. Throws a `UserError` for a place that is not in it. */
export function sceneIn(worktreeRoot: string, userRoot: string, operands: readonly string[], baseName: string): Scene {
  if (!existsSync(worktreeRoot)) throw new UserError(`${relative('.', userRoot) || '.'} is not in ${baseName}`);
  return { root: worktreeRoot, paths: [...new Set(operands.map((given) => pathIn(worktreeRoot, userRoot, given, baseName)))] };
}

function pathIn(worktreeRoot: string, userRoot: string, given: string, baseName: string): string {
  const inside = [resolve(given), resolve(userRoot, given)].map((path) => relative(userRoot, path)).filter(isInside);
  if (inside.length === 0) throw new UserError(`${given} is outside the root`);
  const found = inside.map((path) => join(worktreeRoot, path)).find(existsSync);
  if (found === undefined) throw new UserError(`${given} is not in ${baseName}`, 'a branch has what is committed, and no more');
  return found;
}

function isInside(path: string): boolean {
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** The fixes that a branch may have, and what comes out with some of them. */
export interface Candidates {
  /** With all of them taken. */
  readonly outcome: Outcome;
  /** With these keys taken, for commits of these; asked while the worktree shows the base. */
  readonly outcomeWith: (keys: ReadonlySet<string>, batches: Batches) => Promise<Outcome>;
}

/** Looks at everything once; from then on only files with findings are looked at. */
export async function findCandidates(prepared: Prepared, isWanted: (finding: Finding) => boolean): Promise<Candidates> {
  const taking = (isTaken: (finding: Finding) => boolean, batches: Batches, only: ReadonlySet<string> | null): Promise<Outcome> =>
    execute(prepared, { gate: (findings) => Promise.resolve(findings.filter(isTaken)), compile, batches }, only);
  const outcome = await taking(isWanted, new Map(), null);
  const concerned = new Set(outcome.findings.flatMap(({ path, changes }) => [path, ...changes.map((change) => change.path)]));
  const first = outcome.findings.filter(({ pass }) => pass === 1).map(({ key }) => key);
  const outcomeWith = async (keys: ReadonlySet<string>, batches: Batches): Promise<Outcome> => {
    const isTaken = (finding: Finding): boolean => isWanted(finding) && keys.has(finding.key);
    const made = await taking(isTaken, batches, concerned);
    // Files without findings can matter to what a transform decides.
    const isWhole = first.every((key) => !keys.has(key) || made.taken.includes(key));
    return isWhole ? made : taking(isTaken, batches, null);
  };
  return { outcome, outcomeWith };
}

/** What an outcome makes of the files. */
export function madeOf({ files, taken }: Outcome): Made {
  return { files: files.map((file) => ({ path: file.path, bytes: encode(file.after, file) })), taken };
}
