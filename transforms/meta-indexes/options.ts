/** The options of meta-indexes. */
import { choiceOption, numberOption, option } from '../../src/core/options.js';
import { plainName } from '../../src/django/indexes/existing.js';
import type { Model } from '../../src/django/models/types.js';

type Asked = Readonly<Record<string, readonly (readonly string[])[]>>;

const isAsked = (given: unknown): given is Asked => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  const isField = (one: unknown): boolean => typeof one === 'string' && /^-?[A-Za-z_]\w*$/.test(one);
  const isIndex = (one: unknown): boolean => Array.isArray(one) && one.length > 0 && one.every(isField);
  return Object.entries(given).every(([label, lists]) => /^\w+\.\w+$/.test(label) && Array.isArray(lists) && lists.every(isIndex));
};

const isName = (given: unknown): given is string => given === 'auto' || (typeof given === 'string' && /^[A-Za-z]?(?:\w|\{(?:app|model|fields)\})+$/.test(given) && given.includes('{fields}'));

export const OPTIONS = {
  indexes: option<Asked>({}, 'indexes that models shall have, by label: {"shop.Order" = [["status", "-created"]]}', 'a table of lists of lists of fields', isAsked),
  name: option('auto', 'how indexes are called: as Django does by itself, or after a pattern', '"auto" or a pattern with {fields}, such as "{model}_{fields}_idx"', isName),
  concurrently: choiceOption('auto', ['auto', 'always', 'never'], 'whether indexes are built while rows are written; only PostgreSQL can'),
  'min-uses': numberOption(2, 'in how many places queries must want an index before it is suggested; 0 for never'),
  'max-per-model': numberOption(2, 'how many indexes are suggested for one model at most'),
  drift: choiceOption('report', ['report', 'repair', 'off'], 'what happens where models and migrations do not have the same indexes'),
  header: choiceOption('none', ['none', 'tool'], 'whether migrations say at the top what wrote them'),
};

/** Django takes no longer names. */
const LONGEST = 30;

/** A name by the user's pattern, made short enough; null where Django shall name the index. */
export function explicitName(pattern: string, { app, name }: Model, fields: readonly string[]): string | null {
  if (pattern === 'auto') return null;
  const listed = fields.map(plainName).join('_');
  const whole = pattern.replaceAll('{app}', app ?? '').replaceAll('{model}', name.toLowerCase()).replaceAll('{fields}', listed);
  if (whole.length <= LONGEST) return whole;
  const end = /_[A-Za-z]+$/.exec(whole)?.[0] ?? '';
  return `${whole.slice(0, LONGEST - end.length - 7)}_${hashOf(whole)}${end}`;
}

/** Six characters that tell long names apart: FNV-1a. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 8).toString(16).padStart(6, '0');
}
