/** Comments that tell a linter to be silent about a place: `# noqa: S113`, `# nosec`, `# pylint: disable=…`. */
import { lineOf, type PyNode } from './tree.js';

/** What each linter calls the thing that a comment may be silent about. */
export interface Pragmas {
  readonly noqa: readonly string[];
  /** bandit; its bare `# nosec` counts as well. */
  readonly nosec: readonly string[];
  readonly pylint: readonly string[];
}

/** The text of the comment that silences one of these at a node, or null. A bare `# noqa` says nothing in particular. */
export function pragmaAt(node: PyNode, pragmas: Pragmas): string | null {
  const { text } = node.tree;
  const first = lineOf(text, node.start);
  const last = lineOf(text, node.end);
  const found = node.tree.nodes('comment').find((comment) => {
    if (comment.parent === null || !/noqa|nosec|pylint/.test(comment.text)) return false;
    const line = lineOf(text, comment.start);
    const own = line >= first && line <= last && speaksOf(comment.text, pragmas);
    return own || isPylintAbove(comment, line, node, first, pragmas.pylint);
  });
  return found?.text ?? null;
}

function speaksOf(comment: string, { noqa, nosec, pylint }: Pragmas): boolean {
  return names(comment, /#\s*noqa:([\w\s,]+)/, noqa) || isNosec(comment, nosec) || names(comment, /pylint:\s*disable=([\w\s,-]+)/, pylint);
}

function names(comment: string, pattern: RegExp, wanted: readonly string[]): boolean {
  const listed = pattern.exec(comment)?.[1]?.split(/[\s,]+/) ?? [];
  return listed.some((name) => wanted.includes(name));
}

function isNosec(comment: string, codes: readonly string[]): boolean {
  const listed = /#\s*nosec\b:?\s*([\w\s,]*)/.exec(comment)?.[1];
  if (listed === undefined) return false;
  const given = listed.split(/[\s,]+/).filter((code) => /^B\d+$/.test(code));
  return given.length === 0 || given.some((code) => codes.includes(code));
}

/** pylint's `disable` on a line of its own holds from there to the end of its block; `disable-next` for one line. */
function isPylintAbove(comment: PyNode, line: number, node: PyNode, first: number, wanted: readonly string[]): boolean {
  if (comment.start > node.start || !standsAlone(comment)) return false;
  if (names(comment.text, /pylint:\s*disable-next=([\w\s,-]+)/, wanted)) return line === first - 1;
  return names(comment.text, /pylint:\s*disable=([\w\s,-]+)/, wanted) && (blockOf(comment)?.contains(node) ?? false);
}

function standsAlone(comment: PyNode): boolean {
  const { text } = comment.tree;
  return text.slice(text.lastIndexOf('\n', comment.start - 1) + 1, comment.start).trim() === '';
}

/** The block that a comment stands in; one in front of a block's first statement hangs on the block's parent. */
function blockOf(comment: PyNode): PyNode | null {
  const holder = comment.parent;
  return holder?.children.slice(comment.index).find((child) => child.type === 'block') ?? holder;
}
