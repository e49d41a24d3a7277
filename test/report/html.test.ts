import { readFileSync } from 'node:fs';
import type { FindingData } from '../../src/report/html/data.js';
import { renderHtml, type PageParts } from '../../src/report/html/document.js';
import { html } from '../../src/report/html/markup.js';
import { phrase, prose } from '../../src/report/html/prose.js';
import type { Report } from '../../src/report/report.js';
import { edit, findingAt, reportOn } from '../support/reports.js';

const CLIENT = 'src/report/html/client';
const PARTS: PageParts = {
  style: readFileSync(`${CLIENT}/page.css`, 'utf8'),
  script: readFileSync(`${CLIENT}/page.js`, 'utf8'),
  pageOf: () => '# page\n\n## Why\n\nIt waits <forever>.\n',
  done: null,
};

const ATTACK = '</script><img src=x onerror=alert(1)><!--';
const SHOP = `import requests\n\ndef cover(url):\n    return requests.get(url)  # ${ATTACK}\n`;
const CALL = SHOP.indexOf('requests.get(');
const END = SHOP.indexOf(')  #');
const FIX = findingAt('shop.py', CALL, END + 1, { key: 'fix', changes: [edit('shop.py', END, END, ', timeout=10')] });

function dataOf(page: string): FindingData[] {
  const [, json = ''] = /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(page) ?? [];
  return JSON.parse(json).findings;
}

const reportWith = (...findings: Report['findings'][number][]): Report => reportOn({ 'shop.py': SHOP }, { findings });

test('the page needs nothing from anywhere else, and may not ask for it', () => {
  const page = renderHtml(reportWith(FIX), PARTS);
  expect(page).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<(link|img|iframe|script src|object)\b|@import|url\(/);
});

test('nothing that comes from a project is obeyed, wherever it stands', () => {
  const evil = { ...FIX, key: 'evil', path: `${ATTACK}.py`, message: `\`${ATTACK}\` ${ATTACK}`, changes: [edit(`${ATTACK}.py`, END, END, ATTACK)] };
  const report = { ...reportOn({ 'shop.py': SHOP, [`${ATTACK}.py`]: SHOP }, { findings: [evil, FIX] }), root: `/srv/${ATTACK}` };
  const page = renderHtml(report, PARTS);
  expect(page).not.toContain('<img');
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(dataOf(page)[0]?.diffs[0]?.hunks.flat().map(([, , text]) => text).join('\n')).toContain(ATTACK);
});

test('without its script the page has the numbers and every finding', () => {
  const refused = findingAt('shop.py', 0, 6, { key: 'no', verdict: 'refused', message: 'asked for on purpose' });
  const page = renderHtml(reportWith(refused, FIX), PARTS).replace(/<script[^]*$/, '');
  expect(page).toContain('<strong>1</strong> to fix and <strong>1</strong> refused');
  expect(page).toMatch(/data-pick="request-timeout"[^]*<td class="count zero">0<\/td>\s*<td class="count suggested">1<\/td>\s*<td class="count refused">1<\/td>/);
  expect(page).toMatch(/<h2><span>shop\.py<\/span><\/h2>[^]*asked for on purpose[^]*<code>requests\.get<\/code> waits forever/);
});

test('a diff has its lines with numbers, colours and the words that changed', () => {
  const [{ diffs }] = dataOf(renderHtml(reportWith(FIX), PARTS)) as [FindingData];
  const lines = diffs[0]?.hunks[0] ?? [];
  expect(lines.map(([sign, number]) => `${number}${sign}`)).toEqual(['1 ', '2 ', '3 ', '4-', '0+']);
  const [, , text, shown] = lines[4] ?? ['+', 0, '', []];
  let at = 0;
  const pieces = Array.from({ length: shown.length / 2 }, (_, n) => {
    const length = shown[2 * n] as number;
    at += length;
    return [text.slice(at - length, at), shown[2 * n + 1]];
  });
  expect(pieces.map(([piece]) => piece).join('')).toBe(text);
  expect(pieces).toEqual(expect.arrayContaining([['return', 1], [', timeout=', 16], ['10', 20]]));
});

test('a refusal has the code around its place; imports are told', () => {
  const code = { text: ', timeout=LIMIT', imports: [{ module: 'shop.conf', name: 'LIMIT' }] };
  const importing = { ...FIX, changes: [{ kind: 'edit' as const, path: 'shop.py', span: { start: END, end: END }, code }] };
  const [refusal, fix] = dataOf(renderHtml(reportWith(findingAt('shop.py', 0, 6, { verdict: 'refused' }), importing), PARTS));
  expect(refusal?.diffs[0]?.hunks[0]?.map(([sign, number]) => `${sign}${number}`)).toEqual([' 1', ' 2', ' 3', ' 4']);
  expect(fix?.imports).toEqual(['from shop.conf import LIMIT']);
});

test('what a fix has written is marked', () => {
  const page = renderHtml(reportWith(FIX, { ...FIX, key: 'left' }), { ...PARTS, done: new Set(['fix']) });
  expect(page.match(/<b class="done">written<\/b>/g)).toHaveLength(1);
  expect(page).toContain('<strong>1 fix</strong> written.');
});

test('where there is nothing to fix the page says so', () => {
  expect(renderHtml(reportWith(), PARTS)).toContain('<p class="none">Nothing to fix.</p>');
});

test('the words of a page become HTML, and only its own markup does', () => {
  expect(phrase('`a<b` *so* **much** & [more](https://a.example/?b=1&c)').text).toBe(
    '<code>a&lt;b</code> <em>so</em> <strong>much</strong> &amp; <a href="https://a.example/?b=1&amp;c" rel="noreferrer">more</a>',
  );
  expect(prose('one\ntwo\n\n- a\n  b\n- c\n\n```py\nx < 1\n\ny\n```').text).toBe('<p>one two</p><ul><li>a b</li><li>c</li></ul><pre><code>x &lt; 1\n\ny</code></pre>');
  expect(phrase('[x](javascript:alert)').text).toBe('[x](javascript:alert)');
  expect(html`<p title="${'"a" & <b>'}">${['<', html`<i></i>`]}${null}</p>`.text).toBe('<p title="&quot;a&quot; &amp; &lt;b&gt;">&lt;<i></i></p>');
});
