import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Transform } from '../python/define.js';

const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const FOLDER = new URL('../../transforms/', import.meta.url);
/** The compiled transforms lie in `dist`; their pages do not. */
const PAGES = EXTENSION === '.ts' ? FOLDER : new URL('../../../transforms/', import.meta.url);

/** The ids of all transforms, sorted. A transform's file is named after its id: dropping one in registers it. */
export function transformIds(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(EXTENSION) && !name.endsWith(`.d${EXTENSION}`))
    .map((name) => name.slice(0, -EXTENSION.length))
    .sort();
}

/** Where the module of a transform lives, for a worker that loads it by itself. */
export function transformUrl(id: string): string {
  return new URL(id + EXTENSION, FOLDER).href;
}

/** Loads one transform; rejects if its file does not declare it. */
export async function loadTransform(id: string): Promise<Transform> {
  const loaded = (await import(transformUrl(id))) as { default?: Transform };
  if (loaded.default?.id !== id) throw new Error(`transforms/${id}${EXTENSION} does not export the transform ${id}`);
  return loaded.default;
}

/** The Markdown page of a transform; empty where it has none. */
export function pageOf(id: string): string {
  const file = fileURLToPath(new URL(`${id}.md`, PAGES));
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
