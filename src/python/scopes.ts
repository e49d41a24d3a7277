/**
 * Python's scopes: which names each one binds, and which scope a read reaches. See "Resolution of
 * names" in the language reference, https://docs.python.org/3/reference/executionmodel.html.
 */
import { bind, BINDING_NODES } from './bindings.js';
import type { PyNode, PyTree } from './tree.js';

export type BindingKind =
  | 'import'
  | 'assignment'
  | 'parameter'
  | 'definition'
  | 'loop'
  | 'with'
  | 'except'
  | 'unpacking'
  | 'augmented'
  | 'delete'
  | 'pattern'
  | 'type-parameter';

/** One place that gives a name its value. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The identifier that is bound. */
  readonly node: PyNode;
  /** assignment: the right side · with: the context expression · definition: its node · parameter: the default · except: the type. */
  readonly value: PyNode | null;
  /** The annotation of an assignment or a parameter. */
  readonly annotation: PyNode | null;
  /** import only: the module as written (`..http` where it is relative) and the name taken from it (null: the module itself). */
  readonly imported: { readonly module: string; readonly name: string | null } | null;
}

export type ScopeKind = 'module' | 'class' | 'function' | 'lambda' | 'comprehension';

const KINDS: Readonly<Record<string, ScopeKind>> = {
  module: 'module',
  class_definition: 'class',
  function_definition: 'function',
  lambda: 'lambda',
  list_comprehension: 'comprehension',
  set_comprehension: 'comprehension',
  dictionary_comprehension: 'comprehension',
  generator_expression: 'comprehension',
};

export class Scope {
  private readonly byName = new Map<string, Binding[]>();
  /** Names that this scope hands to another one: `global` and `nonlocal`. */
  private readonly handedOn = new Map<string, 'global' | 'nonlocal'>();

  constructor(
    readonly kind: ScopeKind,
    /** The module, class, function, lambda or comprehension node. */
    readonly node: PyNode,
    readonly parent: Scope | null,
  ) {}

  /** Every binding of a name in this very scope, in source order. */
  bindings(name: string): readonly Binding[] {
    return this.byName.get(name) ?? [];
  }

  names(): IterableIterator<string> {
    return this.byName.keys();
  }

  /** The scope that a read of `name` in this scope reaches, or null where nothing binds it. */
  owner(name: string): Scope | null {
    const declared = this.handedOn.get(name);
    if (declared === undefined && this.byName.has(name)) return this;
    const from = declared === 'global' ? this.module : this.parent;
    return from?.reach(name) ?? null;
  }

  /** Where a name written in this scope is bound: here, unless `global` or `nonlocal` says otherwise. */
  target(name: string): Scope {
    const declared = this.handedOn.get(name);
    if (declared === undefined) return this;
    return (declared === 'global' ? this.module : this.parent?.reach(name)) ?? this;
  }

  add(binding: Binding): void {
    const same = this.byName.get(binding.name);
    if (same === undefined) this.byName.set(binding.name, [binding]);
    else same.push(binding);
  }

  handOn(name: string, to: 'global' | 'nonlocal'): void {
    this.handedOn.set(name, to);
  }

  private get module(): Scope {
    return this.parent === null ? this : this.parent.module;
  }

  /** As `owner`, for a read from a scope below: a class does not lend its names to what it holds. */
  private reach(name: string): Scope | null {
    if (this.kind !== 'class') return this.owner(name);
    return this.parent?.reach(name) ?? null;
  }
}

const DECLARATIONS = new Set(['global_statement', 'nonlocal_statement']);

/** The scopes of one file, with every binding in place. */
export class Scopes {
  readonly module: Scope;
  private readonly byNode = new Map<PyNode, Scope>();
  /** Identifiers that are bound rather than read. */
  readonly bound = new Set<PyNode>();
  /** Modules of `from m import *`, as written. */
  readonly stars: readonly string[];

  constructor(private readonly tree: PyTree) {
    this.module = new Scope('module', tree.root, null);
    this.byNode.set(tree.root, this.module);
    const types = [...DECLARATIONS, ...BINDING_NODES];
    this.enter(types.flatMap((type) => this.nodesOf(type)));
    this.stars = this.nodesOf('wildcard_import')
      .map((star) => star.parent?.child('module_name')?.text ?? '')
      .filter((module) => module !== '');
  }

  /** A lazy tree tells of its functions when they are looked into, unless one may bind names of the module. */
  private nodesOf(type: string): readonly PyNode[] {
    if (this.tree.isWhole || this.tree.text.includes('global ')) return this.tree.nodes(type);
    return this.tree.nodesRead(type, (nodes) => this.enter(nodes));
  }

  private enter(nodes: readonly PyNode[]): void {
    for (const node of nodes) if (DECLARATIONS.has(node.type)) this.declare(node);
    const found = nodes.flatMap((node) => bind(node)).sort((one, other) => one.node.start - other.node.start);
    for (const binding of found) this.place(binding);
  }

  /**
   * The innermost scope that the code at `node` runs in. Decorators, defaults, annotations, base
   * classes and the first iterable of a comprehension run in the scope around.
   */
  at(node: PyNode): Scope {
    let skipped: PyNode | null = null;
    for (let child = node, parent = node.parent; parent !== null; child = parent, parent = parent.parent) {
      if (isFirstIterable(child, parent)) skipped = parent.parent;
      if (parent !== skipped && runsInside(child, parent)) return this.of(parent);
    }
    return this.module;
  }

  /** The scope that a class, function, lambda or comprehension makes. */
  of(node: PyNode): Scope {
    const known = this.byNode.get(node);
    if (known !== undefined) return known;
    const scope = new Scope(KINDS[node.type] ?? 'function', node, this.at(node));
    this.byNode.set(node, scope);
    if (scope.kind === 'class') this.tree.read(node.child('body') ?? node);
    return scope;
  }

  private declare(statement: PyNode): void {
    const kind = statement.type === 'global_statement' ? 'global' : 'nonlocal';
    for (const identifier of statement.named) {
      this.bound.add(identifier);
      this.at(statement).handOn(identifier.text, kind);
    }
  }

  private place(binding: Binding): void {
    this.bound.add(binding.node);
    this.home(binding).target(binding.name).add(binding);
  }

  private home({ kind, node }: Binding): Scope {
    const holder = kind === 'parameter' ? node.closest('function_definition', 'lambda') : null;
    if (holder !== null) return this.of(holder);
    const scope = this.at(node);
    return node.parent?.type === 'named_expression' ? outsideComprehensions(scope) : scope;
  }
}

/** PEP 572: `:=` in a comprehension binds in the scope around it. */
function outsideComprehensions(scope: Scope): Scope {
  let outer = scope;
  while (outer.kind === 'comprehension' && outer.parent !== null) outer = outer.parent;
  return outer;
}

function runsInside(child: PyNode, parent: PyNode): boolean {
  const kind = KINDS[parent.type];
  if (kind === undefined) return false;
  return kind === 'module' || kind === 'comprehension' || child.field === 'body';
}

function isFirstIterable(child: PyNode, parent: PyNode): boolean {
  return child.field === 'right' && parent.type === 'for_in_clause' && parent.previous?.type !== 'for_in_clause' && parent.previous?.field === 'body';
}
