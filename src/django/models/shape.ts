/** Questions about expressions that are plain data. */
import type { Expr, Ref } from './leaf.js';

export type Call = Extract<Expr, { call: unknown }>;
export type List = Extract<Expr, { list: unknown }>;

export function isCall(data: Expr | undefined): data is Call {
  return typeof data === 'object' && data !== null && 'call' in data;
}

export function isList(data: Expr | undefined): data is List {
  return typeof data === 'object' && data !== null && 'list' in data;
}

/** The name that an expression is, or null. */
export function refIn(data: Expr | undefined): Ref | null {
  return typeof data === 'object' && data !== null && 'name' in data ? data.name : null;
}

export function textIn(data: Expr | undefined): string | null {
  return typeof data === 'string' ? data : null;
}

/** The strings of a list of nothing but strings, or null. */
export function textsIn(data: Expr | undefined): readonly string[] | null {
  if (!isList(data)) return null;
  const texts = data.list.map(textIn);
  return texts.includes(null) ? null : texts.filter((text) => text !== null);
}

/** An expression in words, for a message. */
export function wordsFor(data: Expr): string {
  if (data === null || typeof data !== 'object') return String(data);
  if ('code' in data) return data.code;
  if ('name' in data) return dotted(data.name);
  if ('call' in data) return `${data.call === null ? '…' : dotted(data.call)}(…)`;
  return '…';
}

export function dotted({ module, path }: Ref): string {
  const dot = module === '' || module.endsWith('.') ? '' : '.';
  return `${module}${path.length === 0 ? '' : dot}${path.join('.')}`;
}
