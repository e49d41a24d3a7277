/** Numbers and texts as Python reads them. */
import type { PyNode } from '../../python/tree.js';

export function numberOf(digits: string): number {
  return Number(digits.replaceAll('_', '').replace(/^0o/i, '0o'));
}

/** The text of a string literal, escapes undone; null for an f-string with fields and for bytes. */
export function textOf(node: PyNode): string | null {
  if (node.type === 'concatenated_string') {
    const parts = node.named.map(textOf);
    return parts.includes(null) ? null : parts.join('');
  }
  if (node.type !== 'string' || node.children.some((child) => child.type === 'interpolation')) return null;
  const prefix = (node.children[0]?.text ?? '').replace(/["']+$/, '').toLowerCase();
  if (prefix.includes('b')) return null;
  const content = node.children.filter((child) => child.type === 'string_content').map((part) => part.text);
  return prefix.includes('r') ? content.join('') : content.join('').replace(/\\(\r?\n|.)/g, unescaped);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '', '\r\n': '' };

function unescaped(whole: string, character: string): string {
  return ESCAPES[character] ?? (/[\\'"]/.test(character) ? character : whole);
}
