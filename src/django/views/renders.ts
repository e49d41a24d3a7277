/** Where views render templates, and with which names. */
import { readCall } from '../../python/calls.js';
import type { PyModule } from '../../python/module.js';
import { literalText } from '../../python/strings.js';
import type { PyNode } from '../../python/tree.js';
import { refOf, type Names } from '../models/names.js';
import { dotted } from '../models/shape.js';
import { localBindings } from './queries.js';

/** One name of a context. */
export interface Entry {
  readonly name: string;
  readonly value: PyNode;
  /** The pair of a display, the keyword of `dict(…)`, or the assignment `context['x'] = …`. */
  readonly node: PyNode;
}

export interface Context {
  readonly entries: readonly Entry[];
  /** Why there may be more names, or other values; null: all is listed. */
  readonly open: 'splat' | 'locals' | 'computed' | null;
  /** The display that most of it is written in. */
  readonly display: PyNode | null;
}

export interface Rendering {
  readonly call: PyNode;
  /** The function around it; null at module level. */
  readonly holder: PyNode | null;
  /** The argument for the request. */
  readonly request: PyNode;
  /** The template's names as far as they are literal; null where they are computed. */
  readonly templates: readonly string[] | null;
  readonly context: Context;
}

const RENDERERS: Readonly<Record<string, true>> = {
  'django.shortcuts.render': true,
  'django.template.response.TemplateResponse': true,
};

/** The calls of `render` and `TemplateResponse` in a file; asks no other file. */
export function rendersIn(module: PyModule, names: Names): readonly Rendering[] {
  return module.tree.nodes('call').flatMap((call) => {
    const callee = refOf(call.child('function'), names);
    return callee === null || RENDERERS[dotted(callee)] !== true ? [] : (rendering(call, module) ?? []);
  });
}

function rendering(call: PyNode, module: PyModule): Rendering | null {
  const { positional, keywords, starred, mappings } = readCall(call);
  const request = positional[0] ?? keywords.get('request')?.child('value');
  const template = positional[1] ?? (keywords.get('template_name') ?? keywords.get('template'))?.child('value');
  if (request === null || request === undefined || template === null || template === undefined || starred.length + mappings.length > 0) return null;
  const given = positional[2] ?? keywords.get('context')?.child('value') ?? null;
  const context = given === null ? { entries: [], open: null, display: null } : contextOf(given, module);
  return { call, holder: call.closest('function_definition'), request, templates: templatesOf(template, module), context };
}

function templatesOf(node: PyNode, module: PyModule): readonly string[] | null {
  const text = literalText(node);
  if (text !== null) return [text];
  if (node.type === 'conditional_expression') return joined([node.named[0], node.named[2]].map((part) => (part === undefined ? null : templatesOf(part, module))));
  if (node.type === 'list' || node.type === 'tuple') return joined(node.named.map((item) => templatesOf(item, module)));
  if (node.type !== 'identifier') return null;
  const bindings = localBindings(node, module);
  return bindings.length === 0 ? null : joined(bindings.map(({ value }) => (value === null ? null : templatesOf(value, module))));
}

function joined(parts: readonly (readonly string[] | null)[]): readonly string[] | null {
  return parts.includes(null) ? null : [...new Set(parts.flatMap((part) => part ?? []))];
}

/** The names that an expression for a context holds. */
export function contextOf(node: PyNode, module: PyModule): Context {
  if (node.type === 'dictionary') return displayed(node);
  if (node.type === 'call' && node.child('function')?.text === 'dict') return keyworded(node);
  if (node.type === 'call') return { entries: [], open: node.child('function')?.text === 'locals' ? 'locals' : 'computed', display: null };
  return node.type === 'identifier' ? named(node, module) : { entries: [], open: 'computed', display: null };
}

function displayed(display: PyNode): Context {
  const entries = display.named.flatMap((node) => {
    const [name, value] = [literalText(node.child('key')), node.child('value')];
    return node.type !== 'pair' || name === null || value === null ? [] : [{ name, value, node }];
  });
  return { entries, open: entries.length === display.named.length ? null : 'splat', display };
}

function keyworded(call: PyNode): Context {
  const { keywords, positional, mappings } = readCall(call);
  const entries = [...keywords].flatMap(([name, node]) => {
    const value = node.child('value');
    return value === null ? [] : [{ name, value, node }];
  });
  return { entries, open: positional.length + mappings.length > 0 ? 'splat' : null, display: null };
}

/** A variable: what it is assigned, and what is put into it on the way. */
function named(node: PyNode, module: PyModule): Context {
  const [only, ...more] = localBindings(node, module);
  if (only?.value === null || only?.value === undefined || more.length > 0 || only.kind !== 'assignment') return { entries: [], open: 'computed', display: null };
  const first = only.value.type === 'identifier' ? { entries: [], open: 'computed' as const, display: null } : contextOf(only.value, module);
  const holder = node.closest('function_definition');
  const uses = holder === null ? [] : [...holder.descendants('identifier')].filter(({ text, start }) => text === node.text && start !== node.start && start !== only.node.start);
  const later = uses.map((use) => laterEntry(use, node));
  const entries = [...first.entries, ...later.flatMap((one) => one?.entries ?? [])];
  return { entries, open: later.includes(null) ? 'computed' : first.open, display: first.display };
}

/** `context['books'] = …`, `context.update({…})`; null for any other use, which may do anything. */
function laterEntry(use: PyNode, rendered: PyNode): Pick<Context, 'entries'> | null {
  const { parent } = use;
  if (use.field === 'attribute' || (parent?.type === 'keyword_argument' && use.field === 'name')) return { entries: [] };
  if (parent?.type === 'argument_list' && use.start > rendered.start) return { entries: [] };
  if (parent?.type === 'argument_list' && parent.parent?.child('function')?.text.match(/^(?:\w+\.)?(?:render|TemplateResponse)$/)) return { entries: [] };
  if (parent?.type === 'subscript' && use.field === 'value') return ofItem(parent);
  const call = parent?.type === 'attribute' && parent.child('attribute')?.text === 'update' ? parent.parent : null;
  const [given] = call?.type === 'call' ? readCall(call).positional : [];
  if (given?.type !== 'dictionary') return null;
  const { entries, open } = displayed(given);
  return open === null ? { entries } : null;
}

function ofItem(subscript: PyNode): Pick<Context, 'entries'> | null {
  const assignment = subscript.parent;
  const name = literalText(subscript.child('subscript'));
  if (assignment?.type !== 'assignment' || subscript.field !== 'left') return { entries: [] };
  const value = assignment.child('right');
  return name === null || value === null ? null : { entries: [{ name, value, node: assignment }] };
}
