/** A dictionary display that gets more pairs. */
import { code, joinCode, plain } from '../../src/core/code.js';
import type { Code, Edit } from '../../src/core/types.js';
import { insert, replace } from '../../src/python/edits/edit.js';
import { eolAt, indentAt, lineEnd, lineStart, onOneLine, unitAt, WIDTH } from '../../src/python/edits/layout.js';
import { appendAfter } from '../../src/python/edits/sequence.js';
import type { PyNode } from '../../src/python/tree.js';

/** `growth`: by how much other edits lengthen the line. Where it gets too long each pair gets a line of its own. */
export function withPairs(display: PyNode, after: PyNode, pairs: readonly string[], growth: number): readonly Edit[] {
  const { text } = display.tree;
  const added = pairs.reduce((sum, pair) => sum + pair.length + 2, 0);
  const length = lineEnd(text, display.end) - lineStart(text, display.start) + added + growth;
  const isPlain = display.children.every(({ type }) => type !== 'comment') && onOneLine(text, display.start, display.end);
  return isPlain && length > WIDTH ? exploded(display, after, pairs) : appendAfter(after, pairs.map(plain));
}

function exploded(display: PyNode, after: PyNode, pairs: readonly string[]): readonly Edit[] {
  const { text } = display.tree;
  const outer = eolAt(text, display.start) + indentAt(text, display.start);
  const inner = outer + unitAt(display);
  const items = display.named;
  const more = (item: PyNode): string => (item === after ? pairs.map((pair) => `,${inner}${pair}`).join('') : '');
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return [insert(display.start + 1, joinCode([code`${inner}`, plain(pairs.join(`,${inner}`)), code`,${outer}`], ''))];
  const between = items.slice(1).map((item, at) => replace(items[at]?.end ?? item.start, item.start, `${more(items[at] ?? item)},${inner}`));
  return [replace(display.start + 1, first.start, inner), ...between, replace(last.end, display.end - 1, `${more(last)},${outer}`)];
}

/** An expression as it stands at the start of a line, with an insertion. */
export function asWritten(value: PyNode, edit: Edit | null): Code {
  const indent = indentAt(value.tree.text, value.start);
  const at = (edit?.span.start ?? value.start) - value.start;
  const text = `${value.text.slice(0, at)}${edit?.code.text ?? ''}${value.text.slice(at)}`.replaceAll(`\n${indent}`, '\n');
  return plain(value.type === 'conditional_expression' ? `(${text})` : text);
}
