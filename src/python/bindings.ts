/** Every construct of Python that binds a name, one table entry each. */
import type { Binding, BindingKind } from './scopes.js';
import type { PyNode } from './tree.js';

type Binder = (node: PyNode) => Binding[];

const BINDERS: Readonly<Record<string, Binder>> = {
  import_statement: (node) => node.all('name').flatMap(importedModule),
  import_from_statement: importedNames,
  future_import_statement: (node) => node.all('name').flatMap((name) => imported(name, '__future__')),
  assignment: (node) => targets(node.child('left'), 'assignment', node.child('right'), node.child('type')),
  augmented_assignment: (node) => targets(node.child('left'), 'augmented', null),
  named_expression: (node) => targets(node.child('name'), 'assignment', node.child('value')),
  for_statement: (node) => targets(node.child('left'), 'loop', null),
  for_in_clause: (node) => targets(node.child('left'), 'loop', null),
  with_item: boundByAs('with'),
  except_clause: boundByAs('except'),
  except_group_clause: boundByAs('except'),
  delete_statement: (node) => node.named.flatMap((target) => targets(target, 'delete', null)),
  function_definition: definition,
  class_definition: definition,
  parameters: (node) => node.named.flatMap(parameter),
  lambda_parameters: (node) => node.named.flatMap(parameter),
  type_parameter: typeParameters,
  type_alias_statement: (node) => targets(firstIdentifier(node.child('left')), 'assignment', null),
  case_pattern: (node) => capture(node.named[0]),
  keyword_pattern: (node) => capture(node.named[1]),
  splat_pattern: (node) => targets(node.named[0] ?? null, 'pattern', null),
};

export const BINDING_NODES: readonly string[] = Object.keys(BINDERS);

/** The names that a node binds; the node is of one of `BINDING_NODES`. */
export function bind(node: PyNode): Binding[] {
  return BINDERS[node.type]?.(node) ?? [];
}

function binding(node: PyNode, kind: BindingKind, value: PyNode | null, annotation: PyNode | null = null): Binding {
  return { name: node.text, kind, node, value, annotation, imported: null };
}

/** `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`. */
function importedModule(name: PyNode): Binding[] {
  const alias = name.child('alias');
  const dotted = name.child('name') ?? name;
  const node = alias ?? dotted.named[0];
  if (node === undefined) return [];
  const module = alias === null ? node.text : dottedText(dotted);
  return [{ ...binding(node, 'import', null), imported: { module, name: null } }];
}

function importedNames(statement: PyNode): Binding[] {
  const module = dottedText(statement.child('module_name'));
  return statement.all('name').flatMap((name) => imported(name, module));
}

function imported(name: PyNode, module: string): Binding[] {
  const original = name.child('name') ?? name;
  const node = name.child('alias') ?? original.named[0] ?? original;
  return [{ ...binding(node, 'import', null), imported: { module, name: original.text } }];
}

/** A dotted name without the blanks and line continuations that Python allows in it. */
function dottedText(name: PyNode | null): string {
  return name?.text.replace(/[\s\\]/g, '') ?? '';
}

function targets(target: PyNode | null, kind: BindingKind, value: PyNode | null, annotation: PyNode | null = null): Binding[] {
  if (target === null) return [];
  if (target.type === 'identifier') return [binding(target, kind, value, annotation)];
  if (!UNPACKED.has(target.type)) return [];
  const inner = kind === 'assignment' || kind === 'with' ? 'unpacking' : kind;
  return target.named.flatMap((part, at) => targets(part, inner, elementOf(value, target, at)));
}

const UNPACKED = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'list_splat',
  'tuple',
  'list',
  'expression_list',
  'parenthesized_expression',
]);

const DISPLAYS = new Set(['tuple', 'list', 'expression_list']);

/** The part of a literal right side that falls to one target of an unpacking. */
function elementOf(value: PyNode | null, target: PyNode, at: number): PyNode | null {
  if (value === null || !DISPLAYS.has(value.type)) return null;
  const plain = [...target.named, ...value.named].every((part) => !part.type.startsWith('list_splat'));
  return plain && target.named.length === value.named.length ? (value.named[at] ?? null) : null;
}

/** `with a as b`, `except A as b`: an `as_pattern`, or an alias of the clause itself. */
function boundByAs(kind: BindingKind): Binder {
  return (node) => {
    const pattern = node.named.find((child) => child.type === 'as_pattern');
    const target = pattern?.child('alias')?.named[0] ?? null;
    return targets(target, kind, pattern?.named[0] ?? null);
  };
}

function definition(node: PyNode): Binding[] {
  const name = node.child('name');
  return name === null ? [] : [binding(name, 'definition', node)];
}

function parameter(node: PyNode): Binding[] {
  const name = node.type === 'identifier' ? node : firstIdentifier(node.child('name') ?? node.named[0] ?? null);
  return name === null ? [] : [binding(name, 'parameter', node.child('value'), node.child('type'))];
}

/** The grammar has one node for `def f[T]`, which binds, and for `list[T]`, which does not. */
function typeParameters(node: PyNode): Binding[] {
  const binds = node.field === 'type_parameters' || node.closest('type_alias_statement')?.child('left')?.contains(node);
  return binds ? node.named.flatMap((part) => targets(firstIdentifier(part), 'type-parameter', null)) : [];
}

/** A bare name in a pattern captures; a dotted one is compared; `_` is neither. */
function capture(pattern: PyNode | undefined): Binding[] {
  if (pattern?.type === 'as_pattern') return targets(pattern.named.at(-1) ?? null, 'pattern', null);
  if (pattern?.type !== 'dotted_name' || pattern.named.length !== 1) return [];
  return targets(pattern.named[0] ?? null, 'pattern', null);
}

function firstIdentifier(node: PyNode | null): PyNode | null {
  if (node === null || node.type === 'identifier') return node;
  return firstIdentifier(node.named[0] ?? null);
}
