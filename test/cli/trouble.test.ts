import { exitCode } from '../../src/cli/exit.js';
import { crashText, faultText, mendText } from '../../src/cli/trouble.js';
import { UserError } from '../../src/core/errors.js';

const FAULT = { transform: 'request-timeout', path: 'shop/covers.py', step: 'names' as const, message: '`timeout` became\nunbound' };

test.each([
  [[], 3, false, 0],
  [[], 0, true, 0],
  [[], 3, true, 1],
  [[FAULT], 0, false, 3],
  [[FAULT], 3, true, 3],
])('faults %j, %d left, --check %s: exit code %d', (faults, remaining, check, code) => {
  expect(exitCode({ faults }, remaining, check)).toBe(code);
});

test('a fault is a text for a bug report: what, where, at which step, on which machine', () => {
  const text = faultText([FAULT], '1.2.3');
  expect(text).toContain('\n  request-timeout, shop/covers.py, names: `timeout` became unbound\n');
  expect(text).toContain(`pitstop 1.2.3, node ${process.version}`);
});

test('a crash shows its stack only to those who ask', () => {
  const error = new TypeError('no Book');
  expect(crashText(error, ['audit', 'shop'], '1.2.3', false)).not.toContain('trouble.test');
  expect(crashText(error, ['audit', 'shop'], '1.2.3', false)).toContain('TypeError: no Book\n  pitstop audit shop\n');
  expect(crashText(error, ['audit', 'shop'], '1.2.3', true)).toContain('trouble.test');
});

test('what the user can mend is one line, whatever is in it', () => {
  expect(mendText(new UserError('new\nline.py: no such file', 'look\u001b[31m again'))).toBe(
    'pitstop: new line.py: no such file (look\\u001b[31m again)',
  );
});
