/** What views are, as plain data. */
import type { Span } from '../../core/types.js';
import type { Expr, ModelLeaf, Ref } from '../models/leaf.js';
import type { Open } from '../models/types.js';

export interface StepLeaf {
  readonly kind: 'call' | 'attribute' | 'item';
  readonly name: string;
  readonly at: Span;
}

/** A chain of calls from a name. */
export interface QueryLeaf {
  /** What it starts from, as the file's imports know it; null for anything but a name. */
  readonly root: Ref | null;
  readonly steps: readonly StepLeaf[];
  readonly at: Span;
}

export interface ContextName {
  readonly name: string;
  readonly at: Span;
  /** Every query that its value may be. */
  readonly queries: readonly QueryLeaf[];
}

export interface RenderLeaf {
  readonly at: Span;
  /** The function around it: `book_list`, `BookView.get`; null at module level. */
  readonly view: string | null;
  /** Null where computed. */
  readonly templates: readonly string[] | null;
  readonly names: readonly ContextName[];
  /** Whether the context may hold more, or something else. */
  readonly isOpen: boolean;
}

export interface ViewLeaf {
  /** Names, imports and classes of the file. */
  readonly module: ModelLeaf;
  readonly renders: readonly RenderLeaf[];
}

/** A name of a class's body; what is no plain assignment has the empty code for its value. */
export interface ViewAttribute {
  readonly value: Expr;
  readonly span: Span;
  /** The class that assigns it. */
  readonly owner: string;
}

export interface ViewClass {
  /** `shop/views.py:BookListView`. */
  readonly key: string;
  readonly name: string;
  readonly path: string;
  readonly span: Span;
  readonly body: Span;
  /** Itself and its ancestors in the order in which Python asks them: keys, and dotted paths of libraries' classes. */
  readonly order: readonly string[];
  /** What could not be known of its ancestors; a library's class counts only if it is not Django's. */
  readonly open: readonly Open[];
  /** Keys of classes that derive from it, at whatever distance. */
  readonly subclasses: readonly string[];
  /** In effect, by name: the nearest of its own and its ancestors'. */
  readonly attributes: Readonly<Record<string, ViewAttribute>>;
  /** The class that has it, by the method's name. */
  readonly methods: Readonly<Record<string, string>>;
}

export interface ViewsData {
  /** Classes with a class of Django's views, or of a library that is not known, among their ancestors. */
  readonly classes: Readonly<Record<string, ViewClass>>;
  /** By path. */
  readonly renders: Readonly<Record<string, readonly RenderLeaf[]>>;
}
