/** Expressions as plain data. */
import type { Span } from '../../core/types.js';
import { literalText } from '../../python/strings.js';
import type { PyNode } from '../../python/tree.js';
import type { Expr } from './leaf.js';
import { refOf, type Names } from './names.js';

/** Deeper than this an expression is kept as text. */
const DEPTH = 6;
/** Longer lists and texts say nothing that anybody asks for. */
const LONGEST = 300;

/** Arguments of a field that nobody asks for and that are long. */
const UNASKED = new Set(['help_text', 'verbose_name', 'error_messages', 'validators']);

type Rule = (node: PyNode, names: Names, depth: number) => Expr;

const RULES: Readonly<Record<string, Rule>> = {
  string: (node) => literalText(node) ?? code(node),
  concatenated_string: joined,
  integer: (node) => numberOf(node),
  float: (node) => numberOf(node),
  true: () => true,
  false: () => false,
  none: () => null,
  list: listed,
  tuple: listed,
  set: listed,
  expression_list: listed,
  identifier: named,
  attribute: named,
  call: called,
  binary_operator: (node, names, depth) => summed(node, names, depth),
  list_splat: splat,
  parenthesized_expression: (node, names, depth) => inner(node.named[0] ?? node, names, depth),
  unary_operator: (node) => (/^-\s*\d+$/.test(node.text) ? Number(node.text.replace(/\s/g, '')) : code(node)),
};

/** An expression as plain data, names resolved as far as the file itself can. */
export function expression(node: PyNode, names: Names): Expr {
  return inner(node, names, DEPTH);
}

function inner(node: PyNode, names: Names, depth: number): Expr {
  const rule = RULES[node.type];
  return rule === undefined || depth === 0 ? code(node) : rule(node, names, depth - 1);
}

export function spanOf({ start, end }: PyNode): Span {
  return { start, end };
}

function code(node: PyNode): Expr {
  return { code: node.text.slice(0, LONGEST), at: spanOf(node) };
}

function numberOf(node: PyNode): Expr {
  const value = Number(node.text.replaceAll('_', ''));
  return Number.isNaN(value) ? code(node) : value;
}

function joined(node: PyNode): Expr {
  const parts = node.named.map(literalText);
  return parts.includes(null) ? code(node) : parts.join('');
}

function listed(node: PyNode, names: Names, depth: number): Expr {
  if (node.named.length > LONGEST) return code(node);
  return { list: node.named.map((item) => inner(item, names, depth)), at: spanOf(node), isTuple: node.type === 'tuple' || node.type === 'expression_list' };
}

function named(node: PyNode, names: Names): Expr {
  const name = refOf(node, names);
  return name === null ? code(node) : { name, at: spanOf(node) };
}

function splat(node: PyNode, names: Names, depth: number): Expr {
  const [of] = node.named;
  return of === undefined ? code(node) : { splat: inner(of, names, depth), at: spanOf(node) };
}

function summed(node: PyNode, names: Names, depth: number): Expr {
  const [left, right] = [node.child('left'), node.child('right')];
  if (node.child('operator')?.type !== '+' || left === null || right === null) return code(node);
  return { sum: [inner(left, names, depth), inner(right, names, depth)], at: spanOf(node) };
}

/** The manager class of `Manager.from_queryset(BookQuerySet)()` says all that its instance does. */
function called(node: PyNode, names: Names, depth: number): Expr {
  const made = node.child('function');
  if (made?.type === 'call' && made.child('function')?.child('attribute')?.text === 'from_queryset') return called(made, names, depth);
  const items = node.child('arguments')?.named ?? [];
  const isPlain = (item: PyNode): boolean => item.type !== 'keyword_argument' && !item.type.endsWith('_splat');
  const keywords = items.filter((item) => item.type === 'keyword_argument').map((item) => [item.child('name')?.text ?? '', item.child('value')] as const);
  return {
    call: refOf(node.child('function'), names),
    args: items.filter(isPlain).map((item) => inner(item, names, depth)),
    named: Object.fromEntries(keywords.map(([name, value]) => [name, given(name, value, names, depth)])),
    hasSplat: items.some((item) => item.type.endsWith('_splat')),
    at: spanOf(node),
  };
}

function given(name: string, value: PyNode | null, names: Names, depth: number): Expr {
  if (value === null || UNASKED.has(name)) return null;
  return name === 'choices' ? counted(value, names, depth) : inner(value, names, depth);
}

/** Of a plain list its length, of anything else the expression: of choices only their number matters. */
export function counted(value: PyNode, names: Names, depth = DEPTH): Expr {
  const isList = value.type === 'list' || value.type === 'tuple';
  return isList && value.named.every((item) => item.type !== 'list_splat') ? value.named.length : inner(value, names, depth);
}
