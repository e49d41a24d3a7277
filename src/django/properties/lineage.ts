/** What a class is and derives from, across the files of the project. */
import type { PyModule } from '../../python/module.js';
import type { Value } from '../../python/names.js';
import type { PyNode } from '../../python/tree.js';

/** A class of the project. */
export interface Class {
  readonly node: PyNode;
  readonly module: PyModule;
}

export interface Ancestry {
  /** Itself first. */
  readonly classes: readonly Class[];
  /** Dotted paths of library classes. */
  readonly outside: readonly string[];
  /** Bases of which nothing is known, as written. */
  readonly unknown: readonly string[];
}

const MOST = 60;

export function ancestryOf(definition: PyNode, module: PyModule): Ancestry {
  const classes: Class[] = [{ node: definition, module }];
  const outside: string[] = [];
  const unknown: string[] = [];
  for (let at = 0; at < classes.length && at < MOST; at++) {
    const { node, module: home } = classes[at] as Class;
    const written = (node.child('superclasses')?.named ?? []).filter(({ type }) => type !== 'keyword_argument');
    home.bases(node).forEach((base, number) => {
      const found = baseOf(base, written[number], home);
      if (typeof found === 'string') outside.push(found);
      else if (found === null) unknown.push(written[number]?.text ?? '');
      else if (!classes.some((known) => known.node === found.node)) classes.push(found);
    });
  }
  return { classes, outside, unknown };
}

/** `Generic[T]` and `Base[T]` are `Generic` and `Base`. */
function baseOf(base: Value, written: PyNode | undefined, module: PyModule): Class | string | null {
  if (base.kind === 'object') return base.path;
  if (base.kind === 'definition') return base.node.type === 'class_definition' ? base : null;
  const generic = written?.type === 'subscript' ? written.child('value') : null;
  return generic === null || generic === undefined ? null : baseOf(module.resolve(generic), undefined, module);
}

/** `shop/models.py:Order`. */
export function keyOf({ node, module }: Class): string {
  return `${module.path}:${node.child('name')?.text ?? ''}`;
}

export function lineOfClass(definition: PyNode, module: PyModule): readonly string[] {
  return ancestryOf(definition, module).classes.map(keyOf);
}

/** The function of a name that a class or one of its project's ancestors defines. */
export function methodNamed(name: string, { classes }: Ancestry): Class | null {
  for (const { node, module } of classes) {
    const value = module.scopes.of(node).bindings(name).at(-1)?.value;
    if (value?.type === 'function_definition') return { node: value, module };
  }
  return null;
}
