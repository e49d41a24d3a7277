import { renderGithub } from '../../src/report/github.js';
import { findingAt, reportOn } from '../support/reports.js';

const SHOP = 'import requests\nrequests.get(url)\nrequests.post(\n    url,\n)\n';
const GET = SHOP.indexOf('requests.get');
const POST = SHOP.indexOf('requests.post');

const linesOf = (findings: Parameters<typeof findingAt>[], prefix = ''): string[] => {
  const texts = Object.fromEntries(findings.map(([path]) => [path, SHOP]));
  return renderGithub(reportOn(texts, { findings: findings.map((given) => findingAt(...given)) }), prefix).split('\n');
};

test('a finding is a workflow command on its lines, with columns where it is on one', () => {
  expect(linesOf([['shop.py', GET, GET + 17], ['shop.py', POST, SHOP.length - 1]])).toEqual([
    '::warning file=shop.py,line=2,endLine=2,col=1,endColumn=18,title=request-timeout (suggested)::`requests.get` waits forever',
    '::warning file=shop.py,line=3,endLine=5,title=request-timeout (suggested)::`requests.get` waits forever',
    '',
  ]);
});

test('a refusal is a notice, and comes after all that can be fixed', () => {
  const levels = linesOf([
    ['a.py', GET, GET + 1, { verdict: 'refused' }],
    ['b.py', GET, GET + 1, { verdict: 'suggested' }],
    ['c.py', GET, GET + 1, { verdict: 'safe' }],
  ]).map((line) => /^::(\w+) file=(\w+)/.exec(line)?.slice(1).join(' '));
  expect(levels).toEqual(['warning c', 'warning b', 'notice a', undefined]);
});

test('what would end a property, a command or a line is escaped', () => {
  const [line] = linesOf([['50%, or: more.py', GET, GET + 1, { message: 'half of 100%\r\n:: both, or: none' }]]);
  expect(line).toContain('file=50%25%2C or%3A more.py,');
  expect(line).toMatch(/::half of 100%25%0D%0A:: both, or: none$/);
});

test('paths begin at the top of the repository', () => {
  expect(linesOf([['shop.py', GET, GET + 1]], 'apps/bookshop/')[0]).toContain('file=apps/bookshop/shop.py,');
});

test('no findings are no output', () => {
  expect(linesOf([])).toEqual(['']);
});
