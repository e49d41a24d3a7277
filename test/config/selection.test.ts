import { expand } from '../../src/config/selection.js';

const CATALOGUE = [
  { id: 'celery-autoretry', family: 'celery' },
  { id: 'celery-retry-repair', family: 'celery' },
  { id: 'request-timeout', family: 'http' },
];

test('a family stands for all its transforms', () => {
  expect(expand(['celery'], CATALOGUE, '--only')).toEqual(['celery-autoretry', 'celery-retry-repair']);
});

test('ids come in the order of the catalogue and once', () => {
  expect(expand(['request-timeout', 'celery', 'celery-autoretry'], CATALOGUE, '--only')).toEqual([
    'celery-autoretry',
    'celery-retry-repair',
    'request-timeout',
  ]);
});

test('a name that is neither id nor family suggests the nearest', () => {
  expect(() => expand(['celry'], CATALOGUE, '--skip')).toThrow('--skip: there is no transform or family "celry"; did you mean "celery"?');
});
