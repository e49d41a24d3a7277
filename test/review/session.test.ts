import {
  answer, back, currentCard, openSession, replaceFile, restOf, silence, takenIn, tally, newCard, type Session,
} from '../../src/review/session.js';
import { edit, findingAt } from '../support/reports.js';

/** Two files, two transforms: covers (timeout, retry), prices (timeout, timeout). */
const FINDINGS = [
  findingAt('shop/covers.py', 0, 5),
  findingAt('shop/covers.py', 10, 15, { key: 'retry', transform: 'celery-autoretry' }),
  findingAt('shop/prices.py', 0, 5),
  findingAt('shop/prices.py', 10, 15),
];
const keyOf = (at: number): string => FINDINGS[at]?.key ?? '';
const onScreen = (session: Session): string | null => currentCard(session)?.finding.key ?? null;
const taken = (session: Session): string[] => takenIn(session).map(({ key }) => key);

describe('answers', () => {
  test('lead from card to card, and to the end behind the last', () => {
    let session = openSession(FINDINGS);
    expect(onScreen(session)).toBe(keyOf(0));
    for (const given of ['take', 'leave', 'later', 'take'] as const) session = answer(session, given);
    expect(onScreen(session)).toBeNull();
    expect(taken(session)).toEqual([keyOf(0), keyOf(3)]);
    expect(tally(session)).toEqual({ take: 2, leave: 1, later: 1, silence: 0, open: 0 });
  });

  test('for the rest of a transform or of a file are about cards without an answer', () => {
    const session = answer(openSession(FINDINGS), 'leave');
    expect(restOf(session, 'transform')).toEqual(['retry']);
    const next = answer(session, 'leave');
    expect(restOf(next, 'transform')).toEqual([keyOf(2), keyOf(3)]);
    expect(restOf(next, 'file')).toEqual([keyOf(2), keyOf(3)]);
    const first = openSession(FINDINGS);
    expect(restOf(first, 'file')).toEqual([keyOf(0), 'retry']);
    const skipping = answer(first, 'take', restOf(first, 'transform'));
    expect(onScreen(skipping)).toBe('retry');
    expect(onScreen(answer(skipping, 'leave'))).toBeNull();
  });

  test('with a suppression comment make that comment and not the fix', () => {
    const silenced = { ...FINDINGS[0], key: keyOf(0), changes: [edit('shop/covers.py', 5, 5, '  # pitstop: ignore')] };
    const session = silence(openSession(FINDINGS), silenced as (typeof FINDINGS)[number]);
    expect(takenIn(session)).toEqual([silenced]);
    expect(tally(session).silence).toBe(1);
  });
});

describe('going back', () => {
  test('takes back all that one key decided, and shows the card that it was pressed on', () => {
    const first = openSession(FINDINGS);
    const all = answer(first, 'take', restOf(first, 'transform'));
    const again = back(answer(all, 'leave'));
    expect(again && onScreen(again)).toBe('retry');
    const start = again && back(again);
    expect(start && onScreen(start)).toBe(keyOf(0));
    expect(start && taken(start)).toEqual([]);
    expect(start && back(start)).toBeNull();
  });

  test('and answering again goes on to the next card without an answer', () => {
    const session = back(answer(answer(openSession(FINDINGS), 'take'), 'take'));
    expect(session && onScreen(answer(session, 'leave'))).toBe(keyOf(2));
  });
});

describe('a file that was read anew', () => {
  test('keeps its place in the order, and the card on the screen stays', () => {
    const session = answer(openSession(FINDINGS), 'take');
    const [first, retry] = session.cards;
    const moved = replaceFile(session, 'shop/covers.py', [first, retry].flatMap((card) => (card ? [card] : [])));
    expect(moved.cards.map(({ finding }) => finding.key)).toEqual(FINDINGS.map(({ key }) => key));
    expect(onScreen(moved)).toBe('retry');
    expect(taken(moved)).toEqual([keyOf(0)]);
  });

  test('whose place is gone gives way to the next card', () => {
    const session = answer(openSession(FINDINGS), 'take');
    const [first] = session.cards;
    expect(onScreen(replaceFile(session, 'shop/covers.py', first ? [first] : []))).toBe(keyOf(2));
    expect(onScreen(replaceFile(session, 'shop/covers.py', []))).toBe(keyOf(2));
  });

  test('may have places that nobody has seen', () => {
    const fresh = newCard(findingAt('shop/covers.py', 3, 4, { key: 'fresh' }));
    expect(onScreen(replaceFile(openSession(FINDINGS), 'shop/covers.py', [fresh]))).toBe('fresh');
  });
});
