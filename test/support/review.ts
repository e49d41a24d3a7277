import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commit, folder, git } from './folder.js';
import { Screen, type Terms } from './screen.js';

/** A copy of the example project, committed. */
export function bookshop(): string {
  const root = folder();
  cpSync('fixtures/_projects/bookshop', root, { recursive: true });
  git(root, 'init', '--quiet', '--initial-branch', 'main');
  commit(root);
  return root;
}

/** What a file of the example project holds before anything is done to it. */
export function original(path: string): string {
  return readFileSync(join('fixtures/_projects/bookshop', path), 'utf8');
}

/** A text in which each of these parts, which it holds once, is another one. */
export function replaced(text: string, ...pairs: readonly (readonly [before: string, after: string])[]): string {
  return pairs.reduce((made, [before, after]) => {
    if (made.split(before).length !== 2) throw new Error(`not there once: ${before}`);
    return made.replace(before, () => after);
  }, text);
}

/** Paths that are not as they were committed. */
export function changed(root: string): string[] {
  return git(root, 'diff', '--name-only').split('\n').filter((path) => path !== '');
}

const opened: Screen[] = [];

/** Starts `pitstop fix` on a terminal; a shell tells its exit code and how it finds the terminal afterwards. */
export function fixOn(root: string, args: readonly string[], terms: Terms & { readonly redirect?: string } = {}): Screen {
  const command = ['"$0" "$@"', terms.redirect ?? '', '; echo "exit $?"; stty -a'].join(' ');
  return open(root, ['sh', '-c', command, ...PITSTOP, 'fix', ...args], terms);
}

/** The same without a shell: signals reach it. */
export function bareFixOn(root: string, args: readonly string[], terms: Terms = {}): Screen {
  return open(root, [...PITSTOP, 'fix', ...args], terms);
}

const PITSTOP: readonly string[] = [process.execPath, resolve('dist/src/cli/main.js')];

function open(root: string, command: readonly string[], terms: Terms): Screen {
  const screen = new Screen(root, command, terms);
  opened.push(screen);
  return screen;
}

/** For `afterEach`. */
export function closeScreens(): void {
  for (const screen of opened.splice(0)) screen.close();
}

export const KEYS = { enter: '\r', escape: '\u001b', backspace: '\u007f', down: '\u001b[B', up: '\u001b[A', pageDown: '\u001b[6~', pageUp: '\u001b[5~', ctrlC: '\u0003', ctrlD: '\u0004' };

/** The screen of a card, by its place such as `3/10`. */
export function card(place: string): RegExp {
  return new RegExp(`^ ${place} `);
}
