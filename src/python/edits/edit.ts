import { plain } from '../../core/code.js';
import type { Code, Edit } from '../../core/types.js';

/** Code that takes the place of what stands between two offsets. */
export function replace(start: number, end: number, by: Code | string): Edit {
  return { span: { start, end }, code: typeof by === 'string' ? plain(by) : by };
}

export function insert(at: number, what: Code | string): Edit {
  return replace(at, at, what);
}

export function remove(start: number, end: number): Edit {
  return replace(start, end, '');
}
