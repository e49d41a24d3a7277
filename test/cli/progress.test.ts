import { isWatched, Progress } from '../../src/cli/progress.js';

/** A screen whose clock is moved by hand. */
function screen(columns = 100) {
  const written: string[] = [];
  const clock = { now: 0 };
  return { written, clock, columns, write: (text: string) => void written.push(text), now: () => clock.now };
}

const shown = (text: string | undefined): string | undefined => text?.replace(/^\r\u001b\[K/, '');

test('a run that is soon over shows nothing and leaves nothing', () => {
  const on = screen();
  const progress = new Progress(on, 100);
  progress.found(100);
  on.clock.now = 499;
  progress.asked('analyse', 10);
  progress.done('analyse', 10, 3);
  progress.close();
  expect(on.written).toEqual([]);
});

test('a long one shows files, findings, rate and time left, and is gone at the end', () => {
  const on = screen();
  const progress = new Progress(on, 4000);
  on.clock.now = 600;
  progress.found(1000);
  expect(shown(on.written.at(-1))).toBe('searching files 1,000/4,000');
  on.clock.now = 2000;
  progress.asked('analyse', 100);
  progress.found(3000);
  on.clock.now = 4000;
  progress.done('analyse', 40, 12);
  expect(shown(on.written.at(-1))).toBe('looking at files 40/100, 12 findings, 20/s, 3 s left');
  progress.close();
  expect(on.written.at(-1)).toBe('\r\u001b[K');
});

test('it is redrawn a few times a second at most', () => {
  const on = screen();
  const progress = new Progress(on, 0);
  progress.asked('analyse', 1000);
  for (on.clock.now = 1000; on.clock.now < 2000; on.clock.now++) progress.done('analyse', 1, 0);
  expect(on.written.length).toBeGreaterThan(5);
  expect(on.written.length).toBeLessThanOrEqual(11);
});

test('it never wraps', () => {
  const on = screen(20);
  const progress = new Progress(on, 1_000_000);
  on.clock.now = 5000;
  progress.found(500_000);
  expect(shown(on.written[0])).toHaveLength(19);
});

test('it is out of the way while somebody is asked', async () => {
  const on = screen();
  const progress = new Progress(on, 0);
  on.clock.now = 1000;
  progress.asked('analyse', 2);
  progress.done('analyse', 1, 0);
  const workbench = {} as Parameters<ReturnType<Progress['around']>>[1];
  const before: number[] = [];
  const gate = progress.around((findings) => {
    before.push(on.written.length);
    on.clock.now = 9000;
    progress.done('rework', 1, 0);
    return Promise.resolve(findings);
  });
  await gate([], workbench);
  expect(on.written[(before[0] ?? 0) - 1]).toBe('\r\u001b[K');
  expect(on.written).toHaveLength(before[0] ?? -1);
});

test.each([
  [false, true, {}, true],
  [true, true, {}, false],
  [false, false, {}, false],
  [false, true, { CI: 'true' }, false],
  [false, true, { TERM: 'dumb' }, false],
])('quiet: %s, a terminal: %s, %j: shown %s', (quiet, isScreen, env, expected) => {
  expect(isWatched(quiet, isScreen, env)).toBe(expected);
});
