import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { git } from './folder.js';

/** Everything of a checkout that a branch must leave alone: its files, index, stash, configuration and what HEAD is. */
export function checkoutOf(root: string): Record<string, unknown> {
  const gitDir = git(root, 'rev-parse', '--absolute-git-dir').trim();
  const common = git(root, 'rev-parse', '--git-common-dir').trim();
  return {
    files: filesOf(root),
    index: digest(join(gitDir, 'index')),
    config: digest(join(root, common, 'config')),
    head: readFileSync(join(gitDir, 'HEAD'), 'utf8'),
    headLog: git(root, 'reflog', 'show', '--format=%H %gs', 'HEAD'),
    stash: git(root, 'stash', 'list', '--format=%H %gd %gs'),
    worktrees: git(root, 'worktree', 'list', '--porcelain'),
  };
}

/** Mode, time and content of each file, hidden ones included. */
function filesOf(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => !/^\.git(\/|$)/.test(path)).sort();
  return Object.fromEntries(paths.map((path) => [path, stateOf(join(root, path))]));
}

function stateOf(path: string): string {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (!stats.isFile()) return 'folder';
  return `${stats.mode.toString(8)} ${stats.mtimeMs} ${digest(path)}`;
}

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
