import { sift } from '../../../src/write/branch/sift.js';

const thirty = Array.from({ length: 30 }, (_, at) => at);

/** Sifts with a judge that is red where any of these sets is complete, and counts how often it is asked. */
async function sifted(items: readonly number[], red: readonly (readonly number[])[], before: readonly number[] = []) {
  const asked: (readonly number[])[] = [];
  const isGreen = (kept: readonly number[]): Promise<boolean> => {
    asked.push(kept);
    return Promise.resolve(!red.some((set) => set.every((item) => kept.includes(item))));
  };
  const { kept, dropped } = await sift(before, items, isGreen);
  return { kept, dropped: dropped.map(({ item }) => item), among: dropped.map(({ among }) => among), asked };
}

test('where all are green together, one question is enough', async () => {
  expect(await sifted(thirty, [])).toMatchObject({ kept: thirty, dropped: [], asked: [thirty] });
});

test('two that turn red by themselves are found among thirty, and nothing else is dropped', async () => {
  const { kept, dropped, asked } = await sifted(thirty, [[7], [22]]);
  expect(dropped).toEqual([7, 22]);
  expect(kept).toEqual(thirty.filter((item) => item !== 7 && item !== 22));
  expect(asked.length).toBeLessThanOrEqual(20);
});

test('of two that only together turn red one is kept', async () => {
  const { kept, dropped } = await sifted(thirty, [[3, 28]]);
  expect(dropped).toEqual([28]);
  expect(kept).toContain(3);
});

test('one that clashes with what an earlier commit took is dropped', async () => {
  expect(await sifted([10, 11, 12], [[2, 11]], [1, 2])).toMatchObject({ kept: [10, 12], dropped: [11] });
});

test('what is kept was seen to be green as it is', async () => {
  const { kept, asked } = await sifted(thirty, [[0, 1], [5], [5, 29], [12, 13, 14]]);
  expect(asked).toContainEqual(kept);
});

test('each dropped one comes with what it was tried among, which was asked about', async () => {
  const { dropped, among, asked } = await sifted(thirty, [[7], [22]]);
  dropped.forEach((item, at) => expect(asked).toContainEqual([...(among[at] ?? []), item]));
});

test('a judge that is always red ends with nothing kept', async () => {
  const { kept, dropped, asked } = await sifted(thirty, [[]]);
  expect({ kept, dropped }).toEqual({ kept: [], dropped: thirty });
  expect(asked.length).toBeLessThanOrEqual(60);
});

test('a judge of moods comes to an end, with nothing lost and nothing twice', async () => {
  let seed = 7;
  const moody = (): Promise<boolean> => Promise.resolve((seed = (seed * 48271) % 2147483647) % 3 === 0);
  const { kept, dropped } = await sift([], thirty, moody);
  expect([...kept, ...dropped.map(({ item }) => item)].sort((one, other) => one - other)).toEqual(thirty);
});
