import { join } from 'node:path';
import { git, put, removeFolders, repository } from '../support/folder.js';
import { pitstop } from '../support/pitstop.js';

afterAll(removeFolders);

const COVERS = 'import requests\n\n\ndef cover(isbn):\n    return requests.get(f"https://covers.example/{isbn}")\n';
const TASKS = 'from celery import shared_task\nimport requests\n\n\n@shared_task\ndef fetch(url):\n    return requests.get(url, timeout=5)\n';

const shopWith = (pyproject: string): string => repository({ 'shop/covers.py': COVERS, 'shop/tasks.py': TASKS, 'pyproject.toml': pyproject });

async function transformsIn(cwd: string, ...args: string[]): Promise<string[]> {
  return Object.keys(JSON.parse((await pitstop(cwd, 'audit', '--format', 'json', ...args)).stdout).summary.byTransform);
}

test('an option that is set is what the fix uses', async () => {
  const shop = shopWith('[tool.pitstop.request-timeout]\nseconds = 5\n');
  expect((await pitstop(shop, 'diff', '--only', 'request-timeout')).stdout).toContain('timeout=5)');
});

test('the configured transforms run, --only replaces them, --skip takes from either', async () => {
  const shop = shopWith('[tool.pitstop]\ntransforms = ["celery"]\n');
  expect(await transformsIn(shop)).toEqual(['celery-autoretry', 'celery-retry-repair']);
  expect(await transformsIn(shop, '--only', 'http')).toEqual(['request-timeout']);
  expect(await transformsIn(shop, '--skip', 'celery-autoretry')).toEqual(['celery-retry-repair']);
});

test('when nothing is left to run that is an error', async () => {
  const { code, stderr } = await pitstop(shopWith(''), 'audit', '--only', 'http', '--skip', 'request-timeout');
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'pitstop: no transform is left to run; see `pitstop list`\n' });
});

test('excluded paths are not looked at, from either side', async () => {
  const shop = shopWith('[tool.pitstop]\nexclude = ["shop/tasks.py"]\n');
  const { files } = JSON.parse((await pitstop(shop, 'audit', '--format', 'json', '--exclude', '**/covers.py')).stdout);
  expect(files.discovered).toBe(0);
});

test('the nearest table above the root counts, and its globs mean its own folders', async () => {
  const shop = repository({
    'pyproject.toml': '[tool.pitstop]\nexclude = ["backend/old", "web"]\n[tool.pitstop.request-timeout]\nseconds = 7\n',
    'backend/pyproject.toml': '[project]\nname = "backend"\n',
    'backend/covers.py': COVERS,
    'backend/old/covers.py': COVERS,
    'backend/web/covers.py': COVERS,
  });
  const { stdout } = await pitstop(shop, 'diff', '--root', 'backend');
  expect(stdout.match(/^diff --git .*$/gm)).toEqual([
      'diff --git a/backend/covers.py b/backend/covers.py',
      'diff --git a/backend/web/covers.py b/backend/web/covers.py',
    ]);
  expect(stdout).toContain('timeout=7)');
});

test('a table above the git work tree does not count', async () => {
  const outer = repository({ 'pyproject.toml': '[tool.pitstop]\nexclude = ["*"]\n' });
  put(outer, 'inner/covers.py', COVERS);
  git(join(outer, 'inner'), 'init', '--quiet');
  expect((await pitstop(`${outer}/inner`, 'audit', '--check')).code).toBe(1);
});

test('--config takes another file, which must have the table', async () => {
  const shop = shopWith('[tool.pitstop.request-timeout]\nseconds = 5\n');
  put(shop, 'ci.toml', '[tool.pitstop.request-timeout]\nseconds = 3\n');
  put(shop, 'empty.toml', '');
  expect((await pitstop(shop, 'diff', '--config', 'ci.toml')).stdout).toContain('timeout=3)');
  const { code, stderr } = await pitstop(shop, 'diff', '--config', 'empty.toml');
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'pitstop: --config empty.toml: there is no table [tool.pitstop]\n' });
});

test.each([
  ['[tool.pitstop]\nexlude = []\n', 'pyproject.toml: tool.pitstop.exlude: there is no such key; did you mean "exclude"?'],
  ['[tool.pitstop]\ntransforms = ["htpp"]\n', 'pyproject.toml: tool.pitstop.transforms: there is no transform or family "htpp"; did you mean "http"?'],
  ['[tool.pitstop]\npromote = ["celry"]\n', 'pyproject.toml: tool.pitstop.promote: there is no transform or family "celry"; did you mean "celery"?'],
  ['[tool.pitstop.request-timeout]\nsecond = 5\n', 'pyproject.toml: tool.pitstop.request-timeout.second: there is no such option; did you mean "seconds"?'],
])('%j is an error that names the file and the key', async (pyproject, message) => {
  const { code, stdout, stderr } = await pitstop(shopWith(pyproject), 'audit');
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `pitstop: ${message}\n` });
});

test('a wrong option is an error also where its transform does not run', async () => {
  const shop = shopWith('[tool.pitstop.request-timeout]\nseconds = "five"\n');
  const { code, stderr } = await pitstop(shop, 'audit', '--only', 'celery');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^pitstop: pyproject\.toml: tool\.pitstop\.request-timeout\.seconds: expected .*, not "five"\n$/);
});
