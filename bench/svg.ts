import type { Terminal } from '@xterm/headless';

/** Colours of a theme: the sixteen in their order, then those of the page. */
export interface Theme {
  readonly palette: readonly string[];
  readonly ink: string;
  readonly paper: string;
}

export const DARK: Theme = {
  palette: [
    '#3b4252', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d0d4dc',
    '#7f8590', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#ffffff',
  ],
  ink: '#d0d4dc',
  paper: '#1e2228',
};

export const LIGHT: Theme = {
  palette: [
    '#24292e', '#b31d28', '#116329', '#8a5a00', '#0550ae', '#7d3bb5', '#0a6c80', '#d0d4dc',
    '#6a737d', '#b31d28', '#116329', '#8a5a00', '#0550ae', '#7d3bb5', '#0a6c80', '#24292e',
  ],
  ink: '#24292e',
  paper: '#ffffff',
};

const CELL = { width: 8.4, height: 18 };
const MARGIN = 14;

interface Look {
  readonly ink: string;
  readonly paper: string | null;
  readonly isBold: boolean;
  readonly isFaint: boolean;
}

/** Cells of one row that look alike. */
interface Run extends Look {
  readonly column: number;
  readonly columns: number;
  readonly text: string;
}

/** What a terminal shows, as an SVG that needs no font but a monospaced one. */
export function svgOf(terminal: Terminal, theme: Theme, title: string): string {
  const width = Math.ceil(terminal.cols * CELL.width + 2 * MARGIN);
  const height = terminal.rows * CELL.height + 2 * MARGIN;
  const rows = Array.from({ length: terminal.rows }, (_, row) => runsOf(terminal, row, theme).map((run) => draw(run, row)).join(''));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${theme.paper}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    ...rows.filter((row) => row !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function runsOf(terminal: Terminal, row: number, theme: Theme): Run[] {
  const buffer = terminal.buffer.active;
  const line = buffer.getLine(buffer.viewportY + row);
  const runs: Run[] = [];
  for (let column = 0; line !== undefined && column < terminal.cols; column++) {
    const cell = line.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const look = lookOf(cell, theme);
    const text = cell.getChars() || ' ';
    const last = runs.at(-1);
    const isSame = last !== undefined && JSON.stringify(look) === JSON.stringify({ ink: last.ink, paper: last.paper, isBold: last.isBold, isFaint: last.isFaint });
    if (isSame) runs[runs.length - 1] = { ...last, text: last.text + text, columns: last.columns + cell.getWidth() };
    else runs.push({ ...look, column, columns: cell.getWidth(), text });
  }
  return runs.filter(({ text, paper }) => text.trim() !== '' || paper !== null);
}

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>>;

function lookOf(cell: Cell, theme: Theme): Look {
  const ink = cell.isFgDefault() ? theme.ink : (theme.palette[cell.getFgColor()] ?? theme.ink);
  const paper = cell.isBgDefault() ? null : (theme.palette[cell.getBgColor()] ?? null);
  const isInverse = cell.isInverse() !== 0;
  return {
    ink: isInverse ? (paper ?? theme.paper) : ink,
    paper: isInverse ? ink : paper,
    isBold: cell.isBold() !== 0,
    isFaint: cell.isDim() !== 0,
  };
}

/** Blanks at the ends are not drawn and those inside are hard ones: a browser would drop both. */
function draw({ column, columns, text, ink, paper, isBold, isFaint }: Run, row: number): string {
  const [x, y] = [round(MARGIN + column * CELL.width), MARGIN + row * CELL.height];
  const ground = paper === null ? '' : `<rect x="${x}" y="${y}" width="${round(columns * CELL.width)}" height="${CELL.height}" fill="${paper}"/>`;
  const inked = text.trim();
  if (inked === '') return ground;
  const before = text.length - text.trimStart().length;
  const length = columns - before - (text.length - text.trimEnd().length);
  const place = `x="${round(x + before * CELL.width)}" y="${y + 13}" textLength="${round(length * CELL.width)}"`;
  const marks = `${isBold ? ' font-weight="bold"' : ''}${isFaint ? ' opacity="0.6"' : ''}`;
  return `${ground}<text ${place} fill="${ink}"${marks}>${escaped(inked).replaceAll(' ', '\u00a0')}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
