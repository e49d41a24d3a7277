/** What a task does that is done twice when it runs twice. */
import { argument, readCall } from '../python/calls.js';
import { ownNodes } from '../python/definitions.js';
import { callsIn } from '../python/guards.js';
import type { PyModule } from '../python/module.js';
import { madeBy, pathOf } from '../python/names.js';
import type { PyNode } from '../python/tree.js';
import { clientOf, repeatsWork } from './clients.js';
import { placeOf } from './failures.js';
import { queriesIn } from './queries.js';
import { helperOf, reachedFrom, type Body } from './reach.js';
import type { Task } from './tasks.js';
import { unseenFrom } from './unseen.js';
import { isDoing, isSender, isUpsertName, verbOf, type Verb } from './verbs.js';

/** One such thing, and where. */
export interface Effect {
  /** What a retry does twice. */
  readonly verb: Verb;
  /** The code that does it. */
  readonly code: string;
  readonly node: PyNode;
  readonly module: PyModule;
}

/** An effect in words, for a message about the task. */
export function toldOf({ verb, code, node, module }: Effect, task: Task): { readonly verb: string; readonly code: string; readonly place: string } {
  return { verb, code, place: placeOf({ node, module }, task.module) };
}

/** The first thing that a task, or a function of the project behind it, does twice, or what its name says that it does. */
export function effectOf(task: Task): Effect | null {
  return ownEffectOf(task) ?? effectBehind(task);
}

/** As `effectOf`, of the body of the task and its name alone. */
export function ownEffectOf(task: Task): Effect | null {
  const { name, definition, module } = task;
  return effectIn(task) ?? (isSender(name) ? { verb: verbOf(name), code: name, node: definition, module } : null);
}

/** As `effectOf`, of the functions behind a body alone. */
export function effectBehind(body: Body): Effect | null {
  for (const reached of reachedFrom(body, (call) => !isUpsertName(call.child('function')?.text ?? ''))) {
    const found = effectIn(reached);
    if (found !== null) return found;
  }
  return null;
}

const COUNTED = new Set(['call', 'attribute', 'augmented_assignment', 'assignment']);

function effectIn({ definition, module }: Body): Effect | null {
  const nodes = [...withLambdas(definition)].filter(({ type }) => COUNTED.has(type));
  for (const node of nodes) {
    const verb = verbAt(node, nodes, module);
    if (verb === null || (verb === 'create' && isForMissing(node))) continue;
    return { verb, code: shown(node.child('function') ?? node.child('left') ?? node), node, module };
  }
  return null;
}

function verbAt(node: PyNode, nodes: readonly PyNode[], module: PyModule): Verb | null {
  if (node.type === 'call') return ofCall(node, module);
  return node.type === 'attribute' ? ofReference(node) : ofCounter(node, nodes, module);
}

/** A lambda is there to be called: `on_commit(lambda: print_label.delay(pk))`. */
function* withLambdas(definition: PyNode): Generator<PyNode> {
  for (const node of ownNodes(definition)) {
    yield node;
    if (node.type === 'lambda') yield* node.descendants('call');
  }
}

/** `on_commit(partial(print_label.delay, pk))`. */
function ofReference(node: PyNode): Verb | null {
  const isHanded = node.parent?.type === 'argument_list';
  return isHanded && QUEUES.has(node.child('attribute')?.text ?? '') ? 'queue' : null;
}

/** `except Book.DoesNotExist:` with a `create` in it is a `get_or_create`. */
function isForMissing(node: PyNode): boolean {
  return node.closest('except_clause')?.named[0]?.text.includes('DoesNotExist') ?? false;
}

const QUEUES = new Set(['delay', 'apply_async', 'send_task', 'delay_on_commit', 'apply_async_on_commit']);

function ofCall(call: PyNode, module: PyModule): Verb | null {
  const known = knownVerb(call, module);
  const name = nameOf(call);
  if (known !== null || clientOf(module, call) !== null || !isDoing(name)) return known;
  return isUpsert(call) || isPlainMaker(module, call) || isIdempotent(call, module) ? null : verbOf(name);
}

/** What a call does twice whatever the names of the project's own functions say. */
function knownVerb(call: PyNode, module: PyModule): Verb | null {
  const callee = call.child('function');
  const name = nameOf(call);
  if (callee === null) return null;
  if (QUEUES.has(name)) return 'queue';
  if (clientOf(module, call) !== null) return repeatsWork(module, call) ? verbOf(name) : null;
  if (isDoing(name) && helperOf(module, call) === null && !isUpsert(call) && !isPlainMaker(module, call)) return verbOf(name);
  if (name === 'update' && countsUp(call, module)) return 'count';
  if (name === 'save' && savesNew(callee, module)) return 'create';
  return name === 'open' && appends(call) ? 'append' : null;
}

function nameOf(call: PyNode): string {
  const callee = call.child('function');
  return (callee?.type === 'attribute' ? callee.child('attribute') : callee)?.text ?? '';
}

/** Whether a function that can be read through and through does nothing twice, whatever it is called. */
function isIdempotent(call: PyNode, module: PyModule): boolean {
  const helper = helperOf(module, call);
  if (helper === null) return false;
  const bodies = [helper, ...reachedFrom(helper)];
  return bodies.some(isTelling) && unseenFrom(helper) === null && bodies.every((body) => !hasEffect(body));
}

/** Whether a body shows what it is for: an empty one, or one that hands all on, does not. */
function isTelling({ definition, module }: Body): boolean {
  const returns = [...ownNodes(definition)].some((node) => node.type === 'return_statement' && node.named.length > 0);
  return returns || queriesIn(definition, module).length > 0 || callsIn(definition).some((call) => clientOf(module, call) !== null);
}

/** Without a look at the names of functions, which may call each other in circles. */
function hasEffect({ definition, module }: Body): boolean {
  const nodes = [...withLambdas(definition)].filter(({ type }) => COUNTED.has(type));
  return nodes.some((node) => (node.type === 'call' ? knownVerb(node, module) : verbAt(node, nodes, module)) !== null);
}

function shown(code: PyNode): string {
  const text = code.text.replace(/\s+/g, ' ');
  return text.length > 60 ? `…${text.slice(text.lastIndexOf('.'))}` : text;
}

/** `bulk_create(…, ignore_conflicts=True)`. */
function isUpsert(call: PyNode): boolean {
  const { keywords } = readCall(call);
  return ['ignore_conflicts', 'update_conflicts'].some((name) => keywords.get(name)?.child('value')?.type === 'true');
}

/** Functions of libraries that make an object, not a record (`Resource.create` of opentelemetry), and signals of Django. */
function isPlainMaker(module: PyModule, call: PyNode): boolean {
  const value = module.resolve(call.child('function') ?? call);
  if (value.kind === 'member' && madeBy(value.of) === 'django.dispatch.Signal') return true;
  const path = pathOf(value) ?? '';
  if (/^django\.(db\.models|core|test)\.signals\./.test(path)) return true;
  return /^(socket|ssl|sqlalchemy|asyncio|types|venv|tempfile)\./.test(path) || (/\.[A-Z]\w*\.create$/.test(path) && !/^stripe\./.test(path));
}

/** `update(sold=F("sold") + 1)`. */
function countsUp(call: PyNode, module: PyModule): boolean {
  return [...readCall(call).keywords].some(([name, keyword]) => isCount(keyword.child('value'), name, module));
}

/** Whether an expression adds to, or takes from, the column that it is for. */
function isCount(value: PyNode | null, column: string, module: PyModule): boolean {
  const sums = value === null ? [] : [...value.walk()].filter((node) => node.type === 'binary_operator');
  return sums.some((sum) => [sum.child('left'), sum.child('right')].some((part) => isF(part, column, module)));
}

function isF(node: PyNode | null, column: string, module: PyModule): boolean {
  const callee = node?.type === 'call' ? node.child('function') : null;
  if (!callee || !node?.child('arguments')?.text.includes(column)) return false;
  return /^django\.db\.models\.(expressions\.)?F$/.test(pathOf(module.resolve(callee)) ?? '');
}

/** `book = Book(…)`, then `book.save()`. */
function savesNew(callee: PyNode, module: PyModule): boolean {
  const object = callee.type === 'attribute' ? callee.child('object') : null;
  const value = object === null ? null : module.resolve(object);
  if (value?.kind !== 'instance' || value.call === null) return false;
  if (value.of.kind === 'definition') return value.of.module.bases(value.of.node).length > 0;
  return value.of.kind === 'object' && /\.[A-Z]\w*$/.test(value.of.path);
}

/** `book.sold += 1` of something that is saved later; `book.sold = F("sold") + 1`. */
function ofCounter(node: PyNode, nodes: readonly PyNode[], module: PyModule): Verb | null {
  const left = node.child('left');
  if (left?.type !== 'attribute') return null;
  if (node.type === 'assignment') return isCount(node.child('right'), left.child('attribute')?.text ?? '', module) ? 'count' : null;
  return nodes.some((call) => call.child('function')?.text === `${left.child('object')?.text ?? ''}.save`) ? 'count' : null;
}

function appends(call: PyNode): boolean {
  const mode = argument(call, { name: 'mode', position: call.child('function')?.type === 'attribute' ? 0 : 1 });
  return mode.kind === 'given' && /^['"]a/.test(mode.value.text);
}

/** Where a body launches a group, chord or chain or puts other tasks in its place. */
export function canvasIn({ definition, module }: Body): Pick<Effect, 'node' | 'module'> | null {
  const node = [...ownNodes(definition)].find((one) => (one.type === 'call' && isCanvas(one, module)) || isPipe(one));
  return node === undefined ? null : { node, module };
}

/** Where a function behind a body does so. */
export function canvasBehind(body: Body): Pick<Effect, 'node' | 'module'> | null {
  for (const reached of reachedFrom(body)) {
    const found = canvasIn(reached);
    if (found !== null) return found;
  }
  return null;
}

function isCanvas(call: PyNode, module: PyModule): boolean {
  const callee = call.child('function');
  if (callee === null) return false;
  if (/^(self|task|current_task)\.(replace|add_to_chord)$/.test(callee.text) || isSignature(call)) return true;
  return /^celery\.(canvas\.)?(chord|group|chain|xmap|xstarmap|chunks)$/.test(pathOf(module.resolve(callee)) ?? '');
}

/** `a.s(1) | b.s()`. */
function isPipe(node: PyNode): boolean {
  return node.type === 'binary_operator' && node.children.some((child) => child.type === '|') && [node.child('left'), node.child('right')].some(isSignature);
}

function isSignature(node: PyNode | null): boolean {
  return node?.type === 'call' && /\.(s|si|signature|subtask)$/.test(node.child('function')?.text ?? '');
}
