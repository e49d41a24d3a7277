/** What a project's migrations say, as plain data. */
import type { MigrationApps } from './app.js';

/** An index or a unique constraint as migrations leave it. */
export interface IndexState {
  /** The dotted path of its class. */
  readonly className: string;
  readonly name: string | null;
  /** With `-` where descending; null where there are expressions, or what is not literal. */
  readonly fields: readonly string[] | null;
  readonly isPartial: boolean;
  readonly extras: readonly string[];
}

/** A model as the migrations of its app leave it. */
export interface ModelState {
  readonly name: string;
  readonly indexes: readonly IndexState[];
  readonly constraints: readonly IndexState[];
  readonly uniqueTogether: readonly (readonly string[])[];
  readonly indexTogether: readonly (readonly string[])[];
  /** Whether an operation said something of it that could not be read. */
  readonly isOpen: boolean;
}

/** Models of an app by lower-case name. */
export interface AppState {
  readonly models: Readonly<Record<string, ModelState>>;
  /** Operations that may have changed any model, as `0004_stock: import_stock()`; empty: the state is known. */
  readonly unknown: readonly string[];
}

/** Why no migration can follow those of an app. */
export interface Blocked {
  /**
   * conflict: several leaves · computed: dependencies that are not literal · unread: a file that is no readable
   * migration · ambiguous: several folders hold migrations of one label · circular: migrations that wait for each other.
   */
  readonly why: 'conflict' | 'computed' | 'unread' | 'ambiguous' | 'circular';
  /** The migrations or folders that it is about. */
  readonly what: readonly string[];
}

export interface MigrationFacts extends MigrationApps {
  /** Apps with migrations that none can follow, by label. */
  readonly blocked: Readonly<Record<string, Blocked>>;
  /** Of all apps whose migrations have an order. */
  readonly states: Readonly<Record<string, AppState>>;
}
