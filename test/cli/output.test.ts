import { chmodSync, cpSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Format } from '../../src/cli/flags.js';
import { outputsOf, usesStdout, writeReport } from '../../src/cli/output.js';
import { folder, removeFolders, repository } from '../support/folder.js';
import { pitstop } from '../support/pitstop.js';

afterAll(removeFolders);

interface ReportedChange {
  readonly kind: string;
  readonly path: string;
  readonly start: { readonly offset: number; readonly line: number; readonly column: number };
}

const formats = (output: string[], format: Format | null = null): string[] =>
  outputsOf({ format, output }, 'text').map((one) => `${one.format} ${one.file ?? 'stdout'}`);

test.each([
  ['report.html', 'html'], ['report.HTM', 'html'], ['review.md', 'markdown'], ['out.sarif', 'sarif'], ['out.sarif.json', 'sarif'],
  ['out.json', 'json'], ['gl-code-quality-report.json', 'gitlab'], ['shop.gitlab.json', 'gitlab'], ['fix.patch', 'diff'], ['fix.diff', 'diff'],
  ['out.txt', 'text'], ['out', 'text'], ['x:y.html', 'html'], ['github:out', 'github'], ['markdown:out.html', 'markdown'],
])('--output %s is %s', (given, format) => {
  expect(formats([given])[0]).toMatch(new RegExp(`^${format} `));
});

test('without --output the report goes to stdout, and so it does for a dash', () => {
  expect(formats([])).toEqual(['text stdout']);
  expect(formats(['-', 'html:a'], 'json')).toEqual(['json stdout', 'html a']);
  expect(formats(['diff:-'])).toEqual(['diff stdout']);
  expect([[], ['a.md'], ['a.md', '-'], ['json:-']].map(usesStdout)).toEqual([true, false, true, true]);
});

test('a format before the name wins over --format, and that over the ending', () => {
  expect(formats(['sarif:a.json', 'b.html'], 'json')).toEqual(['sarif a.json', 'json b.html']);
});

test('what could not be written is said before any work is done', () => {
  const root = folder({ 'a.txt': '' });
  const refused = (...output: string[]) => () => outputsOf({ format: null, output }, 'text');
  expect(refused(join(root, 'no/such/a.html'))).toThrow(/cannot write .*a\.html: there is no folder/);
  expect(refused(join(root, 'a.txt/b.html'))).toThrow(/there is no folder/);
  expect(refused(`html:${root}`)).toThrow(/it is a folder/);
  expect(refused('html:')).toThrow(/lacks the name of a file/);
  expect(refused('a.md', './a.md')).toThrow('two reports would go to ./a.md');
  expect(refused('-', 'json:-')).toThrow('two reports would go to stdout');
});

test('a report replaces a file whole, keeps its mode and follows a link', () => {
  const root = folder({ 'kept/old.html': 'old' });
  chmodSync(join(root, 'kept/old.html'), 0o640);
  symlinkSync('kept/old.html', join(root, 'report.html'));
  writeReport(join(root, 'report.html'), 'new');
  expect(readFileSync(join(root, 'kept/old.html'), 'utf8')).toBe('new');
  expect(statSync(join(root, 'kept/old.html')).mode & 0o777).toBe(0o640);
  expect(readdirSync(join(root, 'kept'))).toEqual(['old.html']);
});

test('a device stays a device', () => {
  writeReport('/dev/null', 'books');
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

const SHOP = {
  'shop/covers.py': 'import requests\n\n\ndef cover(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n',
  'shop/prices.py': 'import requests\n\n\ndef price(isbn):\n    return requests.get("https://prices.example", **options_for(isbn))\n',
};

describe('the command', () => {
  const names = ['all.html', 'review.md', 'all.sarif', 'all.json', 'gl-code-quality-report.json', 'fix.patch', 'all.txt'];
  const given = [...names, 'github:annotations'].flatMap((name) => ['--output', name]);

  test('writes several reports in one run, and nothing to stdout', async () => {
    const shop = repository(SHOP);
    const { code, stdout, stderr } = await pitstop(shop, 'audit', '--only', 'http', ...given);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('markdown: review.md\n');
    const read = (name: string): string => readFileSync(join(shop, name), 'utf8');
    expect(read('all.html')).toMatch(/^<!DOCTYPE html>[^]*shop\/covers\.py/);
    expect(read('review.md')).toContain('+    return requests.get(f"https://covers.example/{isbn}", timeout=10)');
    expect(JSON.parse(read('all.sarif')).runs[0].results).toHaveLength(2);
    expect(JSON.parse(read('all.json')).summary.total).toBe(2);
    expect(JSON.parse(read('gl-code-quality-report.json'))[0].location).toEqual({ path: 'shop/covers.py', lines: { begin: 5 } });
    expect(read('fix.patch')).toMatch(/^diff --git a\/shop\/covers\.py/);
    expect(read('all.txt')).toContain('1 to fix (0 safe, 1 suggested), 1 refused');
    expect(read('annotations')).toMatch(/^::warning file=shop\/covers\.py,line=5/);
  });

  test('with a dash stdout gets one of them', async () => {
    const { stdout } = await pitstop(repository(SHOP), 'diff', '--only', 'http', '--output', '-', '--output', 'review.md');
    expect(stdout).toMatch(/^diff --git/);
  });

  test('a fix reports what it has written', async () => {
    const shop = repository(SHOP);
    await pitstop(shop, 'fix', '--yes', '--suggested', '--only', 'http', '--output', 'review.md', '--output', 'all.html');
    expect(readFileSync(join(shop, 'review.md'), 'utf8')).toMatch(/^# What pitstop changed\n\n1 fix written, 0 left, 1 place refused/);
    expect(readFileSync(join(shop, 'all.html'), 'utf8')).toContain('written</b>');
  });

  test('annotations begin at the workspace of GitHub', async () => {
    const shop = repository({ 'app/covers.py': SHOP['shop/covers.py'] });
    const { stdout } = await pitstop(join(shop, 'app'), 'audit', '--only', 'http', '--format', 'github');
    expect(stdout).toMatch(/^::warning file=app\/covers\.py,/);
  });

  test('a folder that is not there is one line, and nothing is fixed', async () => {
    const shop = repository(SHOP);
    const { code, stderr } = await pitstop(shop, 'fix', '--yes', '--suggested', '--output', 'reports/review.md');
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'pitstop: cannot write reports/review.md: there is no folder reports\n' });
    expect(readFileSync(join(shop, 'shop/covers.py'), 'utf8')).toBe(SHOP['shop/covers.py']);
  });

  test('positions are right in files that nobody had to look at, such as templates', async () => {
    const root = folder();
    cpSync('fixtures/_projects/bookshop', root, { recursive: true });
    const { findings } = JSON.parse((await pitstop(root, 'audit', '--only', 'paginator', '--format', 'json')).stdout) as { findings: { changes: ReportedChange[] }[] };
    const edits = findings.flatMap(({ changes }) => changes).filter(({ kind, path }) => kind === 'edit' && path.endsWith('.html'));
    expect(edits.length).toBeGreaterThan(0);
    for (const { path, start } of edits) {
      const before = readFileSync(join(root, path), 'utf8').slice(0, start.offset).split('\n');
      expect({ path, ...start }).toEqual({ path, offset: start.offset, line: before.length, column: (before.at(-1) ?? '').length + 1 });
    }
  });

  test('help names every format', async () => {
    const { stdout } = await pitstop(folder(), 'audit', '--help');
    expect(stdout.replace(/\s+/g, ' ')).toContain('text, json, diff, sarif, github, gitlab, markdown or html (default: text)');
  });
});
