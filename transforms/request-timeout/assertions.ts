/** Tests that assert the exact arguments of a mocked call: a new keyword turns them red. */
import type { Finding } from '../../src/core/types.js';
import { readCall } from '../../src/python/calls.js';
import { classOf, decoratorsOf, parametersOf } from '../../src/python/definitions.js';
import type { PyModule } from '../../src/python/module.js';
import { pathOf } from '../../src/python/names.js';
import { literalText } from '../../src/python/strings.js';
import { lineOf, type PyNode } from '../../src/python/tree.js';

export interface Assertion {
  readonly path: string;
  readonly line: number;
  /** What was replaced by the mock, such as `shop.http.requests.post`. */
  readonly target: string;
  /** That of the arguments it asserts; null if it cannot be read. */
  readonly shape: string | null;
  /** The modules that the test imports, and what it takes from them, as dotted paths. */
  readonly imports: readonly string[];
}

/** Strings of which a test with such an assertion has one of each group. */
export const ASSERTION_LITERALS = [
  ['assert_called', 'assert_any_call', 'assert_has_calls', 'call_args', 'mock_calls'],
  ['patch'],
] as const;

const METHODS = new Set(['assert_called_with', 'assert_called_once_with', 'assert_any_call', 'assert_has_calls']);
const RECORDS = new Set(['call_args', 'call_args_list', 'mock_calls', 'method_calls']);
const EQUAL = /^(assertEqual|assertEquals|assertDictEqual|assertListEqual|assertCountEqual)$/;

export function assertionsOf(module: PyModule): readonly Assertion[] {
  const mocks = [...module.tree.nodes('attribute')].flatMap((node) => assertedMock(node) ?? []);
  const imports = mocks.length === 0 ? [] : importsOf(module);
  const isCallLike = !module.tree.text.includes('autospec');
  return mocks.flatMap((mock) => {
    const target = targetOf(mock, module)?.replace(/^requests\.(sessions|api)\./, 'requests.') ?? null;
    const shape = isCallLike ? assertedShape(mock.parent) : null;
    const line = lineOf(module.tree.text, mock.start);
    return target === null ? [] : [{ path: module.path, line, target, shape, imports }];
  });
}

/** How many arguments a call is given by position, and the names of the others; null where a splat hides some. */
export function shapeOf(call: PyNode): string | null {
  const { positional, keywords, starred, mappings } = readCall(call);
  if (starred.length > 0 || mappings.length > 0) return null;
  return [positional.length, ...[...keywords.keys()].sort()].join(' ');
}

/** With `autospec` a method's mock is given `self` as well. */
function assertedShape(attribute: PyNode | null): string | null {
  const name = attribute?.child('attribute')?.text ?? '';
  const call = attribute?.parent ?? null;
  return call?.type === 'call' && METHODS.has(name) && name !== 'assert_has_calls' ? shapeOf(call) : null;
}

/** The mock whose arguments are asserted as a whole by the expression that an attribute begins. */
function assertedMock(attribute: PyNode): PyNode | null {
  const name = attribute.child('attribute')?.text ?? '';
  const mock = attribute.child('object');
  if (METHODS.has(name)) return isBare(attribute.parent) ? mock : null;
  return RECORDS.has(name) && isCompared(attribute) ? mock : null;
}

/** A call with arguments, none of which is a timeout. */
function isBare(call: PyNode | null): boolean {
  const list = call?.type === 'call' ? call.child('arguments') : null;
  if (list === null || list.named.length === 0) return false;
  return [...list.descendants('keyword_argument')].every((keyword) => keyword.child('name')?.text !== 'timeout');
}

/** `mock.call_args == call(…)`, `assertEqual(mock.call_args.kwargs, {…})`; not `mock.call_args.kwargs["json"]`. */
function isCompared(record: PyNode): boolean {
  const whole = wholeOf(record);
  const { parent } = whole;
  if (parent === null || /\btimeout\b/.test(parent.text)) return false;
  if (parent.type === 'comparison_operator') return parent.children.some(({ type }) => type === '==');
  const call = parent.type === 'argument_list' ? parent.parent : null;
  return EQUAL.test(call?.child('function')?.child('attribute')?.text ?? '');
}

/** With what follows a record and still stands for all keywords: `.kwargs` and `[1]` of a call, any item of a list. */
function wholeOf(record: PyNode): PyNode {
  const { parent } = record;
  const name = record.child('attribute')?.text;
  if (parent?.type === 'attribute') return parent.child('attribute')?.text === 'kwargs' ? parent : record;
  if (parent?.type !== 'subscript' || (name === 'call_args' && parent.child('subscript')?.text !== '1')) return record;
  return parent;
}

/** The dotted path of what a mock stands in for, or null. */
function targetOf(mock: PyNode, module: PyModule): string | null {
  if (mock.type === 'identifier') {
    const bindings = module.scopeAt(mock).owner(mock.text)?.bindings(mock.text) ?? [];
    const binding = bindings.findLast(({ node }) => node.start < mock.start);
    if (binding?.kind === 'parameter') return injected(binding.node, module);
    if (binding?.value?.type === 'call') return patched(binding.value, module);
  }
  const holder = mock.type === 'attribute' ? mock.child('object') : null;
  const target = holder === null ? null : targetOf(holder, module);
  if (target !== null) return `${target}.${mock.child('attribute')?.text ?? ''}`;
  const value = module.resolve(mock);
  if (value.kind === 'instance' && value.call !== null) return patched(value.call, value.module);
  return pathOf(value);
}

/** What `patch('a.b')`, `patch.object(a, 'b')`, `mocker.patch('a.b')` or the `start()` of one of them replaces. */
function patched(call: PyNode, module: PyModule): string | null {
  const callee = call.child('function');
  const name = callee?.child('attribute')?.text ?? callee?.text;
  const { positional } = readCall(call);
  if (name === 'start') return startedBy(callee?.child('object') ?? null, module);
  if (name === 'patch') return literalText(positional[0] ?? null);
  const object = name === 'object' && positional[0] !== undefined ? pathOf(module.resolve(positional[0])) : null;
  const attribute = literalText(positional[1] ?? null);
  return object === null || attribute === null ? null : `${object}.${attribute}`;
}

function startedBy(patcher: PyNode | null, module: PyModule): string | null {
  const owner = patcher?.type === 'identifier' ? module.scopeAt(patcher).owner(patcher.text) : null;
  const call = owner?.bindings(patcher?.text ?? '').at(-1)?.value ?? patcher;
  return call?.type === 'call' ? patched(call, module) : null;
}

/** Decorators hand their mocks in from the innermost to the outermost, those of the class last. */
function injected(parameter: PyNode, module: PyModule): string | null {
  const definition = parameter.closest('function_definition');
  if (definition === null) return null;
  const owner = classOf(definition);
  const decorators = [...[...decoratorsOf(definition)].reverse(), ...(owner === null ? [] : [...decoratorsOf(owner)].reverse())];
  const targets = decorators.flatMap((decorator) => injects(decorator.named[0], module));
  const at = parametersOf(definition).findIndex((name) => name === parameter) - (owner === null ? 0 : 1);
  return targets[at] ?? null;
}

/** Nothing for a decorator that is no patch, or that is told what to put in. */
function injects(decorator: PyNode | undefined, module: PyModule): readonly (string | null)[] {
  const callee = decorator?.type === 'call' ? decorator.child('function') : null;
  if (decorator === undefined || callee === null || !/(^|\.)patch(\.object)?$/.test(callee.text)) return [];
  const { positional, keywords } = readCall(decorator);
  const own = positional.length - (callee.text.endsWith('object') ? 2 : 1);
  return own > 0 || keywords.has('new') ? [] : [patched(decorator, module)];
}

/** Wherever in the file they stand. */
function importsOf(module: PyModule): readonly string[] {
  const text = (node: PyNode): string => (node.child('name') ?? node).text;
  const modules = module.tree.nodes('import_statement').flatMap((statement) => statement.all('name').map(text));
  const members = module.tree.nodes('import_from_statement').flatMap((statement) => {
    const from = module.absolute(statement.child('module_name')?.text ?? '');
    return [from, ...statement.all('name').map((name) => `${from}.${text(name)}`)];
  });
  return [...modules, ...members];
}

/** Strings of which a test of an edited file has one. */
export function needlesFor(findings: readonly Finding[]): readonly string[] {
  const modules = findings.filter(({ changes }) => changes.length > 0).map(({ path }) => dotted(path).split('.'));
  return [...new Set(modules.flatMap((parts) => [parts.slice(-2).join('.'), `import ${parts.at(-1) ?? ''}`]))];
}

/** Findings whose call a test asserts say so, and are no longer safe. */
export function withAssertions(findings: readonly Finding[], assertions: readonly Assertion[]): readonly Finding[] {
  return findings.map((finding) => {
    const tests = finding.changes.length === 0 ? [] : assertions.filter((assertion) => asserts(assertion, finding));
    const [first, ...more] = [...new Set(tests.map(({ path, line }) => `\`${path}:${line}\``))];
    if (first === undefined) return finding;
    const rest = more.length === 0 ? '' : ` and ${more.length === 1 ? (more[0] ?? '') : `${more.length} other places`}`;
    const verb = more.length === 0 ? 'asserts' : 'assert';
    const message = `${finding.message}. ${first}${rest} ${verb} the exact arguments of this call and will fail`;
    return { ...finding, message, verdict: finding.verdict === 'safe' ? 'suggested' : finding.verdict };
  });
}

/** Every verb of requests, the module's and a session's, passes all its keywords on to this. */
const SESSION_REQUEST = 'requests.Session.request';

function asserts(assertion: Assertion, finding: Finding): boolean {
  const callable = /^`([\w.]+)`/.exec(finding.message)?.[1] ?? '';
  const names = callable.split('.').map((_, at, parts) => parts.slice(at).join('.'));
  if (replaces(assertion, names, finding.path)) return mayEqual(assertion.shape, finding.note);
  const passesOn = callable.startsWith('requests.') && !callable.endsWith('.send');
  return passesOn && replaces(assertion, [SESSION_REQUEST, 'Session.request'], finding.path);
}

/** Whether the asserted arguments can be those of a call, as far as both shapes are known. */
function mayEqual(asserted: string | null, called: string | undefined): boolean {
  return asserted === null || called === undefined || asserted === called;
}

/** Whether a mock stands in for a callable, whose names come longest first, where a file calls it. */
function replaces({ target, imports }: Assertion, names: readonly string[], path: string): boolean {
  const modules = modulesOf(path);
  if (target === names[0]) return imports.some((imported) => modules.includes(imported));
  return modules.some((name) => target.startsWith(`${name}.`) && stands(target.slice(name.length + 1), names));
}

/** `requests.get`, `get`, or `session.get` where a session's `get` is called. */
function stands(tail: string, names: readonly string[]): boolean {
  const verb = names.at(-1) ?? '';
  return names.includes(tail) || (names.includes(`Session.${verb}`) && /^\w+\.\w+$/.test(tail) && tail.endsWith(`.${verb}`));
}

/** The names under which a file may be imported, from whichever folder above it Python starts. */
function modulesOf(path: string): readonly string[] {
  const parts = dotted(path).split('.');
  return parts.map((_, at) => parts.slice(at).join('.')).filter((name, at) => at === 0 || name.includes('.'));
}

function dotted(path: string): string {
  return path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
}
