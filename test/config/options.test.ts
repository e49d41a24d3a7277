import { settle } from '../../src/config/options.js';
import { choiceOption, listOption, numberOption } from '../../src/core/options.js';

const OPTIONS = {
  seconds: numberOption(10, 'How long to wait.'),
  placement: choiceOption('inline', ['inline', 'constant'], 'Where the value goes.'),
  hosts: listOption([], 'Hosts that are slow.'),
};
const WHERE = 'pyproject.toml: tool.pitstop.request-timeout';

test('without anything given the defaults hold, chosen by nobody', () => {
  expect(settle(OPTIONS, {}, WHERE)).toEqual({ values: { seconds: 10, placement: 'inline', hosts: [] }, chosen: [] });
});

test('a value given replaces its default and counts as chosen', () => {
  const { values, chosen } = settle(OPTIONS, { seconds: 5, hosts: ['books.example'] }, WHERE);
  expect(values).toEqual({ seconds: 5, placement: 'inline', hosts: ['books.example'] });
  expect(chosen).toEqual(['seconds', 'hosts']);
});

test('an option that does not exist suggests the nearest', () => {
  expect(() => settle(OPTIONS, { secnds: 5 }, WHERE)).toThrow(`${WHERE}.secnds: there is no such option; did you mean "seconds"?`);
});

test('a name that every object has is not an option', () => {
  expect(() => settle(OPTIONS, { toString: 5 }, WHERE)).toThrow(`${WHERE}.toString: there is no such option`);
});

test.each([
  [{ seconds: 'five' }, `${WHERE}.seconds: expected a number, not "five"`],
  [{ seconds: Infinity }, `${WHERE}.seconds: expected a number, not Infinity`],
  [{ placement: 'above' }, `${WHERE}.placement: expected one of "inline", "constant", not "above"`],
  [{ hosts: 'books.example' }, `${WHERE}.hosts: expected a list of strings, not "books.example"`],
])('a value that does not fit says what would: %j', (given, message) => {
  expect(() => settle(OPTIONS, given, WHERE)).toThrow(message);
});
