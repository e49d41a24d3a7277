/** Expressions of a settings module as plain data. */
import type { Span } from '../../core/types.js';
import { readCall } from '../../python/calls.js';
import type { PyNode } from '../../python/tree.js';
import { dottedText, type Aliases } from './aliases.js';
import { readerOf } from './environment.js';
import { numberOf, textOf } from './literals.js';
import { testOf } from './conditions.js';
import type { Given, Written, WrittenEntry, WrittenItem } from './written.js';

type Rule = (node: PyNode, aliases: Aliases) => Written;

/** Texts are kept for messages: no more of them than a line shows. */
const TEXT = 160;

/** A display longer than this is a table of data (countries, icons), not a setting that anyone reasons about. */
const ITEMS = 400;

const RULES: Readonly<Record<string, Rule>> = {
  integer: (node) => ({ kind: 'literal', value: numberOf(node.text), span: spanOf(node) }),
  float: (node) => ({ kind: 'literal', value: numberOf(node.text), span: spanOf(node) }),
  true: (node) => ({ kind: 'literal', value: true, span: spanOf(node) }),
  false: (node) => ({ kind: 'literal', value: false, span: spanOf(node) }),
  none: (node) => ({ kind: 'literal', value: null, span: spanOf(node) }),
  string: text,
  concatenated_string: text,
  unary_operator: negative,
  parenthesized_expression: (node, aliases) => inner(node, aliases),
  named_expression: (node, aliases) => read(node.child('value') ?? node, aliases),
  list: (node, aliases) => display(node, 'list', aliases),
  tuple: (node, aliases) => display(node, 'tuple', aliases),
  expression_list: (node, aliases) => display(node, 'tuple', aliases),
  set: (node, aliases) => display(node, 'set', aliases),
  dictionary: mapping,
  identifier: (node) => ({ kind: 'name', path: node.text, span: spanOf(node) }),
  attribute: (node) => ({ kind: 'name', path: dottedText(node), span: spanOf(node) }),
  subscript,
  binary_operator: sum,
  boolean_operator: either,
  conditional_expression: choice,
  list_comprehension: filtered,
  generator_expression: filtered,
  call,
};

export function read(node: PyNode, aliases: Aliases): Written {
  return RULES[node.type]?.(node, aliases) ?? other(node);
}

export function spanOf(node: PyNode): Span {
  return { start: node.start, end: node.end };
}

/** What a call gives, splats left out. */
export function givenTo(node: PyNode, aliases: Aliases): Given {
  const { positional, keywords } = readCall(node);
  return {
    positional: positional.map((argument) => read(argument, aliases)),
    keywords: Object.fromEntries([...keywords].map(([name, argument]) => [name, read(argument.child('value') ?? argument, aliases)])),
  };
}

export function short(node: PyNode): string {
  const line = node.text.replace(/\s+/g, ' ');
  return line.length > TEXT ? `${line.slice(0, TEXT - 1)}…` : line;
}

function other(node: PyNode): Written {
  return { kind: 'other', text: short(node), span: spanOf(node) };
}

function inner(node: PyNode, aliases: Aliases): Written {
  const [only] = node.named;
  return only === undefined ? other(node) : read(only, aliases);
}

function negative(node: PyNode, aliases: Aliases): Written {
  const value = inner(node, aliases);
  const isNegative = value.kind === 'literal' && typeof value.value === 'number' && node.text.startsWith('-');
  return isNegative ? { ...value, value: -(value.value as number), span: spanOf(node) } : other(node);
}

function text(node: PyNode): Written {
  const value = textOf(node);
  return value === null ? other(node) : { kind: 'literal', value, span: spanOf(node) };
}

function display(node: PyNode, form: 'list' | 'tuple' | 'set', aliases: Aliases): Written {
  if (node.named.length > ITEMS) return other(node);
  const items: WrittenItem[] = node.named.map((item) => {
    const starred = item.type === 'list_splat';
    return { starred, value: starred ? inner(item, aliases) : read(item, aliases) };
  });
  return { kind: 'list', form, items, span: spanOf(node) };
}

function mapping(node: PyNode, aliases: Aliases): Written {
  if (node.named.length > ITEMS) return other(node);
  const entries = node.named.map((entry): WrittenEntry => {
    if (entry.type !== 'pair') return { key: null, value: inner(entry, aliases), span: spanOf(entry) };
    const [key, value] = [entry.child('key') ?? entry, entry.child('value') ?? entry];
    return { key: read(key, aliases), value: read(value, aliases), span: spanOf(entry) };
  });
  return { kind: 'dict', entries, span: spanOf(node) };
}

function subscript(node: PyNode, aliases: Aliases): Written {
  const [holder, key] = [node.child('value'), node.child('subscript')];
  if (holder === null || key === null || node.all('subscript').length > 1) return other(node);
  const reader = readerOf(node, aliases);
  if (reader !== null) return { kind: 'environment', ...reader, fallback: null, text: short(node), span: spanOf(node) };
  if (key.type !== 'slice') return { kind: 'item', of: read(holder, aliases), key: read(key, aliases), span: spanOf(node) };
  const colon = key.children.findIndex((child) => child.type === ':');
  const [from, to] = [key.children.slice(0, colon), key.children.slice(colon + 1)].map((side) => side.find((child) => child.isNamed));
  if (key.children.filter((child) => child.type === ':').length > 1) return other(node);
  return { kind: 'slice', of: read(holder, aliases), from: maybe(from, aliases), to: maybe(to, aliases), span: spanOf(node) };
}

function maybe(node: PyNode | null | undefined, aliases: Aliases): Written | null {
  return node === null || node === undefined ? null : read(node, aliases);
}

function sum(node: PyNode, aliases: Aliases): Written {
  const [left, right, operator] = [node.child('left'), node.child('right'), node.child('operator')?.type];
  if (left === null || right === null || (operator !== '+' && operator !== '|')) return other(node);
  return { kind: 'sum', left: read(left, aliases), right: read(right, aliases), span: spanOf(node) };
}

/** `a or b`; `a and b` is no value that a setting has by itself. */
function either(node: PyNode, aliases: Aliases): Written {
  const [left, right] = [node.child('left'), node.child('right')];
  if (node.child('operator')?.type !== 'or' || left === null || right === null) return other(node);
  return { kind: 'choice', test: testOf(left), then: read(left, aliases), otherwise: read(right, aliases), span: spanOf(node) };
}

function choice(node: PyNode, aliases: Aliases): Written {
  const [then, test, otherwise] = node.named;
  if (then === undefined || test === undefined || otherwise === undefined) return other(node);
  return { kind: 'choice', test: testOf(test), then: read(then, aliases), otherwise: read(otherwise, aliases), span: spanOf(node) };
}

/** `m for m in X if m != "y"`, `… if m not in ("y", "z")`. */
function filtered(node: PyNode, aliases: Aliases): Written {
  const [body, loop, condition, ...more] = node.named;
  const [name, source] = [loop?.child('left'), loop?.child('right')];
  if (body?.type !== 'identifier' || more.length > 0 || name?.text !== body.text || !source) return other(node);
  const of = read(source, aliases);
  if (condition === undefined) return { kind: 'without', of, dropped: [], span: spanOf(node) };
  const comparison = condition.named[0];
  const [left, right] = comparison?.type === 'comparison_operator' ? comparison.named : [];
  if (left?.text !== body.text || right === undefined || !/^\S+\s*(!=|not\s+in\b)/.test(comparison?.text ?? '')) return other(node);
  const dropped = read(right, aliases);
  return { kind: 'without', of, dropped: dropped.kind === 'list' ? dropped.items.map(({ value }) => value) : [dropped], span: spanOf(node) };
}

function call(node: PyNode, aliases: Aliases): Written {
  const callee = node.child('function');
  if (callee === null) return other(node);
  const given = givenTo(node, aliases);
  const reader = readerOf(node, aliases);
  if (reader !== null) {
    const fallback = given.keywords['default'] ?? given.positional[reader.name === null ? 0 : 1] ?? maybe(aliases.declared(reader.name ?? ''), aliases);
    return { kind: 'environment', ...reader, fallback, text: short(node), span: spanOf(node) };
  }
  return { kind: 'call', callee: calleeOf(callee, aliases), ...given, text: short(node), span: spanOf(node) };
}

/** `X.copy` keeps its object as a name; a function keeps where it was imported from. */
function calleeOf(callee: PyNode, aliases: Aliases): string {
  return callee.type === 'identifier' || callee.type === 'attribute' ? aliases.path(callee) : short(callee);
}
