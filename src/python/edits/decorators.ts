import { code, joinCode } from '../../core/code.js';
import type { Code, Edit } from '../../core/types.js';
import { decoratorsOf } from '../definitions.js';
import type { PyNode } from '../tree.js';
import { addKeywords, written, type Keyword } from './arguments.js';
import { insert, remove, replace } from './edit.js';
import { commentBehind, eolAt, indentAt, layOut, lineStart, nextLine, onOneLine, unitAt, WIDTH } from './layout.js';

/**
 * Adds keyword arguments to a decorator: `@task` becomes `@task(k=v)`. A call that stood on one line
 * and would outgrow it gets one argument a line.
 */
export function addDecoratorKeywords(decorator: PyNode, keywords: readonly Keyword[]): Edit[] {
  const expression = expressionOf(decorator);
  const list = expression.type === 'call' ? expression.child('arguments') : null;
  if (list?.type === 'generator_expression') return addKeywords(list, keywords);
  const { text } = decorator.tree;
  const added = joinCode(written(keywords), ', ');
  const around = list?.named.length === 0 ? 0 : 2;
  const isShort = expression.end - lineStart(text, expression.start) + added.text.length + around <= WIDTH;
  if (list !== null && (isShort || !onOneLine(text, list.start, list.end))) return addKeywords(list, keywords);
  if (list !== null) return onePerLine(decorator, list, written(keywords));
  const given = isShort ? code`(${added})` : code`(${lines(decorator, written(keywords))})`;
  if (CALLABLE.has(expression.type)) return [insert(expression.end, given)];
  return [insert(expression.start, '('), insert(expression.end, code`)${given}`)];
}

/** What takes an argument list behind it as it stands; `@a or b` (PEP 614) does not. */
const CALLABLE = new Set(['identifier', 'attribute', 'call', 'subscript', 'parenthesized_expression']);

function expressionOf(decorator: PyNode): PyNode {
  const [expression] = decorator.named;
  if (expression === undefined) throw new Error('a decorator without an expression');
  return expression;
}

/** What stands between the brackets of a call with one argument a line. */
function lines(decorator: PyNode, items: readonly Code[]): Code {
  const { outer, inner } = breaks(decorator);
  return code`${joinCode(items.map((item) => code`${inner}${item},`), '')}${outer}`;
}

/** The line breaks in front of the closing bracket and in front of an argument. */
function breaks(decorator: PyNode): { outer: string; inner: string } {
  const { text } = decorator.tree;
  const outer = eolAt(text, decorator.start) + indentAt(text, decorator.start);
  return { outer, inner: outer + unitAt(decorator) };
}

/** Gives each argument of a call on one line a line of its own. */
function onePerLine(decorator: PyNode, list: PyNode, added: readonly Code[]): Edit[] {
  const { inner } = breaks(decorator);
  const given = list.named;
  const edits = given.map((argument) => {
    const before = argument.previous;
    return replace(before?.end ?? argument.start, argument.start, inner);
  });
  const last = given.at(-1);
  const start = last?.end ?? list.start + 1;
  return [...edits, replace(start, list.end - 1, code`${last === undefined ? '' : ','}${lines(decorator, added)}`)];
}

/** Takes a decorator off, with its line; a comment on that line stays. */
export function removeDecorator(decorator: PyNode): Edit[] {
  const { text } = decorator.tree;
  const expression = expressionOf(decorator);
  const comment = commentBehind(expression);
  if (comment !== null) return [remove(decorator.start, comment.start)];
  return [remove(lineStart(text, decorator.start), nextLine(text, expression.end))];
}

/**
 * Adds a decorator (`added` begins with `@`) to a function or class: closest to it, or on top of the
 * decorators that it has.
 */
export function addDecorator(definition: PyNode, added: Code, where: 'closest' | 'top' = 'closest'): Edit[] {
  const top = where === 'top' ? (decoratorsOf(definition)[0] ?? definition) : definition;
  const { text } = definition.tree;
  const eol = eolAt(text, top.start);
  const indent = indentAt(text, top.start);
  return [insert(top.start, code`${layOut(added, indent, unitAt(definition), eol)}${eol}${indent}`)];
}
