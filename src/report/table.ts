import type { Paint } from './paint.js';

/** Rows under headings: text to the left, numbers to the right; the last column is not padded. */
export function renderTable(headings: readonly string[], rows: readonly (readonly (string | number)[])[], paint: Paint): string[] {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => String(row[at]).length)));
  const numeric = headings.map((_, at) => rows.every((row) => typeof row[at] === 'number'));
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, at) => (numeric[at] ? String(cell).padStart(widths[at] as number) : String(cell).padEnd(widths[at] as number)))
      .join('  ')
      .trimEnd();
  return [paint('title', line(headings)), ...rows.map(line)];
}

/**
 * Text behind a start that takes `indent` columns, broken between words so that it ends before `width`;
 * further lines are indented as much.
 */
export function wrap(start: string, indent: number, text: string, width: number | null): string[] {
  if (width === null || indent + text.length <= width) return [start + text];
  const lines: string[] = [];
  let line = start;
  let used = indent;
  for (const word of text.split(' ')) {
    const gap = used > indent ? ' ' : '';
    if (used > indent && used + gap.length + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
      used = indent + word.length;
      continue;
    }
    line += gap + word;
    used += gap.length + word.length;
  }
  return [...lines, line];
}
