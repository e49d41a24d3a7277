import { UserError } from '../core/errors.js';
import type { Finding, Preview, Workbench } from '../core/types.js';
import { positionsIn } from '../report/position.js';
import { showPath } from '../report/text.js';
import { assignment, openInput, typeInto, type Input, type Press } from './ask.js';
import type { Guide, Offer } from './guide.js';
import { actionOf, HINTS, type Action, type View } from './keys.js';
import { paintLine } from './line.js';
import { cardsAgain } from './reread.js';
import { compose, type Screen, type Size } from './screen.js';
import { answer, back, currentCard, openSession, replaceCard, replaceFile, restOf, silence, takenIn, type Card, type Session } from './session.js';

/** What a round of a review is told. */
export interface Terms {
  /** 1 for the first. */
  readonly round: number;
  /** What to say on the first card. */
  readonly notice: string | null;
  /** Whether a finding that turns up in an edited file is one to ask about. */
  isAsked(finding: Finding): boolean;
  guideOf(transform: string): Guide;
  /** Told of every answer. */
  remember(session: Session): void;
}

/** Why a review gives the terminal back: every card has its answer, it is to stop, or a file is to be edited. */
export type Signal = { readonly kind: 'done' | 'stop' } | { readonly kind: 'edit'; readonly path: string; readonly line: number };

type Step = Signal | null | Promise<Signal | null>;

const FEW_LINES = 3;
/** Lines around a change, from press to press. */
const MORE_LINES: Readonly<Record<number, number>> = { [FEW_LINES]: 12, 12: 40, 40: Infinity, [Infinity]: FEW_LINES };
const SILENT_KEYS: readonly string[] = ['left', 'right', 'tab', 'escape', 'backspace', 'delete', ''];

/** One round: findings, what has been said of them, and what is on the screen. Keys go in, rows come out. */
export class Review {
  private view: View = 'card';
  private behind: View = 'card';
  private preview: Preview | null = null;
  private context = FEW_LINES;
  private scroll = 0;
  private notice: string | null;
  private input: Input | null = null;
  private isBusy = false;
  private shownKey: string | null = null;
  private screen: Screen = { rows: [], page: 1, last: 0 };
  private current: Session;
  private readonly isWalk: boolean;

  constructor(findings: readonly Finding[], private readonly bench: Workbench, private readonly terms: Terms) {
    this.current = openSession(findings);
    this.isWalk = findings.every(({ changes }) => changes.length === 0);
    this.notice = terms.notice;
  }

  get session(): Session {
    return this.current;
  }

  /** Has to be awaited before the first frame. */
  async start(): Promise<void> {
    await this.show();
  }

  /** What the terminal is to show: rows, joined with LF. */
  frame(size: Size, isColored: boolean): string {
    const { view, behind, isWalk, session, preview, context, scroll, notice, input, terms, bench } = this;
    const scene = { view, behind, isWalk, session, preview, context, scroll, notice, input, round: terms.round };
    this.screen = compose({ ...scene, guideOf: (id) => terms.guideOf(id), original: (path) => bench.textOf(path) }, size, isColored);
    this.scroll = Math.min(scroll, this.screen.last);
    return this.screen.rows.map((row) => paintLine(row, isColored)).join('\n');
  }

  /** Does what a key says. A key that comes while the last one is still at work is dropped: it was not meant for what comes next. */
  async press(press: Press): Promise<Signal | null> {
    if (this.isBusy) return null;
    try {
      const step = this.dispatch(press);
      this.isBusy = step instanceof Promise;
      return await step;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.notice = error.message;
      return null;
    } finally {
      this.isBusy = false;
    }
  }

  /** Looks at a file anew that has been in an editor; `problem`, if any, is what the editor ran into. */
  async edited(path: string, problem: string | null): Promise<void> {
    this.notice = problem;
    const card = currentCard(this.current);
    const files = new Set([path, ...this.current.cards.filter(touching(path)).map(({ finding }) => finding.path)]);
    for (const file of files) {
      const cards = this.current.cards.filter(({ finding }) => finding.path === file);
      const found = await this.bench.reread(file);
      const asked = found?.filter((finding) => this.terms.isAsked(finding)) ?? [];
      this.current = replaceFile(this.current, file, await cardsAgain(this.bench, asked, cards));
      if (found === null) this.notice = `${showPath(file)} cannot be read any more: its places are left`;
    }
    const isThere = this.current.cards.some(({ finding }) => finding.key === card?.finding.key);
    if (!isThere) this.notice ??= `that place in ${showPath(path)} has nothing left to fix; on to the next`;
    this.terms.remember(this.current);
    await this.show();
  }

  private dispatch(press: Press): Step {
    this.notice = null;
    if (this.view === 'input') return this.type(press);
    if (this.view === 'pick') return this.pick(press);
    const action = this.actionFor(press);
    if (action !== null) return this.actions[action]();
    if (this.view === 'help') return this.show();
    if (!SILENT_KEYS.includes(press.name)) this.notice = HINTS[this.view];
    return null;
  }

  /** Space turns pages as long as there are some. */
  private actionFor({ name }: Press): Action | null {
    if (name === 'space' && this.view !== 'end') {
      if (this.scroll < this.screen.last) return 'pageDown';
      if (this.view !== 'refused') return null;
    }
    return actionOf(this.view, name);
  }

  private readonly actions: Readonly<Record<Action, () => Step>> = {
    take: () => this.answer('take'),
    leave: () => this.answer('leave'),
    later: () => this.answer('later'),
    takeTransform: () => this.answer('take', 'transform'),
    leaveTransform: () => this.answer('leave', 'transform'),
    takeFile: () => this.answer('take', 'file'),
    back: () => this.back(),
    option: () => this.openOption(),
    ignore: () => this.ignore(),
    edit: () => this.edit(),
    context: () => this.more(),
    help: () => this.turnTo('help'),
    stop: () => ({ kind: 'stop' }),
    finish: () => ({ kind: 'done' }),
    lineDown: () => this.scrollTo(this.scroll + 1),
    lineUp: () => this.scrollTo(this.scroll - 1),
    pageDown: () => this.scrollTo(this.scroll + Math.max(this.screen.page - 1, 1)),
    pageUp: () => this.scrollTo(this.scroll - Math.max(this.screen.page - 1, 1)),
    first: () => this.scrollTo(0),
    last: () => this.scrollTo(this.screen.last),
  };

  private answer(given: 'take' | 'leave' | 'later', rest?: 'transform' | 'file'): Step {
    const { transform = '', path = '' } = currentCard(this.current)?.finding ?? {};
    const keys = rest === undefined ? [] : restOf(this.current, rest);
    this.current = answer(this.current, given, keys);
    if (rest !== undefined) this.notice = `${WORDS[given]} ${keys.length} ${rest === 'file' ? `in ${showPath(path)}` : `of ${transform}`}; \`k\` takes that back`;
    return this.answered();
  }

  private answered(): Step {
    this.terms.remember(this.current);
    return this.show();
  }

  private back(): Step {
    const before = back(this.current);
    if (before === null) {
      this.notice = 'this is the first answer of this round: there is nothing to go back to';
      return null;
    }
    this.current = before;
    return this.answered();
  }

  private async ignore(): Promise<null> {
    const card = currentCard(this.current) as Card;
    const { transform, path, span } = card.finding;
    this.current = silence(this.current, await this.bench.silence(card.finding));
    this.notice = `a comment will keep ${transform} silent at ${showPath(path)}:${this.lineOf(path, span.start)}`;
    this.terms.remember(this.current);
    await this.show();
    return null;
  }

  private edit(): Step {
    const { path, span } = (currentCard(this.current) as Card).finding;
    if (this.terms.round === 1) return { kind: 'edit', path, line: this.lineOf(path, span.start) };
    this.notice = 'the fixes of the round before are not written yet, so there is nothing to edit; `q` writes them';
    return null;
  }

  private lineOf(path: string, offset: number): number {
    return positionsIn(this.bench.textOf(path) ?? '')(offset).line;
  }

  private more(): Step {
    this.context = MORE_LINES[this.context] ?? FEW_LINES;
    this.notice = this.context === Infinity ? 'the whole file' : `${this.context} lines around it`;
    return null;
  }

  private turnTo(view: View): Step {
    this.behind = this.view;
    this.view = view;
    return this.scrollTo(0);
  }

  private scrollTo(row: number): null {
    this.scroll = Math.max(0, Math.min(row, Math.max(this.screen.last, 0)));
    return null;
  }

  private openOption(): Step {
    const { finding } = currentCard(this.current) as Card;
    const { offers } = this.terms.guideOf(finding.transform);
    const [only] = offers;
    if (only === undefined) {
      this.notice = `${finding.transform} has no option that could be changed for one place`;
      return null;
    }
    return offers.length === 1 ? this.openInput(only) : this.turnTo('pick');
  }

  private openInput(offer: Offer): Step {
    this.input = openInput(offer);
    return this.turnTo('input');
  }

  private pick({ name }: Press): Step {
    const { finding } = currentCard(this.current) as Card;
    const offer = this.terms.guideOf(finding.transform).offers[Number(name) - 1];
    if (offer !== undefined) return this.openInput(offer);
    this.view = 'card';
    return null;
  }

  private type(press: Press): Step {
    const typed = typeInto(this.input as Input, press);
    if (typed !== null && 'input' in typed) {
      this.input = typed.input;
      return null;
    }
    const { offer } = this.input as Input;
    this.input = null;
    this.view = 'card';
    return typed === null ? null : this.remake(offer, typed.value);
  }

  private async remake(offer: Offer, value: unknown): Promise<null> {
    const card = currentCard(this.current) as Card;
    const values = { ...card.values, ...offer.valuesFor(value) };
    const made = await this.bench.remake(card.finding, values);
    const told = `\`${assignment(offer.name, value)}\``;
    if (made === null || isSame(made, card.finding)) {
      this.notice = made === null ? `with ${told} there is nothing to change here; the fix stays as it was` : `${told} makes no difference here`;
      return null;
    }
    this.current = replaceCard(this.current, { ...card, finding: made, values, changed: { ...card.changed, [offer.name]: value } });
    await this.show();
    return null;
  }

  /** Puts the current card on the screen, with what taking it would do now. */
  private async show(): Promise<null> {
    const card = currentCard(this.current);
    const isAsked = card !== null && card.finding.changes.length > 0;
    this.preview = isAsked ? await this.bench.preview(card.finding, takenBefore(this.current)) : null;
    this.view = card === null ? 'end' : viewOf(this.preview);
    if (card?.finding.key !== this.shownKey) [this.scroll, this.context] = [0, FEW_LINES];
    this.shownKey = card?.finding.key ?? null;
    return null;
  }
}

const WORDS = { take: 'took', leave: 'left', later: 'put off' } as const;

function viewOf(preview: Preview | null): View {
  if (preview === null) return 'refused';
  return preview.kind === 'files' ? 'card' : preview.kind;
}

function takenBefore(session: Session): Finding[] {
  const key = currentCard(session)?.finding.key;
  return takenIn(session).filter((finding) => finding.key !== key);
}

function touching(path: string): (card: Card) => boolean {
  return ({ finding }) => finding.path !== path && finding.changes.some((change) => change.path === path);
}

function isSame(one: Finding, other: Finding): boolean {
  return JSON.stringify(one.changes) === JSON.stringify(other.changes);
}
