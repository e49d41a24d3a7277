/** Why a property must not be cached, as its own file shows it. */
import { calleeOf, classOf, decoratorsOf, firstParameter, isPlainFunction, ownNodes } from '../../python/definitions.js';
import { pathOf } from '../../python/names.js';
import type { PyNode } from '../../python/tree.js';
import type { Subject } from './candidate.js';
import type { Life, Obstacle } from './types.js';

type Rule = (subject: Subject, life: Life) => Obstacle | null;

/** The first that speaks is the one that is told. */
const RULES: readonly Rule[] = [setter, abstract, adminDisplay, asyncOrGenerator, notInstance, slots, longLived, decorated, writes, volatile, queryset, liveBalance, eqHash, openClass];

export function obstacleOf(subject: Subject, life: Life): Obstacle | null {
  for (const rule of RULES) {
    const found = rule(subject, life);
    if (found !== null) return found;
  }
  return null;
}

/** The functions of the class that have the property's name or any other. */
function methodsOf(owner: PyNode): readonly PyNode[] {
  return [...owner.descendants('function_definition')].filter((method) => classOf(method) === owner);
}

function setter({ definition, owner }: Subject): Obstacle | null {
  const name = definition.child('name')?.text ?? '';
  const decorators = methodsOf(owner).flatMap(decoratorsOf).map((one) => one.named[0]?.text ?? '');
  const found = decorators.find((text) => new RegExp(`^(\\w+\\.)*${name}\\.(setter|deleter|getter)$`).test(text));
  return found === undefined ? null : { id: 'setter', data: { decorator: `@${found}` } };
}

function abstract({ definition, module }: Subject): Obstacle | null {
  const isAbstract = decoratorsOf(definition).some((one) => /\babstract\w*$/.test(pathOf(module.resolve(calleeOf(one))) ?? calleeOf(one).text));
  return isAbstract ? { id: 'abstract', data: {} } : null;
}

/** What the admin shows is read off the function behind a property. */
function adminDisplay({ definition, owner, module }: Subject): Obstacle | null {
  const name = definition.child('name')?.text ?? '';
  const decorated = decoratorsOf(definition).find((one) => /^django\.contrib\.admin\.(decorators\.)?display$/.test(pathOf(module.resolve(calleeOf(one))) ?? ''));
  const targets = [...owner.descendants('attribute')].filter(({ field, parent }) => field === 'left' && parent?.type === 'assignment');
  const labelled = targets.find(({ text }) => new RegExp(`^${name}(\\.fget)?\\.(short_description|admin_order_field|boolean|allow_tags|empty_value_display)$`).test(text));
  const found = decorated?.text ?? labelled?.text;
  return found === undefined ? null : { id: 'adminDisplay', data: { label: found } };
}

function asyncOrGenerator({ definition, returned }: Subject): Obstacle | null {
  if (!isPlainFunction(definition)) return { id: 'asyncOrGenerator', data: { what: definition.children[0]?.type === 'async' ? 'a coroutine' : 'a generator' } };
  return returned === 'iterator' ? { id: 'asyncOrGenerator', data: { what: 'an iterator' } } : null;
}

function notInstance({ definition, owner, module }: Subject, life: Life): Obstacle | null {
  if (life.kind === 'foreign') return { id: 'notInstance', data: { what: life.what } };
  const isOfClass = decoratorsOf(definition).some((one) => one.text === '@classmethod') || firstParameter(definition) === 'cls';
  if (isOfClass) return { id: 'notInstance', data: { what: 'the class itself' } };
  const slotted = decoratorsOf(owner).find((one) => /^attrs?\b/.test(pathOf(module.resolve(calleeOf(one))) ?? ''));
  return slotted === undefined ? null : { id: 'notInstance', data: { what: 'a class of attrs that may have slots' } };
}

function slots({ ancestry, owner, module }: Subject): Obstacle | null {
  const slotted = ancestry.classes.find((one) => one.module.scopes.of(one.node).bindings('__slots__').length > 0);
  const isClosed = slotted !== undefined && !(slotted.module.scopes.of(slotted.node).bindings('__slots__')[0]?.value?.text.includes('__dict__') ?? false);
  const decorator = decoratorsOf(owner).find((one) => pathOf(module.resolve(calleeOf(one))) === 'dataclasses.dataclass' && /slots\s*=\s*True/.test(one.text));
  return isClosed || decorator !== undefined ? { id: 'slots', data: {} } : null;
}

function longLived(_: Subject, life: Life): Obstacle | null {
  return life.kind === 'lasting' ? { id: 'longLived', data: { what: life.what } } : null;
}

/** Decorators inside of the property that leave the function as it is. */
const TRANSPARENT = /^(drf_spectacular\.utils\.extend_schema_field|drf_yasg\.utils\.swagger_serializer_method|typing(_extensions)?\.override)$/;

function decorated({ definition, decorator, module }: Subject): Obstacle | null {
  const other = decoratorsOf(definition).find((one) => one !== decorator && !TRANSPARENT.test(pathOf(module.resolve(calleeOf(one))) ?? ''));
  return other === undefined ? null : { id: 'decorated', data: { decorator: other.text.replace(/\s+/g, ' ') } };
}

function writes({ body }: Subject): Obstacle | null {
  return body.writes === null ? null : { id: 'writes', data: { code: body.writes } };
}

/** What a form or a serializer fills in field by field. */
const FILLED = ['cleaned_data', 'validated_data', 'errors', '_errors'];

function volatile({ body }: Subject, life: Life): Obstacle | null {
  const filled = life.kind === 'request' || life.kind === 'serializer' ? FILLED.find((name) => body.depends.includes(name)) : undefined;
  const code = body.volatile ?? (filled === undefined ? null : `self.${filled}`);
  return code === null ? null : { id: 'volatile', data: { code } };
}

function queryset({ returned }: Subject): Obstacle | null {
  if (returned === 'object') return { id: 'newObject', data: {} };
  return returned === 'queryset' ? { id: 'queryset', data: {} } : null;
}

/** Words of a name that promise how things are at the moment. */
const LIVE = new Set([
  ...['stock', 'balance', 'status', 'state', 'permission', 'permissions', 'perms', 'available', 'availability', 'quantity', 'expired', 'remaining', 'inventory'],
  ...['outstanding', 'allowed', 'allow', 'unread', 'pending', 'online', 'locked', 'running', 'usage', 'credits', 'queued', 'progress', 'overdue', 'due', 'can', 'healthy', 'connected', 'age', 'days', 'used', 'occupancy', 'debt', 'current', 'now', 'left'],
]);

function liveBalance({ definition }: Subject, life: Life): Obstacle | null {
  if (life.kind === 'request') return null;
  const words = (definition.child('name')?.text ?? '').split('_');
  const word = words.find((one) => LIVE.has(one));
  return word === undefined ? null : { id: 'liveBalance', data: { word } };
}

const COMPARING = new Set(['__eq__', '__hash__', '__lt__', '__le__', '__gt__', '__ge__']);

function eqHash({ definition, owner }: Subject): Obstacle | null {
  const name = definition.child('name')?.text ?? '';
  const reader = methodsOf(owner).find((method) => {
    if (!COMPARING.has(method.child('name')?.text ?? '')) return false;
    return [...ownNodes(method)].some((node) => node.type === 'attribute' && node.child('attribute')?.text === name);
  });
  return reader === undefined ? null : { id: 'eqHash', data: { method: reader.child('name')?.text ?? '' } };
}

function openClass(_: Subject, life: Life): Obstacle | null {
  return life.kind === 'open' ? { id: 'openClass', data: { base: life.what } } : null;
}
