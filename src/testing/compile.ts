import { compileAll } from '../source/compile.js';
import type { Fixture } from './fixtures.js';

/** What `python3` says of each text of these fixtures that it does not compile; null where there is no Python. */
export async function uncompilable(fixtures: readonly Fixture[]): Promise<Readonly<Record<string, string>> | null> {
  const texts = fixtures.flatMap(({ kind, name, before, after }) => [
    ...pythonIn(before).map(([path, text]) => ({ path: `${kind}/${name} ${path}`, text })),
    ...pythonIn(after).map(([path, text]) => ({ path: `${kind}/${name} ${path} (expected)`, text })),
  ]);
  const compiled = await compileAll(texts.map(({ path, text }) => ({ path, bytes: Buffer.from(text) })));
  if (compiled === null) return null;
  return Object.fromEntries([...compiled.problems].flatMap(([path, problem]) => (problem === null ? [] : [[path, problem]])));
}

function pythonIn(files: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(files).filter(([path]) => path.endsWith('.py'));
}
