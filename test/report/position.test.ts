import { positionsIn } from '../../src/report/position.js';

test('lines and columns count from 1', () => {
  expect(positionsIn('book = 1\n')(0)).toEqual({ offset: 0, line: 1, column: 1 });
});

test('a line ends with LF, CRLF or the end of the text', () => {
  const at = positionsIn('one\r\ntwo\nthree');
  expect(at(4)).toEqual({ offset: 4, line: 1, column: 5 });
  expect(at(5)).toEqual({ offset: 5, line: 2, column: 1 });
  expect(at(9)).toEqual({ offset: 9, line: 3, column: 1 });
  expect(at(14)).toEqual({ offset: 14, line: 3, column: 6 });
});

test('a character outside the basic plane takes two columns', () => {
  expect(positionsIn("'😀' + title")(4)).toEqual({ offset: 4, line: 1, column: 5 });
});

test('the place behind a last line end is on a line of its own', () => {
  expect(positionsIn('book\n')(5)).toEqual({ offset: 5, line: 2, column: 1 });
});
