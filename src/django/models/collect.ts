/** What one file says of models: depends on nothing but its own text and path. */
import type { PyModule } from '../../python/module.js';
import { literalText } from '../../python/strings.js';
import type { PyNode } from '../../python/tree.js';
import { addedBy } from './added.js';
import { classLeaf } from './classes.js';
import { counted } from './expression.js';
import type { Bound, ModelLeaf } from './leaf.js';
import { bindingsOf, importOf, type Global, type Names } from './names.js';
import { receiversIn } from './receivers.js';
import { settingsIn } from './settings.js';
import { statements } from './statements.js';

/** Null where the file binds no name. */
export function collect(module: PyModule): ModelLeaf | null {
  const { root } = module.tree;
  const globals = bindingsOf(root);
  const inFile = statements(root);
  const names: Names = { globals, inside: null };
  const stars = inFile.flatMap(({ node }) => starOf(node));
  if (globals.size === 0 && stars.length === 0) return null;
  return {
    globals: Object.fromEntries([...globals].map(([name, bound]) => [name, bound.map((one) => boundOf(one, names))])),
    stars,
    exported: exportedBy(globals.get('__all__') ?? []),
    classes: inFile.filter(({ node }) => node.type === 'class_definition').map((one) => classLeaf(one, names)),
    receivers: receiversIn(module, inFile, names),
    added: addedBy(module, names),
    settings: settingsIn(module, globals, names),
  };
}

function boundOf({ binding }: Global, names: Names): Bound {
  const ref = importOf(binding);
  if (ref !== null) return { kind: 'ref', ref };
  const { value } = binding;
  if (binding.kind === 'definition' && value?.type === 'class_definition') return { kind: 'class' };
  const isPlain = binding.kind === 'assignment' && value !== null;
  return { kind: 'value', value: isPlain ? counted(value, names) : { code: binding.kind, at: { start: binding.node.start, end: binding.node.end } } };
}

function starOf(node: PyNode): readonly string[] {
  if (node.type !== 'import_from_statement' || !node.named.some((part) => part.type === 'wildcard_import')) return [];
  return [node.child('module_name')?.text.replace(/[\s\\]/g, '') ?? ''];
}

function exportedBy(bound: readonly Global[]): readonly string[] | null {
  const value = bound.length === 1 ? bound[0]?.binding.value : null;
  if (value === null || value === undefined || (value.type !== 'list' && value.type !== 'tuple')) return null;
  const texts = value.named.map(literalText);
  return texts.includes(null) ? null : texts.filter((text) => text !== null);
}
