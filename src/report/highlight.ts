import type { ElementContent, Root, RootContent } from 'hast';
import { common, createLowlight } from 'lowlight';

export type Language = 'python' | 'html' | 'plain';

/** What a piece of code is, as far as colours tell it. */
export type Kind = 'keyword' | 'string' | 'comment' | 'number' | 'name' | 'builtin' | 'decorator' | 'plain';

/** A piece of one line. */
export interface Token {
  readonly text: string;
  readonly kind: Kind;
}

/** The grammars that the files of a Django project need; Django's tags are found in what HTML leaves plain. */
const GRAMMARS: Readonly<Record<Exclude<Language, 'plain'>, string>> = { python: 'python', html: 'xml' };

const lowlight = createLowlight(Object.fromEntries(Object.entries(common).filter(([name]) => Object.values(GRAMMARS).includes(name))));

const KINDS: Readonly<Record<string, Kind>> = {
  'hljs-keyword': 'keyword', 'hljs-literal': 'keyword', 'hljs-name': 'keyword',
  'hljs-string': 'string', 'hljs-regexp': 'string',
  'hljs-comment': 'comment', 'hljs-doctag': 'comment',
  'hljs-number': 'number',
  'hljs-title': 'name',
  'hljs-built_in': 'builtin', 'hljs-attr': 'builtin',
  'hljs-meta': 'decorator',
  'hljs-params': 'plain', 'hljs-subst': 'plain',
};

const TEMPLATE_TAG = /(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})/;

/** The language of a file, by its path. */
export function languageOf(path: string): Language {
  if (/\.pyi?$/.test(path)) return 'python';
  return /\.(html?|xml|svg)$/.test(path) ? 'html' : 'plain';
}

/**
 * The tokens of each line. Joined, a line's tokens are the line without its LF; a CR stays. A text that ends
 * with LF has an empty last line.
 */
export function highlight(text: string, language: Language): readonly (readonly Token[])[] {
  if (language === 'plain') return text.split('\n').map((line) => (line === '' ? [] : [{ text: line, kind: 'plain' }]));
  const tokens = piecesOf(lowlight.highlight(GRAMMARS[language], text), 'plain');
  return linesOf(language === 'html' ? tokens.flatMap(withTags) : tokens);
}

function piecesOf(node: Root | RootContent | ElementContent, kind: Kind): Token[] {
  if (node.type === 'text') return [{ text: node.value, kind }];
  if (!('children' in node)) return [];
  const own = node.type === 'element' ? kindOf(node.properties['className'], kind) : kind;
  return node.children.flatMap((child) => piecesOf(child, own));
}

function kindOf(names: unknown, outer: Kind): Kind {
  const known = Array.isArray(names) ? names.map((name) => KINDS[String(name)]).find((kind) => kind !== undefined) : undefined;
  return known ?? outer;
}

function withTags(token: Token): Token[] {
  const parts = token.text.split(TEMPLATE_TAG).map((text, at): Token => ({ text, kind: at % 2 === 1 ? 'decorator' : token.kind }));
  return parts.filter(({ text }) => text !== '');
}

function linesOf(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]];
  for (const { text, kind } of tokens) {
    const [first = '', ...further] = text.split('\n');
    if (first !== '') lines.at(-1)?.push({ text: first, kind });
    for (const line of further) lines.push(line === '' ? [] : [{ text: line, kind }]);
  }
  return lines;
}
