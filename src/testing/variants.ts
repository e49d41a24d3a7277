/** The same program written otherwise: what a transform says of it, and does to it, must not change. */
export interface Variant {
  readonly name: string;
  /** The variant of a text, or null where the text has none. */
  make(text: string): string | null;
  /** Whether added imports land elsewhere, so that only findings can be compared where there are any. */
  readonly movesImports: boolean;
  /** How often each finding is found. */
  readonly times: number;
}

export const VARIANTS: readonly Variant[] = [
  variant('CRLF line ends', (text) => (text.includes('\r') ? null : text.replaceAll('\n', '\r\n'))),
  variant('a first line with astral characters', (text) => (startsWithHeader(text) ? null : `# é😀\n${text}`)),
  variant('tabs', tabbed),
  variant('no final newline', (text) => (text.endsWith('\n') ? text.slice(0, -1) : null)),
  variant('a last line with a comment', (text) => `${text}# the end\n`),
  variant('inside a def', (text) => (canMove(text) ? `def shop():\n${indented(text)}` : null), true),
  variant('twice', (text) => (canMove(text) ? `${text}\n\ndef again():\n${indented(text)}` : null), true, 2),
];

function variant(name: string, make: Variant['make'], movesImports = false, times = 1): Variant {
  return { name, make, movesImports, times };
}

/** A shebang or a coding cookie has to stay where it is. */
function startsWithHeader(text: string): boolean {
  return /^#.*(!|coding[:=])/.test(text);
}

/** Null for a text that has tabs, or blocks that are not indented by four. */
function tabbed(text: string): string | null {
  if (text.includes('\t') || !/^ {4}\S/m.test(text)) return null;
  if (/:[ ]*(#.*)?\n( {1,3}| {5,7})\S/.test(text)) return null;
  return text.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
}

/** What stands only at the top of a module, or reaches for the module's scope, cannot be put into a function. */
function canMove(text: string): boolean {
  const isBound = /from __future__|import \*|\bglobal\b|\bnonlocal\b|\\\n|__name__|__all__/.test(text);
  return text.endsWith('\n') && !isBound && /^[^\s#]/m.test(text);
}

function indented(text: string): string {
  return text.replace(/^(?=[^\n])/gm, '    ');
}
