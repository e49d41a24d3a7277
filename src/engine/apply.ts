import MagicString from 'magic-string';
import type { Edit } from '../core/types.js';
import type { Layer } from './edit.js';

/** A text after some edits, and how offsets of the text before it moved. */
export interface Edited {
  readonly text: string;
  readonly layer: Layer;
}

/** Makes edits that do not overlap; those at the same place land in the order given. */
export function edited(text: string, edits: readonly Edit[]): Edited {
  const ordered = [...edits].sort((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
  const result = new MagicString(text);
  for (const { span: { start, end }, code } of ordered) {
    if (start === end) result.appendLeft(start, code.text);
    else result.update(start, end, code.text);
  }
  return { text: result.toString(), layer: ordered.map(({ span, code }) => ({ ...span, length: code.text.length })) };
}
