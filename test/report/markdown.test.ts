import { renderMarkdown, type WriteUp } from '../../src/report/markdown/document.js';
import { edit, findingAt, reportOn } from '../support/reports.js';

const PAGE = ['# page', '', '## Why', '', 'It waits forever.', '', '## What changes', '', 'A keyword.', '', '## Limits', '', 'It cannot see *everything*.', ''].join('\n');
const COMMANDS = { audit: 'pitstop audit', diff: 'pitstop diff', fix: 'pitstop fix --yes --suggested' };

const writeUp = (given: Partial<WriteUp> = {}): WriteUp => ({ pageOf: () => PAGE, done: null, commands: COMMANDS, ...given });

const SHOP = 'import requests\n\ndef cover(url):\n    return requests.get(url)\n';
const CALL = SHOP.indexOf('requests.get(');
const END = SHOP.indexOf(')\n', CALL);
const FIX = findingAt('shop.py', CALL, END + 1, { key: 'fix', changes: [edit('shop.py', END, END, ', timeout=10')] });
const refusal = (path: string, message: string) => findingAt(path, CALL, END + 1, { key: `${path} ${message}`, verdict: 'refused', messageId: 'starKwargs', message });
const textsFor = (...paths: string[]): Record<string, string> => Object.fromEntries(paths.map((path) => [path, SHOP]));

test('a write-up says what would change and why, with before and after, and what to look at', () => {
  const text = renderMarkdown(reportOn(textsFor('shop.py'), { findings: [FIX] }), writeUp());
  expect(text).toContain('| [request-timeout](#request-timeout) | Give every call a timeout | 0 | 1 | 0 |');
  expect(text).toContain('### Why\n\nIt waits forever.\n');
  expect(text).toContain(
    [
      '#### `shop.py`',
      '',
      'Line 4, *suggested*: `requests.get` waits forever',
      '',
      '```diff',
      ' import requests',
      ' ',
      ' def cover(url):',
      '-    return requests.get(url)',
      '+    return requests.get(url, timeout=10)',
      '```',
      '',
    ].join('\n'),
  );
  expect(text).toContain('### What to look at\n\nIt cannot see *everything*.\n');
  expect(text).not.toContain('A keyword.');
});

test('it says how to verify and how to roll back, with commands for the same places', () => {
  const text = renderMarkdown(reportOn(textsFor('shop.py'), { findings: [FIX] }), writeUp());
  expect(text).toMatch(/## How to verify[^]*pitstop diff \| git apply --check[^]*manage\.py makemigrations --check/);
  expect(text).toMatch(/## How to roll back[^]*pitstop undo[^]*git revert/);
});

test('after a fix it tells what was written from what was left', () => {
  const left = { ...FIX, key: 'left', path: 'late.py', changes: [edit('late.py', END, END, ', timeout=10')] };
  const report = reportOn(textsFor('shop.py', 'late.py'), { findings: [left, FIX] });
  const text = renderMarkdown(report, writeUp({ done: new Set(['fix']) }));
  expect(text).toMatch(/^# What pitstop changed\n\n1 fix written, 1 left, 0 places refused/);
  expect(text).toMatch(/### What changed\n\n1 place in 1 file\.\n\n#### `shop\.py`[^]*### Left for a person to decide\n\n1 place in 1 file\.\n\n#### `late\.py`/);
});

test('refusals are grouped by reason, the commonest first, each with its places', () => {
  const paths = ['a.py', 'b.py', 'c.py'];
  const findings = [refusal('c.py', '`get` is shadowed'), ...paths.slice(0, 2).map((path) => refusal(path, `\`${path}\` takes \`**options\` here`))];
  const odd = { ...(findings[0] as typeof FIX), messageId: 'shadowed' };
  const text = renderMarkdown(reportOn(textsFor(...paths), { findings: [odd, ...findings.slice(1)] }), writeUp());
  expect(text).toContain('### Refused, and why\n\n3 places, for 2 reasons.\n\n**2 times:** … takes `**options` here\n\n- `a.py:4`: `a.py`\n- `b.py:4`: `b.py`\n');
  expect(text).toContain('**1 time:** `get` is shadowed\n\n- `c.py:4`\n');
  expect(text).not.toContain('## How to roll back');
});

test('of many files each is folded', () => {
  const paths = ['a.py', 'b.py', 'c.py', 'd.py'];
  const findings = paths.map((path) => ({ ...FIX, path, key: path, changes: [edit(path, END, END, ', timeout=10')] }));
  const text = renderMarkdown(reportOn(textsFor(...paths), { findings }), writeUp());
  expect(text.match(/<details><summary><code>\w\.py<\/code> \(1\)<\/summary>\n\n/g)).toHaveLength(4);
  expect(text.match(/\n\n<\/details>/g)).toHaveLength(4);
});

test('what Markdown or HTML would obey is shown as it is', () => {
  const path = 'a|b <i>`c`.py';
  const finding = { ...FIX, path, message: 'a_b_c <b> [x](y) | `x|y` & *z*', changes: [edit(path, END, END, '\n# ```\n')] };
  const text = renderMarkdown(reportOn({ [path]: SHOP }, { findings: [finding] }), writeUp());
  expect(text).toContain('#### ``a\\|b <i>`c`.py``');
  expect(text).toContain('a\\_b\\_c \\<b\\> \\[x\\](y) \\| `x\\|y` &amp; \\*z\\*');
  expect(text).toContain('````diff\n');
});

test('an import that the fixes of a file rely on is named once', () => {
  const code = { text: ', timeout=LIMIT', imports: [{ module: 'shop.conf', name: 'LIMIT' }] };
  const change = { kind: 'edit' as const, path: 'shop.py', span: { start: END, end: END }, code };
  const findings = [{ ...FIX, changes: [change] }, { ...FIX, key: 'again', changes: [change] }];
  const text = renderMarkdown(reportOn(textsFor('shop.py'), { findings }), writeUp());
  expect(text.match(/With the import `from shop\.conf import LIMIT`\./g)).toHaveLength(1);
});

test('a new file that several fixes make together is shown once', () => {
  const migration = { kind: 'create' as const, path: 'shop/migrations/0002_stock.py', text: 'class Migration:\n    pass\n' };
  const findings = ['one', 'other'].map((key) => ({ ...FIX, key, changes: [edit('shop.py', END, END, 'x'), migration] }));
  const text = renderMarkdown(reportOn(textsFor('shop.py'), { findings }), writeUp());
  expect(text.match(/New file `shop\/migrations\/0002_stock\.py`:\n\n```diff\n\+class Migration:\n/g)).toHaveLength(1);
  expect(text.match(/New file `shop\/migrations\/0002_stock\.py`: the one above\.\n/g)).toHaveLength(1);
});

test('where there is nothing to fix it says so and stops', () => {
  expect(renderMarkdown(reportOn(textsFor('shop.py'), {}), writeUp())).toBe(
    '# What pitstop would change\n\nNothing to fix. 1 Python file looked through, 1 of them parsed.\n',
  );
});
