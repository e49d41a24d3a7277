/** The migration graph as a source of facts. */
import type { FactSource } from '../facts.js';
import { collect } from './collect.js';
import type { MigrationsLeaf } from './leaf.js';
import { isForeign, mergeMigrations } from './merge.js';
import type { MigrationFacts } from './types.js';

/** Tests make up migrations of their own. A migration may be called anything, `0132_remove_test.py` too: its folder tells. */
function wants(path: string): boolean | null {
  return isForeign(path) ? false : null;
}

export const migrationFacts: FactSource<MigrationsLeaf, MigrationFacts> = {
  id: 'migrations',
  python: { literals: [['class Migration(', 'AppConfig)']], wants, collect },
  merge: (leaves, project) => mergeMigrations(leaves, project),
};
