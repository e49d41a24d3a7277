/** The imports at the top of a file: which there are, how they are grouped and sorted. */
import type { PyModule } from '../module.js';
import { STDLIB } from '../stdlib.js';
import type { PyNode } from '../tree.js';
import { hasBlankLine, lineStart, onOneLine, WIDTH } from './layout.js';
import { isDocstring } from './statements.js';

/** In the order of PEP 8 and isort. */
export const GROUPS = ['future', 'stdlib', 'third-party', 'first-party', 'relative'] as const;

export type Group = (typeof GROUPS)[number];

export type ImportKind = 'import' | 'from';

/** One import statement of the block. */
export interface TopImport {
  readonly node: PyNode;
  readonly kind: ImportKind;
  /** The module as written; the first one of `import a, b`. */
  readonly module: string;
  readonly group: Group;
  /** Statements that neither a blank line nor other code separates have the same number. */
  readonly run: number;
}

const IMPORTS: Readonly<Record<string, ImportKind>> = {
  import_statement: 'import',
  import_from_statement: 'from',
  future_import_statement: 'from',
};

/**
 * The unconditional imports in front of the first code of the file. Docstring, `__all__` and the like,
 * and `if` and `try` around imports are no such code.
 */
export function topImports(module: PyModule): readonly TopImport[] {
  const found: TopImport[] = [];
  let run = 0;
  let end = 0;
  for (const node of module.tree.root.named) {
    const kind = IMPORTS[node.type];
    if (kind === undefined && !isPassable(node)) break;
    if (kind === undefined || hasBlankLine(module.tree.text, end, node.start)) run++;
    end = node.end;
    if (kind === undefined) continue;
    const name = writtenModule(node);
    found.push({ node, kind, module: name, group: groupOfStatement(node, name, module), run });
  }
  return found;
}

function isPassable(node: PyNode): boolean {
  if (node.type === 'if_statement' || node.type === 'try_statement') {
    return [...node.descendants('block')].every((block) => block.named.every(importsOrBinds));
  }
  return isDocstring(node) || /^__\w+__$/.test(node.named[0]?.child('left')?.text ?? '');
}

function importsOrBinds(node: PyNode): boolean {
  if (node.type === 'expression_statement') return node.named[0]?.type === 'assignment';
  return IMPORTS[node.type] !== undefined || ['pass_statement', 'if_statement', 'try_statement'].includes(node.type);
}

function writtenModule(statement: PyNode): string {
  if (statement.type === 'future_import_statement') return '__future__';
  const name = statement.child('module_name') ?? statement.child('name');
  return (name?.child('name') ?? name)?.text.replace(/[\s\\]/g, '') ?? '';
}

/** The top-level package of a module; nothing for a relative one. */
export function topOf(name: string): string {
  return name.split('.')[0] ?? '';
}

/** The group of a module; first-party is what shares its top-level package with the file. Needs no other file. */
export function groupOf(name: string, module: PyModule): Group {
  const top = topOf(name);
  if (top === '') return 'relative';
  if (top === '__future__') return 'future';
  if (top === topOf(module.name)) return 'first-party';
  return STDLIB.has(top) ? 'stdlib' : 'third-party';
}

/** As `groupOf`, but what turns out to be defined in another file of the project is first-party, too. */
function groupOfStatement(statement: PyNode, name: string, module: PyModule): Group {
  const group = groupOf(name, module);
  if (group !== 'third-party') return group;
  return statement.all('name').some((imported) => isOfProject(imported, module)) ? 'first-party' : group;
}

function isOfProject(imported: PyNode, module: PyModule): boolean {
  const value = module.member((imported.child('alias') ?? imported).text);
  return 'module' in value && value.module !== module;
}

/** Whether `import x` stands among `from x import y` by its module's name (isort's `force_sort_within_sections`). */
export function mixesKinds(block: readonly TopImport[]): boolean {
  return block.some((one, at) => one.kind === 'import' && block[at - 1]?.kind === 'from' && block[at - 1]?.run === one.run);
}

/** Whether imports of the standard library and others stand together without a blank line. */
export function mixesGroups(block: readonly TopImport[]): boolean {
  const isOwn = ({ group }: TopImport) => group !== 'future' && group !== 'stdlib';
  return block.some((one) => one.group === 'stdlib' && block.some((other) => other.run === one.run && isOwn(other)));
}

/** Line lengths that projects commonly allow. */
const LIMITS = [WIDTH, 100, 120];

/** How long an import may get: the least common limit that the imports of the file keep to. */
export function widthLimit(block: readonly TopImport[]): number {
  const longest = Math.max(0, ...block.map(({ node }) => widthOf(node)));
  return LIMITS.find((limit) => limit >= longest) ?? longest;
}

/** How wide a statement on one line is; 0 for one on several. */
export function widthOf(node: PyNode): number {
  const { text } = node.tree;
  return onOneLine(text, node.start, node.end) ? node.end - lineStart(text, node.start) : 0;
}

/** Orders by a key. */
export function by<T>(key: (item: T) => string): (one: T, other: T) => number {
  return (one, other) => (key(one) < key(other) ? -1 : Number(key(one) > key(other)));
}

export function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, at) => at === 0 || (keys[at - 1] as string) <= key);
}

/** isort's key of a module. */
export function moduleKey(module: string): string {
  return module.toLowerCase();
}

/** isort's key of an imported name: constants, then classes, then the rest (`order_by_type`). */
export function nameKey(name: string): string {
  const isConstant = name.length > 1 && name === name.toUpperCase() && name !== name.toLowerCase();
  const rank = isConstant ? 'A' : /^[A-Z]/.test(name) ? 'B' : 'C';
  return `${rank}${name.toLowerCase()}`;
}
