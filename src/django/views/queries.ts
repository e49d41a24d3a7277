/** The queries that expressions are: `Book.objects.filter(…).order_by(…)`, also through names of a function. */
import type { PyModule } from '../../python/module.js';
import { reaching } from '../../python/flow.js';
import type { Binding } from '../../python/scopes.js';
import type { PyNode } from '../../python/tree.js';

/** One step of a chain: a method that is called, or a subscript. */
export interface Step {
  readonly kind: 'call' | 'attribute' | 'item';
  /** The method or the attribute; `''` for a subscript. */
  readonly name: string;
  /** The call, the attribute or the subscript: up to and with the step. */
  readonly node: PyNode;
}

/** A chain down to what it starts from: a name (`Book`, `self`) or some other expression. */
export interface Query {
  readonly node: PyNode;
  readonly root: PyNode;
  readonly steps: readonly Step[];
}

const DEPTH = 12;

/** The chain that an expression is written as. */
export function chainOf(node: PyNode): Query {
  const steps: Step[] = [];
  let at = node;
  for (;;) {
    if (at.type === 'parenthesized_expression' && at.named[0] !== undefined) at = at.named[0];
    else {
      const step = stepAt(at);
      if (step === null) break;
      steps.unshift(step.step);
      at = step.of;
    }
  }
  return { node, root: at, steps };
}

function stepAt(node: PyNode): { readonly step: Step; readonly of: PyNode } | null {
  if (node.type === 'call') {
    const callee = node.child('function');
    const object = callee?.type === 'attribute' ? callee.child('object') : null;
    return object === null ? null : { step: { kind: 'call', name: callee?.child('attribute')?.text ?? '', node }, of: object };
  }
  if (node.type === 'attribute') {
    const object = node.child('object');
    return object === null ? null : { step: { kind: 'attribute', name: node.child('attribute')?.text ?? '', node }, of: object };
  }
  const value = node.type === 'subscript' ? node.child('value') : null;
  return value === null ? null : { step: { kind: 'item', name: '', node }, of: value };
}

/** Steps that only choose among rows, or read more of them. */
const CHOOSING = new Set(['all', 'filter', 'exclude', 'select_related', 'prefetch_related', 'annotate', 'alias', 'only', 'defer']);

/**
 * The chains that an expression may be, names of the function followed to what they are assigned: with
 * `books = Book.objects.all()` and, below an `if`, `books = books.order_by('title')`, two. Of those that
 * differ only in how they choose rows, the longest.
 */
export function queriesAt(node: PyNode, module: PyModule): readonly Query[] {
  return followed(node, module, new Set(), DEPTH);
}

function followed(node: PyNode, module: PyModule, seen: ReadonlySet<PyNode>, depth: number): readonly Query[] {
  const own = chainOf(node);
  if (own.root.type === 'conditional_expression') {
    const [one, , other] = own.root.named;
    return [one, other].flatMap((part) => (part === undefined ? [] : followed(part, module, seen, depth - 1))).map((query) => onto(query, own));
  }
  const bindings = depth === 0 || own.root.type !== 'identifier' ? [] : localBindings(own.root, module).filter(({ node: bound }) => !seen.has(bound));
  if (bindings.length === 0 || bindings.some(({ kind, value }) => kind !== 'assignment' || value === null)) return [own];
  const below = bindings.flatMap(({ node: bound, value }) => (value === null ? [] : followed(value, module, new Set([...seen, bound]), depth - 1)));
  return distinct(below).map((query) => onto(query, own));
}

function distinct(queries: readonly Query[]): readonly Query[] {
  const found = new Map<string, Query>();
  for (const query of queries) {
    const telling = query.steps.filter(({ kind, name }) => kind === 'item' || (kind === 'call' && !CHOOSING.has(name)));
    const key = [query.root.start, ...telling.map(({ node }) => node.end)].join(' ');
    if ((found.get(key)?.steps.length ?? -1) < query.steps.length) found.set(key, query);
  }
  return [...found.values()];
}

function onto(below: Query, above: Query): Query {
  return { node: above.node, root: below.root, steps: [...below.steps, ...above.steps] };
}

/** What a read of a name may see, where a function binds it. */
export function localBindings(name: PyNode, module: PyModule): readonly Binding[] {
  const owner = module.scopeAt(name).owner(name.text);
  return owner?.kind !== 'function' ? [] : reaching(owner.bindings(name.text), name);
}
