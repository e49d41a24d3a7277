import { nearest, suggestion } from '../../src/config/nearest.js';

const IDS = ['celery-autoretry', 'celery-retry-repair', 'request-timeout'];

test.each([
  ['requst-timeout', 'request-timeout'],
  ['request_timeout', 'request-timeout'],
  ['Request-Timeout', 'request-timeout'],
  ['celery-autorerty', 'celery-autoretry'],
  ['timeout', 'request-timeout'],
  ['retry-repair', 'celery-retry-repair'],
])('%s is near %s', (word, expected) => {
  expect(nearest(word, IDS)).toBe(expected);
});

test.each(['bookshop', 'x', '', 'gzip'])('%j is near nothing', (word) => {
  expect(nearest(word, IDS)).toBeNull();
});

test('a swap of two neighbours is as near as one wrong letter', () => {
  expect(nearest('txet', ['taxes', 'text'])).toBe('text');
});

test('the end of a message is empty where nothing is near', () => {
  expect(suggestion('jsno', ['text', 'json'])).toBe('; did you mean "json"?');
  expect(suggestion('bookshop', ['text', 'json'])).toBe('');
});
