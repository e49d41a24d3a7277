import { colored } from '../../src/cli/terminal.js';

test.each([
  ['auto', true, {}, true],
  ['auto', false, {}, false],
  ['auto', true, { NO_COLOR: '1' }, false],
  ['auto', true, { NO_COLOR: '' }, true],
  ['auto', true, { TERM: 'dumb' }, false],
  ['auto', false, { FORCE_COLOR: '1' }, true],
  ['auto', true, { FORCE_COLOR: '0' }, false],
  ['auto', false, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ['always', false, { NO_COLOR: '1' }, true],
  ['never', true, { FORCE_COLOR: '1' }, false],
] as const)('--color %s, a terminal: %s, %j: %s', (when, isScreen, env, expected) => {
  expect(colored(when, isScreen, env)).toBe(expected);
});
