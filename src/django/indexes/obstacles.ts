/** What keeps a model from getting an index. */
import type { MigrationFacts } from '../migrations/types.js';
import type { Model } from '../models/types.js';
import type { SettingsData } from '../settings/known.js';
import { entryModules, valueOf } from '../settings/query.js';

export type Obstacle =
  | { readonly id: 'openModel' | 'openMeta'; readonly what: string }
  | { readonly id: 'unmanaged' | 'proxy' | 'noMigrations' | 'notMigrated' }
  | { readonly id: 'conflict' | 'computedGraph'; readonly what: string };

/** Null: nothing does. Models of libraries and abstract ones are none of its business. */
export function obstacleFor(model: Model, migrations: MigrationFacts, settings: SettingsData): Obstacle | null {
  if (model.isProxy) return { id: 'proxy' };
  if (model.meta.isManaged === false) return { id: 'unmanaged' };
  return openness(model) ?? migrationObstacle(model, migrations, settings);
}

/** `unread` bases add no fields. */
export function openness(model: Model): Obstacle | null {
  const open = model.open.find(({ why }) => why !== 'unread');
  if (open !== undefined) return { id: 'openModel', what: `\`${open.what}\` is not known` };
  if (model.meta.isManaged === null) return { id: 'openModel', what: '`managed` is computed' };
  if (model.isConditional) return { id: 'openModel', what: 'it is only declared under a condition' };
  if (model.app === null && !model.isAbstract) return { id: 'openModel', what: 'the label of its app is not known' };
  if (model.meta.isOpen || model.meta.indexes.isOpen) return { id: 'openMeta', what: model.meta.isOpen ? 'its `Meta` is computed' : 'its list of indexes is computed' };
  return null;
}

function migrationObstacle({ app, name }: Model, { apps, blocked, states }: MigrationFacts, settings: SettingsData): Obstacle | null {
  const label = app ?? '';
  const stopped = Object.hasOwn(blocked, label) ? blocked[label] : undefined;
  if (stopped !== undefined) return { id: stopped.why === 'conflict' ? 'conflict' : 'computedGraph', what: reason(stopped.why, stopped.what) };
  const known = Object.hasOwn(apps, label) ? apps[label] : undefined;
  if (known === undefined || known.leaf === null || isSwitchedOff(label, settings)) return { id: 'noMigrations' };
  return states[label]?.models[name.toLowerCase()] === undefined ? { id: 'notMigrated' } : null;
}

function reason(why: string, what: readonly string[]): string {
  const list = what.slice(0, 3).map((one) => `\`${one}\``).join(', ');
  if (why === 'conflict') return list;
  if (why === 'computed') return `the dependencies of ${list} are computed`;
  if (why === 'unread') return `${list} is no migration that could be read`;
  return why === 'ambiguous' ? `several folders hold migrations of the app: ${list}` : `migrations wait for each other: ${list}`;
}

/** `MIGRATION_MODULES = {'shop': None}` outside of tests. */
function isSwitchedOff(label: string, settings: SettingsData): boolean {
  return entryModules(settings).some((entry) => {
    const value = entry.role === 'test' ? null : valueOf(entry, 'MIGRATION_MODULES');
    const entries = value?.kind === 'dict' ? value.entries : [];
    return entries.some(({ key, value: module }) => key.kind === 'literal' && key.value === label && module.kind === 'literal' && module.value === null);
  });
}
