/** Whether something read or written is the property in question. */
import type { Candidate, Defined, Owner } from './types.js';

/** The names of a candidate, its own and those that read it, which only its class and relatives bind. */
export type Renown = ReadonlySet<string>;

export function renownOf(candidate: Candidate, defined: readonly Defined[]): Renown {
  const own = new Set(candidate.line);
  const isRelative = ({ line }: Defined): boolean => line.some((key) => key === candidate.line[0]) || own.has(line[0] ?? '');
  return new Set([candidate.name, ...candidate.via].filter((name) => defined.every((one) => one.name !== name || isRelative(one))));
}

/** Whether an object is an instance of the property's class, of one below it or of one it derives from. */
export function isOf(owner: Owner, candidate: Candidate): boolean {
  if (owner.kind !== 'class') return false;
  const [own] = candidate.line;
  return (own !== undefined && owner.line.includes(own)) || candidate.line.includes(owner.line[0] ?? '');
}

/** As `isOf`, where a name has to do: `order` of an `Order`, or a name that nothing else in the project has. */
export function mayBeOf(owner: Owner, candidate: Candidate, renown: Renown, name = candidate.name): boolean {
  if (owner.kind !== 'name') return isOf(owner, candidate);
  return isCalledLike(owner.name, candidate.owner) || (renown.has(name) && isTelling(name));
}

/** `order`, `the_order`, `first_order` for `Order`; `line` for `OrderLine`. */
export function isCalledLike(name: string, owner: string): boolean {
  const word = snake(owner);
  const said = name.toLowerCase().replace(/^_+/, '');
  if (said === word || said.endsWith(`_${word}`)) return true;
  return word.endsWith(`_${said}`) && said.length > 3;
}

/** A name of two words that is hardly anybody else's. */
export function isTelling(name: string): boolean {
  return name.includes('_') && name.length >= 8;
}

export function snake(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
}
