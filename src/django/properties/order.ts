/** Which of two places in one function are both run, one after the other. */
import type { PyNode } from '../../python/tree.js';

const JUMPS = new Set(['return_statement', 'raise_statement', 'continue_statement', 'break_statement']);
const ARMS = new Set(['block', 'else_clause', 'elif_clause', 'except_clause', 'except_group_clause', 'case_clause', 'finally_clause']);
const LOOPS = new Set(['for_statement', 'while_statement']);
const COMPREHENSIONS = new Set(['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression']);

/** Whether one run can come through `first` and then `second`, which stands behind it. */
export function inTurn(first: PyNode, second: PyNode): boolean {
  const common = commonOf(first, second);
  const [before, after] = [below(first, common), below(second, common)];
  if (before === null || after === null) return true;
  if (areArms(before, after, common)) return false;
  return !leaves(first, common);
}

function commonOf(first: PyNode, second: PyNode): PyNode {
  let up: PyNode = first;
  while (!up.contains(second) && up.parent !== null) up = up.parent;
  return up;
}

/** The child of `common` that holds a node. */
function below(node: PyNode, common: PyNode): PyNode | null {
  let up = node;
  while (up.parent !== null && up.parent !== common) up = up.parent;
  return up.parent === common ? up : null;
}

function areArms(one: PyNode, other: PyNode, common: PyNode): boolean {
  if (common.type === 'conditional_expression') return one.index !== 2 && other.index !== 2;
  if (common.type === 'match_statement') return true;
  if (common.type === 'try_statement') return [one, other].some(({ type }) => type.startsWith('except_'));
  if (common.type === 'block' && common.parent?.type === 'match_statement') return true;
  return common.type === 'if_statement' && ARMS.has(one.type) && ARMS.has(other.type);
}

/** Whether what holds `first`, on the way up to `common`, ends with a jump: then nothing behind it is run. */
function leaves(first: PyNode, common: PyNode): boolean {
  for (let up: PyNode | null = first; up !== null && up !== common; up = up.parent) {
    if (JUMPS.has(up.type)) return true;
    if (up.type === 'block' && isBranch(up) && JUMPS.has(up.named.at(-1)?.type ?? '')) return true;
  }
  return false;
}

/** The body of a `with` or a `try` is run in any case: its jump is met by what stands in it. */
function isBranch({ parent }: PyNode): boolean {
  return parent !== null && parent.type !== 'function_definition';
}

/** The innermost loop that runs a place again and again while a name keeps its value; null for none. */
export function loopAround(node: PyNode, frame: PyNode, isBoundIn: (loop: PyNode) => boolean): PyNode | null {
  for (let child = node, up = node.parent; up !== null && child !== frame; child = up, up = up.parent) {
    const repeats = LOOPS.has(up.type) ? child.field === 'body' || (up.type === 'while_statement' && child.field === 'condition') : COMPREHENSIONS.has(up.type) && !isFirstIterable(node, up);
    if (repeats && !isBoundIn(up) && !endsAtOnce(node, up)) return up;
  }
  return null;
}

/** Whether the loop is left right behind a place, so that the place runs once. */
function endsAtOnce(node: PyNode, loop: PyNode): boolean {
  for (let up: PyNode | null = node; up !== null && up !== loop; up = up.parent) {
    if (up.type === 'return_statement' || up.type === 'raise_statement') return true;
    if (up.type === 'block' && ['return_statement', 'raise_statement', 'break_statement'].includes(up.named.at(-1)?.type ?? '')) return true;
  }
  return false;
}

function isFirstIterable(node: PyNode, comprehension: PyNode): boolean {
  const clause = comprehension.named.find(({ type }) => type === 'for_in_clause');
  return clause?.child('right')?.contains(node) === true;
}
