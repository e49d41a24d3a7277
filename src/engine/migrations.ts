import type { Change, Fault, Finding, Wish } from '../core/types.js';
import type { MigrationApp } from '../django/migrations/app.js';
import { renderMigrations, type MigrationFile } from '../django/migrations/render.js';
import { byText } from './place.js';
import type { Batches } from './request.js';

/** A file of an app's next migrations, and the findings whose operations it holds. */
export interface Rendering {
  readonly app: string;
  readonly path: string;
  readonly text: string;
  readonly isConcurrent: boolean;
  readonly findings: ReadonlySet<Finding>;
}

/** What became of wishes: files, or a fault where nothing is known of the app's migrations. */
export interface Rendered {
  readonly files: readonly Rendering[];
  readonly faults: readonly { readonly finding: Finding; readonly fault: Fault }[];
}

/** The migrations that a run adds. All wishes of a batch for an app become one file, in whatever passes they land. */
export class Migrations {
  /** By app: what has landed in the passes so far, and the files of it. */
  private readonly landed = new Map<string, readonly Finding[]>();
  private readonly files = new Map<string, readonly Rendering[]>();

  /** `apps`: by label, as they were before the run. `batches`: as the terms of a run have them. */
  constructor(
    private readonly apps: Readonly<Record<string, MigrationApp>>,
    private readonly batches: Batches = new Map(),
  ) {}

  /** The files of all apps for which some findings wish something, with what has landed before. */
  render(findings: readonly Finding[]): Rendered {
    const strange = findings.flatMap((finding) => this.strangeApp(finding) ?? []);
    const known = findings.filter((finding) => this.strangeApp(finding) === null);
    const files = appsOf(known).flatMap((app) => this.filesFor(app, [...(this.landed.get(app) ?? []), ...known]));
    return { files, faults: strange };
  }

  /** The files that were made before for the apps of these. */
  before(renderings: readonly Rendering[]): Rendering[] {
    return [...new Set(renderings.map(({ app }) => app))].flatMap((app) => this.files.get(app) ?? []);
  }

  /** Findings have landed, and their files are these. */
  keep(findings: readonly Finding[], files: readonly Rendering[]): void {
    for (const app of appsOf(findings)) {
      this.landed.set(app, [...(this.landed.get(app) ?? []), ...findings.filter((finding) => wishesFor(finding, app).length > 0)]);
      this.files.set(app, files.filter((file) => file.app === app));
    }
  }

  /** A finding with the files that come of its wishes among its changes: those that were made of it, or else as if it came alone. */
  realised(finding: Finding): Finding {
    const { wishes, ...rest } = finding;
    if (wishes === undefined) return finding;
    const made = [...this.files.values()].flat().filter(({ findings }) => [...findings].some(({ key }) => key === finding.key));
    const files = made.length > 0 ? made : appsOf([finding]).flatMap((app) => this.filesFor(app, [finding]));
    return { ...rest, changes: [...finding.changes, ...files.map(({ path, text }): Change => ({ kind: 'create', path, text }))] };
  }

  private filesFor(app: string, findings: readonly Finding[]): Rendering[] {
    const known = Object.hasOwn(this.apps, app) ? this.apps[app] : undefined;
    if (known === undefined) return [];
    return this.migrationsOf(known, app, findings).map(({ path, text, wishes: made }) => {
      const isOf = (finding: Finding): boolean => wishesFor(finding, app).some((wish) => made.some((other) => isSame(wish, other)));
      return { app, path, text, isConcurrent: made.some(({ isConcurrent }) => isConcurrent === true), findings: new Set(findings.filter(isOf)) };
    });
  }

  /** Those of each batch follow those of the batches before it. */
  private migrationsOf(known: MigrationApp, app: string, findings: readonly Finding[]): MigrationFile[] {
    const batchOf = ({ key }: Finding): number => this.batches.get(key) ?? 0;
    const files: MigrationFile[] = [];
    for (const batch of [...new Set(findings.map(batchOf))].sort((one, other) => one - other)) {
      const wishes = unlike(findings.filter((finding) => batchOf(finding) === batch).flatMap((finding) => wishesFor(finding, app)));
      const made = files.flatMap((file) => file.wishes);
      files.push(...renderMigrations(following(known, files), wishes.filter((wish) => !made.some((other) => isSame(wish, other)))));
    }
    return files;
  }

  private strangeApp(finding: Finding): { finding: Finding; fault: Fault } | null {
    const app = appsOf([finding]).find((label) => !Object.hasOwn(this.apps, label));
    if (app === undefined) return null;
    const { transform, path } = finding;
    return { finding, fault: { transform, path, step: 'apply', message: `wishes a migration for ${app}, of whose migrations nothing is known` } };
  }
}

/** An app as it is once these have been added to its migrations. */
function following(app: MigrationApp, added: readonly MigrationFile[]): MigrationApp {
  const names = added.map(({ path }) => path.slice(app.folder.length + 1, -'.py'.length));
  return { ...app, leaf: names.at(-1) ?? app.leaf, names: [...app.names, ...names] };
}

/** The apps that findings wish migrations for. */
export function appsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ wishes = [] }) => wishes.map(({ app }) => app)))].sort(byText);
}

function wishesFor({ wishes = [] }: Finding, app: string): Wish[] {
  return wishes.filter((wish) => wish.app === app);
}

/** Operations that several findings wish for are made once. */
function unlike(wishes: readonly Wish[]): Wish[] {
  return wishes.filter((wish, at) => wishes.findIndex((other) => isSame(wish, other)) === at);
}

function isSame(one: Wish, other: Wish): boolean {
  return one.operation.text === other.operation.text && one.isConcurrent === other.isConcurrent;
}
