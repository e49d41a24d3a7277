/** How the migrations of an app are written. */
export interface MigrationStyle {
  readonly quote: '"' | "'";
  /** Whether no line is longer than Black allows. */
  readonly isNarrow: boolean;
  /** Whether a line is blank below `class Migration`. */
  readonly isSpaced: boolean;
}

/** What a new migration of an app has to know. */
export interface MigrationApp {
  /** The app's label. */
  readonly label: string;
  /** The folder of its migrations package, relative to the root. */
  readonly folder: string;
  /** The name of its only leaf, such as `0007_order_status`; null where there is no migration yet. */
  readonly leaf: string | null;
  /** The names of all its migrations, and of whatever else lies in the folder, without `.py`. */
  readonly names: readonly string[];
  /** That of the leaf; as `makemigrations` writes where it is not given. */
  readonly style?: MigrationStyle;
}

/** The part of the facts `migrations` that new migrations are made from: apps with one leaf or none, by label. */
export interface MigrationApps {
  readonly apps: Readonly<Record<string, MigrationApp>>;
}
