/** The functions of the project that run when a task runs. */
import { callsIn } from '../python/guards.js';
import type { PyModule } from '../python/module.js';
import type { Value } from '../python/names.js';
import type { PyNode } from '../python/tree.js';
import { managerMethod, modelOf } from './rows.js';
import type { Task } from './tasks.js';

export type Body = Pick<Task, 'definition' | 'module'>;

export interface Reached extends Body {
  /** The call that leads here. */
  readonly call: PyNode;
  /** How many calls away from the task it is. */
  readonly depth: number;
}

/** Functions further away are not read. */
export const REACH = 3;

/** What a model does of its own in `save` it mostly does for new rows. */
const OVERRIDDEN = /\.(save|delete)$/;

/** The function of the project that a call runs: for a class its `__init__`, for a row of a query the method of its model, for a manager its own. */
export function helperOf(module: PyModule, call: PyNode): Body | null {
  const callee = call.child('function');
  const value = callee === null ? null : module.resolve(callee);
  if (callee === null || value === null || OVERRIDDEN.test(callee.text)) return null;
  const isOpen = value.kind === 'unknown' || value.kind === 'member';
  const found = isOpen && callee.type === 'attribute' ? ofRow(callee, module) : value;
  if (found?.kind !== 'definition') return null;
  if (found.node.type === 'function_definition') return { definition: found.node, module: found.module };
  const made = found.module.attribute(found.node, '__init__');
  return made.kind === 'definition' && made.node.type === 'function_definition' ? { definition: made.node, module: made.module } : null;
}

function ofRow(callee: PyNode, module: PyModule): Value | null {
  const own = managerMethod(callee, module);
  if (own !== null) return own;
  const model = modelOf(callee.child('object'), module);
  return model?.kind !== 'definition' ? null : model.module.attribute(model.node, callee.child('attribute')?.text ?? '');
}

/** The functions behind a body, nearest first, each once; `follows` says which calls to go through. */
export function* reachedFrom(body: Body, follows: (call: PyNode) => boolean = () => true): Generator<Reached> {
  const visited = new Set([body.definition]);
  let round: readonly Body[] = [body];
  for (let depth = 1; depth <= REACH && round.length > 0; depth++) {
    const next: Reached[] = [];
    for (const { definition, module } of round) {
      for (const call of callsIn(definition)) {
        const helper = follows(call) ? helperOf(module, call) : null;
        if (helper === null || visited.has(helper.definition)) continue;
        visited.add(helper.definition);
        const reached = { ...helper, call, depth };
        next.push(reached);
        yield reached;
      }
    }
    round = next;
  }
}
