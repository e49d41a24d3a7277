/** What the names of one file stand for, judged by its own imports and assignments. */
import { readCall } from '../../python/calls.js';
import type { PyModule } from '../../python/module.js';
import type { PyNode, PyTree } from '../../python/tree.js';

export interface Aliases {
  /** The absolute dotted path of a name or a dotted expression; the text as it is where no import tells. */
  path(node: PyNode): string;
  /** Whether a name reads the environment when it is called: `env = environ.Env()`, `config = Config(…)`. */
  reads(name: string): boolean;
  /** The default that `environ.Env(DEBUG=(bool, False))` declares for a variable. */
  declared(variable: string): PyNode | null;
}

/** Classes whose instances read the environment when they are called. */
const READERS = /(^|\.)(Env|FileAwareEnv|AutoConfig|Config)$/;

export function aliasesOf(module: PyModule): Aliases {
  const imported = new Map<string, string>();
  for (const statement of module.tree.nodes('import_statement')) for (const [as, path] of plainImports(statement)) imported.set(as, path);
  for (const statement of module.tree.nodes('import_from_statement')) {
    for (const [as, path] of namesFrom(statement, module)) imported.set(as, path);
  }
  const path = (node: PyNode): string => {
    const text = dottedText(node);
    const [first = '', ...rest] = text.split('.');
    return [imported.get(first) ?? first, ...rest].join('.');
  };
  const made = readersOf(module.tree, path);
  const readers = new Set(made.map(({ name }) => name));
  const defaults = new Map(made.flatMap(({ call }) => defaultsOf(call)));
  return {
    path,
    reads: (name) => readers.has(name) || /^_?env$/i.test(name) || imported.get(name) === 'decouple.config',
    declared: (variable) => defaults.get(variable) ?? null,
  };
}

/** `a.b.c` without blanks; other expressions as they are. */
export function dottedText(node: PyNode): string {
  if (node.type === 'attribute') return `${dottedText(node.child('object') ?? node.named[0] ?? node)}.${node.child('attribute')?.text ?? ''}`;
  return node.text;
}

function plainImports(statement: PyNode): [string, string][] {
  return statement.all('name').map((name) => {
    if (name.type === 'aliased_import') return [name.child('alias')?.text ?? '', name.child('name')?.text ?? ''];
    const [first = ''] = name.text.split('.');
    return [first, first];
  });
}

function namesFrom(statement: PyNode, module: PyModule): [string, string][] {
  const from = module.absolute(statement.child('module_name')?.text ?? '');
  return statement.all('name').map((name) => {
    const own = name.type === 'aliased_import' ? (name.child('name')?.text ?? '') : name.text;
    return [name.type === 'aliased_import' ? (name.child('alias')?.text ?? own) : own, `${from}.${own}`];
  });
}

interface Made {
  readonly name: string;
  readonly call: PyNode;
}

function readersOf(tree: PyTree, path: (node: PyNode) => string): readonly Made[] {
  return tree.nodes('assignment').flatMap((assignment) => {
    const [left, right] = [assignment.child('left'), assignment.child('right')];
    const callee = right?.type === 'call' ? right.child('function') : null;
    return left?.type === 'identifier' && right && callee && READERS.test(path(callee)) ? [{ name: left.text, call: right }] : [];
  });
}

/** `DEBUG=(bool, False)` declares a cast and a default. */
function defaultsOf(call: PyNode): readonly (readonly [string, PyNode])[] {
  return [...readCall(call).keywords].flatMap(([name, argument]) => {
    const declared = argument.child('value');
    const value = declared?.type === 'tuple' ? declared.named[1] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
}
