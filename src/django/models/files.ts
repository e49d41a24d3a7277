/** Which files can say something about models, by their paths. */
import { roleOf } from '../../core/roles.js';

/** Files whose names say that they hold models, what models derive from, or names that are handed on. */
const TELLING = /(^|\/)(?:__init__|(?:\w+_)?models?|(?:abstract_)?models_\w+|apps|managers?|querysets?|mixins?|fields|abstracts?|signals|receivers|handlers)\.py$|(^|\/)(?:\w+_)?(?:models?|managers|mixins|querysets|fields)\//;
const TEST = /(^|\/)(?:test_[^/]*|[^/]*_tests?|tests|conftest|factories)\.py$/;

/**
 * True: whatever the file holds. False: never, for migrations hold frozen copies of models, and what tests make up
 * is none of the project's. Null: what it holds decides.
 */
export function wants(path: string): boolean | null {
  if (roleOf(path) === 'migration' || TEST.test(path)) return false;
  return TELLING.test(path) && roleOf(path) !== 'test' ? true : null;
}
