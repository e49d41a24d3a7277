/** What settings are once every module has run: values with the places where they are written, as plain data. */
import type { Form, Reader, Scalar, Test, Via } from './written.js';

/** A range of a file, in UTF-16 offsets. */
export interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** A condition that must hold, and where it stands. Two guards of one branch exclude each other. */
export interface Guard extends Test {
  /** The `if` (or `try`, `for`) that asks, as `path:offset`. */
  readonly branch: string;
  readonly arm: number;
}

export type Known =
  | { readonly kind: 'literal'; readonly value: Scalar; readonly at: Place }
  | KnownList
  | KnownDict
  | ({ readonly kind: 'environment'; readonly fallback: Known | null; readonly at: Place } & Reader)
  /** One of several, by conditions. */
  | { readonly kind: 'choice'; readonly options: readonly Option[]; readonly at: Place }
  /** An expression that only running the program would answer. */
  | { readonly kind: 'computed'; readonly text: string; readonly at: Place };

export interface Option {
  readonly value: Known;
  readonly guards: readonly Guard[];
}

export interface KnownList {
  readonly kind: 'list';
  readonly form: Form;
  readonly items: readonly Item[];
  /** The expression for which it may hold more than `items`, or null. */
  readonly open: string | null;
  /** The expression for which the order of `items` is not sure, or null. */
  readonly unordered: string | null;
  readonly at: Place;
}

export interface Item {
  readonly value: Known;
  /** The item's expression. */
  readonly at: Place;
  /** The display that holds the item; null where a call put it there. */
  readonly display: Place | null;
  /** All must hold for the item to be there. */
  readonly guards: readonly Guard[];
  /** The number with which `insert(2, …)` put it there: in a list that grows it stands elsewhere. */
  readonly index?: number;
}

export interface KnownDict {
  readonly kind: 'dict';
  readonly entries: readonly Entry[];
  /** The expression for which it may hold more than `entries`, or null. */
  readonly open: string | null;
  /** What it was before keys were set on it, where that was no display: `env.db()`. */
  readonly from: Known | null;
  readonly at: Place;
}

export interface Entry {
  readonly key: Known;
  readonly value: Known;
  /** The whole pair, or the statement that sets the key. */
  readonly at: Place;
  readonly guards: readonly Guard[];
}

/** One value that a setting may have. */
export interface Alternative extends Option {
  /** The statements that made it: the one that set it, then those that changed it. */
  readonly by: readonly Place[];
}

/** One setting as one entry module leaves it. */
export interface Setting {
  readonly name: string;
  /** `literal`: every value is known to the last item. `computed`: some of it is not. */
  readonly state: 'literal' | 'computed';
  /** Later ones win where their guards hold; more than one only where conditions decide. */
  readonly alternatives: readonly Alternative[];
  /** The file of the last statement that sets or changes it. */
  readonly winner: string;
  /** Modules read after that which could not be seen, and may change it. */
  readonly unseen: readonly string[];
}

/** A module that settings read and that is not among the project's files, or cannot be followed. */
export interface Unseen {
  readonly what: string;
  readonly at: Place;
  /** It may be missing: `try: from .local_settings import *`. */
  readonly optional: boolean;
}

export type EntryRole = 'production' | 'development' | 'test';

/** A module that some file names as the settings. */
export interface EntryModule {
  readonly module: string;
  readonly path: string;
  /** For what it is used, by who names it and by its own name. */
  readonly role: EntryRole;
  /** Who names it: the most telling first. */
  readonly named: readonly { readonly via: Via | 'sibling' | 'guess'; readonly at: Place }[];
  /** The class that django-configurations takes, or null. */
  readonly className: string | null;
  /** The files that run, in the order in which they begin to. */
  readonly files: readonly string[];
  readonly unseen: readonly Unseen[];
  readonly settings: Readonly<Record<string, Setting>>;
}

/** One Django project: a `manage.py`, or a folder that imports start from. */
export interface SettingsProject {
  readonly root: string;
  /** The most telling first: production before development before tests. */
  readonly entries: readonly EntryModule[];
}

export interface SettingsData {
  /** In order of root. */
  readonly projects: readonly SettingsProject[];
  /** Places outside the settings modules that change a setting when they are imported. */
  readonly touches: readonly { readonly name: string; readonly at: Place }[];
}
