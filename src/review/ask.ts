import type { Offer } from './guide.js';
import { typedFrom, valueFrom } from './guide.js';

/** A value for an option as it is being typed. */
export interface Input {
  readonly offer: Offer;
  readonly typed: string;
  /** What is wrong with what was entered, in words. */
  readonly problem: string | null;
}

/** A key as the terminal gives it: its name, and what it types. */
export interface Press {
  readonly name: string;
  /** One printable character, or empty. */
  readonly text: string;
}

/** What a key made of an input: it goes on, it was given up, or it is a value. */
export type Typed = { readonly input: Input } | { readonly value: unknown } | null;

export function openInput(offer: Offer): Input {
  return { offer, typed: '', problem: null };
}

export function typeInto(input: Input, { name, text }: Press): Typed {
  if (name === 'escape') return null;
  if (name === 'return' || name === 'enter') return enter(input);
  if (name === 'backspace') return { input: { ...input, typed: input.typed.slice(0, -1), problem: null } };
  return { input: { ...input, typed: input.typed + text, problem: null } };
}

/** Nothing entered gives up. */
function enter(input: Input): Typed {
  if (input.typed.trim() === '') return null;
  const value = valueFrom(input.typed);
  const problem = input.offer.misfit(value);
  return problem === null ? { value } : { input: { ...input, problem } };
}

/** `seconds = 30`. */
export function assignment(name: string, value: unknown): string {
  return `${name} = ${typedFrom(value)}`;
}
