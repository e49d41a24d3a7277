/** What a project's models are, as plain data: nothing here is a promise about what is not listed unless it says so. */
import type { Span } from '../../core/types.js';
import type { Expr, MethodLeaf } from './leaf.js';

/** `shop/models.py:Book` for a class of the project; the dotted path for a library's: `django.contrib.auth.models.User`. */
export type ModelKey = string;

/** Why a model may have more than is listed, or something else. */
export interface Open {
  /**
   * unread: a base in a file that was not looked at; as it holds none of the words that declare a field, it may add
   * methods but no fields.
   * library: a base of a library that is not known · computed: a base that is a call or another expression ·
   * unbound, star-import, ambiguous: a name that could be anything · redefined: the file has another class of that name · dynamic: a body that makes names by
   * computing · metaclass: an unknown one · added: fields that something adds from outside · mro: bases that do
   * not fit together · dynamic also: a Meta that computes `proxy` or `abstract`.
   */
  readonly why: 'library' | 'computed' | 'unread' | 'unbound' | 'star-import' | 'ambiguous' | 'recursion' | 'redefined' | 'dynamic' | 'metaclass' | 'added' | 'mro';
  /** What could not be known: a dotted name or an expression. */
  readonly what: string;
}

/** The class that a relation points at. */
export type Target =
  | { readonly kind: 'model'; readonly key: ModelKey }
  /** `settings.AUTH_USER_MODEL` where the settings do not tell. */
  | { readonly kind: 'user' }
  /** A model of a library, or a name that leads nowhere: as written. */
  | { readonly kind: 'outside'; readonly name: string }
  | { readonly kind: 'unknown'; readonly text: string };

export type RelationKind = 'fk' | 'o2o' | 'm2m' | 'generic-fk' | 'generic-relation';

export interface Relation {
  readonly kind: RelationKind;
  readonly to: Target;
  /** As Django formats it for the model; null where none is given. */
  readonly relatedName: string | null;
  readonly relatedQueryName: string | null;
  /** Whether the names below are all there is: false where the related name is computed. */
  readonly isNameKnown: boolean;
  /** The attribute on the target; null where there is none (`+`, a symmetrical relation, a generic key). */
  readonly accessor: string | null;
  /** The name in lookups from the target; null where there is none. */
  readonly queryName: string | null;
  readonly through: Target | null;
  readonly onDelete: string | null;
  readonly toField: string | null;
  /** GenericForeignKey and GenericRelation: the names of the two fields. */
  readonly contentType: string | null;
  readonly objectId: string | null;
  /** Whether it is the link of multi-table inheritance. */
  readonly isParentLink: boolean;
}

export interface Field {
  readonly name: string;
  /** What the model instance holds: `author_id` for a key. */
  readonly attname: string;
  /** Django's own class that it is or derives from: `CharField`; null where that is not known. */
  readonly type: string | null;
  /** The dotted path of the class that is written, the project's own as `path:Name`. */
  readonly className: string;
  /** Whether that class is known well enough to trust the options below: it is Django's own, or changes none. */
  readonly isExact: boolean;
  readonly column: string | null;
  readonly isNull: boolean;
  readonly isUnique: boolean;
  /** As it takes effect: true for keys and slugs unless switched off. */
  readonly isIndexed: boolean;
  readonly isPrimaryKey: boolean;
  readonly isAutoNow: boolean;
  readonly hasConstraint: boolean;
  readonly maxLength: number | null;
  /** How many choices; 'unknown' where they cannot be counted; null for none. */
  readonly choices: number | 'unknown' | null;
  readonly default: 'none' | 'literal' | 'callable' | 'unknown';
  readonly relation: Relation | null;
  /** The arguments as written. Of `choices` the number, of labels and help nothing. */
  readonly args: readonly Expr[];
  readonly options: Readonly<Record<string, Expr>>;
  /** Whether `**options` may hold more. */
  readonly hasSplat: boolean;
  /** Below an `if` or `try`. */
  readonly isConditional: boolean;
  /** The class whose body declares it; the model's own key where Django adds it. */
  readonly declaredBy: ModelKey;
  /** The statement, in the file of `declaredBy`; null where Django adds the field, and in libraries. */
  readonly span: Span | null;
  /** own: a column of the model's table, declared by it or by an abstract base · parent: a column of a parent's table · added: by Django. */
  readonly origin: 'own' | 'parent' | 'added';
}

export interface IndexDecl {
  /** The dotted path of its class: `django.db.models.Index`. */
  readonly className: string;
  /** With `-` where descending; null where they are computed or there are expressions. */
  readonly fields: readonly string[] | null;
  /** As written, `%(class)s` included; null for none. */
  readonly name: string | null;
  /** Whether there is a name that is computed. */
  readonly isNameComputed: boolean;
  /** Whether it has a condition: it is partial. */
  readonly isPartial: boolean;
  /** Other arguments that matter: `include`, `opclasses`, `expressions`, `nulls_distinct` … */
  readonly extras: readonly string[];
  readonly declaredBy: ModelKey;
  readonly span: Span | null;
}

/** Declarations as far as they could be read. */
export interface Declared<T> {
  readonly items: readonly T[];
  /** Whether there may be more, or other ones. */
  readonly isOpen: boolean;
}

export interface MetaInfo {
  readonly dbTable: string | null;
  readonly isManaged: boolean | null;
  /** null: none given; 'unknown': computed. */
  readonly ordering: readonly (string | null)[] | 'unknown' | null;
  readonly indexes: Declared<IndexDecl>;
  /** Of `UniqueConstraint`s. */
  readonly uniques: Declared<IndexDecl>;
  readonly uniqueTogether: Declared<readonly string[]>;
  readonly indexTogether: Declared<readonly string[]>;
  readonly defaultRelatedName: string | null;
  readonly defaultManagerName: string | null;
  readonly getLatestBy: readonly string[];
  /** Every option in effect that is no literal list above, as written. */
  readonly options: Readonly<Record<string, Expr>>;
  /** Whether bases of `Meta` are unknown, or its body does more than assign. */
  readonly isOpen: boolean;
}

/** `class Meta` in the model's own body. */
export interface OwnMeta {
  readonly span: Span;
  readonly body: Span;
  /** The models (or classes) whose Meta it extends. */
  readonly extends: readonly ModelKey[];
  /** The spans of what stands to the right of `=`, by option. */
  readonly values: Readonly<Record<string, Span>>;
  readonly options: Readonly<Record<string, Expr>>;
}

export interface Manager {
  readonly name: string;
  /** The dotted path of its class, the project's own as `path:Name`; null where computed. */
  readonly className: string | null;
  /** The querysets behind `from_queryset` and `as_manager`, in the same form. */
  readonly querySet: string | null;
  readonly declaredBy: ModelKey;
}

/** A name on instances of the model that another model's relation puts there. */
export interface Reverse {
  /** null: no attribute. */
  readonly accessor: string | null;
  /** null: none in look-ups. */
  readonly queryName: string | null;
  readonly from: ModelKey;
  readonly field: string;
  /** generic: look-ups only, by a `GenericRelation`. */
  readonly kind: 'fk' | 'o2o' | 'm2m' | 'generic';
}

export interface Model {
  readonly key: ModelKey;
  readonly name: string;
  /** null for a library's. */
  readonly path: string | null;
  /** As the project imports it. */
  readonly dotted: string;
  readonly isTest: boolean;
  /** The app's label; null where it is not sure. */
  readonly app: string | null;
  /** `shop.Book`; null for an abstract model and where the app is not sure. */
  readonly label: string | null;
  readonly isAbstract: boolean;
  readonly isProxy: boolean;
  /** The setting that may swap it: `AUTH_USER_MODEL`. */
  readonly swappable: string | null;
  /** Below an `if` or `try`: it may not exist. */
  readonly isConditional: boolean;
  /** The `class` statement with its decorators; null for a library's. */
  readonly span: Span | null;
  readonly body: Span | null;
  /** The model's ancestors in the order in which Python asks them, itself first; classes that are no models too. */
  readonly ancestors: readonly string[];
  /** Models whose tables it joins: of multi-table inheritance, or the one a proxy stands for. */
  readonly parents: readonly ModelKey[];
  /** Bases that are abstract models. */
  readonly abstractBases: readonly ModelKey[];
  /** Empty: what is listed is all there is, as far as code in the project is concerned. */
  readonly open: readonly Open[];
  /** Everything on the model's table, then what parents' tables and Django add. */
  readonly fields: readonly Field[];
  /** Attributes that may be fields: their class is not known. */
  readonly unclear: readonly string[];
  readonly meta: MetaInfo;
  readonly ownMeta: OwnMeta | null;
  readonly managers: readonly Manager[];
  /** The name of the default manager; null where it is not sure. */
  readonly defaultManager: string | null;
  /** Methods and properties of its own body. */
  readonly methods: readonly MethodLeaf[];
  /** All names of methods, own and inherited from classes that could be read, by the class that has it. */
  readonly inheritedMethods: Readonly<Record<string, string>>;
  /** Attribute chains that its `__str__` reads of `self`; null: none that could be read. */
  readonly str: readonly (readonly string[])[] | null;
  readonly reverse: readonly Reverse[];
}

export interface Receiver {
  /** `post_save`. */
  readonly signal: string;
  /** 'any': every model; a key; 'unknown'. */
  readonly sender: { readonly kind: 'any' | 'unknown' } | { readonly kind: 'model'; readonly key: ModelKey };
  readonly path: string;
  readonly handler: string;
  readonly span: Span;
}

export interface App {
  readonly label: string;
  readonly name: string;
  /** Its folder, relative to the root. */
  readonly folder: string;
  /** As its configuration gives it, 'computed' where that is no literal; null where it gives none. */
  readonly defaultAutoField: string | null;
}

/** A relation whose target, or whose name on it, is not known: it may put a name on any model. */
export interface Dangling {
  readonly from: ModelKey;
  readonly field: string;
}

export interface ModelIndex {
  readonly models: Readonly<Record<ModelKey, Model>>;
  /** Concrete models by lower-case label: `shop.book`. More than one: test apps, or copies. */
  readonly labels: Readonly<Record<string, readonly ModelKey[]>>;
  readonly apps: readonly App[];
  readonly receivers: readonly Receiver[];
  /** The model that `settings.AUTH_USER_MODEL` names; null where the settings do not tell. */
  readonly user: ModelKey | null;
  readonly defaultAutoField: string | null;
  readonly dangling: readonly Dangling[];
}
