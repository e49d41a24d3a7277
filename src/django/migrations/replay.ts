/** What migrations leave, one operation after the other. */
import type { Expr } from '../models/leaf.js';
import { isCall, isList, textIn, textsIn, type Call } from '../models/shape.js';
import type { MigrationLeaf, OperationLeaf } from './leaf.js';
import type { AppState, IndexState, ModelState } from './types.js';

/** Operations that change nothing an index depends on. */
const HARMLESS = /^(?:RunPython|AlterModelOptions|AlterModelManagers|AlterModelTable\w*|AlterOrderWithRespectTo|AddField|AlterField|\w*Extension|CreateCollation|RemoveCollation|ValidateConstraint)$/;

type Models = Map<string, ModelState>;
type Rule = (models: Models, args: OperationLeaf['args'], operation: OperationLeaf) => void;

const RULES: Readonly<Record<string, Rule>> = {
  CreateModel: (models, { name }, { options }) => {
    const written = textIn(name);
    if (written !== null) models.set(written.toLowerCase(), created(written, options));
  },
  DeleteModel: (models, { name }) => void models.delete(textIn(name)?.toLowerCase() ?? ''),
  RenameModel: (models, { old_name: old, new_name: name }) => {
    const known = models.get(textIn(old)?.toLowerCase() ?? '');
    const written = textIn(name);
    models.delete(textIn(old)?.toLowerCase() ?? '');
    if (known !== undefined && written !== null) models.set(written.toLowerCase(), { ...known, name: written });
  },
  AlterUniqueTogether: (models, args) => change(models, args['name'], (model) => together(model, 'uniqueTogether', args['unique_together'])),
  AlterIndexTogether: (models, args) => change(models, args['name'], (model) => together(model, 'indexTogether', args['index_together'])),
  AddIndex: (models, args) => change(models, args['model_name'], (model) => added(model, 'indexes', args['index'])),
  AddIndexConcurrently: (models, args) => change(models, args['model_name'], (model) => added(model, 'indexes', args['index'])),
  RemoveIndex: (models, args) => change(models, args['model_name'], (model) => removed(model, 'indexes', args['name'])),
  RemoveIndexConcurrently: (models, args) => change(models, args['model_name'], (model) => removed(model, 'indexes', args['name'])),
  RenameIndex: (models, args) => change(models, args['model_name'], (model) => renamed(model, args)),
  AddConstraint: (models, args) => change(models, args['model_name'], (model) => added(model, 'constraints', args['constraint'])),
  AddConstraintNotValid: (models, args) => change(models, args['model_name'], (model) => added(model, 'constraints', args['constraint'])),
  RemoveConstraint: (models, args) => change(models, args['model_name'], (model) => removed(model, 'constraints', args['name'])),
  AlterConstraint: (models, args) => change(models, args['model_name'], (model) => added(removed(model, 'constraints', args['name']), 'constraints', args['constraint'])),
  RemoveField: () => undefined,
  RenameField: (models, args) => change(models, args['model_name'], (model) => fieldRenamed(model, textIn(args['old_name']), textIn(args['new_name']))),
};

/** The state that migrations leave, given by name in the order in which they run. */
export function replay(migrations: readonly (readonly [name: string, leaf: MigrationLeaf])[]): AppState {
  const models: Models = new Map();
  const unknown: string[] = [];
  const run = (name: string, operations: readonly OperationLeaf[]): void => {
    for (const operation of operations) {
      const rule = Object.hasOwn(RULES, operation.kind) && operation.isKnown ? RULES[operation.kind] : undefined;
      const isPart = operation.kind === 'SeparateDatabaseAndState' || operation.kind === 'RunSQL';
      if (rule !== undefined) rule(models, operation.args, operation);
      else if (isPart && operation.inner !== null) run(name, operation.inner);
      else if (!HARMLESS.test(operation.kind)) unknown.push(`${name}: ${operation.kind}`);
    }
  };
  for (const [name, leaf] of migrations) {
    run(name, leaf.operations);
    if (leaf.open !== null) unknown.push(`${name}: ${leaf.open}`);
  }
  return { models: Object.fromEntries(models), unknown };
}

function created(name: string, options: OperationLeaf['options']): ModelState {
  const empty: ModelState = { name, indexes: [], constraints: [], uniqueTogether: [], indexTogether: [], isOpen: options === null };
  if (options === null) return empty;
  const withIndexes = itemsOf(options['indexes']).reduce((model, item) => added(model, 'indexes', item), empty);
  const withAll = itemsOf(options['constraints']).reduce((model, item) => added(model, 'constraints', item), withIndexes);
  const isOpen = ['indexes', 'constraints'].some((option) => options[option] !== undefined && !isList(options[option]));
  const joined = together(together(withAll, 'uniqueTogether', options['unique_together']), 'indexTogether', options['index_together']);
  return { ...joined, isOpen: joined.isOpen || isOpen };
}

function itemsOf(data: Expr | undefined): readonly Expr[] {
  return isList(data) ? data.list : [];
}

function change(models: Models, name: Expr | undefined, by: (model: ModelState) => ModelState): void {
  const key = textIn(name)?.toLowerCase() ?? '';
  const known = models.get(key);
  if (known !== undefined) models.set(key, by(known));
}

/** A set of tuples: `{('order', 'book')}`, `set([…])`, or None. */
function together(model: ModelState, option: 'uniqueTogether' | 'indexTogether', given: Expr | undefined): ModelState {
  if (given === undefined || given === null) return { ...model, [option]: [] };
  const list = isCall(given) ? (given.args[0] ?? { list: [], at: given.at, isTuple: false }) : given;
  if (!isList(list)) return { ...model, isOpen: true };
  const single = textsIn(list);
  if (single !== null && single.length > 0) return { ...model, [option]: [single] };
  const read = list.list.map(textsIn);
  return { ...model, [option]: read.filter((names) => names !== null), isOpen: model.isOpen || read.includes(null) };
}

function added(model: ModelState, kind: 'indexes' | 'constraints', given: Expr | undefined): ModelState {
  return isCall(given) ? { ...model, [kind]: [...model[kind], stateOf(given)] } : { ...model, isOpen: true };
}

function removed(model: ModelState, kind: 'indexes' | 'constraints', name: Expr | undefined): ModelState {
  const written = textIn(name);
  if (written === null) return { ...model, isOpen: true };
  return { ...model, [kind]: model[kind].filter((one) => one.name !== written) };
}

function renamed(model: ModelState, args: OperationLeaf['args']): ModelState {
  const [name, old, fields] = [textIn(args['new_name']), textIn(args['old_name']), textsIn(args['old_fields'])];
  if (name === null) return { ...model, isOpen: true };
  if (old !== null) return { ...model, indexes: model.indexes.map((one) => (one.name === old ? { ...one, name } : one)) };
  if (fields === null) return { ...model, isOpen: true };
  const index: IndexState = { className: 'django.db.models.Index', name, fields, isPartial: false, extras: [] };
  return { ...model, indexes: [...model.indexes, index], indexTogether: model.indexTogether.filter((names) => names.join() !== fields.join()) };
}

/** Indexes and constraints name fields in their state as they are called now. */
function fieldRenamed(model: ModelState, old: string | null, name: string | null): ModelState {
  if (old === null || name === null) return { ...model, isOpen: true };
  const one = (field: string): string => (field === old ? name : field === `-${old}` ? `-${name}` : field);
  const all = (states: readonly IndexState[]): IndexState[] => states.map((state) => ({ ...state, fields: state.fields?.map(one) ?? null }));
  return {
    ...model,
    indexes: all(model.indexes),
    constraints: all(model.constraints),
    uniqueTogether: model.uniqueTogether.map((names) => names.map(one)),
    indexTogether: model.indexTogether.map((names) => names.map(one)),
  };
}

const PLAIN = new Set(['fields', 'name', 'condition']);

function stateOf({ call, args, named, hasSplat }: Call): IndexState {
  const className = call === null ? '' : [...(call.module === '' ? [] : [call.module]), ...call.path].join('.');
  return {
    className: className.replace(/^django\.db\.models\.(?:indexes|constraints)\./, 'django.db.models.'),
    name: textIn(named['name']),
    fields: args.length > 0 || hasSplat ? null : textsIn(named['fields']),
    isPartial: named['condition'] !== undefined && named['condition'] !== null,
    extras: [...(args.length > 0 ? ['expressions'] : []), ...Object.keys(named).filter((name) => !PLAIN.has(name)), ...(hasSplat ? ['**'] : [])],
  };
}
