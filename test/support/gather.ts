import type { FactSource } from '../../src/django/facts.js';
import { moduleOf } from './project.js';

/** The facts of a project that exists in memory only: files are offered to the source as the engine offers them. */
export function gather<Leaf, Merged>(source: FactSource<Leaf, Merged>, files: Readonly<Record<string, string>>): Merged {
  const leaves = new Map<string, Leaf>();
  for (const path of Object.keys(files).sort()) {
    const leaf = leafOf(source, path, files);
    if (leaf !== null) leaves.set(path, JSON.parse(JSON.stringify(leaf)) as Leaf);
  }
  return source.merge(leaves, { files: Object.keys(files).sort() });
}

function leafOf<Leaf>({ python, texts }: FactSource<Leaf, unknown>, path: string, files: Readonly<Record<string, string>>): Leaf | null {
  const text = files[path] ?? '';
  if (!path.endsWith('.py')) return texts?.wants(path) === true ? texts.collect(path, text) : null;
  const isWanted = python?.wants?.(path) ?? python?.literals.every((group) => group.some((literal) => text.includes(literal)));
  return isWanted === true && python !== undefined ? python.collect(moduleOf(files, path)) : null;
}
