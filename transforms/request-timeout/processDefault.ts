import { readCall } from '../../src/python/calls.js';
import type { PyModule } from '../../src/python/module.js';
import { pathOf } from '../../src/python/names.js';
import type { Place } from './place.js';

const NAME = 'setdefaulttimeout';

/** Whether the file gives every socket of the process a timeout; requests overrides that one with `None`. */
export function hasProcessDefault({ client }: Place, module: PyModule): boolean {
  if (client !== 'socket' || !module.tree.text.includes(NAME)) return false;
  return module.tree.nodes('call').some((call) => {
    const callee = call.child('function');
    if (callee === null || pathOf(module.resolve(callee)) !== `socket.${NAME}`) return false;
    return readCall(call).positional[0]?.type !== 'none';
  });
}
