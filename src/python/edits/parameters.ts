import { plain } from '../../core/code.js';
import type { Edit } from '../../core/types.js';
import type { PyNode } from '../tree.js';
import { prepend } from './sequence.js';

/** Gives a function a first parameter, such as `self`; it may carry an annotation. */
export function addFirstParameter(definition: PyNode, name: string): Edit[] {
  const parameters = definition.child('parameters');
  if (parameters === null) throw new Error(`a ${definition.type} has no parameters`);
  return prepend(parameters, [plain(name)]);
}
