import type { Code } from '../../core/types.js';
import type { PyNode } from '../tree.js';
import { fitted } from './fstrings.js';
import { eolAt, indentAt, layOut, unitAt } from './layout.js';

/**
 * Code made ready to stand beside or in place of a node: with other quotes in the braces of an
 * f-string and, if it has several lines, with the indentation and the line ends of the file.
 */
export function adapt(code: Code, to: PyNode, indent = indentAt(to.tree.text, to.start)): Code {
  return layOut(fitted(code, to), indent, unitAt(to), eolAt(to.tree.text, to.start));
}
