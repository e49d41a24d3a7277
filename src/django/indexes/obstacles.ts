/** What keeps a model from getting an index. */
import type { MigrationFacts } from '../migrations/types.js';
import type { Model } from '../models/types.js';
import type { SettingsData } from '../settings/known.js';
import { entryModules, valueOf } from '../settings/query.js';

export type Obstacle =
  | { readonly id: 'openModel' | 'openMeta'; readonly what: string }
  | { readonly id: 'noMigrations' | 'notMigrated' }
  | { readonly id: 'conflict' | 'computedGraph'; readonly what: string };

/** Null: nothing does. It is asked of models with a table that Django manages. */
export function obstacleFor(model: Model, migrations: MigrationFacts, settings: SettingsData): Obstacle | null {
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
  const modules = modulesFor(label, settings);
  if (known === undefined || known.leaf === null || modules.includes(null)) return { id: 'noMigrations' };
  const other = modules.find((module) => module !== null && !`/${known.folder}`.endsWith(`/${module.replaceAll('.', '/')}`));
  if (other != null) return { id: 'computedGraph', what: `\`MIGRATION_MODULES\` says that they are in \`${other}\`` };
  return states[label]?.models[name.toLowerCase()] === undefined ? { id: 'notMigrated' } : null;
}

function reason(why: string, what: readonly string[]): string {
  const list = what.slice(0, 3).map((one) => `\`${one}\``).join(', ');
  if (why === 'conflict') return list;
  if (why === 'computed') return `the dependencies of ${list} are computed`;
  if (why === 'unread') return `${list} is no migration that could be read`;
  return why === 'ambiguous' ? `several folders hold migrations of the app: ${list}` : `migrations wait for each other: ${list}`;
}

/** Where `MIGRATION_MODULES` has an app's migrations, outside of tests; null for nowhere. */
function modulesFor(label: string, settings: SettingsData): readonly (string | null)[] {
  return entryModules(settings).flatMap((entry) => {
    const value = entry.role === 'test' ? null : valueOf(entry, 'MIGRATION_MODULES');
    const entries = value?.kind === 'dict' ? value.entries : [];
    const own = entries.filter(({ key }) => key.kind === 'literal' && key.value === label);
    return own.flatMap(({ value: module }) => (module.kind === 'literal' ? [module.value === null ? null : String(module.value)] : []));
  });
}
