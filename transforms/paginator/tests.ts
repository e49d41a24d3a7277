/** Tests that count the rows of a page. */
import type { Finding } from '../../src/core/types.js';
import type { PyModule } from '../../src/python/module.js';
import { lineOf, type PyNode } from '../../src/python/tree.js';
import { literalText } from '../../src/python/strings.js';

/** A test that takes a list out of a response's context and wants more of it than iteration. */
export interface Tested {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  /** How many rows it expects; null where it calls a method of a queryset. */
  readonly rows: number | null;
}

export const wholeLists: readonly (readonly string[])[] = [['.context[', '.context_data[']];

const METHODS = new Set(['count', 'exists', 'filter', 'first', 'last', 'all', 'order_by', 'values_list', 'values', 'get', 'exclude']);

export function testedBy(module: PyModule): readonly Tested[] {
  if (module.role !== 'test') return [];
  return module.tree.nodes('subscript').flatMap((node) => {
    const name = literalText(node.child('subscript'));
    if (name === null || !/\.context(_data)?$/.test(node.child('value')?.text ?? '')) return [];
    const rows = expected(node);
    return rows === undefined ? [] : [{ name, path: module.path, line: lineOf(module.tree.text, node.start), rows }];
  });
}

/** Undefined for a use that a page serves as well. */
function expected(node: PyNode): number | null | undefined {
  const { parent } = node;
  if (parent?.type === 'attribute') return METHODS.has(parent.child('attribute')?.text ?? '') ? null : undefined;
  const call = parent?.type === 'argument_list' ? parent.parent : null;
  if (call?.child('function')?.text !== 'len') return undefined;
  const around = call.parent;
  const numbers = around === null ? [] : around.named.filter(({ type }) => type === 'integer').map(({ text }) => Number(text));
  return numbers[0];
}

/** Says of a fix which tests expect more rows than a page has. */
export function withTests(findings: readonly Finding[], tested: readonly Tested[]): readonly Finding[] {
  return findings.map((finding) => {
    const { size, names } = pagesIn(finding);
    const broken = tested.filter(({ name, rows }) => names.has(name) && (rows === null || rows > size));
    const places = [...new Set(broken.map(({ path, line }) => `\`${path}:${line}\``))];
    if (finding.changes.length === 0 || places.length === 0) return finding;
    const verdict = finding.verdict === 'safe' ? 'suggested' : finding.verdict;
    return { ...finding, verdict, message: `${finding.message}; ${places.join(', ')} ${places.length === 1 ? 'wants' : 'want'} all of them` };
  });
}

/** What a fix tells of its pages: how many rows they have, and the names of the context that they go by. */
export function noteOn(size: number, names: readonly string[]): string {
  return [size, ...names].join(' ');
}

function pagesIn({ note }: Finding): { readonly size: number; readonly names: ReadonlySet<string> } {
  const [size = '', ...names] = (note ?? '').split(' ');
  return { size: Number(size), names: new Set(names) };
}
