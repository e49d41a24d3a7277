/** What stands between a statement that fails and the caller of its function. */
import { ownNodes } from './definitions.js';
import type { PyModule } from './module.js';
import { pathOf } from './names.js';
import type { PyNode } from './tree.js';

/** What becomes of an error that is caught: `raises` also where it is raised again on a condition only. */
export type Outcome = 'raises' | 'replaces' | 'swallows';

/** An `except` clause, a `suppress(…)` or a `finally` that returns. */
export interface Guard {
  readonly node: PyNode;
  /** The expressions that name what is caught; null: everything. */
  readonly types: readonly PyNode[] | null;
  readonly outcome: Outcome;
}

export interface Handler {
  /** The `except_clause`. */
  readonly clause: PyNode;
  /** The expressions behind `except`, a literal tuple taken apart; null for a bare one. */
  readonly types: readonly PyNode[] | null;
  /** The name behind `as`. */
  readonly name: string | null;
  readonly body: PyNode;
}

/** The `except` clauses of a `try_statement`, in order. */
export function handlersOf(statement: PyNode): readonly Handler[] {
  const clauses = statement.children.filter((child) => child.type === 'except_clause' || child.type === 'except_group_clause');
  return clauses.flatMap((clause) => {
    const body = clause.named.at(-1);
    return body?.type === 'block' ? [{ clause, types: typesOf(clause), name: nameOf(clause), body }] : [];
  });
}

/** `except A, B:` (PEP 758) puts the second class where the grammar expects an alias. */
function typesOf(clause: PyNode): readonly PyNode[] | null {
  const listed = clause.named.filter((child) => child.type !== 'block');
  return listed.length === 0 ? null : listed.flatMap((node) => spread(node.type === 'as_pattern' ? (node.named[0] ?? node) : node));
}

/** The members of a literal tuple; anything else stands for itself. */
export function spread(node: PyNode): readonly PyNode[] {
  if (node.type === 'parenthesized_expression') return node.named.flatMap(spread);
  return node.type === 'tuple' || node.type === 'list' || node.type === 'expression_list' ? node.named.flatMap(spread) : [node];
}

function nameOf(clause: PyNode): string | null {
  const pattern = clause.named.find((child) => child.type === 'as_pattern');
  return pattern?.child('alias')?.text ?? null;
}

/**
 * The guards that an error raised at `node` meets on its way out of `within`: one group for each
 * `try` or `with`, innermost first, the guards of a group in order.
 */
export function guardsAround(node: PyNode, within: PyNode, module: PyModule): readonly (readonly Guard[])[] {
  const groups: (readonly Guard[])[] = [];
  for (let child = node, parent = node.parent; parent !== null && child !== within; child = parent, parent = parent.parent) {
    if (parent.type === 'try_statement') groups.push(...fromTry(parent, child));
    if (parent.type === 'with_statement' && child.field === 'body') groups.push(...suppressors(parent, module));
  }
  return groups;
}

/** Handlers watch over the body alone, a `finally` over all in front of it. */
function fromTry(statement: PyNode, child: PyNode): readonly (readonly Guard[])[] {
  if (child.type === 'finally_clause') return [];
  const handlers = child.field === 'body' ? handlersOf(statement) : [];
  const last = statement.children.find((clause) => clause.type === 'finally_clause');
  const returns = last !== undefined && [...last.walk(isOwn)].some((node) => node.type === 'return_statement');
  return [
    handlers.map((handler) => ({ node: handler.clause, types: handler.types, outcome: outcomeOf(handler) })),
    ...(returns ? [[{ node: last, types: null, outcome: 'swallows' as const }]] : []),
  ];
}

function suppressors(statement: PyNode, module: PyModule): readonly (readonly Guard[])[] {
  const clause = statement.named.find((child) => child.type === 'with_clause');
  const items = (clause?.named ?? []).map((item) => item.child('value')).map((value) => (value?.type === 'as_pattern' ? value.named[0] : value));
  return items.flatMap((call) => {
    const callee = call?.type === 'call' ? call.child('function') : null;
    if (!call || callee === null || pathOf(module.resolve(callee)) !== 'contextlib.suppress') return [];
    return [[{ node: call, types: (call.child('arguments')?.named ?? []).flatMap(spread), outcome: 'swallows' as const }]];
  });
}

/** What a handler does with the error that it catches. */
export function outcomeOf({ name, body }: Pick<Handler, 'name' | 'body'>): Outcome {
  const raises = [...body.walk((node) => isOwn(node) && node.type !== 'except_clause')].filter((node) => node.type === 'raise_statement');
  if (raises.some((statement) => raisesAgain(statement, name))) return 'raises';
  return raises.some((statement) => statement.parent === body) ? 'replaces' : 'swallows';
}

/** `raise`, `raise error`, `raise error.with_traceback(…)`. */
function raisesAgain(statement: PyNode, name: string | null): boolean {
  const raised = statement.named.find((child) => child.field !== 'cause');
  if (raised === undefined) return true;
  const callee = raised.type === 'call' ? raised.child('function') : null;
  const object = callee?.type === 'attribute' && callee.child('attribute')?.text === 'with_traceback' ? callee.child('object') : raised;
  return name !== null && object?.type === 'identifier' && object.text === name;
}

function isOwn(node: PyNode): boolean {
  return !['function_definition', 'class_definition', 'lambda'].includes(node.type);
}

/** The calls in the body of a function itself, in source order; those in lambdas and inner functions run later, if at all. */
export function callsIn(definition: PyNode): readonly PyNode[] {
  return [...ownNodes(definition)].filter((node) => node.type === 'call');
}
