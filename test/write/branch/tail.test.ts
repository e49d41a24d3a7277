import { lastLines, Tail } from '../../../src/write/branch/tail.js';

const linesOf = (text: string): string[] => lastLines([Buffer.from(text)]);

test('the last twelve lines with something on them', () => {
  const text = Array.from({ length: 30 }, (_, at) => `book ${at}\n\n`).join('');
  expect(linesOf(text)).toEqual(Array.from({ length: 12 }, (_, at) => `book ${at + 18}`));
});

test('no colours, nothing that a terminal would obey, and of a line that was written over the last state', () => {
  expect(linesOf('\u001b[31mFAILED\u001b[0m \u001b]8;;https://books.example\u0007here\u001b]8;;\u0007\u0007\r\n10%\r20%\r30%\n')).toEqual(['FAILED here', '30%']);
});

test('an endless output takes little memory and keeps its end', () => {
  const tail = new Tail();
  const page = Buffer.from('page\n'.repeat(10_000));
  for (let at = 0; at < 200; at++) tail.add(page);
  tail.add(Buffer.from('the end: обложка\n'));
  expect(tail.lines().at(-1)).toBe('the end: обложка');
  expect(tail.lines()).toHaveLength(12);
});
