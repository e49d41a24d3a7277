import { parseArguments, type Invocation } from '../../src/cli/args.js';
import { nextCommand, nextFix } from '../../src/cli/next.js';
import { findingAt } from '../support/reports.js';

const invoked = (...argv: string[]): Invocation => parseArguments(argv, '1.2.3') as Invocation;

test('the next command looks at the same places by the same transforms', () => {
  const argv = ['audit', '--format', 'json', '--output', 'x.json', '--only', 'celery', '--safe', '--exclude', '*/old/*', 'shop'];
  expect(nextCommand('diff', invoked(...argv))).toBe("pitstop diff --only celery --safe --exclude '*/old/*' shop");
});

test('what a shell would take apart is quoted', () => {
  expect(nextCommand('diff', invoked('audit', "the author's book.py", 'new\nline.py'))).toBe(
    "pitstop diff 'the author'\\''s book.py' $'new\\nline.py'",
  );
});

test('a diff with suggested fixes leads to a fix that takes them', () => {
  expect(nextFix([findingAt('shop.py', 0, 1)], invoked('diff'))).toBe('pitstop fix --yes --suggested');
  expect(nextFix([findingAt('shop.py', 0, 1, { verdict: 'safe' })], invoked('diff'))).toBe('pitstop fix --yes');
  expect(nextFix([findingAt('shop.py', 0, 1)], invoked('diff', '--safe'))).toBe('pitstop fix --yes');
});
