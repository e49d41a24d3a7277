import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Files = Readonly<Record<string, string | Uint8Array>>;

const made: string[] = [];

/** A new folder with these files, outside any git work tree. */
export function folder(files: Files = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'bookshop-')));
  made.push(root);
  for (const [path, content] of Object.entries(files)) put(root, path, content);
  return root;
}

/** A new git work tree with these files, committed on `main`. */
export function repository(files: Files = {}): string {
  const root = folder(files);
  git(root, 'init', '--quiet', '--initial-branch', 'main');
  commit(root);
  return root;
}

/** Writes a file, and the folders it needs. */
export function put(root: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** Commits everything. */
export function commit(root: string): void {
  git(root, 'add', '--all');
  git(root, '-c', 'user.name=Author', '-c', 'user.email=author@example.com', 'commit', '--quiet', '--allow-empty', '--message', 'Books');
}

export function git(root: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** For `afterAll`. */
export function removeFolders(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}
