import type { Finding, Workbench } from '../core/types.js';
import { newCard, type Card } from './session.js';

/** The cards of an edited file's findings: places that are known by their key keep their answer, and what was remade is remade. */
export async function cardsAgain(bench: Workbench, findings: readonly Finding[], cards: readonly Card[]): Promise<readonly Card[]> {
  const known = new Map(cards.map((card) => [card.finding.key, card]));
  const fresh: Card[] = [];
  for (const finding of findings) {
    const card = { ...(known.get(finding.key) ?? newCard(finding)), finding };
    fresh.push(await madeAgain(bench, card));
  }
  return fresh;
}

/** A value that does not fit any more is forgotten, and with it the answer. */
async function madeAgain(bench: Workbench, card: Card): Promise<Card> {
  if (card.answer === 'silence') return { ...card, silenced: await bench.silence(card.finding) };
  if (Object.keys(card.values).length === 0) return card;
  const made = await bench.remake(card.finding, card.values);
  return made === null ? newCard(card.finding) : { ...card, finding: made };
}
