import { POLICY_OPTIONS, policyFor, spanOf, sparedBy } from '../../src/celery/policy.js';

const DEFAULTS = {
  exceptions: 'infer',
  backoff: 10,
  'backoff-max': 600,
  jitter: true,
  'max-retries': 5,
  delay: null,
  bind: false,
  'non-idempotent': 'refuse',
  'dont-autoretry-for': null,
  tasks: [],
} as const;

const NOBODY: ReadonlySet<string> = new Set();

it('waits as long as the delays of its attempts take together', () => {
  expect(spanOf(policyFor([], DEFAULTS, NOBODY))).toBe(310);
  expect(spanOf(policyFor([], { ...DEFAULTS, backoff: true, 'max-retries': 3 }, NOBODY))).toBe(7);
  expect(spanOf(policyFor([], { ...DEFAULTS, backoff: 60 }, NOBODY))).toBe(1500);
  expect(spanOf(policyFor([], { ...DEFAULTS, backoff: false, 'max-retries': 3 }, NOBODY))).toBe(540);
  expect(spanOf(policyFor([], { ...DEFAULTS, backoff: 0, delay: 60, 'max-retries': 3 }, NOBODY))).toBe(180);
});

it('takes the first table that fits one of the names of a task', () => {
  const options = { ...DEFAULTS, tasks: [{ match: 'sync_*', 'max-retries': 3 }, { match: '*', 'max-retries': 8 }] };
  expect(policyFor(['sync_prices'], options, NOBODY)['max-retries']).toBe(3);
  expect(policyFor(['probe', 'shop.tasks.probe'], options, NOBODY)['max-retries']).toBe(8);
});

it('drops the default backoff for a delay that was asked for', () => {
  expect(policyFor([], { ...DEFAULTS, delay: 60 }, NOBODY).backoff).toBe(false);
  expect(policyFor([], { ...DEFAULTS, delay: 60 }, new Set(['backoff'])).backoff).toBe(10);
});

it('spares what is not meant to be retried where everything is', () => {
  expect(sparedBy(policyFor([], DEFAULTS, NOBODY), ['Exception'])).toHaveLength(2);
  expect(sparedBy(policyFor([], DEFAULTS, NOBODY), ['OSError'])).toEqual([]);
  expect(sparedBy(policyFor([], { ...DEFAULTS, 'dont-autoretry-for': [] }, NOBODY), ['Exception'])).toEqual([]);
});

it.each([
  ['exceptions', 'infer', true],
  ['exceptions', ['Exception'], true],
  ['exceptions', 'Exception', false],
  ['exceptions', ['a-b'], false],
  ['backoff', false, true],
  ['backoff', -1, false],
  ['delay', 60, true],
  ['delay', '60', false],
  ['tasks', [{ match: 'a*', bind: true, 'max-retries': 3 }], true],
  ['tasks', [{ bind: true }], false],
  ['tasks', [{ match: 'a*', binds: true }], false],
  ['tasks', [{ match: 'a*', 'max-retries': 'many' }], false],
] as const)('option %s: whether %j is accepted', (name, value, expected) => {
  expect(POLICY_OPTIONS[name].accepts(value)).toBe(expected);
});
