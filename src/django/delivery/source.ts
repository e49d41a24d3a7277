/** The fact source of delivery. */
import { roleOf } from '../../core/roles.js';
import type { PyModule } from '../../python/module.js';
import { literalText } from '../../python/strings.js';
import { lineOf, type PyNode } from '../../python/tree.js';
import type { FactSource } from '../facts.js';
import type { DeliveryData, DeliveryLeaf, Found } from './facts.js';
import { compressingProxies, configuresProxy } from './proxies.js';

export const deliveryFacts: FactSource<DeliveryLeaf, DeliveryData> = {
  id: 'delivery',
  python: { literals: [['text/event-stream', 'gzip_page', 'django_eventstream', 'response.content = ', 'response.streaming_content = ']], wants, collect },
  texts: { wants: configuresProxy, collect: (_, text) => orNull({ ...NOTHING, proxies: compressingProxies(text) }) },
  merge,
};

const NOTHING: DeliveryLeaf = { proxies: [], compressedViews: [], eventStreams: [], writers: [], module: '' };

function wants(path: string): false | null {
  return roleOf(path) === 'code' ? null : false;
}

function collect(module: PyModule): DeliveryLeaf | null {
  return orNull({
    proxies: [],
    compressedViews: compressedViews(module),
    eventStreams: eventStreams(module),
    writers: writersIn(module),
    module: module.name,
  });
}

function orNull(leaf: DeliveryLeaf): DeliveryLeaf | null {
  return Object.values(leaf).some((part) => Array.isArray(part) && part.length > 0) ? leaf : null;
}

function merge(leaves: ReadonlyMap<string, DeliveryLeaf>): DeliveryData {
  const all = [...leaves];
  const found = (pick: (leaf: DeliveryLeaf) => readonly Found[]): DeliveryData['proxies'] =>
    all.flatMap(([path, leaf]) => pick(leaf).map((each) => ({ ...each, path })));
  return {
    proxies: found((leaf) => leaf.proxies),
    compressedViews: found((leaf) => leaf.compressedViews),
    eventStreams: found((leaf) => leaf.eventStreams),
    writers: all.flatMap(([, leaf]) => leaf.writers.map((name) => `${leaf.module}.${name}`)),
  };
}

/** `@gzip_page`, `gzip_page(view)`, `@method_decorator(gzip_page)`: any use but the import. */
function compressedViews(module: PyModule): readonly Found[] {
  const uses = module.tree.nodes('identifier').filter((node) => node.text === 'gzip_page' && node.closest('import_from_statement') === null);
  return uses.slice(0, 1).map((node) => ({ what: 'gzip_page', line: lineOf(module.tree.text, node.start) }));
}

/** A response that says `Content-Encoding` for itself is left alone by the middleware. */
function eventStreams(module: PyModule): readonly Found[] {
  const { text } = module.tree;
  if (text.includes('Content-Encoding')) return [];
  const imported = module.tree.nodes('import_from_statement').find((node) => /^django_eventstream\b/.test(node.child('module_name')?.text ?? ''));
  const typed = module.tree.nodes('string').find((node) => literalText(node)?.startsWith('text/event-stream') === true && isResponseType(node));
  const node = imported ?? typed;
  return node === undefined ? [] : [{ what: node === imported ? 'django_eventstream' : 'text/event-stream', line: lineOf(text, node.start) }];
}

/** `content_type="…"`, `response["Content-Type"] = "…"`, `media_type = "…"` of a renderer; not what a client accepts. */
function isResponseType(node: PyNode): boolean {
  const { parent } = node;
  if (parent?.type === 'keyword_argument') return /^(content_type|mimetype|media_type)$/.test(parent.child('name')?.text ?? '');
  if (parent?.type === 'pair') {
    const callee = parent.closest('call')?.child('function')?.text ?? '';
    return /content-type/i.test(parent.child('key')?.text ?? '') && callee.includes('Response');
  }
  return parent?.type === 'assignment' && /content-type|media_type|content_type/i.test(parent.child('left')?.text ?? '');
}

/** `response.content = …` in a middleware: the class, or the function of the module, that does it. */
function writersIn(module: PyModule): readonly string[] {
  const targets = module.tree.nodes('assignment').flatMap((assignment) => assignment.child('left') ?? []);
  const bodies = targets.filter((left) => left.type === 'attribute' && /^\w*response\.(streaming_)?content$/.test(left.text));
  return [...new Set(bodies.flatMap((node) => outermost(node) ?? []))];
}

function outermost(node: PyNode): string | null {
  let name: string | null = null;
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === 'class_definition' || at.type === 'function_definition') name = at.child('name')?.text ?? name;
  }
  return name;
}
