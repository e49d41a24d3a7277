import type { PyModule } from '../../python/module.js';
import { readSuppressions } from '../../python/suppressions.js';
import type { PyTree } from '../../python/tree.js';
import { commentsOf } from '../comments.js';

/** What is wrong if not every comment is still there, or one appeared that is no suppression. */
export function comments(before: PyModule, after: PyModule): string | null {
  const old = commentsOf(before.tree);
  const now = commentsOf(after.tree);
  const lost = without(old, now)[0];
  const extra = without(now, old)[0];
  if (lost !== undefined) return `the comment \`${lost}\` is lost`;
  const silent = without(suppressed(before.tree), suppressed(after.tree))[0];
  if (silent !== undefined) return `the suppression of ${silent} is lost`;
  return extra === undefined ? null : `the comment \`${extra}\` has appeared`;
}

function suppressed(tree: PyTree): string[] {
  return readSuppressions(tree).flatMap(({ names }) => names ?? ['all']);
}

/** The items of one multiset that another lacks. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
