import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Imported, Match } from '../core/define.js';
import type { Skipped } from '../core/types.js';
import { notText, SIZE_LIMIT, tooLarge, unreadable, wordsFor } from './skips.js';

/** Says of a file's bytes, given one character a byte, whether the file can matter. */
export interface FilePattern {
  test(bytes: string): boolean;
  /** The source of an expression that is found quickly, and wherever the pattern matches. */
  readonly sign?: string;
}

export interface Candidate {
  readonly path: string;
  /** Bit n is set if the n-th pattern matched. */
  readonly groups: number;
  /** In bytes. */
  readonly size: number;
}

export interface Prefiltered {
  /** Files that at least one pattern matched, in the order given. */
  readonly candidates: Candidate[];
  /** How many files were searched. */
  readonly read: number;
  readonly skipped: Skipped[];
}

/** Bits in a `Candidate`'s `groups`. */
const MOST_GROUPS = 31;
/** A pipe or a device that is named like a Python file must not be waited for. */
const OPEN = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Searches the bytes of every file, undecoded, through one buffer. This is most of what a run over a
 * large project does, so a file costs three system calls, and one search for the signs of all patterns:
 * most files have none.
 */
export function prefilter(root: string, files: readonly string[], groups: readonly FilePattern[]): Prefiltered {
  if (groups.length > MOST_GROUPS) throw new RangeError(`more than ${MOST_GROUPS} patterns`);
  const found: Prefiltered & { read: number } = { candidates: [], read: 0, skipped: [] };
  const sign = signOf(groups);
  for (const path of files) {
    const bytes = bytesOf(root, path);
    if (typeof bytes !== 'string') {
      found.skipped.push(bytes);
      continue;
    }
    found.read += 1;
    const matched = sign.test(bytes) ? matchedGroups(bytes, groups) : 0;
    if (matched !== 0) found.candidates.push({ path, groups: matched, size: bytes.length });
  }
  return found;
}

/** Matches wherever one of the patterns does. */
function signOf(groups: readonly FilePattern[]): FilePattern {
  const signs = groups.map(({ sign }) => sign);
  return signs.length < 2 || signs.includes(undefined) ? { test: () => true } : new RegExp([...new Set(signs)].join('|'));
}

/** Bit n is set if the n-th pattern matches. */
export function matchedGroups(bytes: string, groups: readonly FilePattern[]): number {
  return groups.reduce((matched, group, at) => (group.test(bytes) ? matched | (1 << at) : matched), 0);
}

/** One a thread, for all searches: memory that is used again need not be got anew. */
let buffer: Buffer | null = null;

function bytesOf(root: string, path: string): string | Skipped {
  buffer ??= Buffer.allocUnsafeSlow(SIZE_LIMIT + 1);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(`${root}/${path}`, OPEN);
    const size = readSync(descriptor, buffer, 0, buffer.length, null);
    if (size > SIZE_LIMIT) return tooLarge(path, fstatSync(descriptor).size);
    if (size === 0 && !fstatSync(descriptor).isFile()) return unreadable(path, 'not a regular file');
    return notText(path, buffer.subarray(0, size)) ?? buffer.toString('latin1', 0, size);
  } catch (error) {
    return unreadable(path, wordsFor(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The pattern of files that a transform can have something to say about. It may match too much, never too little. */
export function patternOf(match: Pick<Match, 'literals' | 'imports' | 'anyway'>): FilePattern {
  const usual = usualPattern(match);
  const anyway = match.anyway === undefined ? null : oneOf(match.anyway);
  if (anyway === null) return usual;
  const test = (bytes: string): boolean => usual.test(bytes) || anyway.test(bytes);
  return usual.sign === undefined ? { test } : { test, sign: `${usual.sign}|${anyway.sign}` };
}

function usualPattern(match: Pick<Match, 'literals' | 'imports'>): FilePattern {
  const literals = match.literals.length === 0 ? null : oneOf(match.literals);
  const imports = match.imports === undefined ? null : importsOf(match.imports);
  if (literals !== null && imports !== null) return { test: (bytes) => imports.test(bytes) && literals.test(bytes), sign: imports.sign };
  return literals ?? imports ?? { test: () => true };
}

/** The pattern of files that hold one string of each group; the shortest group is searched for first. */
export function holdingAll(groups: readonly (readonly string[])[]): FilePattern {
  const patterns = [...groups].sort((one, other) => one.length - other.length).map(oneOf);
  const [first] = patterns;
  return { test: (bytes) => patterns.every((pattern) => pattern.test(bytes)), ...(first !== undefined && { sign: first.sign }) };
}

/** One string is found several times faster than one of many: what all have in common is searched for first. */
function oneOf(literals: readonly string[]): Required<FilePattern> {
  const all = literals.map(asBytes);
  const source = all.map(escaped).join('|');
  const exact = new RegExp(source);
  const common = commonPart(all);
  if (common.length < 4 || all.length === 1) return { test: (bytes) => exact.test(bytes), sign: source };
  return { test: (bytes) => bytes.includes(common) && exact.test(bytes), sign: escaped(common) };
}

/** The longest string that is part of every one of some strings. */
function commonPart([first = '', ...others]: readonly string[]): string {
  for (let length = first.length; length > 0; length--) {
    for (let at = 0; at + length <= first.length; at++) {
      const part = first.slice(at, at + length);
      if (others.every((other) => other.includes(part))) return part;
    }
  }
  return '';
}

/** The pattern of files that import one of the modules and, where names are given, one of those. */
function importsOf(wanted: readonly Imported[]): Required<FilePattern> {
  const modules = wanted.map((one) => (typeof one === 'string' ? one : one.module));
  const some = importPattern(modules, '');
  const every = importPattern(modules, 'g');
  const names = new Map(wanted.flatMap((one) => (typeof one === 'string' ? [] : [[one.module, new RegExp(`\\b(?:${one.names.join('|')})\\b|\\*`)]])));
  const counts = (bytes: string, { 1: from, 2: module = '', index, 0: { length } }: RegExpMatchArray): boolean => {
    const taken = names.get(module);
    return taken === undefined || from === undefined || taken.test(restOf(bytes.slice((index ?? 0) + length)));
  };
  const test = (bytes: string): boolean => some.test(bytes) && (names.size === 0 || [...bytes.matchAll(every)].some((match) => counts(bytes, match)));
  return { test, sign: some.source };
}

/** The rest of an import statement: what stands in its parentheses, or up to the end of the line. */
function restOf(bytes: string): string {
  return /^[\w. \t\f]*\([^)]*\)|^(?:[^\\\n]|\\\r?\n)*/.exec(bytes)?.[0] ?? '';
}

/**
 * Matches an import statement that names one of the modules, wherever the statement stands. After
 * `import` come only names, dots, commas, blanks and continued lines, and in parentheses anything;
 * a further `import` starts anew, so the time stays proportional to the length. `django.http` does not
 * name `http`. Its groups: the `from`, if there is one, and the module.
 */
function importPattern(modules: readonly string[], flags: string): RegExp {
  const continued = String.raw`\\\r?\n`;
  const keyword = String.raw`import(?=[ \t\f\\(])`;
  const listed = String.raw`${keyword}(?:(?!${keyword})[\w., \t\f\x80-\xff]|${continued})*?(?:\([^()]*?)?`;
  const from = String.raw`(from(?:[ \t\f]|${continued})+)`;
  const module = String.raw`(?<![\w.])(${modules.map(modulePattern).join('|')})`;
  return new RegExp(`(?:${from}|${listed})${module}`, flags);
}

/**
 * `urllib.request` is also imported by `from urllib import request`, so its first part is enough,
 * unless another module's name follows it directly.
 */
function modulePattern(dotted: string): string {
  const [first = '', ...rest] = asBytes(dotted).split('.');
  if (rest.length === 0) return `${escaped(first)}\\b`;
  return `${escaped(first)}\\b(?!\\.(?!${modulePattern(rest.join('.'))})[A-Za-z_])`;
}

function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
