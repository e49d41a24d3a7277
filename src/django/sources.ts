/** The kinds of knowledge about a project that a transform can ask for by name; each is loaded by the first who needs it. */
import type { DeliveryData } from './delivery/facts.js';
import type { FactSource } from './facts.js';
import type { MigrationFacts } from './migrations/types.js';
import type { ModelIndex } from './models/types.js';
import type { QueryFacts } from './queries/types.js';
import type { SettingsData } from './settings/known.js';
import type { TemplatesData } from './templates/types.js';
import type { VersionsData } from './versions/facts.js';
import type { ViewsData } from './views/types.js';

export type AnySource = FactSource<unknown, unknown>;

export type Registry = Readonly<Record<string, () => Promise<AnySource>>>;

export const SOURCES: Registry = {
  delivery: async () => (await import('./delivery/source.js')).deliveryFacts,
  migrations: async () => (await import('./migrations/source.js')).migrationFacts,
  models: async () => (await import('./models/source.js')).modelFacts,
  queries: async () => (await import('./queries/source.js')).queryFacts,
  settings: async () => (await import('./settings/source.js')).settingsFacts,
  templates: async () => (await import('./templates/source.js')).templatesFacts,
  versions: async () => (await import('./versions/source.js')).versionsFacts,
  views: async () => (await import('./views/source.js')).viewsFacts,
};

declare module '../core/define.js' {
  interface Facts {
    readonly delivery: DeliveryData;
    readonly migrations: MigrationFacts;
    readonly models: ModelIndex;
    readonly queries: QueryFacts;
    readonly settings: SettingsData;
    readonly templates: TemplatesData;
    readonly versions: VersionsData;
    readonly views: ViewsData;
  }
}
