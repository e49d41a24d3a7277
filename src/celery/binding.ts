/** `bind=True`: giving a task's function the task as its first argument. */
import type { Edit } from '../core/types.js';
import { calleeOf, decoratorsOf, firstParameter } from '../python/definitions.js';
import { addFirstParameter } from '../python/edits/parameters.js';
import type { PyModule } from '../python/module.js';
import { pathOf, type Value } from '../python/names.js';
import type { PyNode } from '../python/tree.js';
import type { Task } from './tasks.js';

/** Gives the function of a task that is not bound yet its `self`. */
export function selfEdits({ definition, isBound }: Task): readonly Edit[] {
  return isBound || firstParameter(definition) === 'self' ? [] : addFirstParameter(definition, 'self');
}

/** Decorators of libraries that hand every argument on. */
const TRANSPARENT = new RegExp(
  `^(${[
    'django\\.db\\.transaction\\.(atomic|non_atomic_requests)',
    'functools\\.(wraps|lru_cache|cache)',
    'django\\.test\\.utils\\.override_settings',
    'sentry_sdk\\.(trace|monitor)',
  ].join('|')})$`,
);

/** A decorator between a task and its function that cannot be seen to hand `self` on, or null. */
export function hiddenSelf({ definition, decorator, isBound, module }: Task): PyNode | null {
  if (decorator === null || isBound) return null;
  const decorators = decoratorsOf(definition);
  const below = decorators.slice(decorators.indexOf(decorator) + 1);
  return below.find((one) => !handsOn(one, module)) ?? null;
}

function handsOn(decorator: PyNode, module: PyModule): boolean {
  const value = module.resolve(calleeOf(decorator));
  return TRANSPARENT.test(pathOf(value) ?? '') || wrapsAll(value);
}

/** A decorator of the project whose inner function takes `*args` first. */
function wrapsAll(value: Value): boolean {
  if (value.kind !== 'definition' || value.node.type !== 'function_definition') return false;
  const inner = [...value.node.descendants('function_definition')];
  return inner.some((one) => one.child('parameters')?.named[0]?.type === 'list_splat_pattern');
}
