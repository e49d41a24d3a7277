/** Facts about functions and classes that can be read off their own source. */
import type { PyNode } from './tree.js';

/** The decorators of a function or class, top to bottom. */
export function decoratorsOf(definition: PyNode): readonly PyNode[] {
  const around = definition.parent;
  return around?.type === 'decorated_definition' ? around.children.filter((child) => child.type === 'decorator') : [];
}

/** What a decorator names: the `task` of `@task` and of `@task(…)`. */
export function calleeOf(decorator: PyNode): PyNode {
  const expression = decorator.named[0] ?? decorator;
  return expression.type === 'call' ? (expression.child('function') ?? expression) : expression;
}

/** The statement that a definition is: the decorated one with its decorators, or the bare definition. */
export function statementOf(definition: PyNode): PyNode {
  return definition.parent?.type === 'decorated_definition' ? definition.parent : definition;
}

/** The identifiers of a function's parameters in order, without `*` and `/`; `*args` and `**kwargs` count. */
export function parametersOf(definition: PyNode): readonly PyNode[] {
  return (definition.child('parameters')?.named ?? []).flatMap((parameter) => {
    const name = nameOfParameter(parameter);
    return name === null ? [] : [name];
  });
}

function nameOfParameter(node: PyNode): PyNode | null {
  if (node.type === 'identifier') return node;
  const inside = node.child('name') ?? node.named[0];
  return inside === undefined ? null : nameOfParameter(inside);
}

/** The name of a function's first positional parameter, or null. */
export function firstParameter(definition: PyNode): string | null {
  const first = definition.child('parameters')?.named[0];
  if (first === undefined || first.type.endsWith('_pattern') || first.type.endsWith('_separator')) return null;
  return nameOfParameter(first)?.text ?? null;
}

/** The method that a node stands in, however deep, and the class that owns it; null outside of methods. */
export function methodOf(node: PyNode): { readonly definition: PyNode; readonly owner: PyNode } | null {
  const definition = node.closest('function_definition');
  const owner = definition === null ? null : classOf(definition);
  return definition === null || owner === null ? null : { definition, owner };
}

/** The class in whose body a function or class stands directly, or null. */
export function classOf(definition: PyNode): PyNode | null {
  const block = statementOf(definition).closest('block', 'function_definition');
  const owner = block?.type === 'block' ? block.parent : null;
  return owner?.type === 'class_definition' ? owner : null;
}

/** Whether a function runs as a whole when called: neither a coroutine nor a generator. */
export function isPlainFunction(definition: PyNode): boolean {
  return definition.children[0]?.type !== 'async' && ![...ownNodes(definition)].some((node) => node.type === 'yield');
}

/** The expressions that a plain function returns; null for a coroutine or generator. */
export function returnedBy(definition: PyNode): readonly PyNode[] | null {
  if (!isPlainFunction(definition)) return null;
  return [...ownNodes(definition)].filter((node) => node.type === 'return_statement').flatMap((statement) => statement.named.slice(0, 1));
}

/** What stands in the body of a function itself: not in functions, classes or lambdas inside it. */
export function* ownNodes(definition: PyNode): Generator<PyNode> {
  const body = definition.child('body');
  if (body === null) return;
  yield* body.walk((node) => !['function_definition', 'class_definition', 'lambda'].includes(node.type));
}
