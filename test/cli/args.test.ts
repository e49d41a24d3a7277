import { parseArguments, type Invocation } from '../../src/cli/args.js';
import { UserError } from '../../src/core/errors.js';

function parse(...argv: string[]): Invocation {
  const asked = parseArguments(argv, '1.2.3');
  if ('mistaken' in asked) throw new Error(`printed: ${asked.text}`);
  return asked;
}

function messageOf(...argv: string[]): string {
  try {
    parseArguments(argv, '1.2.3');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('nothing was wrong');
}

test('options may stand before and after the paths, lists may be repeated or joined by commas', () => {
  const { command, operands, flags } = parse('audit', '--only', 'celery,request-timeout', 'shop', '--only', 'http', 'orders', '--exclude', 'a', '--exclude', 'b,c');
  expect(command).toBe('audit');
  expect(operands).toEqual(['shop', 'orders']);
  expect(flags.only).toEqual(['celery', 'request-timeout', 'http']);
  expect(flags.exclude).toEqual(['a', 'b,c']);
});

test('without options everything has its default', () => {
  expect(parse('diff').flags).toEqual({
    only: [], skip: [], safe: false, suggested: false, yes: false, stat: false, list: false, forget: false, refused: false, restart: false, format: null, output: [], since: null, exclude: [],
    config: null, root: null, jobs: null, cache: true, check: false, color: 'auto', quiet: false, verbose: false, baseline: null, baselineUpdate: false,
    base: null, verify: null, commitPer: 'transform', prBody: null, hooks: true, sign: true,
  });
});

test('a path that looks like an option comes after two dashes', () => {
  expect(parse('audit', '--', '--only').operands).toEqual(['--only']);
});

test.each([
  [['adit'], "unknown command 'adit'; did you mean \"audit\"?"],
  [['audit', '--chek'], "unknown option '--chek'; did you mean \"--check\"?"],
  [['audit', '--format', 'jsn'], '--format cannot be "jsn"; did you mean "json"?'],
  [['audit', '--format', 'yaml'], '--format cannot be "yaml"; choose one of text, json, diff, sarif, github, gitlab, markdown, html'],
  [['diff', '--color', 'alwys'], '--color cannot be "alwys"; did you mean "always"?'],
  [['audit', '--jobs', '0'], '--jobs takes a whole number from 1, not "0"'],
  [['audit', '--jobs', 'two'], '--jobs takes a whole number from 1, not "two"'],
  [['audit', '--safe', '--suggested'], '--safe and --suggested exclude each other'],
  [['audit', '--only'], "option '--only <ids>' argument missing"],
  [['explain'], "missing required argument 'id'"],
  [['audit', '--yes'], "unknown option '--yes'"],
])('%j is one line', (argv, message) => {
  expect(messageOf(...argv)).toBe(message);
});

test('help names only what there is', () => {
  const shown = parseArguments(['--help'], '1.2.3');
  expect(shown).toMatchObject({ mistaken: false });
  const text = 'text' in shown ? shown.text : '';
  expect([...text.matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1])).toEqual(['audit', 'diff', 'fix', 'branch', 'undo', 'list', 'explain']);
});

test.each(['audit', 'diff', 'fix', 'branch', 'undo', 'list', 'explain'])('%s has help of its own', (command) => {
  const shown = parseArguments([command, '--help'], '1.2.3');
  expect(shown).toMatchObject({ mistaken: false, text: expect.stringContaining(`Usage: pitstop ${command}`) });
});

test('a version is printed alone', () => {
  expect(parseArguments(['--version'], '1.2.3')).toEqual({ text: '1.2.3\n', mistaken: false });
});

test('no command at all is a mistake that help answers', () => {
  expect(parseArguments([], '1.2.3')).toMatchObject({ mistaken: true, text: expect.stringContaining('Usage: pitstop') });
});
