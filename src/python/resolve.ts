/** What an expression is: follows names through scopes, imports, calls, attributes and the project's files. */
import { BUILTINS } from './builtins.js';
import { decoratorsOf, firstParameter, isPlainFunction, methodOf, returnedBy } from './definitions.js';
import { reaching } from './flow.js';
import type { LoadModule, PyModule } from './module.js';
import { agreed, unknown, type Value } from './names.js';
import type { Binding, Scope } from './scopes.js';
import type { PyNode } from './tree.js';

/** A chain of names longer than this is given up: no real code has one, a cycle of imports does. */
const DEPTH = 40;

type Rule = (resolver: Resolver, node: PyNode) => Value;

const RULES: Readonly<Record<string, Rule>> = {
  identifier: (resolver, node) => resolver.name(node),
  attribute: (resolver, node) => resolver.dotted(node),
  call: (resolver, node) => resolver.called(node),
  parenthesized_expression: inner,
  named_expression: (resolver, node) => resolver.child(node, 'value'),
  as_pattern: inner,
  type: inner,
  conditional_expression: (resolver, node) => agreed([node.named[0], node.named[2]].map((part) => resolver.maybe(part))),
  boolean_operator: (resolver, node) => agreed([node.child('left'), node.child('right')].map((part) => resolver.maybe(part))),
};

function inner(resolver: Resolver, node: PyNode): Value {
  return resolver.maybe(node.named[0]);
}

/** Modules that exist on Python 2 only: the fallback half of `try: import … except ImportError:`. */
const PYTHON2_MODULES = new Set(['urllib2', 'httplib', 'cookielib', 'urlparse', 'xmlrpclib', 'StringIO', 'ConfigParser', 'Queue']);

/** Decorators that leave what a function returns as it is. */
const TRANSPARENT = new Set(['staticmethod', 'classmethod', 'functools.lru_cache', 'functools.cache', 'functools.wraps']);

/** Decorators that turn a method into an attribute with the value that it returns. */
const PROPERTIES = new Set(['property', 'functools.cached_property', 'django.utils.functional.cached_property']);

export class Resolver {
  private depth = 0;
  private readonly known = new Map<PyNode, Value>();
  private readonly members = new Map<string, Value>();
  private readonly starred = new Map<string, Value>();

  constructor(
    private readonly module: PyModule,
    private readonly load: LoadModule,
  ) {}

  resolve(node: PyNode): Value {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    if (this.depth >= DEPTH) return unknown('recursion');
    this.depth++;
    this.known.set(node, unknown('recursion'));
    const value = RULES[node.type]?.(this, node) ?? { kind: 'expression', node, module: this.module };
    this.depth--;
    this.known.set(node, value);
    return value;
  }

  maybe(node: PyNode | null | undefined): Value {
    return node === null || node === undefined ? unknown('unbound') : this.resolve(node);
  }

  child(node: PyNode, field: string): Value {
    return this.maybe(node.child(field));
  }

  /** What a global of this module is once all of it has run. */
  member(name: string): Value {
    const bindings = this.module.scopes.module.bindings(name);
    if (bindings.length === 0) return this.fromStars(name);
    return remembered(this.members, name, unknown('recursion'), () => this.fromBindings(bindings));
  }

  /** What an absolute dotted path names. */
  named(path: string): Value {
    const dot = path.lastIndexOf('.');
    return dot < 0 ? unknown('unbound') : this.fromModule(path.slice(0, dot), path.slice(dot + 1));
  }

  name(node: PyNode): Value {
    const name = node.text;
    const scope = this.module.scopes.at(node);
    const owner = scope.owner(name);
    if (owner === null) return BUILTINS.has(name) ? { kind: 'object', path: `builtins.${name}` } : this.fromStars(name);
    const bindings = owner.bindings(name);
    return this.fromBindings(isSameFrame(scope, owner) ? reaching(bindings, node) : bindings);
  }

  dotted(node: PyNode): Value {
    const name = node.child('attribute')?.text ?? '';
    const object = this.child(node, 'object');
    return this.attributeOf(object, name);
  }

  called(node: PyNode): Value {
    const callee = this.child(node, 'function');
    if (callee.kind === 'object') return this.calledObject(callee.path, node);
    if (callee.kind === 'definition' && callee.node.type === 'function_definition') return returnOf(callee);
    if (callee.kind === 'definition' || callee.kind === 'member') return { kind: 'instance', of: callee, call: node, module: this.module };
    return unknown('call');
  }

  private calledObject(path: string, node: PyNode): Value {
    const given = node.child('arguments')?.named ?? [];
    if (path === 'typing.cast') return this.asInstance(given[0], null);
    if (path === 'builtins.getattr' && given[1]?.type === 'string') {
      return this.attributeOf(this.maybe(given[0]), given[1].named[1]?.text ?? '');
    }
    if (path === 'builtins.super') return this.superOf(node);
    return { kind: 'instance', of: { kind: 'object', path }, call: node, module: this.module };
  }

  /** `super()` is an instance of the class's first base. */
  private superOf(node: PyNode): Value {
    const definition = node.closest('class_definition');
    const base = definition === null ? undefined : this.module.bases(definition)[0];
    return base === undefined ? unknown('attribute') : { kind: 'instance', of: base, call: null, module: this.module };
  }

  private attributeOf(object: Value, name: string): Value {
    if (object.kind === 'object') return this.fromModule(object.path, name);
    if (object.kind === 'definition') {
      return object.node.type === 'class_definition' ? object.module.attribute(object.node, name) : unknown('attribute');
    }
    if (object.kind !== 'instance') return unknown('attribute');
    const { of } = object;
    if (of.kind === 'object') return { kind: 'member', of: object, name };
    if (of.kind !== 'definition') return unknown('attribute');
    return asProperty(of.module.attribute(of.node, name)) ?? unknown('attribute');
  }

  /** `name` of the module at a path: the project's own value, a submodule, or an object of a library. */
  private fromModule(path: string, name: string): Value {
    const module = this.load(path, this.module.path);
    const object: Value = { kind: 'object', path: `${path}.${name}` };
    if (module === null || module === this.module) return module === null ? object : this.member(name);
    const value = module.member(name);
    return value.kind === 'unknown' && value.why === 'unbound' ? object : value;
  }

  private fromStars(name: string): Value {
    if (this.module.scopes.stars.length === 0 || this.depth >= DEPTH) return unknown('unbound');
    return remembered(this.starred, name, unknown('unbound'), () => this.searchStars(name));
  }

  private searchStars(name: string): Value {
    const { stars } = this.module.scopes;
    const loaded = stars.map((star) => this.load(this.module.absolute(star), this.module.path));
    this.depth++;
    const values = loaded.map((module) => (module === this.module ? null : (module?.member(name) ?? null)));
    this.depth--;
    const found = values.findLast((value) => value !== null && !(value.kind === 'unknown' && value.why === 'unbound'));
    if (found !== undefined && found !== null) return found;
    return loaded.includes(null) ? unknown('star-import') : unknown('unbound');
  }

  fromBindings(bindings: readonly Binding[]): Value {
    const counted = bindings.filter((binding) => binding.kind !== 'delete' && !isPython2(binding));
    return agreed(counted.map((binding) => this.fromBinding(binding)));
  }

  private fromBinding(binding: Binding): Value {
    const { imported, value, annotation, node } = binding;
    if (imported !== null) return this.imported(imported);
    if (binding.kind === 'definition' && value !== null) return { kind: 'definition', node: value, module: this.module };
    if (binding.kind === 'parameter') return this.parameter(binding);
    if (binding.kind === 'except') return this.asInstance(value, null);
    if (binding.kind === 'with') return this.entered(value);
    if (binding.kind === 'loop') return unknown('loop');
    if (value !== null && this.depth < DEPTH) return this.resolve(value);
    if (annotation !== null) return this.asInstance(annotation, null);
    return node.parent?.type === 'assignment' ? { kind: 'expression', node: node.parent, module: this.module } : unknown('ambiguous');
  }

  private imported({ module, name }: { module: string; name: string | null }): Value {
    const path = this.pathOfImport(module);
    if (name === null) return { kind: 'object', path };
    if (this.depth >= DEPTH) return unknown('recursion');
    this.depth++;
    const value = this.fromModule(path, name);
    this.depth--;
    return value;
  }

  /** In a folder without a package name, `.requests` that is no file of the project keeps its dot: it is no library. */
  private pathOfImport(module: string): string {
    const path = this.module.absolute(module);
    const isNameless = module.startsWith('.') && module.endsWith(path);
    return isNameless && this.load(path, this.module.path) === null ? `.${path}` : path;
  }

  /** `self` is an instance of its class, `cls` the class; otherwise the annotation vouches, if there is one. */
  private parameter({ node, annotation }: Binding): Value {
    const method = methodOf(node);
    if (method !== null && firstParameter(method.definition) === node.text) {
      const decorators = decoratorsOf(method.definition).map((decorator) => decorator.text);
      const owner: Value = { kind: 'definition', node: method.owner, module: this.module };
      if (decorators.includes('@classmethod')) return owner;
      if (!decorators.includes('@staticmethod')) return { kind: 'instance', of: owner, call: null, module: this.module };
    }
    return annotation === null ? unknown('parameter') : this.asInstance(annotation, null);
  }

  private asInstance(annotation: PyNode | null | undefined, call: PyNode | null): Value {
    return instanceNamed(annotation, call, this.module);
  }

  /** What `with … as` gives: known for what a library makes, which returns itself, not for the project's own. */
  private entered(value: PyNode | null): Value {
    const made = this.maybe(value);
    const { kind } = made;
    return kind === 'instance' && made.of.kind === 'object' ? made : unknown('attribute');
  }
}

/** What was found before, or `find()`; whoever asks again while it runs gets `meanwhile`: files import each other in circles. */
function remembered(known: Map<string, Value>, name: string, meanwhile: Value, find: () => Value): Value {
  const before = known.get(name);
  if (before !== undefined) return before;
  known.set(name, meanwhile);
  const value = find();
  known.set(name, value);
  return value;
}

function isPython2({ imported }: Binding): boolean {
  return imported !== null && PYTHON2_MODULES.has(imported.module.split('.')[0] ?? '');
}

/** A comprehension runs where it stands; a function runs some time later. */
function isSameFrame(scope: Scope, owner: Scope): boolean {
  let at: Scope | null = scope;
  while (at !== null && at !== owner && at.kind === 'comprehension') at = at.parent;
  return at === owner;
}

/** An instance of the class that an annotation names; `Optional[X]` and `X | None` are X. */
function instanceNamed(annotation: PyNode | null | undefined, call: PyNode | null, module: PyModule): Value {
  const type = annotation === null || annotation === undefined ? null : withoutNone(annotation);
  if (type === null || (type.type !== 'identifier' && type.type !== 'attribute')) return unknown('parameter');
  const of = module.resolve(type);
  const isClass = of.kind === 'object' ? !/^typing(_extensions)?\./.test(of.path) : of.kind === 'definition';
  return isClass ? { kind: 'instance', of, call, module } : unknown('parameter');
}

/** What a function returns; where its own `return`s do not tell, or a decorator may change it, its annotation vouches. */
function returnOf(definition: Extract<Value, { kind: 'definition' }>): Value {
  const { node, module } = definition;
  const kept = decoratorsOf(node).every((decorator) => TRANSPARENT.has(decoratorPath(module, decorator)));
  const returned = kept ? returnedBy(node) : null;
  const value = returned === null || returned.length === 0 ? unknown('call') : agreed(returned.map((part) => module.resolve(part)));
  return value.kind === 'unknown' ? annotated(definition, value) : value;
}

function annotated({ node, module }: Extract<Value, { kind: 'definition' }>, otherwise: Value): Value {
  const type = node.child('return_type');
  const vouched = type === null || !isPlainFunction(node) ? otherwise : instanceNamed(type, null, module);
  return vouched.kind === 'unknown' ? otherwise : vouched;
}

function asProperty(value: Value): Value | null {
  if (value.kind !== 'definition' || value.node.type !== 'function_definition') return value;
  const paths = decoratorsOf(value.node).map((decorator) => decoratorPath(value.module, decorator));
  if (!paths.some((path) => PROPERTIES.has(path))) return value;
  const returned = returnedBy(value.node);
  return returned === null || returned.length === 0 ? null : agreed(returned.map((node) => value.module.resolve(node)));
}

function decoratorPath(module: PyModule, decorator: PyNode): string {
  const expression = decorator.named[0];
  const callee = expression?.type === 'call' ? expression.child('function') : expression;
  const value = callee === null || callee === undefined ? unknown('unbound') : module.resolve(callee);
  return value.kind === 'object' ? value.path.replace(/^builtins\./, '') : '';
}

/** `X` of `X`, `Optional[X]`, `X | None` and `None | X`; other types as they are. */
function withoutNone(annotation: PyNode): PyNode {
  const [first, second] = annotation.named;
  if (annotation.type === 'type' && first !== undefined) return withoutNone(first);
  if (first === undefined || second === undefined) return annotation;
  if (annotation.type === 'generic_type' || annotation.type === 'subscript') {
    return isOptional(first) ? withoutNone(second.type === 'type_parameter' ? (second.named[0] ?? second) : second) : annotation;
  }
  if (annotation.type !== 'binary_operator') return annotation;
  if (second.type === 'none') return withoutNone(first);
  return first.type === 'none' ? withoutNone(second) : annotation;
}

function isOptional(type: PyNode): boolean {
  return (type.child('attribute') ?? type).text === 'Optional';
}
