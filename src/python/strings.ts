/** What can be read off string literals. */
import type { PyModule } from './module.js';
import type { PyNode, PyTree } from './tree.js';

/** Names that stand for names are followed this far. */
const DEPTH = 8;

/** The text of a plain string literal; null for anything whose text takes computing. */
export function literalText(node: PyNode | null): string | null {
  if (node?.type !== 'string' || node.children.some((child) => child.type === 'interpolation')) return null;
  const content = node.children.filter((child) => child.type === 'string_content').map((part) => part.text);
  return content.some((part) => part.includes('\\')) ? null : content.join('');
}

/**
 * The text that an expression surely begins with: of literals, f-strings, `a + b`, `'…'.format(…)`, and
 * names of any of these; `whole` says that nothing comes after it.
 */
export function leadingText(node: PyNode, module: PyModule): { readonly text: string; readonly whole: boolean } {
  return leading(node, module, DEPTH);
}

type Lead = ReturnType<typeof leadingText>;

const NOTHING: Lead = { text: '', whole: false };

function leading(node: PyNode | null, module: PyModule, depth: number): Lead {
  if (node === null || depth === 0) return NOTHING;
  const parts = partsOf(node);
  if (parts !== null) return joined(parts.map((part) => () => leading(part, module, depth)));
  if (node.type === 'string_content') return { text: node.text, whole: true };
  if (node.type === 'call') return upTo('{', leading(formatted(node), module, depth));
  if (node.type === 'binary_operator') return upTo('%', leading(node.child('left'), module, depth));
  const value = module.resolve(node);
  if (value.kind !== 'expression' || value.node === node) return NOTHING;
  return leading(value.node, value.module, depth - 1);
}

/** The expressions whose texts follow one another. */
function partsOf(node: PyNode): readonly PyNode[] | null {
  if (node.type === 'string') return node.named.filter((part) => part.type === 'string_content' || part.type === 'interpolation');
  if (node.type === 'concatenated_string' || node.type === 'parenthesized_expression') return node.named;
  if (node.type === 'interpolation') return node.named.slice(0, 1);
  if (node.type === 'binary_operator' && node.child('operator')?.type === '+') return node.named;
  return null;
}

function joined(parts: readonly (() => Lead)[]): Lead {
  let text = '';
  for (const part of parts) {
    const lead = part();
    text += lead.text;
    if (!lead.whole) return { text, whole: false };
  }
  return { text, whole: true };
}

function formatted(call: PyNode): PyNode | null {
  const callee = call.child('function');
  return callee?.type === 'attribute' && callee.child('attribute')?.text === 'format' ? callee.child('object') : null;
}

function upTo(mark: string, { text, whole }: Lead): Lead {
  const at = text.indexOf(mark);
  return at < 0 && !whole ? { text, whole } : { text: at < 0 ? text : text.slice(0, at), whole: false };
}

/** The quote that most plain strings of a file use; `"` where there is no telling. */
export function quoteOf(tree: PyTree): '"' | "'" {
  const quotes = tree.nodes('string_start').map((start) => start.text.at(-1));
  const single = quotes.filter((quote) => quote === "'").length;
  return single > quotes.length - single ? "'" : '"';
}
