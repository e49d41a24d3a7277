/** Files that say which Python runs a project. */
import { countLines } from './locks.js';
import type { Wish } from './requirement.js';

const SHAPES: readonly (readonly [RegExp, RegExp])[] = [
  [/(^|\/)runtime\.txt$/, /^python-(\d+(?:\.\d+)*)/m],
  [/(^|\/)\.python-version$/, /^(?:cpython-?)?(\d+(?:\.\d+)*)/m],
  [/(^|\/)\.tool-versions$/, /^python\s+(\d+(?:\.\d+)*)/m],
  [/dockerfile[^/]*$/i, /^\s*(?:FROM\s+(?:--platform=\S+\s+)?(?:\S*\/)?python:|ARG\s+PYTHON_VERSION=["']?)(\d+(?:\.\d+)+)/gim],
];

export function namesInterpreter(path: string): boolean {
  return SHAPES.some(([shape]) => shape.test(path));
}

/** `3.11` stands for every 3.11. */
export function interpretersIn(path: string, text: string): readonly Wish[] {
  const pattern = SHAPES.find(([shape]) => shape.test(path))?.[1];
  if (pattern === undefined) return [];
  const global = new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
  return [...text.matchAll(global)].map((match) => {
    const version = match[1] ?? '';
    return { name: 'python', specifier: `==${version}.*`, line: 1 + countLines(text, 0, match.index + match[0].length - version.length) };
  });
}
