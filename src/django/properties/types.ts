/** What is known of properties and of what reads and writes them: plain data. */

/** How long instances of a class live, and what follows from it. */
export type Life =
  /** A row, held for as long as somebody holds it. */
  | { readonly kind: 'model' }
  /** One request, one form. */
  | { readonly kind: 'request' }
  /** A serializer of DRF: one instance for every row of a list. */
  | { readonly kind: 'serializer' }
  /** No base but the project's own. */
  | { readonly kind: 'plain' }
  /** As long as the process, or nobody's own; `what` says what it is. */
  | { readonly kind: 'lasting'; readonly what: string }
  /** Instances that keep no attributes of their own making: an enum, a named tuple, a pydantic model. */
  | { readonly kind: 'foreign'; readonly what: string }
  /** A base of which nothing is known. */
  | { readonly kind: 'open'; readonly what: string };

/** Why a property must not be cached, as far as its own file shows; `id` names the message. */
export interface Obstacle {
  readonly id: 'setter' | 'abstract' | 'adminDisplay' | 'volatile' | 'asyncOrGenerator' | 'slots' | 'notInstance' | 'longLived' | 'openClass' | 'liveBalance' | 'eqHash' | 'decorated' | 'queryset' | 'newObject' | 'writes';
  readonly data: Readonly<Record<string, string>>;
}

/** A property that costs something, as its own file shows it. */
export interface Candidate {
  readonly name: string;
  readonly owner: string;
  /** The classes that it is of and derives from, as `path:Name`, itself first. */
  readonly line: readonly string[];
  readonly life: Life['kind'];
  /** What it does each time, as written. */
  readonly cost: string;
  /** The attributes of `self` that the value is made of. */
  readonly depends: readonly string[];
  /** Other properties and methods of the class that read it. */
  readonly via: readonly string[];
  readonly obstacle: Obstacle | null;
  /** `list`, `dict` or `set` where it gives a new one each time; null for anything else. */
  readonly shared: string | null;
  /** Whether nothing in its class writes to what it reads, or to any row. */
  readonly isSettled: boolean;
}

/** Whose attribute is read or written. */
export type Owner =
  /** An instance of a class of the project: it and what it derives from. */
  | { readonly kind: 'class'; readonly line: readonly string[] }
  /** Not known; the last name of the expression may tell. */
  | { readonly kind: 'name'; readonly name: string }
  /** Surely something else. */
  | { readonly kind: 'other' };

export interface Read {
  readonly name: string;
  readonly line: number;
  /** Whether a loop reads it again and again from one object. */
  readonly isLoop: boolean;
  /** The places in `Group.writes` of what that loop does. */
  readonly loopWrites: readonly number[];
  /** The places in `Group.writes` of what can be run behind it, on the same object. */
  readonly after: readonly number[];
  /** The attribute of the same object that the value is written to. */
  readonly storedIn: string | null;
  /** What changes the value in place, as written; null for nothing. */
  readonly change: string | null;
}

/** Something done between reads that may change what they give. */
export interface Write {
  /** The attribute of the object that it goes through; null: all of the object; `*`: rows that may be anybody's. */
  readonly attribute: string | null;
  readonly code: string;
  readonly line: number;
}

/** Two reads that one run of the function makes in turn; `writes` are the places in `Group.writes` of what lies between. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly writes: readonly number[];
}

/** What one function reads of one object. */
export interface Group {
  readonly kind: 'group';
  readonly path: string;
  readonly isTest: boolean;
  /** Name of the function; empty at the top of a module. */
  readonly frame: string;
  /** The class of whose method this is; itself and what it derives from. */
  readonly method: readonly string[];
  /** Whether the object is the method's second parameter: the row of a serializer's or an admin's method. */
  readonly isRow: boolean;
  readonly isSelf: boolean;
  readonly owner: Owner;
  readonly reads: readonly Read[];
  readonly pairs: readonly Pair[];
  readonly writes: readonly Write[];
}

/** The name in a list of fields or columns of a class. */
export interface Listed {
  readonly kind: 'listed';
  readonly path: string;
  readonly line: number;
  readonly name: string;
  /** The class that has the list, as `path:Name`. */
  readonly by: string;
}

/** A class (as `path:Name`, with what it derives from) binds the name. */
export interface Defined {
  readonly kind: 'defined';
  readonly name: string;
  readonly line: readonly string[];
  readonly how: 'property' | 'setter' | 'other';
  readonly place: string;
}

/** The name is written to, deleted, annotated, or its getter is taken. */
export interface Used {
  readonly kind: 'assigned' | 'deleted' | 'annotated' | 'getter';
  readonly name: string;
  readonly owner: Owner;
  readonly place: string;
  readonly isTest: boolean;
}

/** A class whose one instance serves many: kept in a module, or made for many rows. */
export interface Kept {
  readonly kind: 'kept' | 'many';
  readonly line: readonly string[];
  readonly place: string;
}

export type Use = Group | Listed | Defined | Used | Kept;
