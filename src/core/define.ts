import type { Option, Options, OptionValues } from './options.js';
import type { Role } from './roles.js';
import type { Change, Code, Edit, Finding, Verdict, Wish } from './types.js';

/** What `{slots}` a message has, read off its text by the compiler. */
export type Slots<Message extends string> = Message extends `${string}{${infer Slot}}${infer Rest}` ? Slot | Slots<Rest> : never;

export type Messages = Readonly<Record<string, string>>;

type Data<Message extends string> = Readonly<Record<Slots<Message>, string | number>>;

/** A range that a finding points at; a node will do. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** What a transform says of one place, before the engine gives it a key and a path. */
export interface Draft {
  readonly messageId: string;
  readonly message: string;
  readonly verdict: Verdict;
  readonly span: Place;
  readonly edits: readonly Edit[];
  /** What changes in other files: all of it lands with the edits, or nothing does. */
  readonly others?: readonly Change[];
  readonly wishes?: readonly Wish[];
  /** What the transform tells its own `decide` of the place. */
  readonly note?: string;
}

/** What can be known about a project, by kind; `src/django/sources.ts` says what there is. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Facts {}

export type FactId = keyof Facts & string;

/** The three verbs of a transform, and what it can ask about the file it looks at. */
export interface Context<Module, O extends Options, M extends Messages, N extends FactId = never> {
  readonly module: Module;
  readonly options: OptionValues<O>;
  /** The options that the user set; the others are defaults, chosen by nobody. */
  readonly chosen: ReadonlySet<string>;
  /** What the transform `needs` to know about the project: frozen, and as the passes before have left it. */
  readonly facts: Readonly<Pick<Facts, N>>;
  /**
   * The code that names a dotted path at a place of this file (`requests.Timeout`): an import that
   * the file already has is honoured, otherwise the code carries the import that it needs.
   */
  name(dotted: string, at: Place): Code;
  safe<K extends keyof M & string>(at: Place, id: K, data: Data<M[K]>, edits: readonly Edit[], others?: readonly Change[]): Draft;
  suggest<K extends keyof M & string>(at: Place, id: K, data: Data<M[K]>, edits: readonly Edit[], others?: readonly Change[]): Draft;
  refuse<K extends keyof M & string>(at: Place, id: K, data: Data<M[K]>): Draft;
}

/** A module, or a module of which `from module import …` counts only for some names (or `*`). */
export type Imported = string | { readonly module: string; readonly names: readonly string[] };

/** Which files and which nodes a transform wants to see. */
export interface Match {
  /** A file with none of these byte strings is never decoded and never parsed. */
  readonly literals: readonly string[];
  /** If given: nor is a file without an import of one of these modules (or of something below one). */
  readonly imports?: readonly Imported[];
  /** A file with one of these byte strings is looked at all the same, whatever it imports. */
  readonly anyway?: readonly string[];
  /** The node types that `fix` is called with. */
  readonly nodes: readonly string[];
  /** Which files `fix` is given; without it only those whose role is `code`. */
  readonly roles?: readonly Role[];
}

/**
 * Facts from other files that can lower or explain a finding. They are collected after the findings,
 * from the files that can matter to them, and seen together, once, by `decide`. A fact is plain data.
 */
export interface Gather<Module, Fact> {
  /** A file must hold one of each group, known before any file is parsed. */
  readonly literals: readonly (readonly string[])[];
  /** Strings of which a file must hold one as well, made from the findings; without them every file counts. */
  needles?(findings: readonly Finding[]): readonly string[];
  /** `needles` are those that the findings made; none where there are no such. */
  collect(module: Module, needles: readonly string[]): readonly Fact[];
}

export interface Definition<Module, Node, O extends Options, M extends Messages, Fact, N extends FactId = never> {
  /** Kebab-case, for the thing the code will have. */
  readonly id: string;
  /** One imperative sentence without a full stop. */
  readonly summary: string;
  readonly family: string;
  /** The best verdict that the transform may give; the engine holds it to that. */
  readonly safety: Verdict;
  readonly references: readonly string[];
  readonly messages: M;
  readonly options: O;
  readonly match: Match;
  /** What `fix` and `decide` have to know about the project. It is gathered only if some file can matter to `fix`. */
  readonly needs?: readonly N[];
  /** Whether a file that `match` lets through is worth parsing, by what is known of the project; without it each one is. */
  concerns?(path: string, project: Readonly<Pick<Facts, N>>): boolean;
  /** Not ours: null. Otherwise one draft, or several. */
  fix(node: Node, context: Context<Module, O, M, N>): Draft | readonly Draft[] | null;
  readonly gather?: Gather<Module, Fact>;
  /** Gets every finding of this transform and every gathered fact; gives the findings as they shall be. */
  decide?(findings: readonly Finding[], facts: readonly Fact[], options: OptionValues<O>, project: Readonly<Pick<Facts, N>>): readonly Finding[];
}

/** A transform whose own types have been forgotten: what the engine, the front door and the tests handle. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTransform<Module, Node> = Definition<Module, Node, Record<string, Option<any>>, Messages, any, any>;

/** Fills the `{slots}` of a message. */
export function fill(message: string, data: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (slot, name: string) => String(data[name] ?? slot));
}
