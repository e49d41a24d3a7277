/** Expressions of the template language: `books|slice:":5"|length`. */
import { wordsOf } from './tokens.js';

export interface TemplateExpression {
  /** The steps of a variable: `['order', 'lines', 'all']`; null for a literal. */
  readonly steps: readonly string[] | null;
  /** The text of a string literal. */
  readonly literal: string | null;
  /** Names of the filters applied, in order. */
  readonly filters: readonly string[];
  /** Variables given to filters. */
  readonly given: readonly (readonly string[])[];
}

const OPERAND = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^|:\s]+/y;
const NUMBER = /^[+-]?\.?\d/;

export function readExpression(text: string): TemplateExpression {
  const [first = '', ...rest] = partsOf(text);
  const filters = rest.map((part) => /^\w+/.exec(part)?.[0] ?? '').filter((name) => name !== '');
  const given = rest.flatMap((part) => stepsOf(part.slice(part.indexOf(':') + 1), part.includes(':')) ?? []);
  return { steps: stepsOf(first, true), literal: literalOf(first), filters, given: given.length === 0 ? [] : rest.flatMap(argumentOf) };
}

function argumentOf(part: string): readonly (readonly string[])[] {
  const colon = part.indexOf(':');
  const steps = colon < 0 ? null : stepsOf(part.slice(colon + 1), true);
  return steps === null ? [] : [steps];
}

/** The variable and its filters, each filter with its argument. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let at = 0;
  let part = '';
  while (at < text.length) {
    OPERAND.lastIndex = at;
    const operand = OPERAND.exec(text)?.[0];
    if (operand !== undefined && operand !== '') {
      part += operand;
      at += operand.length;
      continue;
    }
    if (text[at] === '|') {
      parts.push(part);
      part = '';
    } else if (text[at] === ':') part += ':';
    at++;
  }
  return [...parts, part];
}

function stepsOf(text: string, isOperand: boolean): readonly string[] | null {
  if (!isOperand || text === '' || NUMBER.test(text) || literalOf(text) !== null) return null;
  return /^\w+(\.\w+)*$/.test(text) && !CONSTANTS.has(text) ? text.split('.') : null;
}

const CONSTANTS = new Set(['True', 'False', 'None']);

/** Of `"shop/book.html"` and `_("Books")`. */
export function literalOf(text: string): string | null {
  const inner = /^_\((.*)\)$/.exec(text)?.[1] ?? text;
  const quote = inner[0];
  return (quote === '"' || quote === "'") && inner.length > 1 && inner.endsWith(quote) ? inner.slice(1, -1) : null;
}

/** `name=value` of a tag. */
export interface Assigned {
  readonly name: string;
  readonly value: string;
}

/** The `name=value` words and, in the old form, `value as name`. */
export function assignedIn(words: readonly string[]): readonly Assigned[] {
  const modern = words.flatMap((word) => {
    const match = /^(\w+)=(.+)$/s.exec(word);
    return match === null ? [] : [{ name: match[1] ?? '', value: match[2] ?? '' }];
  });
  const old = words.flatMap((word, at) => (word === 'as' && at > 0 ? [{ name: words[at + 1] ?? '', value: words[at - 1] ?? '' }] : []));
  return [...modern, ...old];
}

const OPERATORS = new Set(['and', 'or', 'not', 'in', 'is', '==', '!=', '<', '>', '<=', '>=', '(', ')']);

/** The operands of an `{% if %}`. */
export function operandsOf(content: string): readonly string[] {
  return wordsOf(content).slice(1).filter((word) => !OPERATORS.has(word));
}
