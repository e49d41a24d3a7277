/** Puts indexes into a model's `Meta`, in whatever shape that is. */
import { code, joinCode, plain } from '../../src/core/code.js';
import type { Code, Edit, Span } from '../../src/core/types.js';
import type { Model, ModelIndex } from '../../src/django/models/types.js';
import { readCall } from '../../src/python/calls.js';
import { addItem, replaceItem } from '../../src/python/edits/collections.js';
import { hasBlankLine, indentAt, lineEnd, lineStart, onOneLine, WIDTH } from '../../src/python/edits/layout.js';
import { insertAfter, insertBefore, insertFirst, isDocstring } from '../../src/python/edits/statements.js';
import type { PyNode } from '../../src/python/tree.js';

/** Why a `Meta` cannot get an index. */
export type Hindrance = 'computedList' | 'metaMro';

/** The edits that add indexes to a model whose class statement is `node`. */
export function addToMeta(node: PyNode, model: Model, models: ModelIndex, indexes: readonly Code[]): readonly Edit[] | Hindrance {
  const body = node.child('body');
  if (body === null) return 'computedList';
  const meta = body.named.find((statement) => statement.type === 'class_definition' && statement.child('name')?.text === 'Meta');
  if (body.named.some((statement) => statement.named[0]?.type === 'assignment' && statement.named[0].child('left')?.text === 'Meta')) return 'computedList';
  if (meta === undefined) return model.ownMeta === null ? newMeta(node, body, model, models, indexes) : 'computedList';
  const given = model.ownMeta?.values['indexes'];
  return given === undefined ? newList(meta, model, indexes) : toList(node, given, indexes);
}

/** The class statement of a model, which was read from this very text. */
export function classOf(root: PyNode, { body }: Model): PyNode | null {
  return [...root.descendants('class_definition')].find((node) => node.child('body')?.start === body?.start) ?? null;
}

function toList(node: PyNode, { start, end }: Span, indexes: readonly Code[]): readonly Edit[] | Hindrance {
  const value = [...node.walk((one) => one.start <= start && end <= one.end)].find((one) => one.isNamed && one.start === start && one.end === end);
  const list = value === undefined ? null : lastList(value);
  if (list === null) return 'computedList';
  return isTooLong(list, indexes) ? replaceItem(list, spread(list, indexes)) : addItem(list, joinCode(indexes, ', '), 'last');
}

/** Whether a list that is on one line has no room for more there. */
function isTooLong(list: PyNode, indexes: readonly Code[]): boolean {
  const { text } = list.tree;
  const more = indexes.reduce((sum, index) => sum + index.text.length + 2, 0);
  const line = text.slice(lineStart(text, list.start), lineEnd(text, list.end));
  return list.named.length > 0 && onOneLine(text, list.start, list.end) && line.length + more > WIDTH;
}

function spread(list: PyNode, indexes: readonly Code[]): Code {
  const [open, close] = [list.children[0]?.text ?? '[', list.children.at(-1)?.text ?? ']'];
  const items = [...list.named.map((item) => plain(item.text)), ...indexes];
  return joinCode([plain(open), ...items.map((item) => code`    ${item},`), plain(close)], '\n');
}

/** The list itself, or the last one that is added up. */
function lastList(value: PyNode): PyNode | null {
  if (value.type === 'list' || value.type === 'tuple') return value;
  if (value.type === 'parenthesized_expression') return value.named[0] === undefined ? null : lastList(value.named[0]);
  if (value.type !== 'binary_operator' || value.child('operator')?.type !== '+') return null;
  const [left, right] = [value.child('left'), value.child('right')];
  return (right === null ? null : lastList(right)) ?? (left === null ? null : lastList(left));
}

/** A list for a `Meta` without one; indexes that it inherits stay. */
function newList(meta: PyNode, model: Model, indexes: readonly Code[]): readonly Edit[] | Hindrance {
  const body = meta.child('body');
  const inherited = inheritedBy(meta, model);
  const last = body?.named.at(-1);
  if (inherited === null || body === null || last === undefined) return 'metaMro';
  const statement = assignment([...inherited, ...indexes], indentAt(meta.tree.text, meta.start).length + 4);
  const isEmpty = body.named.every((one) => one.type === 'pass_statement' || isDocstring(one));
  return isEmpty ? insertFirst(body, statement) : insertAfter(last, statement);
}

/** The indexes of the class's bases as items of a list; null where it is not plain which they are. */
function inheritedBy(meta: PyNode, { key, meta: { indexes } }: Model): readonly Code[] | null {
  if (indexes.items.every(({ declaredBy }) => declaredBy === key)) return [];
  const header = meta.child('superclasses');
  const bases = header === null ? [] : readCall(meta).positional;
  const [only, ...others] = bases;
  return only === undefined || others.length > 0 ? null : [plain(`*${only.text}.indexes`)];
}

function newMeta(node: PyNode, body: PyNode, model: Model, models: ModelIndex, indexes: readonly Code[]): readonly Edit[] | Hindrance {
  const base = inheritedMeta(node, model, models);
  if (base === null) return 'metaMro';
  const inherited = base !== '' && model.meta.indexes.items.length > 0 ? [plain(`*${base}.indexes`)] : [];
  const statement = assignment([...inherited, ...indexes], indentAt(node.tree.text, node.start).length + 8);
  const header = base === '' ? 'class Meta:' : `class Meta(${base}):`;
  return placed(body, joinCode([plain(header), indented(statement)], '\n'));
}

/** The `Meta` that a class without one inherits, as code: `Base.Meta`; empty for none, null where it is not plain which. */
function inheritedMeta(node: PyNode, model: Model, { models }: ModelIndex): string | null {
  const holder = metaHolder(model.ancestors.slice(1), models);
  const said = holder === undefined ? '' : optionsOf(holder);
  if (said !== optionsOf(model)) return null;
  if (holder === undefined || (said === '' && !saysMore(holder))) return '';
  const bases = node.child('superclasses') === null ? [] : readCall(node).positional;
  const base = bases.find((one) => metaHolder(models[keyOf(one, model, models) ?? '']?.ancestors ?? [], models) === holder);
  return base === undefined ? null : `${base.text}.Meta`;
}

/** The first abstract model: each has a `Meta`, and Django takes it away from all others. */
function metaHolder(ancestors: readonly string[], models: ModelIndex['models']): Model | undefined {
  return ancestors.map((key) => models[key]).find((one) => one?.isAbstract === true);
}

/** Whether a Meta says anything but `abstract`: constraints that are no business of an index count. */
function saysMore({ ownMeta }: Model): boolean {
  return ownMeta !== null && (ownMeta.extends.length > 0 || Object.keys(ownMeta.values).some((name) => name !== 'abstract'));
}

function keyOf(base: PyNode, model: Model, models: ModelIndex['models']): string | null {
  const name = base.type === 'attribute' ? base.child('attribute')?.text : base.text;
  return model.ancestors.slice(1).find((key) => models[key]?.name === name) ?? null;
}

/** What a Meta says, `abstract` aside, in words to compare. */
function optionsOf({ meta }: Model): string {
  const options = Object.entries(meta.options).filter(([name]) => name !== 'abstract' && name !== 'proxy');
  const lists = [meta.indexes, meta.uniques].map(({ items }) => items.map(({ name, fields }) => `${name}${fields?.join() ?? ''}`).join());
  const isNothing = options.length === 0 && lists.every((list) => list === '') && meta.uniqueTogether.items.length === 0 && meta.indexTogether.items.length === 0;
  return isNothing ? '' : JSON.stringify([options, lists, meta.uniqueTogether.items, meta.indexTogether.items]);
}

/** Behind fields and managers, in front of methods. */
function placed(body: PyNode, meta: Code): readonly Edit[] {
  const { named } = body;
  const method = named.findIndex(({ type }) => type === 'function_definition' || type === 'decorated_definition');
  const before = method < 0 ? named : named.slice(0, method);
  const [last, next] = [before.at(-1), method < 0 ? undefined : named[method]];
  if (last === undefined) return insertBefore(named[0] as PyNode, code`${meta}\n`);
  if (before.every((one) => one.type === 'pass_statement')) return insertFirst(body, meta);
  if (before.length === 2 && isDocstring(before[0] as PyNode) && last.type === 'pass_statement') return insertFirst(body, meta);
  const isTight = next !== undefined && !hasBlankLine(body.tree.text, last.end, next.start);
  return withoutBlanks(insertAfter(last, isTight ? code`\n${meta}\n` : code`\n${meta}`));
}

/** A blank line gets no indentation. */
function withoutBlanks(edits: readonly Edit[]): readonly Edit[] {
  return edits.map(({ span, code: { text, imports } }) => ({ span, code: { text: text.replace(/^(\r?\n)[ \t]+(?=\r?\n)/, '$1'), imports } }));
}

/** `indexes = […]`, on one line where that fits. */
function assignment(items: readonly Code[], indent: number): Code {
  const line = code`indexes = [${joinCode(items, ', ')}]`;
  if (items.length === 1 && indent + line.text.length <= WIDTH) return line;
  return joinCode([plain('indexes = ['), ...items.map((item) => code`    ${item},`), plain(']')], '\n');
}

function indented({ text, imports }: Code): Code {
  return { text: text.split('\n').map((line) => `    ${line}`).join('\n'), imports };
}
