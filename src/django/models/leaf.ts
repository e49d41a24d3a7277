/** What one file says of models by itself: plain data, nothing resolved across files. */
import type { Span } from '../../core/types.js';

/**
 * A dotted name as far as its own file knows it: `module` as the import writes it (`..catalogue` where it is
 * relative, '' for the file itself) and the attributes taken from it.
 */
export interface Ref {
  readonly module: string;
  readonly path: readonly string[];
}

/** An expression as plain data. */
export type Expr =
  | string
  | number
  | boolean
  | null
  | { readonly list: readonly Expr[]; readonly at: Span; readonly isTuple: boolean }
  | { readonly name: Ref; readonly at: Span }
  /** `callee` is null where a name does not tell what is called. */
  | { readonly call: Ref | null; readonly args: readonly Expr[]; readonly named: Readonly<Record<string, Expr>>; readonly hasSplat: boolean; readonly at: Span }
  | { readonly splat: Expr; readonly at: Span }
  | { readonly sum: readonly Expr[]; readonly at: Span }
  /** Anything else, as it is written (cut short where it is long). */
  | { readonly code: string; readonly at: Span };

/** `name = value` in the body of a class. */
export interface AssignedLeaf {
  readonly name: string;
  readonly value: Expr;
  /** The whole statement. */
  readonly span: Span;
  /** Whether it stands below an `if`, `try` or the like. */
  readonly isConditional: boolean;
}

export interface MethodLeaf {
  readonly name: string;
  readonly decorators: readonly Expr[];
  /** The `def` statement with its decorators. */
  readonly span: Span;
}

/** `class Meta` of a class. */
export interface MetaLeaf {
  readonly span: Span;
  /** The block below the header. */
  readonly body: Span;
  readonly bases: readonly Expr[];
  readonly options: Readonly<Record<string, MetaOption>>;
  /** Whether its body holds more than plain assignments, methods aside. */
  readonly isDynamic: boolean;
}

export interface MetaOption {
  readonly value: Expr;
  /** The assignment. */
  readonly span: Span;
  /** What stands to the right of `=`. */
  readonly valueSpan: Span;
}

export interface ClassLeaf {
  readonly name: string;
  /** The `class` statement with its decorators. */
  readonly span: Span;
  /** The block below the header. */
  readonly body: Span;
  readonly bases: readonly Expr[];
  readonly metaclass: Expr | null;
  readonly decorators: readonly Expr[];
  /** Whether it stands below an `if`, `try` or the like. */
  readonly isConditional: boolean;
  /** Every name that its body binds. */
  readonly attributes: readonly string[];
  readonly assigned: readonly AssignedLeaf[];
  readonly methods: readonly MethodLeaf[];
  /** Classes inside, `Meta` aside. */
  readonly inner: readonly ClassLeaf[];
  readonly meta: MetaLeaf | null;
  /** Attribute chains that `__str__` reads of `self`, such as `['author', 'name']`; null where it has none. */
  readonly str: readonly (readonly string[])[] | null;
  /** Whether its body makes names by computing: `locals()[…] = …`. */
  readonly isDynamic: boolean;
}

/** What a global of the module is: a name of elsewhere, a class of this file, or what an expression gives. */
export type Bound = { readonly kind: 'ref'; readonly ref: Ref } | { readonly kind: 'class' } | { readonly kind: 'value'; readonly value: Expr };

export interface ReceiverLeaf {
  /** The signals, such as `post_save`; null where they are computed. */
  readonly signals: readonly Expr[];
  /** Null: any sender. */
  readonly sender: Expr;
  readonly handler: string;
  readonly span: Span;
}

/** Names that something adds to a class from outside; null where the name is computed. */
export interface AddedLeaf {
  readonly to: Expr;
  readonly name: string | null;
  readonly why: 'add_to_class' | 'translation';
}

/** What settings say that models depend on. */
export interface SettingsLeaf {
  readonly authUserModel: Expr | undefined;
  readonly defaultAutoField: Expr | undefined;
  /** Strings in lists of applications. */
  readonly apps: readonly string[];
}

export interface ModelLeaf {
  readonly globals: Readonly<Record<string, readonly Bound[]>>;
  /** Modules of `from m import *`, as written. */
  readonly stars: readonly string[];
  /** `__all__` where it is a plain list of strings. */
  readonly exported: readonly string[] | null;
  readonly classes: readonly ClassLeaf[];
  readonly receivers: readonly ReceiverLeaf[];
  readonly added: readonly AddedLeaf[];
  readonly settings: SettingsLeaf | null;
}
