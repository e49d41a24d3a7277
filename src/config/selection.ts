import { UserError } from '../core/errors.js';
import { suggestion } from './nearest.js';

/** What selecting needs to know of each transform. */
export interface Named {
  readonly id: string;
  readonly family: string;
}

/**
 * The ids that a list of ids and families stands for, in the order of the catalogue. `where` begins the
 * message about a name that is neither.
 */
export function expand(names: readonly string[], catalogue: readonly Named[], where: string): string[] {
  const known = new Set(catalogue.flatMap(({ id, family }) => [id, family]));
  for (const name of names) {
    if (!known.has(name)) throw new UserError(`${where}: there is no transform or family "${name}"${suggestion(name, known)}`);
  }
  return catalogue.filter(({ id, family }) => names.includes(id) || names.includes(family)).map(({ id }) => id);
}
