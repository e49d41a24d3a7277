/** What an insertion copies from its neighbours: where lines start and end, their indentation, their line ends. */
import type { Code } from '../../core/types.js';
import { parse, type PyNode } from '../tree.js';

export type Eol = '\n' | '\r\n';

/** The longest line that is not laid out anew: Black's limit. */
export const WIDTH = 88;

const DEFAULT_UNIT = '    ';

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line that holds an offset ends, in front of its line end. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** The offset behind the line end of the line that holds an offset. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

/** The line end nearest to an offset: of its own line, or of the line above where the file ends without one. */
export function eolAt(text: string, offset: number): Eol {
  const below = text.indexOf('\n', offset);
  const newline = below < 0 ? text.lastIndexOf('\n', offset - 1) : below;
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** The blanks that the line of an offset starts with; a form feed starts the column anew and is not copied. */
export function indentAt(text: string, offset: number): string {
  const blanks = /^[ \t\f]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
  return blanks.slice(blanks.lastIndexOf('\f') + 1);
}

/** Whether a node is the first thing on its line. */
export function opensLine(node: PyNode): boolean {
  const { text } = node.tree;
  return /^[ \t\f]*$/.test(text.slice(lineStart(text, node.start), node.start));
}

export function onOneLine(text: string, start: number, end: number): boolean {
  return !text.slice(start, end).includes('\n');
}

export function hasBlankLine(text: string, start: number, end: number): boolean {
  return /\n[ \t\f\r]*\n/.test(text.slice(start, end));
}

/** Where the comment that shares its line with the end of `node` ends; the end of the node if there is none. */
export function endWithComment(node: PyNode): number {
  const comment = commentBehind(node);
  return comment === null ? node.end : commentEnd(comment);
}

/** The sibling comment behind a node on the same line. */
export function commentBehind(node: PyNode): PyNode | null {
  const { next } = node;
  return next?.type === 'comment' && onOneLine(node.tree.text, node.end, next.start) ? next : null;
}

/** The grammar counts the `\r` of a line end to the comment in front of it. */
export function commentEnd(comment: PyNode): number {
  return comment.text.endsWith('\r') ? comment.end - 1 : comment.end;
}

/** One step of indentation, as the code around a node has it, or else the first indented block of the file. */
export function unitAt(node: PyNode): string {
  const holder = node.closest('decorated_definition', 'function_definition', 'class_definition');
  const definition = holder?.child('definition') ?? holder;
  const near = definition?.child('body') ?? null;
  for (const block of near === null ? node.tree.nodes('block') : [near, ...node.tree.nodes('block')]) {
    const unit = unitOf(block);
    if (unit !== null) return unit;
  }
  return DEFAULT_UNIT;
}

function unitOf(block: PyNode): string | null {
  const { text } = block.tree;
  if (block.parent === null || block.children.length === 0 || !opensLine(block)) return null;
  const outer = indentAt(text, block.parent.start);
  const inner = indentAt(text, block.start);
  return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : null;
}

/**
 * Code of several lines made ready to stand at an indentation: `indent` goes in front of every line
 * but the first, four blanks of its own become one `unit`, and its line ends become `eol`. Lines
 * inside a string keep their blanks.
 */
export function layOut(code: Code, indent: string, unit: string, eol: Eol): Code {
  const lines = code.text.split(/\r?\n/);
  if (lines.length === 1) return code;
  const verbatim = linesInStrings(lines.join('\n'));
  const laid = lines.map((line, at) => (at === 0 || verbatim.has(at) ? line : indented(line, indent, unit)));
  return { text: laid.join(eol), imports: code.imports };
}

function indented(line: string, indent: string, unit: string): string {
  if (line.trim() === '') return '';
  const content = line.trimStart();
  const blanks = line.length - content.length;
  return indent + unit.repeat(Math.floor(blanks / 4)) + ' '.repeat(blanks % 4) + content;
}

/** The numbers, from 0, of the lines that start inside a string. */
function linesInStrings(text: string): Set<number> {
  const parsed = parse(`${text}\n`);
  if ('problem' in parsed) return new Set();
  const rowOf = (offset: number) => text.slice(0, offset).split('\n').length - 1;
  return new Set(
    parsed.tree.nodes('string').flatMap((string) => {
      const first = rowOf(string.start);
      return Array.from({ length: rowOf(string.end) - first }, (_, at) => first + at + 1);
    }),
  );
}
