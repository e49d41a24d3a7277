import { listAllTracked } from './tracked.js';
import { walk } from './walk.js';

/** The files of a project that are not named like Python's, found as `discover` finds those: relative to the root, sorted. */
export async function listOthers(root: string): Promise<readonly string[]> {
  const isOther = (name: string): boolean => !name.endsWith('.py');
  const listed = (await listAllTracked(root)) ?? (await walk(root, root, isOther)).files;
  return listed.filter(isOther).sort();
}
