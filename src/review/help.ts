import { chop, indent, prose, segment, visible, wrapWords, type Line } from './line.js';
import type { Guide } from './guide.js';
import { keysOf, scrollKeysOf, type Key, type View } from './keys.js';
import { restOf, type Card, type Session } from './session.js';

/** What the help screen is about. */
export interface HelpScene {
  /** The card that it was asked on; null at the end of a round. */
  readonly card: Card | null;
  /** The view that it was asked on. */
  readonly view: View;
  readonly guide: Guide | null;
  readonly session: Session;
  readonly width: number;
}

/** The page's reason for the transform of the card, and every key. */
export function helpRows({ card, view, guide, session, width }: HelpScene): Line[] {
  const keys = keysOf(view).map((key) => keyRow(key, card, session));
  const moving = [...new Set(scrollKeysOf(view).flatMap(({ names }) => names.map(nameOf)))];
  const column = Math.max(...keys.map(([name]) => name.length)) + 4;
  return [
    ...(card === null || guide === null ? [] : reasonRows(card, guide, width)),
    [segment(' Keys', 'bold')],
    ...keys.flatMap(([name, about]) => hanging(`   ${name}`, column, about, width)),
    [],
    ...hanging('', 3, `${moving.join(', ')} move through what is taller than the screen.`, width),
  ];
}

function reasonRows({ finding }: Card, guide: Guide, width: number): Line[] {
  const [heading, text] = finding.verdict === 'refused' ? ['When it refuses', guide.refusals] : ['Why', guide.reason];
  return [[segment(` ${finding.transform}: ${heading}`, 'bold')], ...markdownRows(text, Math.min(width, 100) - 4), []];
}

/** Markdown as the pages use it: paragraphs, lists, code blocks. */
export function markdownRows(text: string, width: number): Line[] {
  const rows: Line[] = [];
  for (const block of visible(text.replace(/\n/g, '\u2028')).replace(/\u2028/g, '\n').split(/\n{2,}/)) {
    if (rows.length > 0) rows.push([]);
    const isCode = block.startsWith('```') || block.startsWith('|');
    rows.push(...(isCode ? block.split('\n').filter((line) => !line.startsWith('```')).flatMap((line) => chop([segment(line)], width)) : itemsOf(block).flatMap((item) => itemRows(item, width))));
  }
  return indent(rows, '   ');
}

/** A block as paragraphs and list items, each on one line. */
function itemsOf(block: string): string[] {
  const items: string[] = [];
  for (const line of block.split('\n')) {
    if (items.length === 0 || /^[-*] /.test(line)) items.push(line.trim());
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items;
}

function itemRows(item: string, width: number): Line[] {
  return /^[-*] /.test(item) ? hanging('-', 2, item.slice(2), width) : wrapWords(prose(item), width);
}

function keyRow({ names, about, action }: Key, card: Card | null, session: Session): [name: string, about: string] {
  const name = names.map(nameOf).join(' ');
  const many = action === 'takeFile' ? restOf(session, 'file').length : action.endsWith('Transform') ? restOf(session, 'transform').length : 0;
  const { transform = 'the transform', path = 'the file' } = card?.finding ?? {};
  const words = about.replace('{transform}', transform).replace('{path}', path);
  return [name, many > 0 ? `${words} (${many})` : words];
}

const NAMES: Readonly<Record<string, string>> = {
  return: 'Enter', space: 'Space', pagedown: 'PageDown', pageup: 'PageUp', up: 'Up', down: 'Down', home: 'Home', end: 'End',
};

function nameOf(name: string): string {
  return NAMES[name] ?? name;
}

/** Text behind a start, its further rows below its own beginning. */
function hanging(start: string, column: number, text: string, width: number): Line[] {
  const rows = wrapWords(prose(text), Math.max(width - column, 20));
  return rows.map((row, at) => [segment(at === 0 ? start.padEnd(column) : ' '.repeat(column), 'bold'), ...row]);
}
