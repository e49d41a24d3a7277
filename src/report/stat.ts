import type { PlannedFile } from '../core/types.js';
import { lineChanges, ordered, quotePath, type DiffLook, type Encode } from './diff.js';
import { plainPaint } from './paint.js';
import { plural } from './report.js';

/** How a table of changes is laid out. */
export interface StatLook extends DiffLook {
  /** Columns. Null, or none: 80, as git has it where there is no terminal. */
  readonly width?: number | null;
}

interface Row {
  readonly name: string;
  readonly added: number;
  readonly removed: number;
}

/** How wide the parts of a line are, in columns. */
interface Layout {
  readonly name: number;
  readonly number: number;
  readonly graph: number;
  /** The largest number of changed lines. */
  readonly most: number;
}

/** How many lines of each file change, and in all: what `git diff --stat` prints. Nothing changes: nothing. */
export function renderStat(files: readonly PlannedFile[], encode: Encode, { paint = plainPaint, prefix = '', width = null }: StatLook = {}): string {
  const rows = ordered(files, prefix).flatMap((file): Row[] => {
    const changes = lineChanges(file, encode);
    return changes === null ? [] : [{ name: quotePath(file.path), ...changes }];
  });
  if (rows.length === 0) return '';
  const layout = layOut(rows, width || 80);
  const lines = rows.map((row) => {
    const [plus, minus] = graph(row, layout).map((many, at) => '+-'.charAt(at).repeat(many)) as [string, string];
    const bars = [plus && paint('added', plus), minus && paint('removed', minus)].join('');
    return `${start(row, layout)}${bars === '' ? '' : ` ${bars}`}`;
  });
  return [...lines, total(rows), ''].join('\n');
}

/** The least that git leaves to the graph and to the name, and the share of a line that the graph may take from a name. */
const LEAST = { graph: 6, name: 10 };
const GRAPH_SHARE = 3 / 8;

/** What the spaces and the bar take. */
const FRAME = 6;

/** Both parts as wide as they want; where that is too much the graph gives way first, then the name. */
function layOut(rows: readonly Row[], columns: number): Layout {
  const most = Math.max(...rows.map(({ added, removed }) => added + removed));
  const longest = Math.max(...rows.map(({ name }) => name.length));
  const number = String(most).length;
  const room = Math.max(columns, LEAST.graph + LEAST.name + FRAME + number) - number - FRAME;
  if (longest + most <= room) return { name: longest, number, graph: most, most };
  const share = Math.max(Math.floor((room + number + FRAME) * GRAPH_SHARE) - number - FRAME, LEAST.graph);
  const bars = Math.min(most, share);
  if (longest > room - bars) return { name: room - bars, number, graph: bars, most };
  return { name: longest, number, graph: room - longest, most };
}

function start({ name, added, removed }: Row, { name: room, number }: Layout): string {
  return ` ${shorten(name, room).padEnd(room)} | ${String(added + removed).padStart(number)}`;
}

/** A name that is too long loses its start, up to a slash if there is one. */
function shorten(name: string, room: number): string {
  if (name.length <= room) return name;
  const end = name.slice(name.length - Math.max(room - 3, 0));
  const slash = end.indexOf('/');
  return `...${slash < 0 ? end : end.slice(slash)}`;
}

/** How many characters stand for added and for removed lines; each kind that there is has one at least. */
function graph({ added, removed }: Row, { graph: room, most }: Layout): [plus: number, minus: number] {
  if (room > most) return [added, removed];
  const scale = (many: number): number => (many === 0 ? 0 : 1 + Math.floor((many * (room - 1)) / most));
  const both = added > 0 && removed > 0;
  const all = Math.max(scale(added + removed), both ? 2 : 0);
  if (added < removed) return [scale(added), all - scale(added)];
  return [all - scale(removed), scale(removed)];
}

function total(rows: readonly Row[]): string {
  const added = rows.reduce((sum, row) => sum + row.added, 0);
  const removed = rows.reduce((sum, row) => sum + row.removed, 0);
  return ` ${[
    `${plural(rows.length, 'file')} changed`,
    ...(added > 0 || removed === 0 ? [`${plural(added, 'insertion')}(+)`] : []),
    ...(removed > 0 || added === 0 ? [`${plural(removed, 'deletion')}(-)`] : []),
  ].join(', ')}`;
}
