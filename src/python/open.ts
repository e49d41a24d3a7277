import { roleOf, type Role } from '../core/roles.js';
import { BUILTINS } from './builtins.js';
import { firstParameter, methodOf } from './definitions.js';
import type { LoadModule, PyModule } from './module.js';
import { agreed, unknown, type Value } from './names.js';
import { Resolver } from './resolve.js';
import { Scopes, type Scope } from './scopes.js';
import { parse, type PyNode, type PyTree } from './tree.js';

export interface PySource {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** The dotted name under which the project imports the file. */
  readonly name: string;
  readonly text: string;
}

/** Parses a file and makes it a module that can be asked; or says what keeps it from being handled. See `parse` for `isLazy`. */
export function openModule(source: PySource, load: LoadModule, isLazy = false): { readonly module: PyModule } | { readonly problem: string } {
  const parsed = parse(source.text, isLazy);
  return 'problem' in parsed ? parsed : { module: new OpenModule(source, parsed.tree, load) };
}

class OpenModule implements PyModule {
  readonly path: string;
  readonly name: string;
  readonly role: Role;
  readonly eol: '\n' | '\r\n';
  private readonly resolver: Resolver;
  private builtScopes: Scopes | null = null;
  private readonly ofSelf = new Map<PyNode, ReadonlyMap<string, readonly PyNode[]>>();

  constructor(
    source: PySource,
    readonly tree: PyTree,
    load: LoadModule,
  ) {
    this.path = source.path;
    this.name = source.name;
    this.role = roleOf(source.path);
    this.eol = /^[^\n]*\r\n/.test(source.text) ? '\r\n' : '\n';
    this.resolver = new Resolver(this, load);
  }

  get scopes(): Scopes {
    return (this.builtScopes ??= new Scopes(this.tree));
  }

  resolve(node: PyNode): Value {
    return this.resolver.resolve(node);
  }

  member(name: string): Value {
    return this.resolver.member(name);
  }

  named(path: string): Value {
    return this.resolver.named(path);
  }

  scopeAt(node: PyNode): Scope {
    return this.scopes.at(node);
  }

  absolute(module: string): string {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    if (dots === 0) return module;
    const isPackage = /(^|\/)__init__\.pyi?$/.test(this.path);
    const parts = this.name.split('.');
    const base = parts.slice(0, parts.length - (isPackage ? dots - 1 : dots));
    return [...base, module.slice(dots)].filter((part) => part !== '').join('.');
  }

  bases(definition: PyNode): readonly Value[] {
    const listed = definition.child('superclasses')?.named ?? [];
    return listed.filter((base) => base.type !== 'keyword_argument').map((base) => this.resolve(base));
  }

  attribute(definition: PyNode, name: string): Value {
    return this.attributeWithin(definition, name, new Set());
  }

  private attributeWithin(definition: PyNode, name: string, visited: Set<PyNode>): Value {
    visited.add(definition);
    const inBody = this.scopes.of(definition).bindings(name);
    const onSelf = this.selfAssignments(definition).get(name) ?? [];
    const own = [...(inBody.length > 0 ? [this.resolver.fromBindings(inBody)] : []), ...onSelf.map((value) => this.resolve(value))];
    return own.length > 0 ? agreed(own) : this.inherited(definition, name, visited);
  }

  private inherited(definition: PyNode, name: string, visited: Set<PyNode>): Value {
    const bases = this.bases(definition);
    for (const base of bases) {
      if (base.kind !== 'definition' || visited.has(base.node)) continue;
      visited.add(base.node);
      const value = base.module.attribute(base.node, name);
      if (value.kind !== 'unknown' || value.why !== 'unbound') return value;
    }
    const outside = bases.filter((base) => base.kind !== 'definition');
    const [only] = outside;
    if (only === undefined) return unknown('unbound');
    if (only.kind !== 'object' || outside.length > 1) return unknown('attribute');
    return { kind: 'member', of: { kind: 'instance', of: only, call: null, module: this }, name };
  }

  private selfAssignments(definition: PyNode): ReadonlyMap<string, readonly PyNode[]> {
    const known = this.ofSelf.get(definition) ?? collectSelfAssignments(definition);
    this.ofSelf.set(definition, known);
    return known;
  }

  unboundNames(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const node of this.tree.nodes('identifier')) {
      if (!isRead(node) || this.scopes.bound.has(node)) continue;
      if (!BUILTINS.has(node.text) && this.scopes.at(node).owner(node.text) === null) names.add(node.text);
    }
    return names;
  }
}

/** The values assigned to `self.name` in the methods of a class, by name. */
function collectSelfAssignments(definition: PyNode): Map<string, PyNode[]> {
  const found = new Map<string, PyNode[]>();
  for (const node of definition.descendants('attribute')) {
    if (!isTarget(node)) continue;
    const method = methodOf(node);
    if (method?.owner !== definition || node.child('object')?.text !== firstParameter(method.definition)) continue;
    const name = node.child('attribute')?.text ?? '';
    const value = node.parent?.type === 'assignment' ? node.parent.child('right') : node.parent;
    if (value !== null) found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

/** The left side of `a + b` is no target. */
function isTarget({ field, parent }: PyNode): boolean {
  if (parent?.type === 'pattern_list') return true;
  return field === 'left' && (parent?.type.endsWith('assignment') === true || parent?.type === 'for_statement');
}

/** Whether an identifier stands where a name is read (or bound), not where it merely labels something. */
function isRead(node: PyNode): boolean {
  const { parent, field } = node;
  if (parent === null) return true;
  if (parent.type === 'attribute') return field !== 'attribute';
  if (parent.type === 'keyword_argument') return field !== 'name';
  if (parent.type === 'keyword_pattern') return node.index !== 0;
  if (parent.type === 'dotted_name') return !isLabel(parent) && node.index === 0;
  return parent.type !== 'aliased_import';
}

function isLabel(dotted: PyNode): boolean {
  const holder = dotted.parent?.type ?? '';
  return holder.includes('import');
}
