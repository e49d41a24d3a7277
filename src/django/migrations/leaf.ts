/** What one migration file says by itself: plain data. */
import type { Expr } from '../models/leaf.js';
import type { MigrationStyle } from './app.js';

/** `('shop', '0003_order')`. */
export type NodeRef = readonly [app: string, name: string];

export interface OperationLeaf {
  /** The name of its class, such as `AddIndex`; what is called, where no name tells. */
  readonly kind: string;
  /** Whether the class is Django's own. */
  readonly isKnown: boolean;
  readonly args: Readonly<Record<string, Expr>>;
  /** CreateModel: options as written; null where they are no literal dictionary. */
  readonly options: Readonly<Record<string, Expr>> | null;
  /** SeparateDatabaseAndState and RunSQL: operations on the state; null where they are computed. */
  readonly inner: readonly OperationLeaf[] | null;
}

export interface MigrationLeaf {
  /** Literal dependencies; `swappable_dependency` and `__first__` tell nothing of the app's own leaf and are left out. */
  readonly dependencies: readonly NodeRef[];
  readonly replaces: readonly NodeRef[];
  readonly runBefore: readonly NodeRef[];
  /** The expression for which one of these may hold more, or null. */
  readonly computed: string | null;
  readonly operations: readonly OperationLeaf[];
  /** The expression for which there may be more operations, or null. */
  readonly open: string | null;
  readonly style: MigrationStyle;
}

/** What `apps.py` says of an app. */
export interface ConfigLeaf {
  readonly name: string | null;
  readonly label: string | null;
}

export type MigrationsLeaf = { readonly migration: MigrationLeaf } | { readonly configs: readonly ConfigLeaf[] };
