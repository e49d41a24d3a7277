/** Properties that are worth caching, or would be if nothing stood in the way. */
import { calleeOf, classOf, decoratorsOf, firstParameter, ownNodes } from '../../python/definitions.js';
import type { PyModule } from '../../python/module.js';
import { pathOf } from '../../python/names.js';
import type { PyNode } from '../../python/tree.js';
import { bodyOf, returnedKind, type Body, type Returned } from './body.js';
import { lifeOf } from './life.js';
import { ancestryOf, keyOf, type Ancestry } from './lineage.js';
import { obstacleOf } from './obstacles.js';
import type { Candidate } from './types.js';

export interface Found {
  readonly candidate: Candidate;
  /** The `property` of the decorator. */
  readonly decorator: PyNode;
  /** The name of the function. */
  readonly at: PyNode;
}

/** Everything that obstacles are judged by. */
export interface Subject {
  readonly definition: PyNode;
  readonly owner: PyNode;
  readonly module: PyModule;
  readonly decorator: PyNode;
  readonly ancestry: Ancestry;
  readonly body: Body;
  readonly returned: Returned;
}

/** Names that a framework's classes give a meaning of their own, which changes while they work. */
const FRAMEWORK = new Set(['data', 'errors', 'validated_data', 'cleaned_data', 'changed_data', 'media', 'fields', 'instance']);

/** Null for a function that is no property, and for a property that costs nothing. */
export function candidateAt(definition: PyNode, module: PyModule): Found | null {
  const decorator = decoratorsOf(definition).find((one) => isProperty(one, module));
  const owner = classOf(definition);
  const at = definition.child('name');
  if (decorator === undefined || owner === null || at === null) return null;
  const ancestry = ancestryOf(owner, module);
  const body = bodyOf(definition, module, ancestry);
  const ofFramework = FRAMEWORK.has(at.text) && ancestry.outside.length > 0;
  if (body.cost === null || body.isMemoised || ofFramework) return null;
  const subject: Subject = { definition, owner, module, decorator, ancestry, body, returned: returnedKind(definition, module) };
  return { candidate: candidateOf(subject, at.text), decorator: decorator.named[0] ?? decorator, at };
}

export function isProperty(decorator: PyNode, module: PyModule): boolean {
  const [expression] = decorator.named;
  if (expression === undefined || expression.type === 'call') return false;
  return pathOf(module.resolve(expression)) === 'builtins.property';
}

function candidateOf(subject: Subject, name: string): Candidate {
  const { owner, ancestry, body, returned, definition } = subject;
  const life = lifeOf(ancestry, owner.child('name')?.text ?? '');
  return {
    name,
    owner: owner.child('name')?.text ?? '',
    line: ancestry.classes.map(keyOf),
    life: life.kind,
    cost: body.cost ?? '',
    depends: body.depends,
    via: viaOf(name, owner, definition),
    obstacle: obstacleOf(subject, life),
    shared: returned === 'list' || returned === 'dict' || returned === 'set' ? returned : null,
    isSettled: isSettled(subject),
  };
}

/** Properties of the class that read it: reading one of them reads it too. */
function viaOf(name: string, owner: PyNode, definition: PyNode): readonly string[] {
  const methods = [...owner.descendants('function_definition')].filter((method) => classOf(method) === owner && method !== definition);
  return methods.flatMap((method) => {
    const isRead = decoratorsOf(method).some((one) => /(^|_)property$/.test(calleeOf(one).text)) && readsOfSelf(method).includes(name);
    return isRead ? [method.child('name')?.text ?? ''] : [];
  });
}

function readsOfSelf(method: PyNode): readonly string[] {
  const self = firstParameter(method);
  const nodes = [...ownNodes(method)].filter((node) => node.type === 'attribute' && node.child('object')?.text === self);
  return nodes.map((node) => node.child('attribute')?.text ?? '');
}

const FIRST = new Set(['__init__', 'setup', 'dispatch', 'initial', '__post_init__']);
/** What a view or a serializer is given while it works. */
const SET_LATER = new Set(['object', 'object_list', 'instance', 'action']);
const WRITES = /\.(save|create|delete|bulk_create|bulk_update|update_or_create|get_or_create|form_valid)\($/;

/** Whether no method of the class assigns what the property reads, or writes rows. */
function isSettled({ ancestry, body }: Subject): boolean {
  if (body.depends.some((name) => SET_LATER.has(name))) return false;
  return ancestry.classes.every(({ node }) => [...node.descendants('attribute', 'call')].every((one) => isHarmless(one, body.depends, node)));
}

function isHarmless(node: PyNode, depends: readonly string[], owner: PyNode): boolean {
  if (node.type === 'call') return !WRITES.test(`${node.child('function')?.text ?? ''}(`);
  const isTarget = node.field === 'left' && node.parent?.type.endsWith('assignment') === true;
  if (!isTarget || !depends.includes(node.child('attribute')?.text ?? '')) return true;
  const method = node.closest('function_definition');
  return method !== null && classOf(method) === owner && FIRST.has(method.child('name')?.text ?? '');
}
