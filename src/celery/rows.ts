/** Which model the rows of a query are of. */
import type { PyModule } from '../python/module.js';
import { pathOf, type Value } from '../python/names.js';
import type { PyNode } from '../python/tree.js';
import { LAZY, MANAGERS } from './queries.js';

/** A model: a class of the project, or one that an import names. */
type Model = Extract<Value, { kind: 'definition' | 'object' }>;

/** Methods of a queryset that give one row of it, or its rows. */
const ROWS = /^a?(get|first|last|earliest|latest|create|get_or_create|update_or_create|iterator|bulk_create|raw)$/;

/** Methods of a queryset whose rows are no instances of the model. */
const PLAIN = /^(values|values_list|dates|datetimes)$/;

const GETTERS = /^django\.shortcuts\.get_(object|list)_or_404$/;

/** Names that stand for names are followed this far. */
const DEPTH = 5;

/** The class of which an expression is a row, a list of rows or a queryset; null where nothing says so. */
export function modelOf(node: PyNode | null, module: PyModule, depth = DEPTH): Model | null {
  if (node === null || depth === 0) return null;
  if (node.type === 'identifier') return fromName(node, module, depth - 1);
  if (node.type === 'call') return fromCall(node, module, depth);
  if (node.type === 'subscript') return modelOf(node.child('value'), module, depth);
  if (node.type !== 'attribute') return null;
  const object = node.child('object');
  const name = node.child('attribute')?.text ?? '';
  if (MANAGERS.has(name) && object !== null) return asClass(module.resolve(object));
  return isQuerysetMethod(name) ? modelOf(object, module, depth) : null;
}

/** Whether a method gives rows, or a further queryset, of the model that it is called on. */
export function isQuerysetMethod(name: string): boolean {
  return ROWS.test(name) || (LAZY.has(name) && !PLAIN.test(name));
}

/** What a method called on a manager (`Book.objects.…`) or a queryset of the model runs, if the project defines it. */
export function managerMethod(callee: PyNode, module: PyModule): Value | null {
  const name = callee.child('attribute')?.text ?? '';
  const model = modelOf(callee.child('object'), module);
  if (model?.kind !== 'definition' || !isOnManager(callee)) return null;
  const managers = [...model.module.scopes.of(model.node).bindings('objects')];
  const classes = managers.flatMap(({ value }) => (value === null ? [] : [value, ...value.descendants('identifier', 'attribute')]));
  const found = classes.map((node) => model.module.resolve(node));
  const methods = found.flatMap((value) => (value.kind === 'definition' ? [value.module.attribute(value.node, name)] : []));
  return methods.find((value) => value.kind === 'definition') ?? null;
}

function isOnManager(callee: PyNode): boolean {
  const object = callee.child('object');
  return object?.type === 'attribute' && MANAGERS.has(object.child('attribute')?.text ?? '');
}

function fromCall(call: PyNode, module: PyModule, depth: number): Model | null {
  const callee = call.child('function');
  const [first] = call.child('arguments')?.named ?? [];
  if (callee?.type === 'attribute') return modelOf(callee, module, depth);
  if (callee?.type !== 'identifier' || first === undefined) return null;
  if (GETTERS.test(pathOf(module.resolve(callee)) ?? '')) return asClass(module.resolve(first));
  return /^(list|set|tuple|sorted|reversed|iter|next)$/.test(callee.text) ? modelOf(first, module, depth) : null;
}

/** `book = Book.objects.get(…)`, `for book in books:`, `book, created = Book.objects.get_or_create(…)`. */
function fromName(node: PyNode, module: PyModule, depth: number): Model | null {
  const bindings = module.scopeAt(node).owner(node.text)?.bindings(node.text) ?? [];
  const models = bindings.flatMap((binding) => {
    const source = binding.kind === 'loop' ? (binding.node.closest('for_statement', 'for_in_clause')?.child('right') ?? null) : assigned(binding.node);
    return source === null || source.contains(node) ? [] : [modelOf(source, module, depth)];
  });
  return models.find((model) => model !== null) ?? null;
}

function assigned(node: PyNode): PyNode | null {
  return node.closest('assignment', 'block')?.child('right') ?? null;
}

function asClass(value: Value): Model | null {
  if (value.kind === 'object') return value;
  return value.kind === 'definition' && value.node.type === 'class_definition' ? value : null;
}
