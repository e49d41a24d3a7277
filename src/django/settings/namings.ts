/** Where Python code names the settings module. */
import { readCall } from '../../python/calls.js';
import type { PyModule } from '../../python/module.js';
import type { PyNode } from '../../python/tree.js';
import { dottedText, type Aliases } from './aliases.js';
import { textOf } from './literals.js';
import { spanOf } from './read.js';
import type { Naming, Via } from './written.js';

const VARIABLE = 'DJANGO_SETTINGS_MODULE';

/** Names that stand for names are followed this far. */
const DEPTH = 4;

export function namingsIn(module: PyModule, aliases: Aliases): readonly Naming[] {
  if (!module.tree.text.includes(VARIABLE)) return [];
  const via = viaOf(module.path);
  return valuesGivenTo(VARIABLE, module, aliases).flatMap((value) =>
    modulesIn(value, module, aliases, DEPTH).map((found) => ({ ...found, via, span: spanOf(value) })),
  );
}

/** Classes that `DJANGO_CONFIGURATION` names. */
export function configurationsIn(module: PyModule, aliases: Aliases): readonly string[] {
  if (!module.tree.text.includes('DJANGO_CONFIGURATION')) return [];
  return valuesGivenTo('DJANGO_CONFIGURATION', module, aliases).flatMap((value) =>
    modulesIn(value, module, aliases, DEPTH).flatMap((found) => (found.whole ? [found.module] : [])),
  );
}

/** `os.environ.setdefault(variable, value)` and `os.environ[variable] = value`. */
function valuesGivenTo(variable: string, module: PyModule, aliases: Aliases): readonly PyNode[] {
  const calls = module.tree.nodes('call').flatMap((call) => {
    const callee = call.child('function');
    if (callee?.type !== 'attribute' || callee.child('attribute')?.text !== 'setdefault') return [];
    const [name, value] = readCall(call).positional;
    return isEnvironment(callee.child('object'), aliases) && name !== undefined && textOf(name) === variable && value !== undefined ? [value] : [];
  });
  const assignments = module.tree.nodes('assignment').flatMap((assignment) => {
    const [left, right] = [assignment.child('left'), assignment.child('right')];
    const key = left?.type === 'subscript' ? left.child('subscript') : null;
    if (!left || key === null || right === null || textOf(key) !== variable) return [];
    return isEnvironment(left.child('value'), aliases) ? [right] : [];
  });
  return [...calls, ...assignments];
}

function isEnvironment(node: PyNode | null, aliases: Aliases): boolean {
  return node !== null && /(^|\.)environ$/.test(aliases.path(node));
}

type Named = Pick<Naming, 'module' | 'whole'>;

function modulesIn(node: PyNode, module: PyModule, aliases: Aliases, depth: number): readonly Named[] {
  const text = textOf(node);
  if (text !== null) return /^[\w.]+$/.test(text) ? [{ module: text, whole: true }] : [];
  if (depth === 0) return [];
  const follow = (part: PyNode): readonly Named[] => modulesIn(part, module, aliases, depth - 1);
  if (node.type === 'string') return prefixOf(node);
  if (node.type === 'parenthesized_expression') return node.named.flatMap(follow);
  if (node.type === 'conditional_expression') return node.named.filter((_, at) => at !== 1).flatMap(follow);
  if (node.type === 'boolean_operator') return node.named.flatMap(follow);
  if (node.type === 'binary_operator') return follow(node.named[0] as PyNode).map((found) => ({ ...found, whole: false }));
  if (node.type === 'call') return defaultOf(node).flatMap(follow);
  return node.type === 'identifier' ? assignedTo(node.text, module).flatMap(follow) : [];
}

/** `f"config.settings.{name}"` begins with `config.settings.`. */
function prefixOf(node: PyNode): readonly Named[] {
  const first = node.named.find((child) => child.type === 'string_content' || child.type === 'interpolation');
  return first?.type === 'string_content' && first.text.includes('.') ? [{ module: first.text, whole: false }] : [];
}

/** `os.getenv("X", "shop.settings")`; `"config.settings.{}".format(…)`. */
function defaultOf(call: PyNode): readonly PyNode[] {
  const callee = call.child('function');
  const { positional, keywords } = readCall(call);
  if (callee !== null && /(^|\.)(get|getenv|env|config)$/.test(dottedText(callee))) {
    const value = positional[1] ?? keywords.get('default')?.child('value');
    return value === null || value === undefined ? [] : [value];
  }
  return [];
}

function assignedTo(name: string, module: PyModule): readonly PyNode[] {
  return module.tree.nodes('assignment').flatMap((assignment) => {
    const [left, right] = [assignment.child('left'), assignment.child('right')];
    return left?.type === 'identifier' && left.text === name && right !== null ? [right] : [];
  });
}

const BY_NAME: readonly (readonly [RegExp, Via])[] = [
  [/(^|\/)(conftest\.py$|tests?\/|test_[^/]*\.py$|[^/]*_tests?\.py$)/, 'test'],
  [/(^|[/_])wsgi(\.py|\/)/, 'wsgi'],
  [/(^|[/_])asgi(\.py|\/)/, 'asgi'],
  [/(^|\/)celery\w*(\.py|\/)/, 'celery'],
  [/(^|\/)manage\w*\.py$/, 'manage'],
];

function viaOf(path: string): Via {
  return BY_NAME.find(([shape]) => shape.test(path))?.[1] ?? 'script';
}
