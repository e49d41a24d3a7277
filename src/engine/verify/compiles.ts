import type { PlannedFile } from '../../core/types.js';
import type { Compile, Encode } from '../request.js';

/** A file to compile as it was and as it would be. */
export interface Compilable {
  readonly plan: PlannedFile;
  /** The minor version of Python 3 that the file as it was asks for; null: it is not Python. */
  readonly python: number | null;
}

/** What Python says of a file that is about to change. */
export type Verdict =
  /** It did not compile as it was: `problem` is Python's word. */
  | { readonly kind: 'broken-before'; readonly problem: string }
  | { readonly kind: 'broken-after'; readonly problem: string }
  | { readonly kind: 'not-encodable'; readonly problem: string };

const BEFORE = 'before/';
const AFTER = 'after/';

/** Compiles files before and after, in one batch; only what is wrong comes back. Without a Python all is well. */
export async function compiles(
  files: readonly Compilable[],
  encode: Encode,
  compile: Compile | null,
): Promise<Map<string, Verdict>> {
  const found = new Map<string, Verdict>();
  const batch: { path: string; bytes: Uint8Array }[] = [];
  for (const { plan, python } of files) {
    const bytes = encoded(plan, encode);
    if ('problem' in bytes) found.set(plan.path, { kind: 'not-encodable', ...bytes });
    else if (python !== null) batch.push(...bytes.batch);
  }
  const compiled = compile === null || batch.length === 0 ? null : await compile(batch);
  if (compiled === null) return found;
  const wordOn = (path: string): string | null => compiled.problems.get(path) ?? null;
  for (const { plan: { path }, python } of files) {
    const verdict = judge(wordOn(BEFORE + path), wordOn(AFTER + path), compiled.minor < (python ?? 0));
    if (verdict !== null) found.set(path, verdict);
  }
  return found;
}

/** A Python that is too old for a file has to stumble over the same thing after as before. */
function judge(before: string | null, after: string | null, isTooOld: boolean): Verdict | null {
  if (before !== null && !isTooOld) return { kind: 'broken-before', problem: before };
  if (after === null || (before !== null && withoutNumbers(before) === withoutNumbers(after))) return null;
  return { kind: 'broken-after', problem: `the output does not compile: ${after}` };
}

function withoutNumbers(problem: string): string {
  return problem.replace(/\d+/g, '');
}

type Batch = { path: string; bytes: Uint8Array }[];

function encoded(file: PlannedFile, encode: Encode): { readonly batch: Batch } | { readonly problem: string } {
  try {
    const after = { path: AFTER + file.path, bytes: encode(file.after, file) };
    if (file.before === null) return { batch: [after] };
    return { batch: [{ path: BEFORE + file.path, bytes: encode(file.before, file) }, after] };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
