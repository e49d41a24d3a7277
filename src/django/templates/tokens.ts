/** A Django template as its lexer sees it. */
import type { Span } from '../../core/types.js';

export interface Token {
  readonly kind: 'variable' | 'tag';
  /** Without the braces and the blanks beside them. */
  readonly content: string;
  readonly at: Span;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** What is written but never rendered: `{# … #}` and `{% comment %}`. */
  readonly comments: readonly Span[];
}

/** Django's own pattern: a tag does not go on in the next line. */
const TAG = /\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}/g;

/** The tags and variables of a template, without those in comments and in `{% verbatim %}`. */
export function tokenize(text: string): Tokens {
  const tokens: Token[] = [];
  const comments: Span[] = [];
  let until: { readonly end: string; readonly from: number; readonly isComment: boolean } | null = null;
  for (const match of text.matchAll(TAG)) {
    const at = { start: match.index, end: match.index + match[0].length };
    const content = match[0].slice(2, -2).trim();
    const isTag = match[0].startsWith('{%');
    if (until !== null) {
      if (!isTag || content !== until.end) continue;
      if (until.isComment) comments.push({ start: until.from, end: at.end });
      until = null;
    } else if (match[0].startsWith('{#')) comments.push(at);
    else if (isTag && /^(comment|verbatim)(\s|$)/.test(content)) until = { end: endOf(content), from: at.start, isComment: content.startsWith('comment') };
    else tokens.push({ kind: isTag ? 'tag' : 'variable', content, at });
  }
  if (until?.isComment === true) comments.push({ start: until.from, end: text.length });
  return { tokens, comments };
}

/** `{% verbatim cart %}` ends at `{% endverbatim cart %}`, a comment's note is not repeated. */
function endOf(content: string): string {
  return content.startsWith('comment') ? 'endcomment' : `end${content}`;
}

const WORD = /(?:[^\s'"]*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)+|\S+/g;

/** The words of a tag; blanks within quotes part nothing. */
export function wordsOf(content: string): readonly string[] {
  return content.match(WORD) ?? [];
}

/** A text of the same length in which some ranges are blank; line ends stay. */
export function blanked(text: string, spans: readonly Span[]): string {
  let done = '';
  let at = 0;
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    done += text.slice(at, from) + text.slice(from, end).replace(/[^\r\n]/g, ' ');
    at = end;
  }
  return done + text.slice(at);
}
