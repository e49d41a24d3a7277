/**
 * Before Python 3.12 (PEP 701) the braces of an f-string could hold neither the quote that ends it
 * nor a backslash nor a comment; and in none may a line break stand where the string has none.
 */
import type { Code } from '../../core/types.js';
import { parse, type PyNode } from '../tree.js';

/** The code with its quotes changed, where it is to stand in the braces of an f-string and that helps. */
export function fitted(code: Code, at: PyNode): Code {
  const taken = quotesAround(at);
  if (taken.size === 0 || fits(code.text, taken)) return code;
  const [free] = ['"', "'"].filter((quote) => !taken.has(quote));
  return free === undefined ? code : { text: requoted(code.text, free), imports: code.imports };
}

/** Whether an edit at `at` can carry this code on every version of Python: always, outside of f-strings. */
export function fitsFString(code: Code, at: PyNode): boolean {
  const taken = quotesAround(at);
  return taken.size === 0 || fits(fitted(code, at).text, taken);
}

function fits(text: string, taken: ReadonlySet<string>): boolean {
  return !/[\\#\n]/.test(text) && [...taken].every((quote) => !text.includes(quote));
}

/** The quotes of the f-strings in whose braces a node stands: `"`, `'`, `"""` or `'''`. */
function quotesAround(at: PyNode): ReadonlySet<string> {
  const taken = new Set<string>();
  for (let braces = at.closest('interpolation'); braces !== null; braces = braces.closest('interpolation')) {
    const start = braces.closest('string')?.children[0]?.text ?? '';
    taken.add(start.replace(/^\w*/, ''));
  }
  return taken;
}

/** The code with each simple string literal in another quote. */
function requoted(text: string, quote: string): string {
  const parsed = parse(`${text}\n`);
  if ('problem' in parsed) return text;
  const strings = parsed.tree.nodes('string').filter((string) => isSimple(string, quote));
  return strings.reduceRight((changed, string) => {
    const [start, end] = [string.children[0], string.children.at(-1)];
    if (start === undefined || end === undefined) return changed;
    return changed.slice(0, start.end - 1) + quote + changed.slice(start.end, end.start) + quote + changed.slice(end.end);
  }, text);
}

function isSimple(string: PyNode, quote: string): boolean {
  const isShort = string.children.at(-1)?.text.length === 1;
  return isShort && !string.text.includes(quote) && !string.text.includes('\\') && !string.text.includes('{');
}
