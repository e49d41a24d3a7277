import { changedWords } from '../../src/report/words.js';

const words = (removed: string[], added: string[]): { removed: string[][]; added: string[][] } => {
  const marks = changedWords(removed, added);
  const cut = (lines: string[], side: (typeof marks)['added']): string[][] =>
    lines.map((line, at) => (side[at] ?? []).map(({ start, end }) => line.slice(start, end)));
  return { removed: cut(removed, marks.removed), added: cut(added, marks.added) };
};

test('an argument that is added is marked, the call is not', () => {
  expect(words(['    get(url)'], ['    get(url, timeout=10)'])).toEqual({ removed: [[]], added: [[', timeout=10']] });
});

test('a call that is spread over several lines keeps what it had', () => {
  expect(words(['@task(bind=True)'], ['@task(', '    bind=True,', '    max_retries=5,', ')']).added).toEqual([[], [','], ['max_retries=5,'], []]);
});

test('a word is marked whole, and white space alone is not', () => {
  expect(words(['price = cost'], ['  prices = cost'])).toEqual({ removed: [['price']], added: [['prices']] });
});

test('lines with little in common are not compared', () => {
  expect(words(['return None'], ['order.ship(by=carrier)'])).toEqual({ removed: [[]], added: [[]] });
});
