/** What templates say: plain data. */
import type { Span } from '../../core/types.js';

/**
 * What a template reads, seen from its context: `['books', '*', 'author']` is `book.author` within
 * `{% for book in books %}`; `*` stands for each item.
 */
export type Chain = readonly string[];

/** Where something stands in its file. */
export interface Spot {
  readonly at: Span;
  /** The blocks around it, outermost first. */
  readonly blocks: readonly string[];
}

export interface Read extends Spot {
  readonly chain: Chain;
  /** Names of the filters applied to it, in order. */
  readonly filters: readonly string[];
  /** The tag that reads it (`if`, `url`, a custom one); `''` for `{{ … }}`. */
  readonly tag: string;
  /** Whether it is the argument of a filter, or a part of something larger. */
  readonly isArgument: boolean;
  /** How many steps of the chain a local name stands for: they are read where that is bound, not here; absent for none. */
  readonly bound?: number;
  /** The arms of `{% if %}` around it, outermost first, as `number of the tag:number of the arm`; absent for none. */
  readonly arms?: readonly string[];
}

export interface Loop extends Spot {
  /** What is looped over; null where that is no variable of the context. */
  readonly chain: Chain | null;
  readonly filters: readonly string[];
  readonly variables: readonly string[];
  readonly isReversed: boolean;
  readonly hasEmpty: boolean;
  /** How many loops stand around it. */
  readonly depth: number;
  /** From `{% for %}` to behind `{% endfor %}`. */
  readonly whole: Span;
  /** The blanks that the line of `{% endfor %}` starts with; null where something follows it there. */
  readonly indent: string | null;
  /** The elements around it, innermost first. */
  readonly around: readonly Around[];
  /** Elements within it that people fill in: `input`, `select`, `textarea`. */
  readonly inputs: readonly string[];
  /** Attributes of `forloop` that it reads. */
  readonly counters: readonly string[];
}

export interface Around {
  readonly tag: string;
  readonly opening: string;
  readonly start: number;
  readonly end: number;
  /** The blanks that the line of its end tag starts with; null where something follows it there. */
  readonly indent: string | null;
}

export interface Include extends Spot {
  /** Null where the name is computed. */
  readonly name: string | null;
  /** What names of the included file stand for here: those of `with`, and local ones. Null: something computed. */
  readonly names: Readonly<Record<string, Chain | null>>;
  /** The names that `with` gives. */
  readonly given: readonly string[];
  readonly isOnly: boolean;
  /** The tag as written. */
  readonly text: string;
}

export interface Block {
  readonly name: string;
  /** From `{% block %}` to behind `{% endblock %}`. */
  readonly at: Span;
  readonly blocks: readonly string[];
  /** Whether it shows the parent's content too. */
  readonly hasSuper: boolean;
}

/** What a page does with its rows beside showing them. */
export type Marker = 'data-table' | 'client-filter' | 'print' | 'export' | 'sortable' | 'bootstrap';

export interface TemplateLeaf {
  /** What the file may be called by, likeliest first: what its path is below each folder `templates`. */
  readonly names: readonly string[];
  /** Written for Jinja: nothing else is known of it. */
  readonly isJinja: boolean;
  readonly eol: '\n' | '\r\n';
  /** The name of the parent; 'computed'; null for none. */
  readonly parent: { readonly name: string | null } | null;
  readonly libraries: readonly string[];
  readonly blocks: readonly Block[];
  readonly loops: readonly Loop[];
  readonly reads: readonly Read[];
  readonly includes: readonly Include[];
  /** Where it shows links to other pages: what reads `page_obj` and the like, or a tag that pages. */
  readonly controls: readonly Span[];
  readonly markers: readonly Marker[];
  /** Whether it has a form that is sent by GET: its fields come back in the query string. */
  readonly hasSearch: boolean;
  /** Whether it writes `<html>` or `<body>`. */
  readonly isDocument: boolean;
  /** Whether links keep the query string: it reads `request.GET`, or has `{% querystring %}` or a tag like it. */
  readonly keepsQuery: boolean;
}

export interface TemplatesData {
  readonly files: Readonly<Record<string, TemplateLeaf>>;
  /** The files that a name may mean: which one wins depends on the order of apps. */
  readonly named: Readonly<Record<string, readonly string[]>>;
}
