/** Classes of one file as plain data. */
import { decoratorsOf, statementOf } from '../../python/definitions.js';
import type { PyNode } from '../../python/tree.js';
import { expression, spanOf } from './expression.js';
import type { AssignedLeaf, ClassLeaf, Expr, MetaLeaf, MethodLeaf } from './leaf.js';
import { bindingsOf, boundBy, type Global, type Names } from './names.js';
import { statements, type Statement } from './statements.js';
import { readsOfSelf } from './reads.js';

/** Statements that make names in a class body without binding them. */
const COMPUTES = /\b(?:locals|vars|exec|setattr)\s*\(/;

/** Kept in a class body: what can be a field, a manager, or an option of an application. */
const KEPT = new Set(['call', 'string', 'concatenated_string', 'true', 'false', 'none', 'integer', 'identifier', 'attribute', 'list', 'tuple']);

/** A class with all that its body says; `outer` are the names of the classes around it. */
export function classLeaf({ node, isConditional }: Statement, names: Names, outer: readonly string[] = []): ClassLeaf {
  const name = node.child('name')?.text ?? '';
  const body = node.child('body') ?? node;
  const bound = bindingsOf(body);
  const inside = namesInside(bound, names, [...outer, name]);
  const inBody = statements(body);
  const classes = inBody.filter((one) => one.node.type === 'class_definition');
  const meta = classes.find((one) => one.node.child('name')?.text === 'Meta');
  return {
    name,
    span: spanOf(statementOf(node)),
    body: spanOf(body),
    ...headerOf(node, names),
    isConditional,
    attributes: [...bound.keys()],
    assigned: inBody.flatMap((one) => assigned(one, inside)),
    methods: inBody.filter((one) => one.node.type === 'function_definition').map((one) => methodLeaf(one.node, inside)),
    inner: classes.filter((one) => one !== meta).map((one) => classLeaf(one, names, [...outer, name])),
    meta: meta === undefined ? null : metaLeaf(meta.node, inside),
    str: readsOfStr(inBody),
    isDynamic: inBody.some(computes),
  };
}

/** What the body imports it can use by its import, the rest by the class's name. */
function namesInside(bound: ReadonlyMap<string, readonly Global[]>, names: Names, path: readonly string[]): Names {
  const isImported = (name: string): boolean => bound.get(name)?.every(({ binding }) => binding.imported !== null) === true;
  const imported = [...bound].filter(([name]) => isImported(name));
  const globals = imported.length === 0 ? names.globals : new Map([...names.globals, ...imported]);
  return { globals, inside: { path, names: new Set([...bound.keys()].filter((name) => !isImported(name))) } };
}

function headerOf(node: PyNode, names: Names): Pick<ClassLeaf, 'bases' | 'metaclass' | 'decorators'> {
  const header = node.child('superclasses')?.named ?? [];
  const metaclass = header.find((item) => item.type === 'keyword_argument' && item.child('name')?.text === 'metaclass')?.child('value') ?? null;
  return {
    bases: header.filter((item) => item.type !== 'keyword_argument').map((item) => expression(genericOf(item), names)),
    metaclass: metaclass === null ? null : expression(metaclass, names),
    decorators: decoratorsOf(node).map((decorator) => expression(decorator.named[0] ?? decorator, names)),
  };
}

/** `Base[T]` is `Base`, as far as inheritance goes. */
function genericOf(base: PyNode): PyNode {
  return base.type === 'subscript' ? (base.child('value') ?? base) : base;
}

function assigned({ node, isConditional }: Statement, names: Names): readonly AssignedLeaf[] {
  if (node.type !== 'expression_statement') return [];
  return boundBy(node).flatMap(({ name, kind, value }) => {
    if (kind !== 'assignment' || value === null || !KEPT.has(value.type)) return [];
    return [{ name, value: expression(value, names), span: spanOf(node), isConditional }];
  });
}

function methodLeaf(node: PyNode, names: Names): MethodLeaf {
  const decorators = decoratorsOf(node).map((decorator) => expression(decorator.named[0] ?? decorator, names));
  return { name: node.child('name')?.text ?? '', decorators, span: spanOf(statementOf(node)) };
}

function computes({ node }: Statement): boolean {
  if (node.type === 'function_definition' || node.type === 'class_definition') return false;
  return COMPUTES.test(node.text);
}

function readsOfStr(inBody: readonly Statement[]): readonly (readonly string[])[] | null {
  const method = inBody.find(({ node }) => node.type === 'function_definition' && node.child('name')?.text === '__str__');
  return method === undefined ? null : readsOfSelf(method.node);
}

function metaLeaf(node: PyNode, names: Names): MetaLeaf {
  const body = node.child('body') ?? node;
  const inBody = statements(body);
  const plain = inBody.filter((one) => one.node.type === 'expression_statement');
  const options = plain.flatMap(({ node: statement }) => boundBy(statement).flatMap((one) => metaOption(one.name, one.value, statement, names)));
  return {
    span: spanOf(node),
    body: spanOf(body),
    bases: headerOf(node, names).bases,
    options: Object.fromEntries(options),
    isDynamic: inBody.some((one) => one.isConditional || COMPUTES.test(one.node.text)) || inBody.some(({ node: one }) => one.named[0]?.type === 'augmented_assignment' || (one.type === 'expression_statement' && one.named[0]?.type === 'call')),
  };
}

function metaOption(name: string, value: PyNode | null, statement: PyNode, names: Names): readonly (readonly [string, MetaLeaf['options'][string]])[] {
  const data: Expr = value === null ? { code: statement.text.slice(0, 80), at: spanOf(statement) } : expression(value, names);
  return [[name, { value: data, span: spanOf(statement), valueSpan: spanOf(value ?? statement) }]];
}
