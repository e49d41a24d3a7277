/** What one settings module writes, statement by statement, as plain data. Spans count in that file. */
import type { Span } from '../../core/types.js';

export type Scalar = string | number | boolean | null;

/** An expression as it stands. */
export type Written =
  | { readonly kind: 'literal'; readonly value: Scalar; readonly span: Span }
  | { readonly kind: 'list'; readonly form: Form; readonly items: readonly WrittenItem[]; readonly span: Span }
  | { readonly kind: 'dict'; readonly entries: readonly WrittenEntry[]; readonly span: Span }
  /** A name or a dotted one: `MIDDLEWARE`, `base.MIDDLEWARE`. */
  | { readonly kind: 'name'; readonly path: string; readonly span: Span }
  | { readonly kind: 'item'; readonly of: Written; readonly key: Written; readonly span: Span }
  | { readonly kind: 'slice'; readonly of: Written; readonly from: Written | null; readonly to: Written | null; readonly span: Span }
  | { readonly kind: 'sum'; readonly left: Written; readonly right: Written; readonly span: Span }
  | { readonly kind: 'choice'; readonly test: Test; readonly then: Written; readonly otherwise: Written; readonly span: Span }
  /** `[m for m in X if m != "y"]`: all of X but some literals. */
  | { readonly kind: 'without'; readonly of: Written; readonly dropped: readonly Written[]; readonly span: Span }
  | ({ readonly kind: 'environment'; readonly fallback: Written | null; readonly span: Span } & Reader)
  | ({ readonly kind: 'call'; readonly callee: string; readonly text: string; readonly span: Span } & Given)
  | { readonly kind: 'other'; readonly text: string; readonly span: Span };

export type Form = 'list' | 'tuple' | 'set';

/** `*X` is starred: its value stands for several items. */
export interface WrittenItem {
  readonly starred: boolean;
  readonly value: Written;
}

/** `**X` has no key. */
export interface WrittenEntry {
  readonly key: Written | null;
  readonly value: Written;
  readonly span: Span;
}

/** How a value is read from the environment: `env.list("HOSTS")` has the name `HOSTS`, the cast `list`. */
export interface Reader {
  readonly name: string | null;
  readonly cast: string | null;
  /** The function that reads, such as `os.environ.get`. */
  readonly reader: string;
  readonly text: string;
}

export interface Given {
  readonly positional: readonly Written[];
  readonly keywords: Readonly<Record<string, Written>>;
}

/** A condition under which statements run. */
export interface Test {
  readonly kind: 'debug' | 'testing' | 'environment' | 'loop' | 'attempt' | 'other';
  /** The condition as it stands; of an `else`, the one that failed. */
  readonly text: string;
  readonly negated: boolean;
}

/** `X`, `X["a"]["b"]`: a name and the keys below it. */
export interface Target {
  readonly name: string;
  readonly keys: readonly Written[];
}

export interface Arm {
  readonly test: Test;
  readonly body: readonly Statement[];
}

export type Statement = { readonly span: Span } & (
  | { readonly kind: 'assign'; readonly target: Target; readonly value: Written }
  /** `+=`; for a dictionary also `|=`. */
  | { readonly kind: 'add'; readonly target: Target; readonly value: Written }
  | ({ readonly kind: 'call'; readonly target: Target; readonly method: string } & Given)
  | { readonly kind: 'delete'; readonly target: Target }
  | { readonly kind: 'star'; readonly module: string; readonly optional: boolean }
  | { readonly kind: 'import'; readonly module: string; readonly name: string | null; readonly as: string }
  /** `include(…)` of django-split-settings: the files run in this very module. */
  | { readonly kind: 'include'; readonly pattern: string | null; readonly optional: boolean }
  /** At most one arm runs; one surely does where `whole`. */
  | { readonly kind: 'branch'; readonly arms: readonly Arm[]; readonly whole: boolean }
  | { readonly kind: 'class'; readonly name: string; readonly bases: readonly string[]; readonly body: readonly Statement[] }
  /** A function without parameters, or a property. What it returns is assigned to `return`. */
  | { readonly kind: 'function'; readonly name: string; readonly isProperty: boolean; readonly body: readonly Statement[] }
  /** `Production.load_settings(__name__)`: what the class holds become the module's settings. */
  | { readonly kind: 'export'; readonly name: string }
  /** `globals().update(…)`, `exec(…)`: it may set anything. */
  | { readonly kind: 'opaque'; readonly text: string }
);

/** How a file names the settings: the file that serves requests knows best, a CI workflow least. */
export type Via = 'wsgi' | 'asgi' | 'celery' | 'manage' | 'docker' | 'deploy' | 'test' | 'ci' | 'script';

/** One place that names a settings module. */
export interface Naming {
  /** The dotted name; of a computed one (`f"config.settings.{name}"`) what it surely begins with. */
  readonly module: string;
  readonly whole: boolean;
  readonly via: Via;
  readonly span: Span;
}

/** A place outside the settings that changes one: `settings.MIDDLEWARE.append(…)`. */
export interface Touch {
  readonly name: string;
  readonly span: Span;
}

/** What one file tells about settings. */
export interface SettingsLeaf {
  readonly namings: readonly Naming[];
  /** The class that `DJANGO_CONFIGURATION` names. */
  readonly configurations: readonly string[];
  readonly touches: readonly Touch[];
  readonly statements: readonly Statement[];
}
