import { code } from '../../core/code.js';
import type { Code, Edit } from '../../core/types.js';
import type { PyNode } from '../tree.js';
import { insert, replace } from './edit.js';
import { eolAt, indentAt, layOut, lineEnd, lineStart, nextLine, opensLine, unitAt, type Eol } from './layout.js';

/** How statements stand where one is added. */
interface Place {
  readonly indent: string;
  readonly unit: string;
  readonly eol: Eol;
  /** What moves the body of `if x: a` to lines of its own; empty where it has them. */
  readonly unfold: readonly Edit[];
}

/**
 * Adds statements above the one that holds `node`, on lines of their own. Comments directly above it
 * stay with it. `added` is written with four blanks a level and takes the file's indentation.
 */
export function insertBefore(node: PyNode, added: Code): Edit[] {
  const statement = statementAround(node);
  const place = placeOf(statement);
  const laid = layOut(added, place.indent, place.unit, place.eol);
  const line = place.eol + place.indent;
  const earlier = earlierOnLine(statement);
  if (earlier !== null) return [...place.unfold, replace(earlier.end, statement.start, code`${line}${laid}${line}`)];
  const [unfold] = place.unfold;
  if (unfold !== undefined) return [replace(unfold.span.start, statement.start, code`${line}${laid}${line}`)];
  return [insert(startWithComments(statement), code`${laid}${line}`)];
}

/** Adds statements below the one that holds `node`, on lines of their own. */
export function insertAfter(node: PyNode, added: Code): Edit[] {
  const statement = statementAround(node);
  const place = placeOf(statement);
  const laid = layOut(added, place.indent, place.unit, place.eol);
  const line = place.eol + place.indent;
  const later = laterOnLine(statement);
  if (later !== null) return [...place.unfold, replace(statement.end, later.start, code`${line}${laid}${line}`)];
  return [...place.unfold, insert(endOfStatement(statement), code`${line}${laid}`)];
}

/** Adds statements at the start of a body, behind its docstring; they take the place of a lone `pass`. */
export function insertFirst(block: PyNode, added: Code): Edit[] {
  const [first, second] = block.named;
  if (first === undefined) throw new Error('a body without a statement');
  const isDocumented = isDocstring(first);
  const start = isDocumented ? second : first;
  if (start === undefined) return insertAfter(first, added);
  if (start.type === 'pass_statement' && block.named.at(-1) === start) return replaceStatement(start, added);
  return isDocumented ? insertAfter(first, added) : insertBefore(first, added);
}

function replaceStatement(statement: PyNode, added: Code): Edit[] {
  const { indent, unit, eol, unfold } = placeOf(statement);
  return [...unfold, replace(statement.start, statement.end, layOut(added, indent, unit, eol))];
}

/** Whether a statement is a string alone: a docstring where it is the first of a module, class or function. */
export function isDocstring(statement: PyNode): boolean {
  const [only] = statement.named;
  if (statement.type !== 'expression_statement' || only === undefined) return false;
  const strings = only.type === 'concatenated_string' ? only.named : [only];
  return strings.every((string) => string.type === 'string' && !/^\w*[bf]/i.test(string.children[0]?.text ?? ''));
}

/** The statement that a node is or is part of; a `case` is part of its `match`. */
function statementAround(node: PyNode): PyNode {
  const { parent } = node;
  if (parent === null) return node;
  const isStatement = (parent.type === 'block' || parent.type === 'module') && node.type !== 'case_clause';
  return isStatement ? node : statementAround(parent);
}

function placeOf(statement: PyNode): Place {
  const { text } = statement.tree;
  const unit = unitAt(statement);
  const eol = eolAt(text, statement.start);
  const first = firstOnLine(statement);
  const holder = statement.parent?.type === 'block' ? statement.parent.parent : null;
  if (holder === null || startsLine(first)) return { indent: indentAt(text, first.start), unit, eol, unfold: [] };
  const indent = indentAt(text, holder.start) + unit;
  return { indent, unit, eol, unfold: [replace(endOfHeader(first), first.start, eol + indent)] };
}

/** The `:` in front of a body on the same line. */
function endOfHeader(first: PyNode): number {
  const colon = first.parent === null ? null : beside(first.parent, 'previous');
  if (colon?.type !== ':') throw new Error(`no \`:\` in front of \`${first.text}\``);
  return colon.end;
}

/** The first of the statements that `;` joins with this one. */
function firstOnLine(statement: PyNode): PyNode {
  const earlier = earlierOnLine(statement);
  return earlier === null ? statement : firstOnLine(earlier);
}

function earlierOnLine(statement: PyNode): PyNode | null {
  const semicolon = beside(statement, 'previous');
  const earlier = semicolon?.type === ';' ? beside(semicolon, 'previous') : null;
  return earlier !== null && isJoined(earlier, statement) ? earlier : null;
}

function laterOnLine(statement: PyNode): PyNode | null {
  const semicolon = beside(statement, 'next');
  const later = semicolon?.type === ';' ? beside(semicolon, 'next') : null;
  return later !== null && later.type !== 'comment' && isJoined(statement, later) ? later : null;
}

function beside(node: PyNode, side: 'previous' | 'next'): PyNode | null {
  const found = node[side];
  return found?.type === 'line_continuation' ? beside(found, side) : found;
}

/** Whether two statements share a line; a backslash at its end makes the next line part of it. */
function isJoined(earlier: PyNode, later: PyNode): boolean {
  return !earlier.tree.text.slice(earlier.end, later.start).replace(/\\\r?\n/g, '').includes('\n');
}

/** As `opensLine`, but not for a line that a backslash joins to the one above. */
function startsLine(statement: PyNode): boolean {
  const { text } = statement.tree;
  const start = lineStart(text, statement.start);
  return opensLine(statement) && !/\\\r?\n$/.test(text.slice(Math.max(0, start - 3), start));
}

/** Where the line of a statement ends, behind its comment and behind a backslash that joins an empty line to it. */
function endOfStatement(statement: PyNode): number {
  const { text } = statement.tree;
  let start = statement.end;
  let end = lineEnd(text, start);
  while (end < text.length && /^[ \t\f;]*\\$/.test(text.slice(start, end))) {
    start = nextLine(text, end);
    end = lineEnd(text, start);
  }
  return end;
}

/** Where the comments start that stand directly above a statement with its indentation; a shebang or coding line is none of them. */
export function startWithComments(statement: PyNode): number {
  const { text } = statement.tree;
  const indent = indentAt(text, statement.start);
  const comments = new Set(statement.tree.nodes('comment').map((comment) => comment.start));
  let start = statement.start;
  for (;;) {
    const line = lineStart(text, start);
    const above = line === 0 ? -1 : lineStart(text, line - 1) + indent.length;
    if (!comments.has(above) || text.slice(above - indent.length, above) !== indent || isHeader(text, above)) return start;
    start = above;
  }
}

/** A shebang or an encoding declaration (PEP 263). */
export function isHeader(text: string, comment: number): boolean {
  const line = text.slice(comment, lineEnd(text, comment));
  if (comment === 0 && line.startsWith('#!')) return true;
  const isEarly = text.slice(0, comment).split('\n').length <= 2;
  return isEarly && /^#.*?coding[:=]/.test(line);
}
