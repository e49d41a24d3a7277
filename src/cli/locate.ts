import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Config } from '../config/pyproject.js';
import { UserError } from '../core/errors.js';

/** The absolute path of the project. Throws a `UserError` if it is no directory. */
export function locateRoot(given: string | null): string {
  const root = resolve(given ?? '.');
  const stats = statSync(root, { throwIfNoEntry: false });
  if (stats === undefined) throw new UserError(`--root ${given}: no such directory`);
  if (!stats.isDirectory()) throw new UserError(`--root ${given}: not a directory`);
  return root;
}

/**
 * Paths as given, made absolute, each once. They are looked up from the current directory, then from the
 * root, because reported paths are relative to that.
 */
export function locatePaths(root: string, given: readonly string[]): string[] {
  return [...new Set(given.map((path) => locatePath(root, path)))];
}

function locatePath(root: string, given: string): string {
  const found = [resolve(given), resolve(root, given)].find(isThere);
  if (found === undefined) throw new UserError(`${given}: no such file or directory`);
  return found;
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The nearest `[tool.pitstop]`: the file given, else a `pyproject.toml` at the root or above it, up to the top of the git work tree. */
export async function locateConfig(root: string, given: string | null, ids: readonly string[]): Promise<Config | null> {
  if (given !== null) {
    const config = await readFile(resolve(given), given, ids);
    if (config === null) throw new UserError(`--config ${given}: there is no table [tool.pitstop]`);
    return config;
  }
  for (const folder of foldersUp(root)) {
    const file = join(folder, 'pyproject.toml');
    const config = existsSync(file) ? await readFile(file, nameOf(file), ids) : null;
    if (config !== null) return folder === root ? config : moved(config, relative(folder, root).split(sep).join('/'));
  }
  return null;
}

/** A file that never says `pitstop` is not parsed, so what is wrong with it is left to its other readers. */
async function readFile(file: string, name: string, ids: readonly string[]): Promise<Config | null> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read ${name}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
  if (!text.includes('pitstop')) return null;
  const { readConfig } = await import('../config/pyproject.js');
  return readConfig(text, name, ids);
}

/** The root and the folders above it, up to the top of the git work tree; outside git the root alone. */
function foldersUp(root: string): string[] {
  const folders = [root];
  for (let folder = root; !existsSync(join(folder, '.git')); ) {
    const parent = dirname(folder);
    if (parent === folder) return [root];
    folders.push((folder = parent));
  }
  return folders;
}

/** The files by the paths at which they lie: no program that applies a patch follows a symbolic link. */
export function withoutLinks<T extends { readonly path: string }>(root: string, files: readonly T[]): T[] {
  const real = realpathSync(root);
  return files.map((file) => {
    const isLink = lstatSync(join(real, file.path), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    return isLink ? { ...file, path: relative(real, realpathSync(join(real, file.path))).split(sep).join('/') } : file;
  });
}

/**
 * What a patch must put before paths that are relative to the root. `git apply` reads the paths of a git
 * patch from the top of the work tree wherever it runs, and passes over in silence what is not there.
 */
export function patchPrefix(root: string): string {
  const real = realpathSync(root);
  const inside = relative(foldersUp(real).at(-1) as string, real).split(sep).join('/');
  return inside === '' ? '' : `${inside}/`;
}

/** Whether the root lies in a git work tree. */
export function isInGit(root: string): boolean {
  return existsSync(join(foldersUp(realpathSync(root)).at(-1) as string, '.git'));
}

/**
 * What leads from the top of the repository to the root, for reports to a service that has its own idea of where
 * the top is: GitHub's says it in the environment.
 */
export function repositoryPrefix(root: string, env: Readonly<Record<string, string | undefined>>): string {
  const workspace = env['GITHUB_WORKSPACE'];
  if (workspace === undefined || !existsSync(workspace)) return patchPrefix(root);
  const inside = relative(realpathSync(workspace), realpathSync(root)).split(sep).join('/');
  if (inside === '..' || inside.startsWith('../')) return patchPrefix(root);
  return inside === '' ? '' : `${inside}/`;
}

function nameOf(file: string): string {
  const short = relative('.', file);
  return short.startsWith(`..${sep}..`) ? file : short;
}

/** Globs of a configuration above the root, as seen from the root; those about other folders are dropped. */
function moved(config: Config, folder: string): Config {
  return { ...config, exclude: config.exclude.flatMap((glob) => movedGlob(glob.split('/').filter((part) => part !== ''), folder)) };
}

function movedGlob(parts: readonly string[], folder: string): string[] {
  let at = 0;
  for (const name of folder.split('/')) {
    const part = parts[at];
    if (part === undefined || part === '**') break;
    if (part !== '*' && part !== name) return [];
    at += 1;
  }
  return at === parts.length ? ['**'] : [parts.slice(at).join('/')];
}
