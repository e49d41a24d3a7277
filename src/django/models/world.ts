/** Everything that is known before models are built: classes, apps, labels, the user model. */
import { roleOf } from '../../core/roles.js';
import { Apps } from './apps.js';
import type { ModelLeaf } from './leaf.js';
import { Lineages } from './lineage.js';
import { Metas } from './meta.js';
import { Project } from './project.js';
import { textIn } from './shape.js';
import type { Target } from './types.js';

/** What other knowledge of the settings says; what is left out is looked for in the files. */
export interface GivenSettings {
  readonly authUserModel?: string | null;
  readonly defaultAutoField?: string | null;
  readonly installedApps?: readonly string[];
}

export class World {
  readonly project: Project;
  readonly lineages: Lineages;
  readonly metas: Metas;
  private builtApps: Apps | null = null;
  readonly installed: ReadonlySet<string>;
  private readonly byName = new Map<string, string[]>();
  private readonly labelled = new Map<string, readonly string[]>();
  private foundUser: string | null | undefined;

  constructor(
    leaves: ReadonlyMap<string, ModelLeaf>,
    files: readonly string[],
    private readonly settings: GivenSettings,
  ) {
    this.project = new Project(leaves, files);
    this.lineages = new Lineages(
      this.project,
      () => this.user(),
      (label) => this.byLabel(label, null),
    );
    this.metas = new Metas(this.project, this.lineages);
    for (const [key, { leaf }] of this.project.classes) {
      const name = leaf.name.toLowerCase();
      this.byName.set(name, [...(this.byName.get(name) ?? []), key]);
    }
    this.installed = new Set(settings.installedApps ?? [...leaves].flatMap(([path, leaf]) => (isForTests(path) ? [] : (leaf.settings?.apps ?? []))));
    this.builtApps = new Apps(this.project, this.lineages, this.installed);
  }

  /** Null while it is being made: a configuration is no model of the app that it names. */
  get apps(): Apps | null {
    return this.builtApps;
  }

  /** The label of the app that a model belongs to; null where it is not sure. */
  appOf(key: string): string | null {
    const entry = this.project.classes.get(key);
    const given = this.metas.of(key).options.get('app_label');
    if (given !== undefined) return textIn(given.value);
    return entry?.path == null ? null : (this.apps?.labelOf(entry.path) ?? null);
  }

  isConcrete(key: string): boolean {
    return this.lineages.isModel(key) && !this.metas.isAbstract(key);
  }

  /** Concrete models of a label; a library's only where the project has none. */
  allByLabel(label: string): readonly string[] {
    if (this.apps === null) return [];
    const lower = label.toLowerCase();
    const known = this.labelled.get(lower);
    if (known !== undefined) return known;
    const [app = '', name = ''] = lower.split('.');
    const named = (this.byName.get(name) ?? []).filter((key) => !key.includes(':') || !key.split(':')[1]?.includes('.'));
    const found = named.filter((key) => this.isConcrete(key) && this.appOf(key)?.toLowerCase() === app);
    const own = found.filter((key) => key.includes(':'));
    const keys = own.length > 0 ? own : found;
    this.labelled.set(lower, keys);
    return keys;
  }

  /** Of models with one label the one outside of tests, then the nearest; null where that does not decide. */
  byLabel(label: string, from: string | null): string | null {
    const all = this.allByLabel(label);
    const [only, ...others] = all;
    if (only === undefined || others.length === 0) return only ?? null;
    const isTest = from !== null && roleOf(from) === 'test';
    const fitting = isTest ? all : all.filter((key) => roleOf(key.split(':')[0] ?? '') !== 'test');
    const nearest = sharing(fitting, from ?? '');
    return nearest.length === 1 ? (nearest[0] ?? null) : null;
  }

  user(): string | null {
    if (this.foundUser !== undefined || this.apps === null) return this.foundUser ?? null;
    this.foundUser = null;
    const label = this.settings.authUserModel === undefined ? this.setting('authUserModel', this.usualUser()) : this.settings.authUserModel;
    this.foundUser = label === null ? null : this.byLabel(label, null);
    return this.foundUser;
  }

  userTarget(): Target {
    const key = this.user();
    return key === null ? { kind: 'user' } : { kind: 'model', key };
  }

  /** The dotted path of `DEFAULT_AUTO_FIELD`; null where the settings do not tell. */
  defaultAutoField(): string | null {
    return this.settings.defaultAutoField === undefined ? this.setting('defaultAutoField', null) : this.settings.defaultAutoField;
  }

  /** Where no file sets it and there are settings, Django's own user. */
  private usualUser(): string | null {
    return this.installed.has('django.contrib.auth') ? 'auth.User' : null;
  }

  /** The value that all files that set it agree on, tests aside. */
  private setting(name: 'authUserModel' | 'defaultAutoField', otherwise: string | null): string | null {
    const setting = [...this.project.leaves].filter(([path, leaf]) => leaf.settings?.[name] !== undefined && !isForTests(path));
    const values = setting.map(([, leaf]) => textIn(leaf.settings?.[name]));
    if (values.length === 0) return otherwise;
    return new Set(values).size === 1 ? (values[0] ?? null) : null;
  }
}

/** What settings for tests say holds for no deployment; a library has no others. */
function isForTests(path: string): boolean {
  return roleOf(path) === 'test' || /(^|[/_])test/.test(path);
}

/** Those that share most folders with a path. */
function sharing(keys: readonly string[], from: string): readonly string[] {
  const shared = (key: string): number => {
    const [one, other] = [key.split('/'), from.split('/')];
    const at = one.findIndex((step, index) => step !== other[index]);
    return at < 0 ? one.length : at;
  };
  const most = Math.max(0, ...keys.map(shared));
  return keys.filter((key) => shared(key) === most);
}
