/** Which of several values can hold where some conditions are met. */
import type { Alternative, Guard } from './known.js';

/** For the branches of which one arm surely runs: how many arms they have. */
export type Wholes = ReadonlyMap<string, number>;

/** The values that may hold under `guards`, in order of writing, less the guards that are met there. */
export function visible<A extends Alternative>(alternatives: readonly A[], guards: readonly Guard[], wholes: Wholes): readonly A[] {
  return reaching(alternatives, guards, wholes).map((alternative) => ({ ...alternative, guards: beyond(alternative.guards, guards) }));
}

/** As `visible`, the values as they are. */
export function reaching<A extends Alternative>(alternatives: readonly A[], guards: readonly Guard[], wholes: Wholes): readonly A[] {
  const found: A[] = [];
  for (const alternative of alternatives.toReversed()) {
    if (excludes(alternative.guards, guards)) continue;
    found.unshift(alternative);
    if (coversAll(found.map((each) => beyond(each.guards, guards)), wholes)) break;
  }
  return found;
}

/** Whether both cannot hold at once. */
export function excludes(some: readonly Guard[], others: readonly Guard[]): boolean {
  return some.some((one) => others.some((other) => one.branch === other.branch && one.arm !== other.arm));
}

/** The guards that are not among `met`. */
export function beyond(guards: readonly Guard[], met: readonly Guard[]): readonly Guard[] {
  return guards.filter((guard) => !met.some((other) => other.branch === guard.branch && other.arm === guard.arm));
}

function keyOf(guards: readonly Guard[]): string {
  return guards.map(({ branch, arm }) => `${branch}#${arm}`).join(' ');
}

/** Whether one of the lists of guards always holds: where all arms of a branch are there, what is around them is. */
function coversAll(lists: readonly (readonly Guard[])[], wholes: Wholes): boolean {
  const known = new Map(lists.map((guards) => [keyOf(guards), guards]));
  for (const guards of known.values()) {
    const last = guards.at(-1);
    if (last === undefined) return true;
    const around = guards.slice(0, -1);
    const arms = wholes.get(last.branch) ?? 0;
    const all = Array.from({ length: arms }, (_, arm) => keyOf([...around, { ...last, arm }]));
    if (arms > 0 && all.every((key) => known.has(key))) known.set(keyOf(around), around);
  }
  return false;
}
