import { escape, html, Markup } from './markup.js';

/** The Markdown that pages and messages are written in: paragraphs, lists, tables and code, and in a line code, emphasis and links. */
export function prose(markdown: string): Markup {
  return html`${blocksOf(markdown).map(block)}`;
}

/** Markdown of one line, such as a message. */
export function phrase(text: string): Markup {
  const pieces = text.split(/(`[^`]+`)/);
  return new Markup(pieces.map((piece, at) => (at % 2 === 1 ? `<code>${escape(piece.slice(1, -1))}</code>` : spoken(piece))).join(''));
}

function spoken(text: string): string {
  return escape(text)
    .replace(/\[([^\]]+)\]\((https:[^)\s]+)\)/g, '<a href="$2" rel="noreferrer">$1</a>')
    .replace(/\*\*([^*\s][^*]*)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[\s(])\*([^*\s][^*]*)\*(?=$|[\s.,:;)])/g, '$1<em>$2</em>');
}

function blocksOf(markdown: string): string[] {
  const blocks: string[] = [];
  let isCode = false;
  let isOpen = false;
  for (const line of markdown.split(/\r?\n/)) {
    const begins = !isOpen && line.trim() !== '';
    if (line.startsWith('```')) isCode = !isCode;
    isOpen = isCode || line.trim() !== '';
    if (begins) blocks.push(line);
    else if (isOpen) blocks[blocks.length - 1] += `\n${line}`;
  }
  return blocks;
}

function block(text: string): Markup {
  if (text.startsWith('```')) return html`<pre><code>${text.split('\n').slice(1).filter((line) => !line.startsWith('```')).join('\n')}</code></pre>`;
  if (/^[*-] /.test(text)) return html`<ul>${text.split(/\n(?=[*-] )/).map((item) => html`<li>${phrase(joined(item.slice(2)))}</li>`)}</ul>`;
  if (text.startsWith('|')) return html`<pre>${text}</pre>`;
  return html`<p>${phrase(joined(text))}</p>`;
}

function joined(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
