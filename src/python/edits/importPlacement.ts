import type { Edit } from '../../core/types.js';
import type { PyModule } from '../module.js';
import type { PyNode } from '../tree.js';
import { insert } from './edit.js';
import { by, GROUPS, isSorted, mixesGroups, mixesKinds, moduleKey, topOf, type Group, type ImportKind, type TopImport } from './importBlock.js';
import { commentEnd, eolAt, hasBlankLine, lineEnd, lineStart } from './layout.js';
import { isDocstring, isHeader, startWithComments } from './statements.js';

/** An import statement that the file is to get. */
export interface NewImport {
  readonly kind: ImportKind;
  readonly module: string;
  readonly group: Group;
  readonly text: string;
}

/** Where a new import goes: beside a statement of its own group, or as a section of its own beside another group. */
interface Placed {
  readonly added: NewImport;
  readonly beside: TopImport;
  readonly side: 'before' | 'after';
  readonly isSection: boolean;
}

/** Inserts new import statements, at most one edit for each gap between statements. */
export function placeImports(module: PyModule, block: readonly TopImport[], added: readonly NewImport[]): Edit[] {
  if (added.length === 0) return [];
  if (block.length === 0) return [startBlock(module, added)];
  const placed = added.toSorted(byIsort).map((statement) => place(block, statement));
  const gap = !mixesGroups(block);
  return block.flatMap((beside) => {
    const before = placed.filter((one) => one.beside === beside && one.side === 'before');
    const after = placed.filter((one) => one.beside === beside && one.side === 'after');
    return [...putBefore(before, gap), ...putAfter(after, gap, block)];
  });
}

const byIsort = by<NewImport>(({ group, kind, module }) => `${GROUPS.indexOf(group)} ${kind === 'import' ? 0 : 1} ${moduleKey(module)}`);

function place(block: readonly TopImport[], added: NewImport): Placed {
  const group = block.filter((statement) => statement.group === added.group);
  if (group.length > 0) return { added, isSection: false, ...besideIn(runFor(group, added), added, mixesKinds(block)) };
  const rank = GROUPS.indexOf(added.group);
  const lower = block.filter((statement) => GROUPS.indexOf(statement.group) < rank);
  const nearest = Math.max(...lower.map((statement) => GROUPS.indexOf(statement.group)));
  const above = lower.findLast((statement) => GROUPS.indexOf(statement.group) === nearest);
  const beside = above ?? (block[0] as TopImport);
  return { added, isSection: true, beside, side: above === undefined ? 'before' : 'after' };
}

/** The run of statements that a new one joins: where its package is imported already, else the first of its group. */
function runFor(group: readonly TopImport[], { module }: NewImport): readonly TopImport[] {
  const like = group.find((statement) => topOf(statement.module) === topOf(module)) ?? group[0];
  return group.filter((statement) => statement.run === like?.run);
}

function besideIn(run: readonly TopImport[], added: NewImport, isMixed: boolean): Pick<Placed, 'beside' | 'side'> {
  const same = isMixed ? run : run.filter((statement) => statement.kind === added.kind);
  const first = (same[0] ?? run[0]) as TopImport;
  const last = (same.at(-1) ?? run.at(-1)) as TopImport;
  if (same.length === 0) return added.kind === 'import' ? { beside: first, side: 'before' } : { beside: last, side: 'after' };
  if (!isSorted(same.map((statement) => moduleKey(statement.module)))) return { beside: last, side: 'after' };
  const above = same.findLast((statement) => moduleKey(statement.module) <= moduleKey(added.module));
  return above === undefined ? { beside: first, side: 'before' } : { beside: above, side: 'after' };
}

function putBefore(placed: readonly Placed[], gap: boolean): Edit[] {
  const [first] = placed;
  if (first === undefined) return [];
  const { node } = first.beside;
  const eol = eolAt(node.tree.text, node.start);
  const sections = sectionsOf(placed.filter((one) => one.isSection).map(({ added }) => added));
  const beside = placed.filter((one) => !one.isSection).map(({ added }) => added.text + eol);
  const blank = gap ? eol : '';
  const above = sections.map((section) => section.join(eol) + eol + blank);
  const start = sections.length > 0 ? startOfSection(node) : lineStart(node.tree.text, node.start);
  return [insert(start, [...above, ...beside].join(''))];
}

/** A comment above a section goes with it, but not one that heads the file. */
function startOfSection(node: PyNode): number {
  const start = startWithComments(node);
  const isFirst = node.tree.root.children[0]?.start === start;
  return isFirst ? lineStart(node.tree.text, node.start) : start;
}

function putAfter(placed: readonly Placed[], gap: boolean, block: readonly TopImport[]): Edit[] {
  const [first] = placed;
  if (first === undefined) return [];
  const { node, run } = first.beside;
  const { text } = node.tree;
  const eol = eolAt(text, node.end);
  const beside = placed.filter((one) => !one.isSection).map(({ added }) => eol + added.text);
  const sections = sectionsOf(placed.filter((one) => one.isSection).map(({ added }) => added));
  const blank = gap ? eol : '';
  const below = sections.map((section) => blank + eol + section.join(eol));
  const isFollowed = block[block.indexOf(first.beside) + 1]?.run === run;
  return [insert(lineEnd(text, node.end), [...beside, ...below, sections.length > 0 && isFollowed ? blank : ''].join(''))];
}

/** The statements of each group that there is, in the order of the groups. */
function sectionsOf(added: readonly NewImport[]): string[][] {
  const sections = GROUPS.map((group) => added.filter((statement) => statement.group === group).map(({ text }) => text));
  return sections.filter((section) => section.length > 0);
}

/** The first imports of a file: behind its docstring or the comment that heads it, else in front of everything. */
function startBlock(module: PyModule, added: readonly NewImport[]): Edit {
  const { root, text } = module.tree;
  const { eol } = module;
  const sections = sectionsOf(added.toSorted(byIsort));
  const written = sections.map((section) => section.join(eol)).join(eol + eol);
  const head = endOfHead(root);
  const next = root.children.find((child) => child.start >= (head ?? 0)) ?? null;
  if (head === null) return insert(next?.start ?? 0, written + eol + eol.repeat(blankLinesAbove(next)));
  const blankLines = text.slice(head, next?.start ?? head).split('\n').length - 2;
  return insert(head, eol + eol + written + eol.repeat(Math.max(0, blankLinesAbove(next) - Math.max(0, blankLines))));
}

/** How many blank lines stand between imports and what follows them. */
function blankLinesAbove(next: PyNode | null): number {
  if (next === null) return 0;
  return next.type.endsWith('definition') ? 2 : 1;
}

/** Where the docstring or the comment at the head of a file ends, or null. */
function endOfHead(root: PyNode): number | null {
  const { text } = root.tree;
  const [first] = root.named;
  if (first !== undefined && isDocstring(first)) return lineEnd(text, first.end);
  const comments = root.children.filter((child) => child.type === 'comment' && child.end <= (first?.start ?? Infinity));
  let head: PyNode | null = null;
  let isTop = comments[0] !== undefined && isHeader(text, comments[0].start);
  for (const comment of comments) {
    const isApart = comment.next === null || hasBlankLine(text, comment.end, comment.next.start);
    if (isApart || isTop) head = comment;
    if (isApart) isTop = false;
  }
  return head === null ? null : commentEnd(head);
}
