/** What the decorator becomes. */
import type { Code, Edit } from '../../src/core/types.js';
import type { Found } from '../../src/django/properties/candidate.js';
import { remove, replace } from '../../src/python/edits/edit.js';
import { nextLine } from '../../src/python/edits/layout.js';
import type { PyModule } from '../../src/python/module.js';
import type { PyNode } from '../../src/python/tree.js';

export type Flavour = 'auto' | 'django' | 'functools';

const PATHS = { django: 'django.utils.functional.cached_property', functools: 'functools.cached_property' } as const;

export function decorated({ candidate, decorator }: Found, module: PyModule, flavour: Flavour, name: (dotted: string, at: PyNode) => Code): readonly Edit[] {
  const chosen = flavour === 'auto' ? automatic(decorator, candidate.life === 'plain', module) : flavour;
  return [replace(decorator.start, decorator.end, name(PATHS[chosen], decorator)), ...withoutImport(decorator, module)];
}

/** What the file has; else Django's where the class or the file is Django's. */
function automatic(decorator: PyNode, isPlain: boolean, module: PyModule): 'django' | 'functools' {
  const bound = module.scopeAt(decorator).owner('cached_property')?.bindings('cached_property') ?? [];
  const has = (from: string): boolean => bound.some(({ imported }) => imported?.module === from && imported.name === 'cached_property');
  if (has('django.utils.functional')) return 'django';
  if (has('functools')) return 'functools';
  return !isPlain || isOfDjango(module) ? 'django' : 'functools';
}

function isOfDjango({ tree }: PyModule): boolean {
  const statements = [...tree.nodes('import_from_statement'), ...tree.nodes('import_statement')];
  return statements.some(({ text }) => /^(from|import)\s+(django|rest_framework)\b/.test(text));
}

/** `import builtins` goes where `@builtins.property` was all it was for. */
function withoutImport(decorator: PyNode, module: PyModule): readonly Edit[] {
  const root = decorator.type === 'attribute' ? decorator.child('object') : null;
  if (root === null || root.type !== 'identifier') return [];
  const isUsed = module.tree.nodes('identifier').some((node) => node.text === root.text && node !== root && node.closest('import_statement') === null);
  const statement = module.tree.nodes('import_statement').find(({ text }) => text === `import ${root.text}`);
  return isUsed || statement === undefined ? [] : [remove(statement.start, nextLine(module.tree.text, statement.end))];
}
