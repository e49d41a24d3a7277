import type { PyNode, PyTree } from './tree.js';

/** Syntax that Python 3 got late, by the minor version that first reads it. */
const LATE: readonly (readonly [minor: number, isUsed: (tree: PyTree) => boolean])[] = [
  [14, (tree) => ['except_clause', 'except_group_clause'].some((type) => tree.nodes(type).some(hasBareTypes))],
  [12, (tree) => tree.nodes('type_alias_statement').length > 0],
  [12, (tree) => tree.nodes('type_parameter').some(({ field }) => field === 'type_parameters')],
  [12, (tree) => tree.nodes('interpolation').some(isFreelyWritten)],
  [11, (tree) => tree.nodes('except_group_clause').length > 0],
  [10, (tree) => tree.nodes('match_statement').length > 0],
];

/** The first Python 3 that reads a file, by its minor version, as far as its syntax shows; 0 where any does. */
export function oldestPython(tree: PyTree): number {
  return LATE.find(([, isUsed]) => isUsed(tree))?.[0] ?? 0;
}

/** PEP 758: `except A, B:`. */
function hasBareTypes(clause: PyNode): boolean {
  return clause.children.some(({ type, children }) => type === 'tuple' && children[0]?.type !== '(');
}

/** PEP 701: what an f-string evaluates repeats its quotes, or holds a backslash, a comment or a line end. */
function isFreelyWritten(interpolation: PyNode): boolean {
  const expression = interpolation.child('expression');
  const string = interpolation.closest('string');
  if (expression === null || string === null) return false;
  const quotes = quotesOf(string);
  const { text } = expression;
  if (text.includes('\\') || (quotes.length === 1 && text.includes('\n'))) return true;
  return [...expression.walk()].some((node) => node.type === 'comment' || (node.type === 'string' && quotesOf(node).startsWith(quotes)));
}

function quotesOf(string: PyNode): string {
  return (string.children[0]?.text ?? '').replace(/^\w+/, '');
}
