/** Which app a file belongs to, by Django's rule: the app whose folder holds it, the innermost first. */
import type { Expr } from './leaf.js';
import type { Lineages } from './lineage.js';
import type { Entry, Project } from './project.js';
import { textIn, wordsFor } from './shape.js';
import type { App } from './types.js';

const CONFIGS = new Set(['django.apps.AppConfig', 'django.apps.config.AppConfig']);

export class Apps {
  /** By folder. An app whose label is not sure has none. */
  readonly configured: ReadonlyMap<string, readonly (Omit<App, 'label'> & { readonly label: string | null })[]>;
  private readonly known = new Map<string, string | null>();

  constructor(
    private readonly project: Project,
    lineages: Lineages,
    /** The strings of lists of applications in settings. */
    private readonly installed: ReadonlySet<string>,
  ) {
    const found = [...project.classes.values()].flatMap((entry) => appOf(entry, project, lineages));
    this.configured = grouped(found);
  }

  all(): readonly App[] {
    return [...this.configured.values()].flat().flatMap((app) => (app.label === null ? [] : [{ ...app, label: app.label }]));
  }

  /** The label of the app that a model in a file belongs to; null where it is not sure. */
  labelOf(path: string): string | null {
    const folder = folderOf(path);
    const known = this.known.get(folder);
    if (known !== undefined) return known;
    const label = this.search(path);
    this.known.set(folder, label);
    return label;
  }

  defaultAutoField(path: string): string | null {
    const folder = ancestors(folderOf(path)).find((one) => this.configured.has(one));
    return folder === undefined ? null : (this.configured.get(folder)?.[0]?.defaultAutoField ?? null);
  }

  private search(path: string): string | null {
    const above = ancestors(folderOf(path));
    const configured = above.find((one) => this.configured.has(one));
    const plain = above.find((one) => this.isPlainApp(one, path));
    if (configured !== undefined && (plain === undefined || plain.length <= configured.length)) return this.agreed(configured);
    if (plain === undefined) return configured === undefined ? null : this.agreed(configured);
    const isOwn = configured === undefined || this.isInstalled(plain) || this.project.has(`${plain}/migrations/__init__.py`);
    return isOwn ? nameIn(plain) : this.agreed(configured);
  }

  /** A package with models and no configuration: Django makes one up. */
  private isPlainApp(folder: string, path: string): boolean {
    if (folder === '') return false;
    const holds = path === `${folder}/models.py` || path.startsWith(`${folder}/models/`);
    return holds || this.project.has(`${folder}/models.py`) || this.project.has(`${folder}/models/__init__.py`);
  }

  private isInstalled(folder: string): boolean {
    const name = folder.replaceAll('/', '.');
    return [...this.installed].some((one) => name === one || name.endsWith(`.${one}`));
  }

  /** Several configurations for one package must agree, unless one is named as the default. */
  private agreed(folder: string): string | null {
    const labels = new Set((this.configured.get(folder) ?? []).map(({ label }) => label));
    return labels.size === 1 ? ([...labels][0] ?? null) : null;
  }
}

type Config = Omit<App, 'label'> & { readonly label: string | null };

function appOf(entry: Entry, project: Project, lineages: Lineages): readonly Config[] {
  const { path, leaf } = entry;
  if (path === null || leaf.bases.length === 0 || !mayBeConfig(path, entry)) return [];
  const { order } = lineages.of(entry.key);
  const isConfig = order.some((one) => CONFIGS.has(one) || (!project.classes.has(one) && /AppConfig$|\.apps\.\w*Config$/.test(one)));
  if (!isConfig) return [];
  const name = textIn(option(entry, 'name')) ?? impliedName(option(entry, 'name'), path, project);
  const folder = name === null ? null : folderFor(name, path, project);
  if (name === null || folder === null) return [];
  const given = attribute('default_auto_field', order, project);
  const auto = given === undefined ? null : (textIn(given) ?? 'computed');
  return [{ name, folder, label: labelFor(name, order, project), defaultAutoField: auto }];
}

function mayBeConfig(path: string, { leaf }: Entry): boolean {
  return /(^|\/)apps(\/__init__)?\.py$/.test(path) || /Config$/.test(leaf.name);
}

/** Undefined: the class does not say. */
function option({ leaf }: Entry, name: string): Expr | undefined {
  const computed = leaf.attributes.includes(name) ? { code: name, at: leaf.body } : undefined;
  return leaf.assigned.findLast((one) => one.name === name)?.value ?? computed;
}

function attribute(name: string, order: readonly string[], project: Project): Expr | undefined {
  const entries = order.map((key) => project.classes.get(key));
  return entries.map((entry) => (entry === undefined ? undefined : option(entry, name))).find((value) => value !== undefined);
}

/** `name = __name__.rpartition('.')[0]`, and the like: the package of the file. */
function impliedName(value: Expr | undefined, path: string, project: Project): string | null {
  if (value === undefined || !/__name__|__package__|__module__/.test(wordsFor(value))) return null;
  const dotted = project.nameOf(path);
  const dot = dotted.lastIndexOf('.');
  return dot < 0 ? null : dotted.slice(0, dot);
}

/** The given label, else the last part of the name; a base class of a library may give another one. */
function labelFor(name: string, order: readonly string[], project: Project): string | null {
  const given = attribute('label', order, project);
  if (given !== undefined) return textIn(given);
  const foreign = order.some((one) => !project.classes.has(one) && !CONFIGS.has(one) && /Config$/.test(one) && !/\.AppConfig$|^health_check\./.test(one));
  return foreign ? null : (name.split('.').at(-1) ?? null);
}

/** The folder of the package that the name says: where the file stands, or where the name leads. */
function folderFor(name: string, path: string, project: Project): string | null {
  const steps = name.split('.');
  const above = ancestors(folderOf(path)).filter((folder) => folder !== '');
  const near = above.find((folder) => `/${folder}`.endsWith(`/${steps.join('/')}`)) ?? above.find((folder) => nameIn(folder) === steps.at(-1));
  if (near !== undefined) return near;
  const file = project.find(name, path);
  return file === null ? null : file.endsWith('/__init__.py') ? folderOf(file) : null;
}

function grouped(configs: readonly Config[]): ReadonlyMap<string, readonly Config[]> {
  const found = new Map<string, Config[]>();
  for (const config of configs) found.set(config.folder, [...(found.get(config.folder) ?? []), config]);
  return found;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function nameIn(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

/** A folder and those above it, innermost first; the root is ''. */
function ancestors(folder: string): readonly string[] {
  return folder === '' ? [''] : [folder, ...ancestors(folderOf(folder))];
}
