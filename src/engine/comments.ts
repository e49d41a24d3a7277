import type { Edit } from '../core/types.js';
import { commentEnd } from '../python/edits/layout.js';
import { withoutSuppression } from '../python/suppressions.js';
import type { PyTree } from '../python/tree.js';

/** Whether an edit would delete a comment, or take it to another place than the code it speaks of. */
export function disturbsComment(tree: PyTree, { span, code }: Edit): boolean {
  const comments = tree.nodes('comment');
  if (comments.some((comment) => comment.start < span.end && span.start < commentEnd(comment))) return true;
  if (!code.text.includes('\n') || isOwnLine(tree.text, { span, code })) return false;
  const lineEnd = tree.text.indexOf('\n', span.end);
  return comments.some(({ start }) => start >= span.end && (lineEnd < 0 || start < lineEnd));
}

/** Whole lines put above a line: what stands on that line stays together. */
function isOwnLine(text: string, { span, code }: Edit): boolean {
  if (span.start !== span.end || !/\n[ \t\f]*$/.test(code.text)) return false;
  return /(^|\n)[ \t\f]*$/.test(text.slice(Math.max(0, span.start - 200), span.start));
}

/** Every comment of a file but for the suppressions in it, in order of their text. */
export function commentsOf(tree: PyTree): string[] {
  return tree.nodes('comment').map((comment) => withoutSuppression(comment.text)).filter((text) => text !== '').sort();
}
