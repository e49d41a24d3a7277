import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { commit, folder, git, removeFolders } from '../support/folder.js';
import { pitstop } from '../support/pitstop.js';
import { djangoPython } from '../support/python.js';
import { withAuthor } from '../support/shop.js';

const PATIENCE = 600_000;

/** The calls whose exact arguments the bookshop's own tests assert. */
const PINNED = ['catalogue/isbn.py:17', 'orders/payments.py:21'];

afterAll(removeFolders);

test("a branch with every timeout but two keeps the bookshop's own tests green, in a real Django", async () => {
  const python = await djangoPython();
  const shop = folder();
  cpSync(resolve('fixtures/_projects/bookshop'), shop, { recursive: true, filter: (path) => !path.endsWith('__pycache__') });
  git(shop, 'init', '--quiet', '--initial-branch', 'main');
  commit(withAuthor(shop));
  const command = `"${python}" manage.py test --settings=bookshop.settings.test`;
  const { code, stdout } = await pitstop(shop, 'branch', 'timeouts', '--only', 'request-timeout', '--suggested', '--format', 'json', '--verify', command);
  expect(code).toBe(0);
  const { findings, dropped, commits } = JSON.parse(stdout);
  const places = new Map(findings.map(({ key, path, start }: { key: string; path: string; start: { line: number } }) => [key, `${path}:${start.line}`]));
  expect(dropped.map(({ key }: { key: string }) => places.get(key))).toEqual(PINNED);
  for (const { lines } of dropped) expect(lines.join('\n')).toContain('AssertionError: expected call not found');
  const fixable = findings.filter(({ changes }: { changes: unknown[] }) => changes.length > 0);
  expect(commits[0].keys).toHaveLength(fixable.length - PINNED.length);
  git(shop, 'checkout', '--quiet', 'timeouts');
  expect(() => execFileSync('sh', ['-c', command], { cwd: shop, stdio: 'pipe' })).not.toThrow();
}, PATIENCE);
