/** The migrations of one folder in order, as Django's loader would have them. */
import type { MigrationLeaf } from './leaf.js';
import type { Blocked } from './types.js';

export type Node = readonly [name: string, leaf: MigrationLeaf];

/** Migrations of one app in the order in which they run, and what no other follows. */
export interface Graph {
  readonly order: readonly Node[];
  readonly leaves: readonly string[];
  /** What keeps the order from being known. */
  readonly blocked: Blocked | null;
}

export function graphOf(label: string, nodes: readonly Node[]): Graph {
  const computed = nodes.filter(([, { computed: text }]) => text !== null).map(([name]) => name);
  if (computed.length > 0) return { order: [], leaves: [], blocked: { why: 'computed', what: computed } };
  const current = withoutReplaced(label, nodes);
  const above = parentsOf(label, nodes, current);
  const followed = new Set([...above.values()].flat());
  const leaves = current.map(([name]) => name).filter((name) => !followed.has(name)).sort();
  const order = sorted(current, above);
  if (order === null) return { order: [], leaves, blocked: { why: 'circular', what: current.map(([name]) => name) } };
  return { order, leaves, blocked: leaves.length > 1 ? { why: 'conflict', what: leaves } : null };
}

/** A squashed migration stands for those that it replaces, which stay until everybody has run it. */
function withoutReplaced(label: string, nodes: readonly Node[]): readonly Node[] {
  const replaced = new Set(nodes.flatMap(([, { replaces }]) => own(label, replaces)));
  return nodes.filter(([name]) => !replaced.has(name));
}

/** By name, the migrations of the same app that it waits for; a replaced one is the one that replaces it. */
function parentsOf(label: string, nodes: readonly Node[], current: readonly Node[]): ReadonlyMap<string, readonly string[]> {
  const instead = new Map(nodes.flatMap(([name, { replaces }]) => own(label, replaces).map((old): [string, string] => [old, name])));
  const names = new Set(current.map(([name]) => name));
  const today = (name: string): string => {
    let now = name;
    for (let steps = 0; steps < 20 && instead.has(now) && !names.has(now); steps++) now = instead.get(now) ?? now;
    return now;
  };
  const inherited = (node: Node): string[] => own(label, node[1].dependencies).map(today).filter((name) => names.has(name) && name !== node[0]);
  const above = new Map(current.map((node): [string, string[]] => [node[0], inherited(node)]));
  for (const [name, { runBefore }] of current) for (const later of own(label, runBefore).map(today)) above.get(later)?.push(name);
  return above;
}

function own(label: string, refs: MigrationLeaf['dependencies']): string[] {
  return refs.filter(([app]) => app === label).map(([, name]) => name);
}

/** Parents first, by name where nothing else decides; null where they wait for each other. */
function sorted(nodes: readonly Node[], above: ReadonlyMap<string, readonly string[]>): readonly Node[] | null {
  const left = new Map(nodes.toSorted(([one], [other]) => (one < other ? -1 : 1)));
  const order: Node[] = [];
  while (left.size > 0) {
    const next = [...left].find(([name]) => (above.get(name) ?? []).every((parent) => !left.has(parent)));
    if (next === undefined) return null;
    left.delete(next[0]);
    order.push(next);
  }
  return order;
}
