/** What one migration file says; depends on nothing but its own text. */
import type { PyModule } from '../../python/module.js';
import { literalText, quoteOf } from '../../python/strings.js';
import type { PyNode } from '../../python/tree.js';
import { bindingsOf, type Names } from '../models/names.js';
import { statements } from '../models/statements.js';
import type { MigrationStyle } from './app.js';
import type { ConfigLeaf, MigrationLeaf, MigrationsLeaf, NodeRef } from './leaf.js';
import { operationsIn, shortened, type Held } from './operations.js';

const APPS = /(^|\/)apps\.py$/;

/** Null where the file is no migration and configures no app. */
export function collect(module: PyModule): MigrationsLeaf | null {
  const { root } = module.tree;
  const classes = statements(root).map(({ node }) => node).filter((node) => node.type === 'class_definition');
  if (APPS.test(module.path)) return { configs: classes.map(configOf) };
  const migration = classes.find((node) => node.child('name')?.text === 'Migration');
  return migration === undefined ? null : { migration: migrationOf(migration, { globals: bindingsOf(root), inside: null }) };
}

function configOf(node: PyNode): ConfigLeaf {
  const values = valuesOf(node);
  return { name: literalText(values.get('name')?.[0] ?? null), label: literalText(values.get('label')?.[0] ?? null) };
}

function migrationOf(node: PyNode, names: Names): MigrationLeaf {
  const values = valuesOf(node);
  const lists = ['dependencies', 'replaces', 'run_before'].map((name) => nodesIn(values.get(name)));
  const given = values.get('operations') ?? [];
  const [list] = given;
  const operations = list === undefined ? { items: [], open: null } : operationsIn(list, names, heldIn(node));
  return {
    dependencies: lists[0]?.nodes ?? [],
    replaces: lists[1]?.nodes ?? [],
    runBefore: lists[2]?.nodes ?? [],
    computed: lists.map(({ computed }) => computed).find((computed) => computed !== null) ?? changedLater(node),
    operations: operations.items,
    open: given.length > 1 ? 'operations' : operations.open,
    style: styleOf(node),
  };
}

/** Django writes single quotes; where there are others, Black has gone over the file. */
function styleOf(node: PyNode): MigrationStyle {
  const quote = quoteOf(node.tree);
  return { quote, isNarrow: quote === '"', isSpaced: /^[^\n]*:[ \t]*\r?\n[ \t]*\r?\n/.test(node.text) };
}

/** Values that are assigned once. */
function heldIn(node: PyNode): Held {
  const all = [...valuesIn(node.tree.root), ...valuesOf(node)];
  return new Map(all.flatMap(([name, [only, ...others]]): [string, PyNode][] => (only === undefined || others.length > 0 ? [] : [[name, only]])));
}

/** The values that a class body assigns, by name; those of `+=` count. */
function valuesOf(node: PyNode): ReadonlyMap<string, readonly PyNode[]> {
  return valuesIn(node.child('body') ?? node);
}

function valuesIn(block: PyNode): ReadonlyMap<string, readonly PyNode[]> {
  const found = new Map<string, PyNode[]>();
  for (const { node: statement } of statements(block)) {
    const assigned = statement.named[0];
    if (statement.type !== 'expression_statement' || (assigned?.type !== 'assignment' && assigned?.type !== 'augmented_assignment')) continue;
    const [name, value] = [assigned.child('left')?.text ?? '', assigned.child('right')];
    if (value !== null) found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

interface Nodes {
  readonly nodes: readonly NodeRef[];
  readonly computed: string | null;
}

function nodesIn(given: readonly PyNode[] | undefined): Nodes {
  const [list, again] = given ?? [];
  if (list === undefined) return { nodes: [], computed: null };
  if (again !== undefined || (list.type !== 'list' && list.type !== 'tuple')) return { nodes: [], computed: shortened(again ?? list) };
  const read = list.named.map(nodeOf);
  const left = list.named.find((_, at) => read[at] === null);
  return { nodes: read.filter((one) => one !== null && one !== 'other'), computed: left === undefined ? null : shortened(left) };
}

function nodeOf(item: PyNode): NodeRef | 'other' | null {
  if (item.type === 'call') return /(?:^|\.)swappable_dependency$/.test(item.child('function')?.text ?? '') ? 'other' : null;
  if (item.type !== 'tuple' && item.type !== 'list') return null;
  const [app, name] = item.named.map(literalText);
  return app == null || name == null ? null : [app, name];
}

/** `Migration.dependencies.append(…)` and the like, in the class body or below it. */
function changedLater(node: PyNode): string | null {
  const { root } = node.tree;
  const calls = [...statements(root), ...statements(node.child('body') ?? node)].map(({ node: statement }) => statement.named[0]);
  const changed = calls.find((call) => /^(?:Migration\.)?(?:dependencies|replaces|run_before|operations)\b\s*(?:\.|\+=|=\s*[^=[(])/.test(call?.text ?? '') && call?.type !== 'assignment');
  return changed === undefined ? null : shortened(changed);
}
