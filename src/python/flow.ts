/** Which of a name's bindings a read can see. */
import type { Binding } from './scopes.js';
import type { PyNode } from './tree.js';

const LOOPS = ['for_statement', 'while_statement'] as const;

/**
 * The bindings of one scope that may have given a name its value when `read`, in the same scope,
 * runs: the last one that is always executed before it hides those above it, and one below it
 * counts only if a loop brings the program back. What another function binds (`global`, `nonlocal`)
 * always counts.
 */
export function reaching(bindings: readonly Binding[], read: PyNode): readonly Binding[] {
  const frame = frameOf(read);
  const here = bindings.filter((binding) => frameOf(binding.node) === frame || binding.kind === 'parameter');
  const before = here.filter((binding) => isBefore(binding, read));
  if (before.length === 0) return bindings;
  const last = before.findLastIndex((binding) => alwaysRunsBefore(binding, read));
  const seen = new Set(before.slice(Math.max(last, 0)));
  return bindings.filter((binding) => seen.has(binding) || !here.includes(binding) || isAgain(binding, read, before));
}

function frameOf(node: PyNode): PyNode | null {
  return node.closest('function_definition', 'class_definition', 'lambda');
}

function isAgain(binding: Binding, read: PyNode, before: readonly Binding[]): boolean {
  return !before.includes(binding) && shareLoop(binding.node, read);
}

/** In `x = f(x)` the right side is evaluated first. */
function isBefore(binding: Binding, read: PyNode): boolean {
  if (binding.node.end > read.start) return false;
  return binding.value === null || binding.kind === 'definition' || !binding.value.contains(read);
}

/** Whether the statement of the binding stands in a block that also holds the read. */
function alwaysRunsBefore(binding: Binding, read: PyNode): boolean {
  if (binding.kind === 'parameter') return true;
  const holder = binding.node.closest('block', 'module');
  if (binding.kind === 'with' || binding.kind === 'loop' || binding.kind === 'except') return bodyOf(binding)?.contains(read) ?? false;
  return holder !== null && holder.contains(read);
}

/** What a `with`, `for` or `except` binds is certain in its own body only. */
function bodyOf(binding: Binding): PyNode | null {
  const statement = binding.node.closest('with_statement', 'for_statement', 'except_clause', 'except_group_clause', 'for_in_clause');
  if (statement?.type === 'with_statement') return statement.closest('block', 'module');
  if (statement?.type === 'for_in_clause') return statement.parent;
  return statement?.child('body') ?? statement?.named.find((child) => child.type === 'block') ?? null;
}

function shareLoop(one: PyNode, other: PyNode): boolean {
  const loop = other.closest(...LOOPS);
  if (loop === null) return false;
  return loop.contains(one) || shareLoop(one, loop);
}
