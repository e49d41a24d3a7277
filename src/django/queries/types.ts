/** The queries that a project's code makes, as plain data: what each file says by itself. */
import type { Span } from '../../core/types.js';
import type { Ref } from '../models/leaf.js';

/** What a chain of queryset methods starts at. */
export type Root =
  /** A name: a model, a manager of it (`Book.objects`), or something else. */
  | { readonly kind: 'name'; readonly name: Ref }
  /** The model that `get_user_model()` gives; `rest` are attributes taken from it. */
  | { readonly kind: 'user'; readonly rest: readonly string[] }
  /** `self.books` in a method of a class of the file; `path` is empty for `self` itself. */
  | { readonly kind: 'self'; readonly owner: string; readonly path: readonly string[] }
  | { readonly kind: 'unknown' };

/** A keyword of a look-up: `customer__name__startswith`. */
export interface Condition {
  readonly lookup: string;
  /** Whether what is compared is known to be true or false, or to be None. */
  readonly value: 'boolean' | 'none' | 'other';
}

/** One method of a chain. */
export interface Step {
  readonly method: string;
  /** Keywords, and those of `Q` objects that are joined by `&`: all must hold. */
  readonly conditions: readonly Condition[];
  /** Positional strings: the fields of `order_by`, `latest`, `values`. */
  readonly texts: readonly string[];
  /** Whether it has arguments that are not listed: `**`, `Q(a) | Q(b)`, expressions. */
  readonly isOpen: boolean;
}

/** A chain of queryset methods, as far as one expression (or names with one value) shows it. */
export interface Query {
  readonly root: Root;
  readonly steps: readonly Step[];
  /** Whether a slice or an index takes only some of the rows. */
  readonly isSliced: boolean;
  readonly span: Span;
  /** Counts from 1. */
  readonly line: number;
  /** The names of the classes and functions around it, joined by dots; empty on the module's level. */
  readonly within: string;
}

/** A list of fields by which an admin or a REST view can filter or sort. */
export interface Listing {
  readonly kind: 'admin' | 'rest';
  readonly option: string;
  /** The model that an admin is registered for; null: that of the class's `queryset`. */
  readonly models: readonly Ref[];
  readonly owner: string;
  readonly fields: readonly string[];
  readonly line: number;
}

/** `queryset = Book.objects.all()` and `model = Book` in the body of a class. */
export interface Subject {
  readonly owner: string;
  readonly root: Root;
}

export interface QueryLeaf {
  readonly queries: readonly Query[];
  readonly listings: readonly Listing[];
  readonly subjects: readonly Subject[];
}

export interface QueryFacts {
  /** By path. */
  readonly files: Readonly<Record<string, QueryLeaf>>;
}
