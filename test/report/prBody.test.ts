import { prBody, type BranchStory } from '../../src/report/prBody.js';
import { edit, findingAt, reportOn } from '../support/reports.js';

const TEXT = 'stock()\n'.repeat(200);
const change = (line: number, given = {}) => findingAt('shop/a.py', 8 * (line - 1), 8 * line - 1, { changes: [edit('shop/a.py', 0, 0, 'x')], ...given });
const refusal = (line: number, message: string) => findingAt('shop/a.py', 8 * (line - 1), 8 * line - 1, { verdict: 'refused', message, key: `refused ${line}` });

function bodyOf(given: Partial<BranchStory>, findings = [change(1), refusal(2, 'too `odd`')]): string {
  const story = {
    branch: 'timeouts', base: { short: '1a2b3c4', name: 'HEAD 1a2b3c4 (main)' }, range: '1a2b3c4..timeouts', dropped: [], verify: null,
    commits: [{ id: 'abcdef0123456789', subject: 'Give every call a timeout', changed: [change(1)] }],
  };
  return prBody(reportOn({ 'shop/a.py': TEXT }, { findings }), { ...story, ...given }, () => 'It would wait.');
}

test('has every part that a reviewer asks for, and only those', () => {
  const headings = (body: string) => [...body.matchAll(/^#+ (.*)$/gm)].map((match) => match[1]);
  expect(headings(bodyOf({}))).toEqual([
    'Give every call a timeout', 'Numbers', 'Why', 'What changes', '`request-timeout`: 1 fix in 1 file', 'What was left alone, and why',
    'How to verify', 'How to roll back',
  ]);
  expect(headings(bodyOf({}, [change(1)]))).not.toContain('What was left alone, and why');
});

test('the numbers are those of the branch: what was dropped counts apart', () => {
  const dropped = [{ finding: change(3), reason: '', lines: ['FAILED'] }];
  expect(bodyOf({ dropped }, [change(1), change(3), refusal(2, 'odd')])).toContain('| `request-timeout` | 0 | 1 | 1 | 1 |');
});

test('messages and output cannot break out of the Markdown', () => {
  const body = bodyOf({ dropped: [{ finding: change(3), reason: '', lines: ['```', '# not a heading'] }] }, [change(1), refusal(2, '<b>*odd*</b> `<i>`')]);
  expect(body).toContain('`shop/a.py:2`: \\<b\\>\\*odd\\*\\</b\\> `<i>`');
  expect(body).toContain('  ````text\n  ```\n  # not a heading\n  ````');
});

test('what a fix does to other files is named, and they count', () => {
  const changes = [edit('shop/a.py', 0, 0, 'x'), edit('shop/list.html', 0, 0, 'x'), { kind: 'create', path: 'shop/migrations/0002_stock.py', text: '' } as const];
  const body = bodyOf({ commits: [{ id: 'abcdef0123456789', subject: 'Stock', changed: [change(1, { changes })] }] });
  expect(body).toContain('* `shop/a.py:1` with `shop/list.html`, a new file in `shop/migrations`: `requests.get` waits forever\n');
  expect(body).toContain('1 fix (1 suggested) in 3 files, from');
});

test('a transform without a page has no reason, and no gap where it would be', () => {
  const story = { branch: 'b', base: { short: 'a1', name: 'HEAD a1' }, range: 'a1..b', dropped: [], verify: null, commits: [{ id: 'abc', subject: 's', changed: [change(1)] }] };
  const body = prBody(reportOn({ 'shop/a.py': TEXT }, { findings: [change(1)] }), story, () => '');
  expect(body).toContain('\n**Give every call a timeout** (`request-timeout`).\n');
});

test('thousands of places fit into the text of a pull request', () => {
  const many = Array.from({ length: 190 }, (_, at) => refusal(at + 2, `reason ${at} `.repeat(20)));
  const body = bodyOf({}, [change(1), ...many]);
  expect(body.length).toBeLessThan(65_536);
  expect(body).toContain('* and 150 more places');
});

test('the commands name the branch, its base and each commit', () => {
  const body = bodyOf({ verify: 'python3 manage.py test' });
  expect(body).toContain('```sh\npython3 manage.py test\n```');
  expect(body).toContain('git log -p 1a2b3c4..timeouts');
  expect(body).toContain('git revert --no-edit 1a2b3c4..timeouts');
  expect(body).toContain('git revert abcdef0123   # Give every call a timeout');
});
