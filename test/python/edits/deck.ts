/** Reads the deck, applies edits to texts and asks a real `python3` whether the results are Python. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import MagicString from 'magic-string';
import type { Edit } from '../../../src/core/types.js';
import { parse, type PyNode, type PyTree } from '../../../src/python/tree.js';

export interface Sample {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The cases of one file of the deck: `=== name`, the text before, `---`, the text after. */
export function deck(name: string): Sample[] {
  const text = readFileSync(`fixtures/_deck/${name}.txt`, 'utf8');
  return text.split(/^=== /m).slice(1).map((part) => {
    const title = part.slice(0, part.indexOf('\n'));
    const [before, after] = part.slice(title.length + 1).split(/^---\n/m);
    if (before === undefined || after === undefined) throw new Error(`case without ---: ${title}`);
    return { name: title, before, after };
  });
}

type Change = (text: string) => string;

const inFunction: Change = (text) => `def shelf():\n${text.replace(/^(?=.)/gm, '    ')}`;
const withTabs: Change = (text) => text.replace(/^(?: {4})+/gm, (blanks) => '\t'.repeat(blanks.length / 4));

/** The same file as other people write it. */
export const LAYOUTS: Readonly<Record<string, Change>> = {
  'as it stands': (text) => text,
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'behind characters of two units': (text) => `"é😀"; "名前"\n${text}`,
  'without a final newline': (text) => text.replace(/\n$/, ''),
  'in a function': inFunction,
  'in a function, with tabs': (text) => withTabs(inFunction(text)),
  'in a function, with CRLF': (text) => inFunction(text).replaceAll('\n', '\r\n'),
};

/** Every case in the given layouts; all of them if none is named. */
export function laidOut(samples: readonly Sample[], layouts: readonly string[] = Object.keys(LAYOUTS)): Sample[] {
  return samples.flatMap(({ name, before, after }) =>
    layouts.map((layout) => {
      const change = LAYOUTS[layout] as Change;
      return { name: `${name}, ${layout}`, before: change(before), after: change(after) };
    }),
  );
}

export function treeOf(text: string): PyTree {
  const parsed = parse(text);
  if ('problem' in parsed) throw new Error(`${parsed.problem} in ${JSON.stringify(text)}`);
  return parsed.tree;
}

/** The first node of a type, or the first whose text starts as given. */
export function first(tree: PyTree, type: string, start = ''): PyNode {
  const found = tree.nodes(type).find((node) => node.text.startsWith(start));
  if (found === undefined) throw new Error(`no ${type} ${start} in ${tree.text}`);
  return found;
}

/** Applies edits; two that overlap are an error. */
export function apply(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
  sorted.forEach(({ span }, at) => {
    const before = sorted[at - 1]?.span;
    if (before !== undefined && before.end > span.start) throw new Error(`edits overlap in ${JSON.stringify(text)}`);
  });
  const result = new MagicString(text);
  for (const { span, code } of edits) {
    if (span.start === span.end) result.appendLeft(span.start, code.text);
    else result.update(span.start, span.end, code.text);
  }
  return result.toString();
}

const COMPILE = `
import ast, json, sys
def problem(text):
    try:
        ast.parse(text.encode())
    except SyntaxError as error:
        return f"{error}: {text!r}"
print(json.dumps([said for said in map(problem, json.load(sys.stdin)) if said]))
`;

/** What `python3` has against these texts: nothing, if all of them are Python. */
export function problems(texts: readonly string[]): string[] {
  const run = spawnSync('python3', ['-c', COMPILE], { input: JSON.stringify(texts), encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as string[];
}
