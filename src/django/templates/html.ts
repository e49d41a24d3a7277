/** The elements of a page, as far as a template shows them. */
import type { Span } from '../../core/types.js';

export interface Element {
  readonly tag: string;
  /** The start tag as written, cut short where it is long. */
  readonly opening: string;
  /** From `<` to behind `>`; with its end tag. */
  readonly at: Span;
  /** Where its content ends. */
  readonly inner: number;
  /** The blanks that the line of its end tag starts with; null where something follows it on that line. */
  readonly indent: string | null;
}

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
const TAG = /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)(\/?)>/g;
const RAW = new Set(['script', 'style', 'textarea']);
/** A start tag longer than this tells nothing more. */
const LONGEST = 300;

interface Open {
  readonly tag: string;
  /** Its start tag. */
  readonly at: Span;
}

/**
 * Elements with an end tag, in the order in which they end. `blank` is the text with everything blank that is no HTML,
 * `text` the template itself. End tags that fit nothing are passed over, as browsers do.
 */
export function elementsOf(blank: string, text: string): readonly Element[] {
  const found: Element[] = [];
  const open: Open[] = [];
  let raw: string | null = null;
  for (const match of blank.matchAll(TAG)) {
    const tag = match[2]?.toLowerCase();
    if (tag === undefined || (raw !== null && !(match[1] === '/' && tag === raw))) continue;
    const at = { start: match.index, end: match.index + match[0].length };
    if (match[1] === '/') {
      raw = null;
      const last = open.findLastIndex((one) => one.tag === tag);
      const opened = open[last];
      if (opened === undefined) continue;
      open.length = last;
      found.push(element(opened, at, text));
    } else if (!VOID.has(tag) && match[4] !== '/') {
      open.push({ tag, at });
      if (RAW.has(tag)) raw = tag;
    }
  }
  return found;
}

function element({ tag, at }: Open, close: Span, text: string): Element {
  const line = text.lastIndexOf('\n', close.start - 1) + 1;
  const isLast = /^[ \t]*(\r?\n|$)/.test(text.slice(close.end, close.end + 200));
  const indent = isLast ? (/^[ \t]*/.exec(text.slice(line, line + 200))?.[0] ?? '') : null;
  return { tag, opening: text.slice(at.start, Math.min(at.end, at.start + LONGEST)), at: { start: at.start, end: close.end }, inner: close.start, indent };
}
