/** Operations of a migration as plain data. */
import { readCall } from '../../python/calls.js';
import { literalText } from '../../python/strings.js';
import type { PyNode } from '../../python/tree.js';
import { expression } from '../models/expression.js';
import type { Expr } from '../models/leaf.js';
import { refOf, type Names } from '../models/names.js';
import type { OperationLeaf } from './leaf.js';

/** The parameters of the operations that indexes and constraints depend on, in order. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  CreateModel: ['name', 'fields', 'options', 'bases', 'managers'],
  DeleteModel: ['name'],
  RenameModel: ['old_name', 'new_name'],
  AlterModelTable: ['name', 'table'],
  AlterUniqueTogether: ['name', 'unique_together'],
  AlterIndexTogether: ['name', 'index_together'],
  AddField: ['model_name', 'name', 'field'],
  AlterField: ['model_name', 'name', 'field'],
  RemoveField: ['model_name', 'name'],
  RenameField: ['model_name', 'old_name', 'new_name'],
  AddIndex: ['model_name', 'index'],
  RemoveIndex: ['model_name', 'name'],
  RenameIndex: ['model_name', 'new_name', 'old_name', 'old_fields'],
  AddIndexConcurrently: ['model_name', 'index'],
  RemoveIndexConcurrently: ['model_name', 'name'],
  AddConstraint: ['model_name', 'constraint'],
  AddConstraintNotValid: ['model_name', 'constraint'],
  AlterConstraint: ['model_name', 'name', 'constraint'],
  RemoveConstraint: ['model_name', 'name'],
  RunSQL: ['sql', 'reverse_sql', 'state_operations'],
  SeparateDatabaseAndState: ['database_operations', 'state_operations'],
};

/** Arguments that say nothing of indexes, or that are read by themselves. */
const UNASKED = new Set(['fields', 'options', 'managers', 'bases', 'field', 'sql', 'reverse_sql', 'state_operations', 'database_operations']);

export type Held = ReadonlyMap<string, PyNode>;

/** What a list of operations holds. */
export interface Operations {
  readonly items: readonly OperationLeaf[];
  /** The expression for which there may be more, or null. */
  readonly open: string | null;
}

/** `held` are lists that the class or the module gives a name. */
export function operationsIn(given: PyNode, names: Names, held: Held): Operations {
  const list = (given.type === 'identifier' ? held.get(given.text) : undefined) ?? given;
  if (list.type !== 'list' && list.type !== 'tuple') return { items: [], open: shortened(list) };
  const read = list.named.map((item) => (item.type === 'call' ? operationOf(item, names, held) : null));
  const left = list.named.find((_, at) => read[at] === null);
  return { items: read.filter((one) => one !== null), open: left === undefined ? null : shortened(left) };
}

function operationOf(call: PyNode, names: Names, held: Held): OperationLeaf {
  const callee = refOf(call.child('function'), names);
  const written = call.child('function')?.text ?? '';
  const kind = callee?.path.at(-1) ?? written;
  const isKnown = callee !== null && /^django\.(?:db|contrib)\./.test([callee.module, ...callee.path].join('.'));
  const given = argumentsOf(call, PARAMETERS[kind] ?? []);
  const plain = [...given].filter(([name]) => !UNASKED.has(name));
  return {
    kind,
    isKnown,
    args: Object.fromEntries(plain.map(([name, value]): [string, Expr] => [name, expression(value, names)])),
    options: kind === 'CreateModel' ? optionsIn(given.get('options'), names) : null,
    inner: innerOf(given.get('state_operations'), names, held),
  };
}

function argumentsOf(call: PyNode, parameters: readonly string[]): ReadonlyMap<string, PyNode> {
  const { positional, keywords } = readCall(call);
  const named = [...keywords].flatMap(([name, keyword]): [string, PyNode][] => {
    const value = keyword.child('value');
    return value === null ? [] : [[name, value]];
  });
  return new Map([...positional.slice(0, parameters.length).map((value, at): [string, PyNode] => [parameters[at] ?? '', value]), ...named]);
}

function optionsIn(node: PyNode | undefined, names: Names): Readonly<Record<string, Expr>> | null {
  if (node === undefined) return {};
  if (node.type !== 'dictionary') return null;
  const pairs = node.named.map((pair) => [literalText(pair.child('key')), pair.child('value')] as const);
  if (pairs.some(([key, value]) => key === null || value === null)) return null;
  return Object.fromEntries(pairs.flatMap(([key, value]): [string, Expr][] => (key === null || value === null ? [] : [[key, expression(value, names)]])));
}

function innerOf(node: PyNode | undefined, names: Names, held: Held): readonly OperationLeaf[] | null {
  if (node === undefined || node.type === 'none') return [];
  const { items, open } = operationsIn(node, names, held);
  return open === null ? items : null;
}

export function shortened(node: PyNode): string {
  const text = node.text.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
