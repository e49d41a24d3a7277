/** What each function reads of each object, among the names that are asked for. */
import { classOf, firstParameter, parametersOf } from '../../python/definitions.js';
import type { PyModule } from '../../python/module.js';
import { literalText } from '../../python/strings.js';
import { lineOf, type PyNode } from '../../python/tree.js';
import { shown } from './body.js';
import { lineOfClass } from './lineage.js';
import { inTurn, loopAround } from './order.js';
import { nodesOfFrame, ownerOf } from './owners.js';
import type { Group, Pair, Read } from './types.js';
import { writesIn } from './writes.js';

interface Place {
  readonly node: PyNode;
  readonly object: PyNode;
  readonly name: string;
}

/** More reads of one object in one function say no more. */
const MOST = 16;

export function groupsIn(module: PyModule, names: ReadonlySet<string>): readonly Group[] {
  const places = [...module.tree.nodes('attribute').flatMap((node) => readAt(node, names)), ...module.tree.nodes('call').flatMap((node) => askedFor(node, names))];
  const byObject = new Map<string, Place[]>();
  for (const place of places.toSorted((one, other) => one.node.start - other.node.start)) {
    const key = keyOf(place, module);
    byObject.set(key, [...(byObject.get(key) ?? []), place]);
  }
  return [...byObject.values()].map((own) => groupOf(own.slice(0, MOST), module));
}

/** `order.total` where it is read; a chain with calls or subscripts in it gives another object each time. */
function readAt(node: PyNode, names: ReadonlySet<string>): readonly Place[] {
  const name = node.child('attribute')?.text ?? '';
  const object = node.child('object');
  if (object === null || !names.has(name) || !isPlain(object) || isTarget(node)) return [];
  const isCalled = node.parent?.type === 'call' && node.field === 'function';
  return isCalled ? [] : [{ node, object, name }];
}

function isPlain(node: PyNode): boolean {
  if (node.type === 'identifier') return true;
  const object = node.type === 'attribute' ? node.child('object') : null;
  return object !== null && isPlain(object);
}

function isTarget({ field, parent }: PyNode): boolean {
  if (parent?.type === 'delete_statement' || parent?.type === 'pattern_list') return true;
  return field === 'left' && (parent?.type === 'assignment' || parent?.type === 'for_statement');
}

/** `getattr(order, "total")`. */
function askedFor(node: PyNode, names: ReadonlySet<string>): readonly Place[] {
  if (node.child('function')?.text !== 'getattr') return [];
  const [object, name] = node.child('arguments')?.named ?? [];
  const text = literalText(name ?? null) ?? '';
  return object !== undefined && isPlain(object) && names.has(text) ? [{ node, object, name: text }] : [];
}

function frameOf(node: PyNode): PyNode {
  return node.closest('function_definition', 'lambda', 'module') ?? node.tree.root;
}

function rootOf(object: PyNode): PyNode {
  const inner = object.child('object');
  return inner === null ? object : rootOf(inner);
}

function keyOf({ object }: Place, module: PyModule): string {
  const root = rootOf(object);
  const scope = module.scopeAt(root).owner(root.text);
  return `${frameOf(object).start}:${scope?.node.start ?? ''}:${scope?.kind ?? ''}:${object.text}`;
}

function groupOf(places: readonly Place[], module: PyModule): Group {
  const { object } = places[0] as Place;
  const frame = frameOf(object);
  const nodes = nodesOfFrame(frame);
  const isTest = module.role === 'test';
  const writes = writesIn(nodes, object.text, isTest);
  const rebound = rebindingsOf(object, nodes, module);
  const method = frame.type === 'function_definition' ? classOf(frame) : null;
  const parameters = method === null ? [] : parametersOf(frame).map(({ text }) => text);
  return {
    kind: 'group',
    path: module.path,
    isTest,
    frame: frame.child('name')?.text ?? '',
    method: method === null ? [] : lineOfClass(method, module),
    isRow: parameters[1] !== undefined && parameters[1] === object.text,
    isSelf: method !== null && object.text === firstParameter(frame),
    owner: ownerOf(object, module),
    reads: places.map((place) => readOf(place, frame, rebound, writes)),
    pairs: pairsOf(places, writes, rebound),
    writes: writes.map(({ node, attribute, code }) => ({ attribute, code, line: lineOf(module.tree.text, node.start) })),
  };
}

function readOf({ node, object, name }: Place, frame: PyNode, rebound: readonly PyNode[], writes: ReturnType<typeof writesIn>): Read {
  const loop = loopAround(node, frame, (around) => rebound.some((one) => around.contains(one)));
  const loopWrites = loop === null ? [] : writes.flatMap((write, at) => (loop.contains(write.node) ? [at] : []));
  const isSame = (at: PyNode): boolean => !rebound.some(({ start }) => start > node.end && start < at.start);
  const after = writes.flatMap((write, at) => (write.node.start > node.end && isSame(write.node) && inTurn(node, write.node) ? [at] : []));
  return { name, line: lineOf(node.tree.text, node.start), isLoop: loop !== null, loopWrites, after, storedIn: storedIn(node, object), change: changeOf(node) };
}

const CHANGING = new Set(['append', 'extend', 'insert', 'pop', 'remove', 'clear', 'sort', 'reverse', 'update', 'setdefault', 'popitem', 'add', 'discard']);

/** `order.rows.append(row)`, `order.rows[0] = row`, also by way of a variable. */
function changeOf(node: PyNode): string | null {
  const target = node.parent?.type === 'assignment' && node.field === 'right' ? node.parent.child('left') : null;
  const all = target?.type === 'identifier' ? nodesOfFrame(frameOf(node)).filter(({ type, text, start }) => type === 'identifier' && text === target.text && start > node.end) : [];
  const found = [node, ...all].find(isChanged);
  return found === undefined ? null : shown(found.parent?.type === 'attribute' ? (found.parent.parent ?? found) : found.parent);
}

function isChanged(node: PyNode): boolean {
  const { parent, field } = node;
  if (parent?.type === 'subscript' && field === 'value') return parent.field === 'left' && parent.parent?.type.endsWith('assignment') === true;
  if (parent?.type === 'augmented_assignment') return field === 'left';
  const isCalled = parent?.type === 'attribute' && field === 'object' && parent.parent?.type === 'call' && parent.field === 'function';
  return isCalled && CHANGING.has(parent.child('attribute')?.text ?? '');
}

/** `sum` of `order.sum = order.total`. */
function storedIn(node: PyNode, object: PyNode): string | null {
  const statement = node.closest('assignment', 'augmented_assignment', 'call');
  if (statement === null || statement.type === 'call' || statement.child('right')?.contains(node) !== true) return null;
  const left = statement.child('left');
  return left?.type === 'attribute' && left.child('object')?.text === object.text ? (left.child('attribute')?.text ?? null) : null;
}

/** Where the object, or a part of what names it, is given another value. */
function rebindingsOf(object: PyNode, nodes: readonly PyNode[], module: PyModule): readonly PyNode[] {
  const root = rootOf(object);
  const bindings = module.scopeAt(root).owner(root.text)?.bindings(root.text) ?? [];
  const assigned = nodes.filter(({ type, field, parent, text }) => type === 'attribute' && field === 'left' && parent?.type.endsWith('assignment') === true && (text === object.text || object.text.startsWith(`${text}.`)));
  return [...bindings.filter(({ kind }) => kind !== 'parameter').map(({ node }) => node), ...assigned];
}

function pairsOf(places: readonly Place[], writes: ReturnType<typeof writesIn>, rebound: readonly PyNode[]): readonly Pair[] {
  const pairs: Pair[] = [];
  places.forEach(({ node: one }, first) => {
    places.forEach(({ node: other }, second) => {
      if (second <= first || !inTurn(one, other) || rebound.some(({ start }) => start > one.end && start < other.start)) return;
      const between = writes.flatMap(({ node }, at) => (node.start > one.start && node.end <= other.start && !node.contains(one) && inTurn(one, node) && inTurn(node, other) ? [at] : []));
      pairs.push({ first, second, writes: between });
    });
  });
  return pairs;
}
