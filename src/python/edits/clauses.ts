import { code } from '../../core/code.js';
import type { Code, Edit } from '../../core/types.js';
import type { PyNode } from '../tree.js';
import { insert } from './edit.js';
import { eolAt, indentAt, layOut, lineStart, unitAt } from './layout.js';

/**
 * Puts a clause of a `try` in front of another one, on lines of its own and above the comments that
 * stand directly above that one. `added` is written with four blanks a level.
 */
export function insertClause(before: PyNode, added: Code): Edit[] {
  const { text } = before.tree;
  const indent = indentAt(text, before.start);
  const eol = eolAt(text, before.start);
  return [insert(startWithComments(before, indent), code`${layOut(added, indent, unitAt(before), eol)}${eol}${indent}`)];
}

/** Where the comments start that stand directly above a clause with its indentation; the clause's own start without any. */
function startWithComments(clause: PyNode, indent: string): number {
  const { text } = clause.tree;
  const comments = new Set(clause.tree.nodes('comment').map((comment) => comment.start));
  let start = clause.start;
  for (;;) {
    const line = lineStart(text, start);
    const above = line === 0 ? -1 : lineStart(text, line - 1) + indent.length;
    if (!comments.has(above) || text.slice(above - indent.length, above) !== indent) return start;
    start = above;
  }
}
