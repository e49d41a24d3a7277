import { existsSync, readFileSync, readdirSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Ignore } from 'ignore';
import type { Skipped } from '../core/types.js';
import { ENVIRONMENT_MARKS, isForeignFolder } from './foreign.js';
import { unreadable, wordsFor } from './skips.js';

/** Files found below a folder, as paths relative to it with forward slashes. */
export interface Listing {
  readonly files: string[];
  /** Symbolic links that are named like a wanted file; where they lead is not known yet. */
  readonly links: string[];
  readonly skipped: Skipped[];
}

/** The rules of one `.gitignore`, and the folder it lies in. */
interface Rules {
  readonly base: string;
  readonly ignore: Ignore;
}

/**
 * Lists a folder that git does not list, honouring every `.gitignore` from the root downwards. Symbolic
 * links to folders are not followed. Files are wanted by their names: Python's, unless something else is said.
 */
export async function walk(root: string, folder: string, isWanted = isPython): Promise<Listing> {
  const { default: ignore } = await import('ignore');
  const listing: Listing = { files: [], links: [], skipped: [] };
  const readRules = (base: string): Rules[] => {
    const text = textOf(join(base, '.gitignore'));
    return text === null ? [] : [{ base, ignore: ignore().add(text) }];
  };
  const visit = (current: string, outer: readonly Rules[]): void => {
    const entries = entriesOf(current, folder, listing);
    const rules = [...readRules(current), ...outer];
    for (const entry of entries) {
      const path = join(current, entry.name);
      if (isIgnored(path, entry.isDirectory(), rules)) continue;
      if (entry.isDirectory()) {
        if (!isForeignFolder(entry.name) && !isEnvironment(path)) visit(path, rules);
      } else if (isWanted(entry.name)) {
        place(entry, slashed(folder, path), listing);
      }
    }
  };
  visit(folder, ancestors(root, folder).flatMap(readRules));
  return listing;
}

function isPython(name: string): boolean {
  return name.endsWith('.py');
}

function place(entry: Dirent, path: string, listing: Listing): void {
  if (entry.isFile()) listing.files.push(path);
  else if (entry.isSymbolicLink()) listing.links.push(path);
  else listing.skipped.push(unreadable(path, 'not a regular file'));
}

function entriesOf(current: string, folder: string, listing: Listing): Dirent[] {
  try {
    return readdirSync(current, { withFileTypes: true });
  } catch (error) {
    listing.skipped.push(unreadable(slashed(folder, current), wordsFor(error)));
    return [];
  }
}

/** The innermost `.gitignore` that says anything of a path decides. */
function isIgnored(path: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  for (const { base, ignore } of rules) {
    const verdict = ignore.test(slashed(base, path) + (isFolder ? '/' : ''));
    if (verdict.ignored || verdict.unignored) return verdict.ignored;
  }
  return false;
}

function isEnvironment(folder: string): boolean {
  return ENVIRONMENT_MARKS.some((mark) => existsSync(join(folder, mark)));
}

/** The folders above one, innermost first, up to and with the root. */
function ancestors(root: string, folder: string): string[] {
  const names = relative(root, folder).split(sep).filter((name) => name !== '');
  return names.map((_, count) => join(root, ...names.slice(0, count))).reverse();
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function slashed(base: string, path: string): string {
  return relative(base, path).split(sep).join('/');
}
