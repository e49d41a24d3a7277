import type { Finding } from '../core/types.js';

/** `later`: it clashes with what was taken, so the next round asks again. */
export type Answer = 'take' | 'leave' | 'silence' | 'later';

/** One finding and what has been said of it. */
export interface Card {
  /** As the engine gave it, or as it was remade with `values`. */
  readonly finding: Finding;
  readonly answer: Answer | null;
  /** The values that it was remade with; empty where it was not. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The options that were changed for this finding alone, as the person gave them. */
  readonly changed: Readonly<Record<string, unknown>>;
  /** The same place with a suppression comment as its only change, where that is the answer. */
  readonly silenced: Finding | null;
}

/** The cards of one round, in order; a value that each answer makes anew. */
export interface Session {
  readonly cards: readonly Card[];
  /** Index of the card on the screen; the number of cards once all are answered. */
  readonly at: number;
  readonly history: readonly Step[];
}

/** One answer: the card it was given on and all that it decided. */
interface Step {
  readonly on: string;
  readonly keys: readonly string[];
}

export type Rest = 'transform' | 'file';

export function openSession(findings: readonly Finding[]): Session {
  return { cards: findings.map(newCard), at: 0, history: [] };
}

export function newCard(finding: Finding): Card {
  return { finding, answer: null, values: {}, changed: {}, silenced: null };
}

/** Null once every card has an answer. */
export function currentCard({ cards, at }: Session): Card | null {
  return cards[at] ?? null;
}

/** Answers the current card, and every other whose key is given, as one step. */
export function answer(session: Session, given: Answer, others: readonly string[] = []): Session {
  const card = currentCard(session);
  if (card === null) return session;
  const keys = new Set([card.finding.key, ...others]);
  const cards = session.cards.map((one) => (keys.has(one.finding.key) ? { ...one, answer: given } : one));
  return moved({ ...session, cards, history: [...session.history, { on: card.finding.key, keys: [...keys] }] });
}

/** Answers the current card with a suppression comment. */
export function silence(session: Session, silenced: Finding): Session {
  const card = currentCard(session);
  return card === null ? session : answer(replaceCard(session, { ...card, silenced }), 'silence');
}

/** Keys of the cards without an answer that share the current card's transform or file, itself among them. */
export function restOf(session: Session, rest: Rest): string[] {
  const current = currentCard(session)?.finding;
  if (current === undefined) return [];
  const isAlike = ({ transform, path }: Finding): boolean =>
    rest === 'file' ? path === current.path : transform === current.transform;
  return session.cards.filter(({ answer: given, finding }) => given === null && isAlike(finding)).map(({ finding }) => finding.key);
}

/** Goes back to the last card that was answered and takes its answer back; null where there is none. */
export function back(session: Session): Session | null {
  const step = session.history.at(-1);
  if (step === undefined) return null;
  const cards = session.cards.map((card) => (step.keys.includes(card.finding.key) ? { ...card, answer: null, silenced: null } : card));
  const found = cards.findIndex(({ finding }) => finding.key === step.on);
  const reopened = { ...session, cards, history: session.history.slice(0, -1) };
  return found === -1 ? moved({ ...reopened, at: -1 }) : { ...reopened, at: found };
}

/** Puts a card in the place of the one with the same key. */
export function replaceCard(session: Session, card: Card): Session {
  return { ...session, cards: session.cards.map((one) => (one.finding.key === card.finding.key ? card : one)) };
}

/**
 * Puts the cards of a file that was read anew in the place of its old ones. The current card stays on the screen
 * if it is still among them, else the next one without an answer follows.
 */
export function replaceFile(session: Session, path: string, fresh: readonly Card[]): Session {
  const current = currentCard(session)?.finding.key;
  const first = session.cards.findIndex(({ finding }) => finding.path === path);
  const before = session.cards.slice(0, Math.max(first, 0));
  const after = session.cards.slice(Math.max(first, 0)).filter(({ finding }) => finding.path !== path);
  const replaced = { ...session, cards: [...before, ...fresh, ...after] };
  const at = replaced.cards.findIndex(({ finding, answer: given }) => finding.key === current && given === null);
  return at === -1 ? moved({ ...replaced, at: before.length - 1 }) : { ...replaced, at };
}

/** What is to be made: fixes that were taken and suppression comments, in order. */
export function takenIn({ cards }: Session): Finding[] {
  return cards.flatMap(({ finding, answer: given, silenced }) => {
    if (given === 'take') return [finding];
    return given === 'silence' && silenced !== null ? [silenced] : [];
  });
}

/** How many cards have each answer. */
export function tally({ cards }: Session): Readonly<Record<Answer | 'open', number>> {
  const counts = { take: 0, leave: 0, silence: 0, later: 0, open: 0 };
  for (const { answer: given } of cards) counts[given ?? 'open']++;
  return counts;
}

export function keysWith({ cards }: Session, given: Answer): string[] {
  return cards.filter((card) => card.answer === given).map(({ finding }) => finding.key);
}

/** On to the next card without an answer: behind the current one, else from the start, else behind them all. */
function moved(session: Session): Session {
  const { cards, at } = session;
  const next = cards.findIndex((card, index) => index > at && card.answer === null);
  if (next !== -1) return { ...session, at: next };
  const first = cards.findIndex((card) => card.answer === null);
  return { ...session, at: first === -1 ? cards.length : first };
}
