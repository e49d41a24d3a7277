import { plain } from '../../core/code.js';
import type { Edit } from '../../core/types.js';
import { linesOfPlace, readSuppressions, statementAround } from '../suppressions.js';
import type { PyNode, PyTree } from '../tree.js';
import { eolAt, indentAt, lineEnd, lineStart } from './layout.js';

/** The longest line that a suppression may make by standing at its end. */
const WIDEST = 100;

/**
 * The edit that keeps a transform silent at a place by a comment: its id is added to a suppression that is there,
 * or a comment is put behind the line on which the place starts, or on a line above. Null where no comment can stand.
 */
export function suppress(place: PyNode, id: string): Edit | null {
  const { tree } = place;
  const lines = linesOfPlace(place);
  const known = readSuppressions(tree).find(({ target, bracket }) => bracket !== null && lines.includes(target));
  if (known?.bracket) return insertion(known.bracket.end, known.names?.length === 0 ? id : `, ${id}`);
  const comment = `# pitstop: ignore[${id}]`;
  const starts = [place.start, statementAround(place).start];
  const tries = starts.flatMap((start) => [() => behind(tree, start, comment), () => above(tree, start, comment)]);
  return first([...tries, () => atAnyWidth(tree, place.start, comment)]);
}

function first(tries: readonly (() => Edit | null)[]): Edit | null {
  for (const attempt of tries) {
    const edit = attempt();
    if (edit !== null) return edit;
  }
  return null;
}

/** Behind the line of an offset, unless it has a comment or would become too long. */
function behind(tree: PyTree, offset: number, comment: string): Edit | null {
  const [start, end] = [lineStart(tree.text, offset), lineEnd(tree.text, offset)];
  const hasComment = tree.nodes('comment').some((other) => start <= other.start && other.start < end);
  return hasComment || end - start + 2 + comment.length > WIDEST ? null : atAnyWidth(tree, offset, comment);
}

function atAnyWidth(tree: PyTree, offset: number, comment: string): Edit | null {
  const end = lineEnd(tree.text, offset);
  return isContinued(tree, end) ? null : insertion(end, `  ${comment}`);
}

/** On a line of its own above the line of an offset. */
function above(tree: PyTree, offset: number, comment: string): Edit | null {
  const { text } = tree;
  const start = lineStart(text, offset);
  if (start > 0 && isContinued(tree, lineEnd(text, start - 1))) return null;
  return insertion(start, `${indentAt(text, offset)}${comment}${eolAt(text, offset)}`);
}

/** Whether the end of a line is no place for a comment: behind a backslash, or inside a string. */
function isContinued(tree: PyTree, end: number): boolean {
  if (tree.text[end - 1] === '\\') return true;
  return tree.nodes('string').some((string) => string.start < end && end < string.end);
}

function insertion(at: number, text: string): Edit {
  return { span: { start: at, end: at }, code: plain(text) };
}
