import { plain } from '../../src/core/code.js';
import type { Edit, ImportNeed } from '../../src/core/types.js';
import { defineTransform, type Transform } from '../../src/python/define.js';
import type { PyNode } from '../../src/python/tree.js';

/** Puts text at an offset. */
export function insert(offset: number, text: string, imports: readonly ImportNeed[] = []): Edit {
  return { span: { start: offset, end: offset }, code: { text, imports } };
}

export function replace(node: { readonly start: number; readonly end: number }, text: string): Edit {
  return { span: { start: node.start, end: node.end }, code: plain(text) };
}

export function nameOfCall(call: PyNode): string {
  return call.child('function')?.text ?? '';
}

export function has(call: PyNode, text: string): boolean {
  return call.child('arguments')?.text.includes(text) ?? false;
}

/** A transform that gives calls of one function a last argument: `ship(order)` becomes `ship(order, by='post')`. */
export function giving(callee: string, argument: string, parts: Partial<Transform> = {}): Transform {
  const definition = defineTransform({
    id: `${callee}-${argument.split('=')[0]}`,
    summary: `Give ${callee} an argument`,
    family: 'bookshop',
    safety: 'safe',
    references: [],
    messages: { missing: '`{call}` has no argument', odd: '`{call}` is odd' },
    options: {},
    match: { literals: [callee], nodes: ['call'] },
    fix(call, context) {
      if (nameOfCall(call) !== callee || has(call, argument)) return null;
      return context.safe(call, 'missing', { call: callee }, [insert(call.end - 1, `, ${argument}`)]);
    },
  });
  return { ...(definition as unknown as Transform), ...parts };
}
