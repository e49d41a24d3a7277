import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkoutOf } from '../support/checkout.js';
import { folder, git, removeFolders } from '../support/folder.js';
import { startPitstop } from '../support/pitstop.js';
import { makeDirty, slowShop } from '../support/shop.js';

afterAll(removeFolders);

const PATIENCE = 600_000;
const KILLS = Number(process.env['PITSTOP_KILLS'] ?? 6);

/** Stands for the shop's tests, in less time. */
const CHECK = "! grep -hq 'stock-\\(8\\|23\\)[.].*timeout' shop/stock_1.py shop/stock_4.py";
const ARGUMENTS = ['--only', 'request-timeout', '--suggested', '--quiet', '--verify', CHECK];

/** Numbers from 0 to 1, the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** A dirty shop, a folder for what is temporary, and a way to run the command on it. */
function setUp() {
  const shop = slowShop();
  makeDirty(shop);
  const temporary = folder();
  const start = (name: string, ...more: string[]) => startPitstop(shop, ['branch', name, ...ARGUMENTS, ...more], { TMPDIR: temporary });
  const leftovers = (): string[] => readdirSync(temporary).filter((name) => name.startsWith('pitstop-'));
  return { shop, temporary, start, leftovers };
}

test(`killed at ${KILLS} random moments, it leaves the checkout as it was, and the next run works and tidies up`, async () => {
  const { shop, start, leftovers } = setUp();
  const before = checkoutOf(shop);
  const unhurried = performance.now();
  expect(await once(start('unhurried'), 'exit')).toEqual([0, null]);
  const usual = performance.now() - unhurried;
  const roll = dice(20);
  for (let kill = 0; kill < KILLS; kill++) {
    const child = start('timeouts');
    await pause(roll() * usual);
    const isAlone = roll() < 0.5;
    if (child.exitCode === null) process.kill((isAlone ? 1 : -1) * (child.pid as number), 'SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect({ ...checkoutOf(shop), worktrees: before['worktrees'] }).toEqual(before);
    if (git(shop, 'branch', '--list', 'timeouts') !== '') git(shop, 'branch', '--quiet', '-D', 'timeouts');
  }
  expect(await once(start('timeouts'), 'exit')).toEqual([0, null]);
  expect(git(shop, 'rev-parse', 'timeouts^{tree}')).toBe(git(shop, 'rev-parse', 'unhurried^{tree}'));
  expect(checkoutOf(shop)).toEqual(before);
  expect(leftovers()).toEqual([]);
  expect(existsSync(join(shop, '.git/worktrees'))).toBe(false);
}, PATIENCE);

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it and what it runs, and takes the worktree away', async (signal) => {
  const { shop, temporary, start, leftovers } = setUp();
  const before = checkoutOf(shop);
  const mark = join(temporary, 'running');
  const child = start('timeouts', '--verify', `echo $$ > "${mark}"; sleep 1000`);
  while (!existsSync(mark) || readFileSync(mark, 'utf8') === '') await pause(20);
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([null, signal]);
  expect(() => process.kill(Number(readFileSync(mark, 'utf8')), 0)).toThrow('ESRCH');
  expect(leftovers()).toEqual([]);
  expect(checkoutOf(shop)).toEqual(before);
  expect(git(shop, 'branch', '--list', 'timeouts')).toBe('');
}, PATIENCE);

test("a worktree of the user's own and one of a run that is alive are left alone", async () => {
  const { shop, temporary, start } = setUp();
  const mark = join(temporary, 'running');
  const own = join(temporary, 'pitstop-of-my-own');
  git(shop, 'worktree', 'add', '--quiet', own, '-b', 'mine');
  const child = start('slowly', '--verify', `touch "${mark}"; sleep 1000`);
  while (!existsSync(mark)) await pause(20);
  expect(await once(start('quickly'), 'exit')).toEqual([0, null]);
  expect(git(shop, 'worktree', 'list').trim().split('\n')).toHaveLength(3);
  expect(existsSync(join(own, 'tests.py'))).toBe(true);
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(git(shop, 'worktree', 'list').trim().split('\n')).toHaveLength(2);
}, PATIENCE);
