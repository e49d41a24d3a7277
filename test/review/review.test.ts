import { numberOption, perFinding } from '../../src/core/options.js';
import type { Gate } from '../../src/core/types.js';
import { runTexts } from '../../src/engine/run.js';
import { defineTransform, type Transform } from '../../src/python/define.js';
import { guideOf, type Offer } from '../../src/review/guide.js';
import { Review, type Signal, type Terms } from '../../src/review/review.js';
import { keysWith, takenIn } from '../../src/review/session.js';
import { giving, has, insert, nameOfCall } from '../support/transforms.js';

const SIZE = { columns: 80, rows: 30 };
const PAGE = '# ship-by\n\n## Why\n\nA parcel without a carrier stays in the shop for good and nobody knows of it. More.\n\n## When it refuses\n\n- Never.\n';
const byPost = giving('ship', "by='post'");
const byDays = giving('ship', 'days=3');

/** Plays each round of a review: the script gets a round's review and gives what ends it. */
async function play(
  files: Record<string, string>,
  transforms: readonly Transform[],
  script: (review: Review, round: number) => Promise<void>,
  terms: Partial<Terms> = {},
) {
  let round = 0;
  const gate: Gate = async (findings, bench) => {
    round += 1;
    const review = new Review(findings, bench, {
      round, notice: null, isAsked: () => true, guideOf: () => guideOf(PAGE, []), remember: () => undefined, ...terms,
    });
    await review.start();
    await script(review, round);
    for (const { finding, answer } of review.session.cards) if (answer === 'later') bench.postpone(finding);
    return takenIn(review.session);
  };
  return runTexts(files, transforms.map((transform) => ({ transform })), { gate });
}

async function press(review: Review, keys: string): Promise<Signal | null> {
  let signal: Signal | null = null;
  for (const key of keys) signal = await review.press({ name: key === '\r' ? 'return' : key === ' ' ? 'space' : key, text: key });
  return signal;
}

const shown = (review: Review): string => review.frame(SIZE, false);
const after = ({ files }: { readonly files: readonly { readonly after: string }[] }): string | undefined => files[0]?.after;

test('a card says where it is, what it is, why, and what would change', async () => {
  await play({ 'shop.py': 'ship(book)\n' }, [byPost], async (review) => {
    const rows = shown(review).split('\n').map((row) => row.trimEnd());
    expect(rows.slice(0, 9)).toEqual([
      ' 1/1  ship-by  safe' + ' '.repeat(45) + '0 taken, 0 left',
      ' shop.py:1',
      '',
      ' `ship` has no argument.',
      ' Why: A parcel without a carrier stays in the shop for good and nobody knows of',
      ' it.',
      '',
      ' 1 - ship(book)',
      "   + ship(book, by='post')",
    ]);
    expect(rows).toHaveLength(SIZE.rows);
  });
});

describe('a card that clashes with something taken', () => {
  const files = { 'shop.py': 'ship(book)\n' };

  test('says with what, cannot be taken, and y has it asked again in the next round', async () => {
    const seen: string[] = [];
    const outcome = await play(files, [byPost, byDays], async (review, round) => {
      if (round === 1) {
        await press(review, 'y');
        seen.push(shown(review));
        await press(review, '?');
        expect(shown(review)).toMatch(/^ {3}y +ask again in the next round/m);
        await press(review, 'x');
        expect(await press(review, 'a')).toBeNull();
        expect(takenIn(review.session)).toHaveLength(1);
      }
      if (round === 2) seen.push(shown(review));
      expect(await press(review, 'yy')).toEqual({ kind: 'done' });
    });
    expect(seen[0]).toContain('This clashes with a fix that you took: `ship-by` at shop.py:1');
    expect(seen[1]).toMatch(/^ 1\/1 {2}round 2 {2}ship-days/);
    expect(seen[1]).toContain("+ ship(book, by='post', days=3)");
    expect(after(outcome)).toBe("ship(book, by='post', days=3)\n");
  });

  test('is a card like any other once k has taken the other back', async () => {
    const outcome = await play(files, [byPost, byDays], async (review) => {
      await press(review, 'yknyy');
    });
    expect(after(outcome)).toBe('ship(book, days=3)\n');
  });

  test('n leaves it for good', async () => {
    const rounds: number[] = [];
    const outcome = await play(files, [byPost, byDays], async (review, round) => {
      rounds.push(round);
      await press(review, 'yny');
    });
    expect(rounds).toEqual([1]);
    expect(after(outcome)).toBe("ship(book, by='post')\n");
  });
});

describe('an option for one place alone', () => {
  const option = perFinding(numberOption(3, 'Days that a parcel may take'), (days) => ({ days }));
  const late = defineTransform({
    id: 'ship-days',
    summary: 'Say how long a parcel may take',
    family: 'bookshop',
    safety: 'suggested',
    references: [],
    messages: { missing: 'may take for ever' },
    options: { days: option },
    match: { literals: ['ship'], nodes: ['call'] },
    fix(call, { options: { days }, suggest }) {
      if (nameOfCall(call) !== 'ship' || has(call, 'days=') || days > 100) return null;
      return suggest(call, 'missing', {}, [insert(call.end - 1, `, days=${days}`)]);
    },
  }) as unknown as Transform;
  const offer: Offer = {
    name: 'days', describe: option.describe, expects: option.expects, value: 3,
    misfit: (value) => (option.accepts(value) ? null : 'expected a number'), valuesFor: (days) => ({ days }),
  };
  const terms = { guideOf: () => guideOf(PAGE, [offer]) };

  test('changes this edit and no other', async () => {
    const outcome = await play({ 'shop.py': 'ship(a)\nship(b)\n' }, [late], async (review) => {
      await press(review, 'o');
      expect(shown(review)).toContain(' days = _');
      await press(review, '7\r');
      expect(shown(review)).toContain('For this place alone: `days = 7`.');
      await press(review, 'yyy');
    }, terms);
    expect(after(outcome)).toBe('ship(a, days=7)\nship(b, days=3)\n');
  });

  test('a value that does not fit, changes nothing or leaves nothing to change is one line, and the card stays', async () => {
    await play({ 'shop.py': 'ship(a)\n' }, [late], async (review) => {
      await press(review, 'osoon\r');
      expect(shown(review)).toContain('days: expected a number');
      await review.press({ name: 'escape', text: '' });
      await press(review, 'o3\r');
      expect(shown(review)).toContain('`days = 3` makes no difference here');
      await press(review, 'o500\r');
      expect(shown(review)).toContain('with `days = 500` there is nothing to change here');
      expect(shown(review)).toContain('ship(a, days=3)');
    }, terms);
  });
});

test('what was left is told after every answer, also when it is taken back', async () => {
  const told: number[] = [];
  const remember = (session: Parameters<Terms['remember']>[0]): void => void told.push(keysWith(session, 'leave').length);
  await play({ 'shop.py': 'ship(a)\nship(b)\nship(c)\n' }, [byPost], async (review) => void (await press(review, 'nknyn')), { remember });
  expect(told).toEqual([1, 0, 1, 1, 2]);
});

test('a key while the last one is at work is dropped', async () => {
  await play({ 'shop.py': 'ship(a)\nship(b)\n' }, [byPost], async (review) => {
    const both = ['n', 'n'].map((name) => review.press({ name, text: name }));
    await Promise.all(both);
    expect(shown(review)).toMatch(/^ 2\/2/);
  });
});
