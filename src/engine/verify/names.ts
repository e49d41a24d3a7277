import type { PyModule } from '../../python/module.js';

/** What is wrong if a name that something bound before is bound by nothing now, or a new name is. */
export function names(before: PyModule, after: PyModule): string | null {
  const known = before.unboundNames();
  const lost = [...after.unboundNames()].filter((name) => !known.has(name)).sort();
  return lost.length === 0 ? null : `nothing binds ${lost.map((name) => `\`${name}\``).join(', ')} in the output`;
}
