/** Receivers of the signals that models send. */
import { decoratorsOf, statementOf } from '../../python/definitions.js';
import type { PyModule } from '../../python/module.js';
import type { PyNode } from '../../python/tree.js';
import { expression, spanOf } from './expression.js';
import type { Expr, ReceiverLeaf } from './leaf.js';
import { bindingsOf, type Names } from './names.js';
import { isCall, isList, type Call } from './shape.js';
import type { Statement } from './statements.js';

export const SIGNALS: ReadonlySet<string> = new Set(['pre_init', 'post_init', 'pre_save', 'post_save', 'pre_delete', 'post_delete', 'm2m_changed', 'class_prepared']);

const MENTIONED = new RegExp([...SIGNALS].join('|'));

/** In functions too: `ready` is where receivers are connected. */
export function receiversIn({ tree }: PyModule, inFile: readonly Statement[], names: Names): readonly ReceiverLeaf[] {
  if (!MENTIONED.test(tree.text)) return [];
  const decorated = inFile.filter(({ node }) => node.type === 'function_definition').flatMap(({ node }) => decorators(node, names));
  if (!tree.text.includes('.connect(')) return decorated;
  return [...decorated, ...[...tree.root.descendants('call')].flatMap((call) => connected(call, names))];
}

function decorators(definition: PyNode, names: Names): readonly ReceiverLeaf[] {
  return decoratorsOf(definition).flatMap((decorator) => {
    const call = decorator.named[0];
    const data = call === undefined ? null : expression(call, names);
    if (!isCall(data) || data.call?.path.at(-1) !== 'receiver') return [];
    const [first = null] = data.args;
    const signals = isList(first) ? first.list : [first];
    if (!signals.some((signal) => mayBeSignal(signal))) return [];
    const handler = definition.child('name')?.text ?? '';
    return [{ signals, sender: senderOf(data), handler, span: spanOf(statementOf(definition)) }];
  });
}

function connected(node: PyNode, names: Names): readonly ReceiverLeaf[] {
  const callee = node.child('function');
  if (callee?.type !== 'attribute' || callee.child('attribute')?.text !== 'connect') return [];
  const local = namesAt(node, names);
  const signal = expression(callee.child('object') ?? callee, local);
  const data = expression(node, local);
  if (!isCall(data) || !mayBeSignal(signal)) return [];
  const handler = node.child('arguments')?.named[0]?.text ?? '';
  return [{ signals: [signal], sender: senderOf(data), handler: handler.slice(0, 80), span: spanOf(node) }];
}

/** The names that code in a function can use: its own imports hide the module's. */
export function namesAt(node: PyNode, names: Names): Names {
  const body = node.closest('function_definition')?.child('body') ?? null;
  if (body === null) return names;
  return { globals: new Map([...names.globals, ...bindingsOf(body)]), inside: null };
}

/** A signal of models, or a name that could stand for one. */
function mayBeSignal(signal: Expr): boolean {
  if (signal === null || typeof signal !== 'object' || !('name' in signal)) return false;
  return SIGNALS.has(signal.name.path.at(-1) ?? '');
}

/** `connect(receiver, sender)`; a `**` may hold the sender. */
function senderOf({ args, named, hasSplat, at }: Call): Expr {
  const given = named['sender'] ?? args[1] ?? null;
  return given === null && hasSplat ? { code: '**', at } : given;
}
