import type { Finding, Preview } from '../core/types.js';
import { positionsIn } from '../report/position.js';
import { plural } from '../report/report.js';
import { showPath } from '../report/text.js';
import { assignment, type Input } from './ask.js';
import { cardRows, paragraph } from './card.js';
import { typedFrom, type Guide, type Offer } from './guide.js';
import { helpRows } from './help.js';
import { keysOf, type View } from './keys.js';
import { chop, prose, segment, widthOf, wrapWords, type Line, type Segment } from './line.js';
import { currentCard, tally, type Session } from './session.js';

/** Everything that a screen is made from. */
export interface Scene {
  readonly view: View;
  /** What the help screen was asked on. */
  readonly behind: View;
  /** Whether the places are refused ones, of which nothing is asked. */
  readonly isWalk: boolean;
  readonly session: Session;
  /** 1 for the first; further rounds ask about what the fixes before them led to. */
  readonly round: number;
  /** Of the current card; null where it is refused. */
  readonly preview: Preview | null;
  /** Lines around a change. */
  readonly context: number;
  /** First row of the body on the screen. */
  readonly scroll: number;
  /** What was just done, or what is wrong. */
  readonly notice: string | null;
  readonly input: Input | null;
  guideOf(transform: string): Guide;
  original(path: string): string | null;
}

/** Columns and rows of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Rows that fill no more than the terminal, and how far the body can be scrolled. */
export interface Screen {
  readonly rows: readonly Line[];
  /** Rows of the body that are on the screen. */
  readonly page: number;
  /** The largest scroll that makes sense; 0 where the body is shown whole. */
  readonly last: number;
}

/** Where the terminal is smaller than this, rows at its right and bottom are lost. */
const LEAST: Size = { columns: 30, rows: 10 };

/** Title at the top, keys at the bottom, and between them as much of the body as there is room for. */
export function compose(scene: Scene, given: Size, isColored: boolean): Screen {
  const size = { columns: Math.max(given.columns, LEAST.columns), rows: Math.max(given.rows, LEAST.rows) };
  const width = size.columns - 1;
  const [top, body, bottom] = [titleRows(scene, width), bodyRows(scene, width, isColored), footRows(scene, width)];
  const page = Math.max(size.rows - top.length - bottom.length - 1, 1);
  const last = Math.max(body.length - page, 0);
  const from = Math.min(scene.scroll, last);
  const shown = body.slice(from, from + page);
  const filler = Array.from({ length: page - shown.length }, (): Line => []);
  const rule = last === 0 ? '' : ` rows ${from + 1} to ${from + shown.length} of ${body.length}${from < last ? ', space: on' : ''} `;
  return { rows: [...top, ...shown, ...filler, ruleRow(rule, width), ...bottom], page, last };
}

function ruleRow(words: string, width: number): Line {
  return words === '' ? [segment('─'.repeat(width), 'faint')] : [segment('──', 'faint'), segment(words), segment('─'.repeat(Math.max(width - 2 - words.length, 0)), 'faint')];
}

function titleRows(scene: Scene, width: number): Line[] {
  const { session, round } = scene;
  const card = currentCard(session);
  const rounds = round > 1 ? `  round ${round}` : '';
  if (card === null) return [[segment(scene.isWalk ? ' The end' : ` End of round ${round}`, 'bold')], []];
  const { finding } = card;
  const place = [segment(` ${session.at + 1}/${session.cards.length}`, 'bold'), segment(rounds), segment(`  ${finding.transform}`, 'bold')];
  const title: Line = [...place, segment('  '), segment(finding.verdict, finding.verdict)];
  const rows = [title, ...chop([segment(` ${placeOf(finding, scene)}`)], width)];
  return [...(scene.isWalk ? rows : withScore(rows, segment(scoreOf(session), 'faint'), width)), []];
}

/** The score at the right end of the first row that has room for it. */
function withScore(rows: readonly Line[], score: Segment, width: number): Line[] {
  const rooms = rows.map((row) => width - widthOf(row) - widthOf([score]));
  const at = rooms.findIndex((room) => room >= 2);
  return rows.map((row, index) => (index === at ? [...row, segment(' '.repeat(rooms[index] ?? 0)), score] : row));
}

function scoreOf(session: Session): string {
  const { take, leave, silence } = tally(session);
  return [`${take} taken`, `${leave} left`, ...(silence > 0 ? [`${silence} ignored`] : [])].join(', ');
}

function placeOf({ path, span }: Finding, { original }: Scene): string {
  const text = original(path);
  return text === null ? showPath(path) : `${showPath(path)}:${positionsIn(text)(span.start).line}`;
}

function bodyRows(scene: Scene, width: number, isColored: boolean): Line[] {
  const { session, preview, context, original, view } = scene;
  const card = currentCard(session);
  if (view === 'help') return helpRows({ card, view: scene.behind, guide: card === null ? null : scene.guideOf(card.finding.transform), session, width });
  if (card === null) return scene.isWalk ? walkedRows(session, width) : endRows(session, width);
  const { finding } = card;
  const face = { finding, preview, guide: scene.guideOf(finding.transform), original };
  return [...changedRows(card.changed, width), ...cardRows(face, { width, context, isColored })];
}

function changedRows(changed: Readonly<Record<string, unknown>>, width: number): Line[] {
  const words = Object.entries(changed).map(([name, value]) => `\`${assignment(name, value)}\``);
  return words.length === 0 ? [] : [...paragraph(`For this place alone: ${words.join(', ')}.`, width), []];
}

function endRows(session: Session, width: number): Line[] {
  const { take, leave, silence, later } = tally(session);
  const parts = [
    plural(take, 'fix', 'fixes') + ' taken',
    plural(leave, 'place') + ' left',
    ...(silence > 0 ? [plural(silence, 'suppression comment')] : []),
    ...(later > 0 ? [`${later} to be asked again`] : []),
  ];
  const next = take + silence > 0 ? '`y` makes them; `k` goes back to the last card.' : '`y` ends the review; `k` goes back to the last card.';
  return [...paragraph(`Every place has its answer: ${parts.join(', ')}.`, width), ...paragraph(next, width)];
}

function walkedRows(session: Session, width: number): Line[] {
  const { silence } = tally(session);
  const next = silence > 0 ? `\`y\` writes ${plural(silence, 'suppression comment')}` : '`y` ends the walk';
  return paragraph(`That was the last of ${plural(session.cards.length, 'refused place')}. ${next}; \`k\` goes back.`, width);
}

/** The last rows: what was just done, and the keys or the line on which a value is typed. */
function footRows(scene: Scene, width: number): Line[] {
  const { notice, input, view } = scene;
  const told = notice === null ? [] : wrapWords([segment(' '), ...prose(notice)], width);
  if (view === 'input' && input !== null) return [...told, ...inputRows(input, width)];
  const card = currentCard(scene.session);
  const offers = card === null ? [] : scene.guideOf(card.finding.transform).offers;
  if (view === 'pick') return [...told, ...pickRows(offers, card?.changed ?? {}, width)];
  if (view === 'help') return [...told, [segment(' Any other key leads back.', 'faint')]];
  return [...told, ...keyRows(view, offers, width)];
}

function keyRows(view: View, offers: readonly Offer[], width: number): Line[] {
  const named = keysOf(view).filter(({ action }) => action !== 'option' || offers.length > 0);
  const items = named.map(({ action, names, label }): Line => {
    const [only, other] = offers;
    const shown = action === 'option' && only !== undefined && other === undefined ? only.name : label;
    return [segment(` ${names[0] === 'return' ? 'Enter' : names[0]}`, 'key'), segment(` ${shown} `)];
  });
  const rows: Line[] = [[]];
  for (const item of items) {
    const row = rows.at(-1) ?? [];
    if (widthOf(row) + widthOf(item) > width) rows.push(item);
    else rows[rows.length - 1] = [...row, ...item];
  }
  return rows;
}

function inputRows({ offer, typed, problem }: Input, width: number): Line[] {
  const { name, describe, expects, value } = offer;
  const help = `${describe.replace(/\.$/, '')}: ${expects}. Now ${typedFrom(value)}. Enter sets it for this place alone, Esc leaves it.`;
  return [
    ...(problem === null ? [] : paragraph(`${name}: ${problem}`, width, 'alert')),
    ...paragraph(help, width, 'faint'),
    ...chop([segment(` ${name} = `, 'bold'), segment(typed), segment('_')], width),
  ];
}

function pickRows(offers: readonly Offer[], changed: Readonly<Record<string, unknown>>, width: number): Line[] {
  const rows = offers.flatMap(({ name, value, describe }, at) =>
    paragraph(`\`${at + 1}\` ${assignment(name, changed[name] ?? value)}: ${describe}`, width),
  );
  return [...rows, ...paragraph('A number picks the option to change for this place alone, Esc leaves them.', width, 'faint')];
}
