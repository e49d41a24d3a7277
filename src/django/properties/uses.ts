/** What a file says about properties of the names that are asked for. */
import { readCall } from '../../python/calls.js';
import { classOf, decoratorsOf, firstParameter } from '../../python/definitions.js';
import type { PyModule } from '../../python/module.js';
import { literalText } from '../../python/strings.js';
import { lineOf, type PyNode } from '../../python/tree.js';
import { isProperty } from './candidate.js';
import { groupsIn } from './groups.js';
import { keyOf, lineOfClass } from './lineage.js';
import { ownerOf, ownerOfRows } from './owners.js';
import { isTelling, snake } from './matching.js';
import type { Candidate, Defined, Kept, Listed, Use, Used } from './types.js';

/** Byte strings of which a file that says something about these properties has one. */
export function needlesOf(candidates: readonly Candidate[]): readonly string[] {
  return [...new Set(candidates.flatMap((candidate) => [candidate.name, ...candidate.via].flatMap((name) => needlesFor(name, candidate))))];
}

/** A name that many things have counts only beside the class, or what is called like it. */
function needlesFor(name: string, { owner, life, line }: Candidate): readonly string[] {
  const ofClass = life === 'model' ? [] : [`${owner}(`, `serializer_class = ${owner}`];
  if (isTelling(name)) return [`.${name}`, `"${name}"`, `'${name}'`, ` ${name} =`, ` ${name}:`, `${name}=`, `def ${name}(`, ...ofClass];
  const word = snake(owner);
  const words = [word, ...word.split('_').map((_, at, all) => all.slice(at).join('_')).filter((part) => part.length > 3)];
  return [...words.map((part) => `${part}.${name}`), ...line.flatMap((key) => headersOf(key.slice(key.lastIndexOf(':') + 1))), `class ${owner}Serializer`, `class ${owner}Admin`, ...annotationsOf(name), ...ofClass];
}

const EXPRESSIONS = ['Sum', 'Count', 'Avg', 'Max', 'Min', 'F', 'Value', 'Exists', 'Subquery', 'Coalesce', 'ExpressionWrapper', 'Case'];

function annotationsOf(name: string): readonly string[] {
  return [`annotate(${name}=`, ...EXPRESSIONS.flatMap((expression) => [`${name}=${expression}(`, `${name}=models.${expression}(`])];
}

function headersOf(name: string): readonly string[] {
  return [`class ${name}(`, `class ${name}:`, `(${name})`];
}

/** The names behind the needles. */
function namesIn(needles: readonly string[]): { readonly names: ReadonlySet<string>; readonly classes: ReadonlySet<string> } {
  const classes = needles.flatMap((needle) => (/^\w+\($/.test(needle) ? [needle.slice(0, -1)] : []));
  const names = needles.flatMap((needle) => /^[a-z\d_]*\.(\w+)$/.exec(needle)?.[1] ?? []);
  return { names: new Set(names), classes: new Set(classes) };
}

export function usesIn(module: PyModule, needles: readonly string[]): readonly Use[] {
  const { names, classes } = namesIn(needles);
  if (names.size === 0 || module.role === 'vendored' || module.role === 'generated' || module.role === 'migration') return [];
  return [...groupsIn(module, names), ...definedIn(module, names), ...listedIn(module, names), ...usedIn(module, names), ...keptIn(module, classes)];
}

function placeOf(node: PyNode, module: PyModule): string {
  return `${module.path}:${lineOf(module.tree.text, node.start)}`;
}

/** Methods, class attributes and attributes of `self` of the names. */
function definedIn(module: PyModule, names: ReadonlySet<string>): readonly Defined[] {
  const found: Defined[] = [];
  const define = (name: string, node: PyNode, owner: PyNode, how: Defined['how']): void => {
    found.push({ kind: 'defined', name, line: lineOfClass(owner, module), how, place: placeOf(node, module) });
  };
  for (const node of module.tree.nodes('function_definition')) {
    const name = node.child('name')?.text ?? '';
    const owner = names.has(name) ? classOf(node) : null;
    if (owner !== null) define(name, node, owner, howOf(node, name, module));
  }
  for (const node of module.tree.nodes('assignment')) {
    const left = node.child('left');
    const name = (left?.child('attribute') ?? left)?.text ?? '';
    const owner = names.has(name) && left !== null ? ownerOfTarget(left) : null;
    if (owner !== null) define(name, node, owner, 'other');
  }
  return found;
}

function howOf(node: PyNode, name: string, module: PyModule): Defined['how'] {
  const decorators = decoratorsOf(node);
  if (decorators.some((one) => new RegExp(`\\.${name}\\.(setter|deleter)$`).test(one.text))) return 'setter';
  return decorators.some((one) => isProperty(one, module)) ? 'property' : 'other';
}

function ownerOfTarget(left: PyNode): PyNode | null {
  if (left.type === 'identifier') {
    const block = left.closest('block', 'function_definition');
    return block?.parent?.type === 'class_definition' ? block.parent : null;
  }
  const method = left.closest('function_definition');
  return method !== null && left.child('object')?.text === firstParameter(method) ? classOf(method) : null;
}

const LISTS = new Set(['fields', 'list_display', 'readonly_fields', 'list_display_links']);

/** Names in the lists of a serializer's `Meta` and of an admin. */
function listedIn(module: PyModule, names: ReadonlySet<string>): readonly Listed[] {
  return module.tree.nodes('string').flatMap((node) => {
    const name = literalText(node) ?? '';
    const assignment = names.has(name) ? node.closest('assignment', 'function_definition', 'call') : null;
    if (assignment?.type !== 'assignment' || !LISTS.has(assignment.child('left')?.text ?? '')) return [];
    const inner = assignment.closest('class_definition');
    const owner = inner?.child('name')?.text === 'Meta' ? inner.closest('class_definition') : inner;
    if (owner === null || owner === undefined) return [];
    return [{ kind: 'listed' as const, path: module.path, line: lineOf(module.tree.text, node.start), name, by: keyOf({ node: owner, module }) }];
  });
}

function usedIn(module: PyModule, names: ReadonlySet<string>): readonly Used[] {
  const isTest = module.role === 'test';
  const use = (kind: Used['kind'], name: string, object: PyNode, node: PyNode): Used => ({ kind, name, owner: ownerOf(object, module), place: placeOf(node, module), isTest });
  const attributes = module.tree.nodes('attribute').flatMap((node) => {
    const name = node.child('attribute')?.text ?? '';
    const object = node.child('object');
    if (object === null || !names.has(name)) return [];
    if (node.parent?.type === 'attribute' && /^(fget|fset)$/.test(node.parent.child('attribute')?.text ?? '')) return [use('getter', name, object, node)];
    if (node.parent?.type === 'delete_statement') return [use('deleted', name, object, node)];
    return node.field === 'left' && node.parent?.type.endsWith('assignment') === true ? [use('assigned', name, object, node)] : [];
  });
  const calls = module.tree.nodes('call').flatMap((node) => {
    const callee = node.child('function');
    const [object, key] = node.child('arguments')?.named ?? [];
    const name = literalText(key ?? null) ?? '';
    if ((callee?.text === 'setattr' || callee?.text === 'delattr') && object !== undefined && names.has(name)) return [use(callee.text === 'setattr' ? 'assigned' : 'deleted', name, object, node)];
    return annotatedBy(node, names).map((annotated): Used => ({ kind: 'annotated', name: annotated, owner: ownerOfRows(callee?.child('object') ?? node, module), place: placeOf(node, module), isTest }));
  });
  return [...attributes, ...calls];
}

/** Names that a queryset of instances is given by `annotate`; rows of `values` are none. */
function annotatedBy(call: PyNode, names: ReadonlySet<string>): readonly string[] {
  const callee = call.child('function');
  if (callee?.type !== 'attribute' || !/^(annotate|alias)$/.test(callee.child('attribute')?.text ?? '')) return [];
  if (/\.(values|values_list)\(/.test(callee.text)) return [];
  return [...readCall(call).keywords.keys()].filter((name) => names.has(name));
}

/** Instances that a module keeps, and classes made with `many=True`, nested in a class, or named by a view of lists. */
function keptIn(module: PyModule, classes: ReadonlySet<string>): readonly Kept[] {
  return [...madeIn(module, classes), ...listedByViews(module, classes)];
}

/** `serializer_class = OrderSerializer` of a view that shows lists. */
function listedByViews(module: PyModule, classes: ReadonlySet<string>): readonly Kept[] {
  return module.tree.nodes('assignment').flatMap((node) => {
    const right = node.child('right');
    if (node.child('left')?.text !== 'serializer_class' || right === null || !classes.has((right.child('attribute') ?? right).text)) return [];
    const view = node.closest('class_definition');
    const value = module.resolve(right);
    const isList = /ViewSet|List/.test(`${view?.child('name')?.text ?? ''} ${view?.child('superclasses')?.text ?? ''}`);
    if (!isList || value.kind !== 'definition') return [];
    return [{ kind: 'many' as const, line: lineOfClass(value.node, value.module), place: placeOf(node, module) }];
  });
}

function madeIn(module: PyModule, classes: ReadonlySet<string>): readonly Kept[] {
  return module.tree.nodes('call').flatMap((node) => {
    const callee = node.child('function');
    if (callee === null || !classes.has((callee.child('attribute') ?? callee).text)) return [];
    const value = module.resolve(callee);
    if (value.kind !== 'definition' || value.node.type !== 'class_definition') return [];
    const around = node.closest('function_definition', 'class_definition');
    const isMany = readCall(node).keywords.get('many')?.child('value')?.type === 'true' || around?.type === 'class_definition';
    if (around !== null && !isMany) return [];
    return [{ kind: isMany ? ('many' as const) : ('kept' as const), line: lineOfClass(value.node, value.module), place: placeOf(node, module) }];
  });
}
