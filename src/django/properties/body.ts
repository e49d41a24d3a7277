/** What the body of a property does: what it costs, what it reads, and what makes its value change by itself. */
import { readCall } from '../../python/calls.js';
import { decoratorsOf, firstParameter, ownNodes } from '../../python/definitions.js';
import type { PyModule } from '../../python/module.js';
import { madeBy, pathOf } from '../../python/names.js';
import type { PyNode } from '../../python/tree.js';
import { isQueryCall, isLazyCall } from './queries.js';
import { methodNamed, type Ancestry, type Class } from './lineage.js';

export interface Body {
  /** The first thing that costs something, as written; null for none. */
  readonly cost: string | null;
  /** Attributes of `self`, its own and those of the methods it calls. */
  readonly depends: readonly string[];
  /** What gives another value each time, as written; null for none. */
  readonly volatile: string | null;
  /** What it changes, as written. */
  readonly writes: string | null;
  /** Whether it keeps its value itself. */
  readonly isMemoised: boolean;
}

/** Methods that call methods are followed this far. */
const DEPTH = 3;

export function bodyOf(definition: PyNode, module: PyModule, ancestry: Ancestry, depth = DEPTH): Body {
  const nodes = [...withInner(definition)];
  const own = selfReads(definition, nodes);
  const inner = depth === 0 ? [] : own.flatMap(({ name, node }) => innerBody(name, node, definition, ancestry, depth));
  const calls = nodes.filter(({ type }) => type === 'call');
  const first = (pick: (body: Body) => string | null): string | null => inner.map(({ body }) => pick(body)).find((found) => found !== null) ?? null;
  const through = inner.find(({ body }) => body.cost !== null && !body.isMemoised);
  return {
    cost: shown(calls.find((call) => costs(call, module)) ?? null) ?? (through === undefined ? null : `self.${through.name}`),
    depends: [...new Set([...own.map(({ name }) => name).filter((name) => !inner.some((one) => one.name === name)), ...inner.flatMap(({ body }) => body.depends)])],
    volatile: volatileIn(nodes, module) ?? first(({ volatile }) => volatile),
    writes: shown(calls.find(isWriting) ?? null) ?? first(({ writes }) => writes),
    isMemoised: isMemoised(nodes, definition) || inner.some(({ isCalled, body }) => isCalled && body.isMemoised),
  };
}

/** Generators and lambdas run with the body; functions inside mostly do. */
function* withInner(definition: PyNode): Generator<PyNode> {
  for (const node of ownNodes(definition)) {
    yield node;
    if (node.type === 'lambda' || node.type === 'function_definition') yield* node.walk();
  }
}

interface SelfRead {
  readonly name: string;
  readonly node: PyNode;
}

function selfReads(definition: PyNode, nodes: readonly PyNode[]): readonly SelfRead[] {
  const self = firstParameter(definition);
  const reads = nodes.filter((node) => node.type === 'attribute' && node.child('object')?.type === 'identifier' && node.child('object')?.text === self);
  return reads.map((node) => ({ name: node.child('attribute')?.text ?? '', node }));
}

/** The body of a method that is called, or of a property that is read; what is cached already costs nothing. */
function innerBody(name: string, node: PyNode, definition: PyNode, ancestry: Ancestry, depth: number): readonly { readonly name: string; readonly isCalled: boolean; readonly body: Body }[] {
  const method = methodNamed(name, ancestry);
  if (method === null || method.node === definition) return [];
  const isCalled = node.parent?.type === 'call' && node.field === 'function';
  if (!isCalled && !isProperty(method)) return [];
  return [{ name, isCalled, body: bodyOf(method.node, method.module, ancestry, depth - 1) }];
}

function isProperty({ node, module }: Class): boolean {
  return decoratorsOf(node).some((decorator) => pathOf(module.resolve(decorator.named[0] ?? decorator)) === 'builtins.property');
}

const COSTLY = /^(requests|httpx|urllib3|urllib\.request|subprocess|boto3|smtplib|paramiko)\.|^builtins\.open$|^django\.shortcuts\.get_(object|list)_or_404$|^os\.(listdir|walk|scandir|stat|popen|system)$|^os\.path\.get(size|mtime)$|^(shutil|glob)\./;
const FILE_METHODS = new Set(['read_text', 'read_bytes', 'iterdir', 'rglob']);

function costs(call: PyNode, module: PyModule): boolean {
  const callee = call.child('function');
  if (callee === null) return false;
  if (isQueryCall(call, module)) return !isBuilt(call) && !isKeptByDjango(callee);
  if (callee.type === 'attribute' && FILE_METHODS.has(callee.child('attribute')?.text ?? '')) return true;
  const value = module.resolve(callee);
  const path = pathOf(value) ?? (value.kind === 'member' ? madeBy(value.of) : null) ?? '';
  return COSTLY.test(path) && !/\.(exceptions|Request|HTTPError)\b/.test(path);
}

/** Managers that keep what they have given: no query the second time. */
function isKeptByDjango(callee: PyNode): boolean {
  return /(^|\.)(ContentType\.objects\.(db_manager\(.*\)\.)?get_(for_\w+|by_natural_key)|Site\.objects\.get_current)$/.test(callee.text);
}

/** The inner part of a longer chain, or a subquery of one. */
function isBuilt(call: PyNode): boolean {
  const { parent } = call;
  return parent?.type === 'attribute' && parent.parent?.type === 'call' && parent.field === 'function';
}

const VOLATILE = new RegExp(
  [
    ...['^django\\.utils\\.timezone\\.(now|localtime|localdate)$', '\\b(date|datetime)\\.(now|utcnow|today)$', '^time\\.', '^(random|uuid|secrets)\\.', '^os\\.(environ|getenv|urandom)\\b'],
    ...['^django\\.conf\\.settings\\b', '^django\\.core\\.cache\\.', '^django\\.db\\.connections?\\b', '^threading\\.local', '^django\\.db\\.models\\.functions\\.(\\w+\\.)?Now$'],
    ...['^django\\.utils\\.translation\\.(get_language|override|activate)', 'get_current_(user|request|site|tenant|org)\\w*$', '(^|\\.)(crum|waffle|constance|contextvars)\\b'],
  ].join('|'),
);
const VOLATILE_NAME = /^(get_current_(user|request|tenant|site|org\w*)|(get_)?(local)?now|utcnow|today|_thread_locals?)$/;

function volatileIn(nodes: readonly PyNode[], module: PyModule): string | null {
  for (const node of nodes) {
    if ((node.type !== 'identifier' && node.type !== 'attribute') || node.field === 'attribute' || node.field === 'name') continue;
    const name = (node.child('attribute') ?? node).text;
    const path = pathOf(module.resolve(node)) ?? '';
    const isCalled = node.parent?.type === 'call' && node.field === 'function';
    if (VOLATILE.test(path) || (isCalled && VOLATILE_NAME.test(name))) return shown(largest(node));
  }
  return null;
}

/** `settings.SHOP_VAT` around `settings`. */
function largest(node: PyNode): PyNode {
  return node.parent?.type === 'attribute' && node.field === 'object' ? largest(node.parent) : node;
}

const WRITES = new Set(['save', 'delete', 'create', 'bulk_create', 'get_or_create', 'update_or_create', 'bulk_update']);

function isWriting(call: PyNode): boolean {
  const callee = call.child('function');
  const name = callee?.child('attribute')?.text ?? '';
  if (name === 'update') return readCall(call).keywords.size > 0 && readCall(call).positional.length === 0 && callee?.child('object')?.type === 'call';
  return WRITES.has(name);
}

/** `self._total = …`, `hasattr(self, '_total')`. */
function isMemoised(nodes: readonly PyNode[], definition: PyNode): boolean {
  const self = firstParameter(definition) ?? 'self';
  return nodes.some((node) => {
    if (node.type === 'assignment') return node.child('left')?.text.startsWith(`${self}.`) === true || node.child('left')?.text.startsWith(`${self}.__dict__`) === true;
    const callee = node.type === 'call' ? node.child('function')?.text : null;
    return (callee === 'hasattr' || callee === 'setattr') && node.child('arguments')?.named[0]?.text === self;
  });
}

export function shown(node: PyNode | null): string | null {
  if (node === null) return null;
  const text = node.text.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57).trimEnd()}…` : text;
}

export type Returned = 'queryset' | 'iterator' | 'object' | 'list' | 'dict' | 'set' | null;

const MUTABLE: Readonly<Record<string, Returned>> = {
  list: 'list', list_comprehension: 'list', dictionary: 'dict', dictionary_comprehension: 'dict', set: 'set', set_comprehension: 'set', generator_expression: 'iterator',
};
const MAKERS: Readonly<Record<string, Returned>> = {
  'builtins.list': 'list', 'builtins.sorted': 'list', 'builtins.dict': 'dict', 'builtins.set': 'set', 'builtins.map': 'iterator', 'builtins.filter': 'iterator',
  'builtins.zip': 'iterator', 'builtins.iter': 'iterator', 'builtins.open': 'iterator', 'builtins.reversed': 'iterator', 'builtins.enumerate': 'iterator',
  'collections.defaultdict': 'dict', 'collections.Counter': 'dict', 'collections.OrderedDict': 'dict', 'itertools.chain': 'iterator',
};

/** What a property gives: the kind that matters most among its returns. */
export function returnedKind(definition: PyNode, module: PyModule): Returned {
  const values = [...ownNodes(definition)].filter(({ type }) => type === 'return_statement').flatMap((node) => node.named.slice(0, 1));
  const kinds = values.flatMap((value) => [...(isFilledIn(value, definition) ? ['object' as const] : []), ...kindsOf(value, module, 3)]);
  return (['iterator', 'queryset', 'object', 'list', 'dict', 'set'] as const).find((kind) => kinds.includes(kind)) ?? null;
}

/** `card.title = …` before `return card`. */
function isFilledIn(value: PyNode, definition: PyNode): boolean {
  if (value.type !== 'identifier') return false;
  return [...ownNodes(definition)].some((node) => node.type === 'assignment' && node.child('left')?.child('object')?.text === value.text);
}

function kindsOf(node: PyNode, module: PyModule, depth: number): readonly Returned[] {
  if (depth === 0) return [];
  if (node.type === 'parenthesized_expression' || node.type === 'await') return node.named.flatMap((part) => kindsOf(part, module, depth));
  if (node.type === 'conditional_expression') return [node.named[0], node.named[2]].flatMap((part) => (part === undefined ? [] : kindsOf(part, module, depth)));
  if (node.type === 'boolean_operator') return node.named.flatMap((part) => kindsOf(part, module, depth));
  if (node.type === 'subscript') return node.child('subscript')?.type === 'slice' ? kindsOf(node.child('value') ?? node, module, depth - 1) : [];
  if (node.type === 'identifier') return assigned(node, module).flatMap((value) => kindsOf(value, module, depth - 1));
  if (node.type !== 'call') return [MUTABLE[node.type] ?? null];
  if (isLazyCall(node, module)) return ['queryset'];
  if (isMaker(node, module)) return ['object'];
  return [MAKERS[pathOf(module.resolve(node.child('function') ?? node)) ?? ''] ?? (node.child('function')?.child('attribute')?.text === 'json' ? 'dict' : null)];
}

/** Classes whose instances do not change. */
const VALUES = /(^|\.)(Decimal|Money|Fraction|Path|UUID|Version|Point|[A-Z]\w*(Error|Exception)|TaxedMoney|Measurement|Weight|Prefetch|Q|F)$/;

/** `Basket(self)`: a new object each time. */
function isMaker(call: PyNode, module: PyModule): boolean {
  const callee = call.child('function');
  const name = (callee?.child('attribute') ?? callee)?.text ?? '';
  if (callee === null || !/^[A-Z][A-Za-z]*[a-z]/.test(name) || VALUES.test(name)) return false;
  const value = module.resolve(callee);
  return value.kind !== 'definition' || value.node.type === 'class_definition';
}

function assigned(node: PyNode, module: PyModule): readonly PyNode[] {
  const bindings = module.scopeAt(node).owner(node.text)?.bindings(node.text) ?? [];
  return bindings.flatMap(({ kind, value }) => (kind === 'assignment' && value !== null && !value.contains(node) ? [value] : []));
}
