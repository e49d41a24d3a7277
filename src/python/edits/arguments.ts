import { code, joinCode } from '../../core/code.js';
import type { Code, Edit } from '../../core/types.js';
import type { PyNode } from '../tree.js';
import { adapt } from './adapt.js';
import { insert, replace } from './edit.js';
import { append, take } from './sequence.js';
import { appendBroken } from './wrapping.js';

export type Keyword = readonly [name: string, value: Code];

/**
 * Adds keyword arguments behind the last argument, in the layout that the call has, broken anew where a line would
 * outgrow the limit of its file. `list` is the
 * argument list of a call or of a class header, or the generator that is a call's only argument.
 */
export function addKeywords(list: PyNode, keywords: readonly Keyword[]): Edit[] {
  const items = written(keywords);
  if (list.type !== 'generator_expression') return appendBroken(list, items) ?? append(list, items);
  const added = joinCode(items.map((item) => adapt(item, list)), ', ');
  return [insert(list.start, '('), insert(list.end, code`, ${added})`)];
}

/** `name=value` for each keyword. */
export function written(keywords: readonly Keyword[]): Code[] {
  return keywords.map(([name, value]) => code`${name}=${value}`);
}

/** Gives a keyword argument another value. */
export function replaceValue(keyword: PyNode, value: Code): Edit[] {
  const given = keyword.child('value');
  if (given === null) throw new Error(`\`${keyword.text}\` is no keyword argument`);
  return [replace(given.start, given.end, adapt(value, given))];
}

/** Takes an argument out of a call or a class header; comments beside it stay. */
export function removeArgument(argument: PyNode): Edit[] {
  return take(argument);
}
