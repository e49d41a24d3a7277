import { structuredPatch, type StructuredPatchHunk } from 'diff';
import type { PlannedFile } from '../core/types.js';
import { plainPaint, type Paint } from './paint.js';

/** Turns a file's text back into its bytes. */
export type Encode = (text: string, form: { readonly bom: boolean; readonly encoding: string }) => Uint8Array;

/** How a diff is laid out. */
export interface DiffLook {
  readonly paint?: Paint;
  /** What comes before every path: empty, or a folder with its slash. */
  readonly prefix?: string;
}

/**
 * One unified diff of all files that change, which `git apply` and `patch -p1` accept: in bytes, because
 * every file appears in its own encoding.
 */
export function renderDiff(files: readonly PlannedFile[], encode: Encode, { paint = plainPaint, prefix = '' }: DiffLook = {}): Uint8Array {
  return Buffer.from(ordered(files, prefix).map((file) => fileDiff(file, encode, paint)).join(''), 'latin1');
}

/** The files as a diff names and orders them: by the bytes of their paths, as git does. */
export function ordered(files: readonly PlannedFile[], prefix: string): PlannedFile[] {
  const named = files.map((file) => ({ file: { ...file, path: prefix + file.path }, bytes: Buffer.from(prefix + file.path) }));
  return named.sort((one, other) => Buffer.compare(one.bytes, other.bytes)).map(({ file }) => file);
}

/** How many lines a file gains and loses; null if it stays as it is. */
export function lineChanges(file: PlannedFile, encode: Encode): { readonly added: number; readonly removed: number } | null {
  const hunks = hunksOf(file, encode);
  if (hunks === null) return null;
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const many = (mark: string): number => lines.filter((line) => line.startsWith(mark)).length;
  return { added: many('+'), removed: many('-') };
}

function fileDiff(file: PlannedFile, encode: Encode, paint: Paint): string {
  const hunks = hunksOf(file, encode);
  if (hunks === null) return '';
  const lines = hunks.flatMap((hunk) => [
    paint('hunk', `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`),
    ...hunk.lines.map((line) => paintLine(line, paint)),
  ]);
  return [...header(file, hunks.length > 0).map((line) => paint('header', line)), ...lines, ''].join('\n');
}

/** Works on latin-1 strings, in which a character is a byte. Null if nothing changes; none at all for a new file that is empty. */
function hunksOf(file: PlannedFile, encode: Encode): readonly StructuredPatchHunk[] | null {
  const bytes = (text: string): string => Buffer.from(encode(text, file)).toString('latin1');
  const before = file.before === null ? '' : bytes(file.before);
  const after = bytes(file.after);
  if (before === after && file.before !== null) return null;
  return structuredPatch('', '', before, after, undefined, undefined, { context: 3 }).hunks;
}

function header(file: PlannedFile, hasHunks: boolean): string[] {
  const from = quotePath(`a/${file.path}`);
  const to = quotePath(`b/${file.path}`);
  const names = [`--- ${file.before === null ? '/dev/null' : tabbed(from)}`, `+++ ${tabbed(to)}`];
  return [
    `diff --git ${from} ${to}`,
    ...(file.before === null ? ['new file mode 100644'] : []),
    ...(hasHunks ? names : []),
  ];
}

/** Without the tab, `patch` would end a name at its first space. */
function tabbed(name: string): string {
  return name.includes(' ') ? `${name}\t` : name;
}

/** The format counts an empty range from the line before it. */
function range(start: number, lines: number): string {
  if (lines === 0) return `${start - 1},0`;
  return lines === 1 ? String(start) : `${start},${lines}`;
}

function paintLine(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint('added', line);
  if (line.startsWith('-')) return paint('removed', line);
  return line;
}

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\',
};

/** A path as git writes it: in quotes with C escapes if it has a quote, a backslash, a control character or a byte above 127. */
export function quotePath(path: string): string {
  const quoted = [...Buffer.from(path, 'utf8')].map(quoteByte).join('');
  return quoted === path ? path : `"${quoted}"`;
}

function quoteByte(byte: number): string {
  const escape = ESCAPES[byte];
  if (escape !== undefined) return escape;
  if (byte < 32 || byte > 126) return `\\${byte.toString(8).padStart(3, '0')}`;
  return String.fromCharCode(byte);
}
