import { plain } from '../../core/code.js';
import type { Code } from '../../core/types.js';
import { BUILTINS } from '../builtins.js';
import type { PyModule } from '../module.js';
import type { Binding, Scope } from '../scopes.js';
import type { PyNode } from '../tree.js';

/**
 * The code that names the object at a dotted path, such as `django.db.models.Index`, where `at` stands.
 * An import that `at` can see is used, under whatever name it has. Otherwise the code needs
 * `from django.db.models import Index`, or, where that name is a builtin or means something else
 * anywhere in the module, `import django.db.models` and the whole path. Throws if neither name is free.
 */
export function nameOf(module: PyModule, dotted: string, at: PyNode): Code {
  const known = knownName(module, dotted, at);
  if (known !== null) return plain(known);
  const dot = dotted.lastIndexOf('.');
  const parent = dotted.slice(0, Math.max(dot, 0));
  const name = dotted.slice(dot + 1);
  const short: Code | null = parent === '' ? null : { text: name, imports: [{ module: parent, name }] };
  if (short !== null && isUnused(module, dotted, name)) return short;
  if (isFreeTop(module, dotted, at)) return { text: dotted, imports: [{ module: parent === '' ? dotted : parent, name: null }] };
  if (short !== null && isFree(module, name, at)) return short;
  throw new Error(`no free name for ${dotted} in ${module.path}`);
}

/** How the imports that `at` can see spell a dotted path, shortest first; what the module defines itself needs none. */
function knownName(module: PyModule, dotted: string, at: PyNode): string | null {
  const spellings = [...visibleImports(module, at), ...ownNames(module, at)]
    .flatMap(({ name, path, loaded }) => spell(module, dotted, name, path, loaded))
    .sort((one, other) => one.split('.').length - other.split('.').length);
  return spellings[0] ?? null;
}

/** A name that is bound where `at` stands: what it stands for, and which submodules its imports have loaded. */
interface Visible {
  readonly name: string;
  readonly path: string;
  readonly loaded: readonly string[];
}

function spell(module: PyModule, dotted: string, name: string, path: string, loaded: readonly string[]): string[] {
  if (dotted === path) return [name];
  if (!dotted.startsWith(`${path}.`)) return [];
  const spelling = name + dotted.slice(path.length);
  const holder = dotted.slice(0, dotted.lastIndexOf('.'));
  const isLoaded = holder === path || loaded.some((full) => full === holder || full.startsWith(`${holder}.`));
  return isLoaded || isWritten(module, spelling.slice(0, spelling.lastIndexOf('.'))) ? [spelling] : [];
}

/** Whether the file itself reads this attribute, which shows that the submodule is loaded. */
function isWritten(module: PyModule, attribute: string): boolean {
  return module.tree.nodes('attribute').some((node) => node.text === attribute);
}

function visibleImports(module: PyModule, at: PyNode): Visible[] {
  const found: Visible[] = [];
  const inner = module.scopeAt(at);
  for (let scope: Scope | null = inner; scope !== null; scope = scope.parent) {
    for (const name of scope.names()) {
      if (inner.owner(name) === scope) found.push(...visibleImport(module, name, scope, at));
    }
  }
  return found;
}

function visibleImport(module: PyModule, name: string, scope: Scope, at: PyNode): Visible[] {
  const bindings = scope.bindings(name);
  const imports = bindings.filter((binding) => binding.imported !== null);
  const [first] = imports;
  if (first === undefined || !bindings.every((binding) => sameImport(module, first, binding) || isNone(binding))) return [];
  const certain = imports.filter((binding) => runsBefore(binding, scope, module.scopeAt(at), at));
  if (certain.length === 0) return [];
  return [{ name, path: importPath(module, first), loaded: certain.map((binding) => loadedBy(binding)) }];
}

/** What an import binds, as an absolute path. */
function importPath(module: PyModule, { imported }: Binding): string {
  const from = module.absolute(imported?.module ?? '');
  return imported?.name === null || imported === null ? from : `${from}.${imported.name}`;
}

/** `import a.b` binds `a` and loads `a.b`. */
function loadedBy(binding: Binding): string {
  const dotted = binding.node.closest('dotted_name');
  return dotted?.parent?.type === 'import_statement' ? dotted.text : '';
}

function sameImport(module: PyModule, one: Binding, other: Binding): boolean {
  return other.imported !== null && importPath(module, one) === importPath(module, other);
}

/** `name = None`, as after a failed import. */
function isNone({ kind, value }: Binding): boolean {
  return kind === 'assignment' && value?.type === 'none';
}

/** Whether an import has always been made when `at` runs. What only type checkers see is none. */
function runsBefore(binding: Binding, scope: Scope, inner: Scope, at: PyNode): boolean {
  const statement = binding.node.closest('import_statement', 'import_from_statement', 'future_import_statement');
  if (statement === null || !(holderOf(statement)?.contains(at) ?? false)) return false;
  return !runsAtOnce(inner, scope) || statement.end <= at.start;
}

/** The block in which a statement is sure to run; the body of a `try` counts as what is around it. */
function holderOf(statement: PyNode): PyNode | null {
  const block = statement.parent;
  const around = block?.type === 'block' && block.field === 'body' ? block.parent : null;
  return around?.type === 'try_statement' ? holderOf(around) : block;
}

/** Whether code in `inner` runs while the body of `scope` does, and not when a function is called later. */
function runsAtOnce(inner: Scope, scope: Scope): boolean {
  let at: Scope | null = inner;
  while (at !== null && at !== scope && (at.kind === 'comprehension' || at.kind === 'class')) at = at.parent;
  return at === scope;
}

/** The globals of the module itself, for a path into it. */
function ownNames(module: PyModule, at: PyNode): Visible[] {
  const global = module.scopes.module;
  const inner = module.scopeAt(at);
  return [...global.names()]
    .filter((name) => global.bindings(name).some(({ kind }) => kind === 'definition' || kind === 'assignment'))
    .filter((name) => inner.owner(name) === global)
    .map((name) => ({ name, path: `${module.name}.${name}`, loaded: [] }));
}

/** Whether a name is no builtin, and bound nowhere in the module but by imports of this very path. */
function isUnused(module: PyModule, dotted: string, name: string): boolean {
  if (BUILTINS.has(name) || comesFromStar(module, name)) return false;
  return module.tree.nodes('identifier').every((node) => {
    if (node.text !== name || !module.scopes.bound.has(node)) return true;
    const binding = bindingAt(module, node);
    return binding?.imported !== undefined && binding.imported !== null && importPath(module, binding) === dotted;
  });
}

/** Whether the module reads a name that only a `from m import *` can have given it. */
function comesFromStar(module: PyModule, name: string): boolean {
  return module.scopes.stars.length > 0 && module.unboundNames().has(name);
}

function bindingAt(module: PyModule, node: PyNode): Binding | undefined {
  return module
    .scopeAt(node)
    .target(node.text)
    .bindings(node.text)
    .find((binding) => binding.node === node);
}

/** Whether `import a.b` at the top of the file gives `a` its meaning where `at` stands. */
function isFreeTop(module: PyModule, dotted: string, at: PyNode): boolean {
  const top = dotted.split('.')[0] ?? '';
  if (isFree(module, top, at)) return true;
  const global = module.scopes.module;
  const isImported = global.bindings(top).every((binding) => binding.imported !== null && importPath(module, binding) === top);
  return !BUILTINS.has(top) && isImported && module.scopeAt(at).owner(top) === global;
}

function isFree(module: PyModule, name: string, at: PyNode): boolean {
  return !BUILTINS.has(name) && module.scopeAt(at).owner(name) === null && module.scopes.module.bindings(name).length === 0;
}
