/** `# pitstop: ignore[request-timeout, celery]` and `# pitstop: ignore`: a person's word that a place stays as it is. */
import type { Span } from '../core/types.js';
import { lineOf, type PyNode, type PyTree } from './tree.js';

export interface Suppression {
  /** Where the comment stands, counting from 1. */
  readonly line: number;
  /** Ids and families of transforms; null: all of them. */
  readonly names: readonly string[] | null;
  /** The line that the comment speaks of: its own, or the next one with code where it has a line to itself. */
  readonly target: number;
  /** Where the names stand between their brackets; null where there are none. */
  readonly bracket: Span | null;
}

const COMMENT = /#\s*pitstop: ?ignore\b(?:\s*\[([^\]]*)\])?/;

/** The suppressions of a file, in source order. */
export function readSuppressions(tree: PyTree): Suppression[] {
  return tree.nodes('comment').flatMap((comment) => {
    const found = COMMENT.exec(comment.text);
    if (found === null) return [];
    const line = lineOf(tree.text, comment.start);
    const names = found[1]?.split(',').map((name) => name.trim()).filter((name) => name !== '') ?? null;
    const target = line + (standsAlone(comment) ? linesToCode(tree.text, comment) : 0);
    return [{ line, names, target, bracket: bracketOf(found, comment.start) }];
  });
}

function bracketOf(found: RegExpExecArray, start: number): Span | null {
  if (found[1] === undefined) return null;
  const end = start + found.index + found[0].length - 1;
  return { start: end - found[1].length, end };
}

/** A comment without the suppression that it holds: what is left speaks to other readers. */
export function withoutSuppression(comment: string): string {
  return comment.replace(COMMENT, '').trim();
}

/** The lines at which a comment suppresses what is found at `node`: where it starts, and where its statement does. */
export function linesOfPlace(node: PyNode): number[] {
  const statement = statementAround(node);
  const definition = statement.type === 'decorated_definition' ? statement.child('definition') : null;
  const starts = [node, statement, ...(definition === null ? [] : [definition])].map(({ start }) => start);
  return [...new Set(starts)].map((start) => lineOf(node.tree.text, start));
}

/** The innermost statement around a node; a definition's decorators belong to it. */
export function statementAround(node: PyNode): PyNode {
  let statement = node;
  while (statement.parent !== null && !['block', 'module'].includes(statement.parent.type)) statement = statement.parent;
  return statement;
}

function standsAlone(comment: PyNode): boolean {
  const { text } = comment.tree;
  const lineStart = text.lastIndexOf('\n', comment.start - 1) + 1;
  return text.slice(lineStart, comment.start).trim() === '';
}

/** How many lines below a comment the line after it and the comments that follow it directly stands. */
function linesToCode(text: string, comment: PyNode): number {
  let lines = 1;
  let at = text.indexOf('\n', comment.end) + 1;
  while (at > 0 && /^[ \t\f]*#/.test(text.slice(at, at + 200))) {
    lines++;
    at = text.indexOf('\n', at) + 1;
  }
  return lines;
}
