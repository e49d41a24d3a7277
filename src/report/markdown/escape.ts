import { showLine } from '../text.js';

/** Text as Markdown shows it, in a line or a table's cell: its own code spans stay code, everything else is no markup. */
export function spoken(text: string): string {
  const line = showLine(text);
  const pieces = line.split(/(`[^`]+`)/);
  return pieces.map((piece, at) => (at % 2 === 1 ? inCell(piece) : escape(piece))).join('');
}

/** Code in a line or a table's cell, whatever it holds. */
export function codeSpan(text: string): string {
  const line = showLine(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return inCell(`${fence}${pad}${line}${pad}${fence}`);
}

/** A code block whose fence is longer than any in it. */
export function fenced(language: string, lines: readonly string[]): string[] {
  const fence = '`'.repeat(Math.max(3, ...lines.map(longestRun).map((run) => run + 1)));
  return [fence + language, ...lines, fence];
}

/** Text inside of HTML that stands in Markdown, such as a `summary`. */
export function inHtml(text: string): string {
  return showLine(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A cell ends at a bar, even inside of code. */
function inCell(code: string): string {
  return code.replace(/\|/g, '\\|');
}

function escape(text: string): string {
  return text.replace(/[\\`*_~<>[\]|#&]/g, '\\$&').replace(/\\&/g, '&amp;');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
