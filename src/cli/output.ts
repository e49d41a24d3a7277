import { accessSync, constants, realpathSync, statSync, writeFileSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../core/errors.js';
import { prepare, replace, temporaryBeside } from '../write/atomic.js';
import { describe } from '../write/target.js';
import { FORMATS, type Flags, type Format } from './flags.js';

/** A report that was asked for. */
export interface Output {
  readonly format: Format;
  /** As the user named it; null: stdout. */
  readonly file: string | null;
}

type Asked = Pick<Flags, 'format' | 'output'>;

/**
 * What `--format` and `--output` ask for. A format before the file's name and a colon wins, then `--format`, then
 * the file's ending, then the command's `own`. Throws a `UserError` for a file that could not be written, before any work is done.
 */
export function outputsOf({ format, output }: Asked, own: Format): Output[] {
  if (output.length === 0) return [{ format: format ?? own, file: null }];
  const outputs = output.map((given): Output => {
    const { prefix, file } = split(given);
    if (file === '') throw new UserError(`--output "${given}" lacks the name of a file`);
    if (file === '-') return { format: prefix ?? format ?? own, file: null };
    return { format: prefix ?? format ?? byEnding(file) ?? own, file };
  });
  refuseTwins(outputs);
  for (const { file } of outputs) if (file !== null) refuseUnwritable(file);
  return outputs;
}

/** Whether stdout gets anything. */
export function usesStdout(output: readonly string[]): boolean {
  return output.length === 0 || output.some((given) => split(given).file === '-');
}

/** Only the name of a format counts: `C:report.txt` is a file. */
function split(given: string): { prefix: Format | null; file: string } {
  const prefix = FORMATS.find((format) => given.startsWith(`${format}:`));
  return prefix === undefined ? { prefix: null, file: given } : { prefix, file: given.slice(prefix.length + 1) };
}

const ENDINGS: readonly (readonly [ending: RegExp, format: Format])[] = [
  [/(^|\/)gl-code-quality-report\.json$|\.gitlab\.json$/, 'gitlab'],
  [/\.sarif(\.json)?$/, 'sarif'],
  [/\.json$/, 'json'],
  [/\.html?$/, 'html'],
  [/\.(md|markdown)$/, 'markdown'],
  [/\.(diff|patch)$/, 'diff'],
  [/\.txt$/, 'text'],
];

function byEnding(file: string): Format | null {
  return ENDINGS.find(([ending]) => ending.test(file.toLowerCase()))?.[1] ?? null;
}

function refuseTwins(outputs: readonly Output[]): void {
  const places = outputs.map(({ file }) => (file === null ? null : resolve(file)));
  const twin = outputs.find((_, at) => places.indexOf(places[at] as string) !== at);
  if (twin !== undefined) throw new UserError(`two reports would go to ${twin.file ?? 'stdout'}`);
}

function refuseUnwritable(file: string): void {
  const folder = statSync(dirname(resolve(file)), { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true) throw new UserError(`cannot write ${file}: there is no folder ${dirname(file)}`);
  const target = statSync(resolve(file), { throwIfNoEntry: false });
  if (target?.isDirectory() === true) throw new UserError(`cannot write ${file}: it is a folder`);
  if (!isWritable(target === undefined || target.isFile() ? dirname(resolve(file)) : resolve(file))) {
    throw new UserError(`cannot write ${file}: permission denied`);
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Writes a report whole or not at all; what is no plain file (a pipe, `/dev/null`) is written to as it is. */
export function writeReport(file: string, result: string | Uint8Array): void {
  const bytes = typeof result === 'string' ? Buffer.from(result) : result;
  const path = resolve(file);
  try {
    const present = statSync(path, { throwIfNoEntry: false });
    if (present !== undefined && !present.isFile()) writeFileSync(path, bytes);
    else replaceWhole(present === undefined ? path : realpathSync(path), bytes, present ?? null);
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${describe(error)}`);
  }
}

function replaceWhole(target: string, bytes: Uint8Array, like: Stats | null): void {
  const temporary = temporaryBeside(target);
  prepare(temporary, bytes, like);
  replace(temporary, target);
}
