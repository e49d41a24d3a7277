/** How a file writes exception classes. */
import { code, joinCode, plain } from '../core/code.js';
import type { Code } from '../core/types.js';
import type { PyModule } from '../python/module.js';
import type { Scope } from '../python/scopes.js';
import type { PyNode } from '../python/tree.js';

/** Modules whose errors read better with the module in front, one of them being called as a builtin is. */
const WITH_MODULE = /^(requests|redis)\.(?=\w)/;

/** A tuple of the classes at these paths, as it is written where `at` stands. */
export function tupleOf(paths: readonly string[], at: PyNode, module: PyModule, name: (dotted: string) => Code): Code {
  const names = alike(paths.map((path) => nameOfError(path, module.scopeAt(at), name)), paths);
  return code`(${joinCode(names, ', ')}${names.length === 1 ? ',' : ''})`;
}

/** Where one class needs its module in front, its siblings from that module have it as well. */
function alike(names: readonly Code[], paths: readonly string[]): readonly Code[] {
  const dotted = names.find(({ text }, at) => text === paths[at] && text.includes('.'));
  const home = dotted?.text.replace(/\w+$/, '');
  if (dotted === undefined || home === undefined) return names;
  return names.map((one, at) => (paths[at]?.replace(/\w+$/, '') === home ? { text: paths[at] ?? one.text, imports: dotted.imports } : one));
}

function nameOfError(path: string, scope: Scope, name: (dotted: string) => Code): Code {
  if (!path.includes('.')) return scope.owner(path) === null ? plain(path) : name(`builtins.${path}`);
  const known = spellings(path).find((spelling) => isImported(spelling, scope));
  if (known !== undefined) return name(known);
  const top = WITH_MODULE.exec(path)?.[1];
  return top === undefined ? name(path) : code`${name(top)}${path.slice(top.length)}`;
}

/** `requests.Timeout` is `requests.exceptions.Timeout` as well, `django.db.Error` is `django.db.utils.Error`. */
function spellings(path: string): readonly string[] {
  return [path, path.replace(/^requests\.(?=\w+$)/, 'requests.exceptions.').replace(/^django\.db\.(?=\w+$)/, 'django.db.utils.')];
}

/** Whether the very name at a path is imported in a scope or around it. */
function isImported(path: string, scope: Scope): boolean {
  const isHere = [...scope.names()].some((name) =>
    scope.bindings(name).some(({ imported }) => imported !== null && `${imported.module}.${imported.name}` === path),
  );
  return isHere || (scope.parent !== null && isImported(path, scope.parent));
}
