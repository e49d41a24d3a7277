/** What classes derive from, across files. */
import type { Expr } from './leaf.js';
import { fieldType, isPlain, looksLikeModel, MODEL } from './library.js';
import { varies } from './known.js';
import type { Entry, Origin, Project } from './project.js';
import { isCall, refIn, wordsFor } from './shape.js';
import type { Open } from './types.js';

/** One base of a class. */
export type Base =
  | { readonly kind: 'class'; readonly key: string }
  /** A class of a library about which nothing but its path is known. */
  | { readonly kind: 'library'; readonly path: string }
  | { readonly kind: 'open'; readonly open: Open };

export interface Lineage {
  /** In the order in which Python asks them, the class itself first; library classes by their path. */
  readonly order: readonly string[];
  /** The bases written in the class's header, in order. */
  readonly bases: readonly Base[];
  /** What is not known of the class or of one of its ancestors. */
  readonly open: readonly Open[];
}

/** Metaclasses that add no fields. */
const METACLASSES = /(?:ModelBase|ABCMeta|PageBase|MPTTModelBase|PolymorphicModelBase|TypedModelMetaclass|\.type)$/;

export class Lineages {
  private readonly known = new Map<string, Lineage>();
  private readonly models = new Map<string, boolean>();

  constructor(
    private readonly project: Project,
    /** The model that `get_user_model()` gives, if it is known. */
    private readonly user: () => string | null,
    private readonly byLabel: (label: string) => string | null,
  ) {}

  of(key: string): Lineage {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, { order: [key], bases: [], open: [{ why: 'recursion', what: key }] });
    const lineage = this.build(key);
    this.known.set(key, lineage);
    return lineage;
  }

  /** Whether a class surely is a model, or a class of a library stands among its ancestors that looks like one. */
  isModel(key: string): boolean {
    const known = this.models.get(key);
    if (known !== undefined) return known;
    const { order, open } = this.of(key);
    const found = order.includes(MODEL) || order.some((one) => !this.project.classes.has(one) && looksLikeModel(one)) || (open.length > 0 && this.hasFields(key));
    this.models.set(key, found);
    return found;
  }

  /** Columns in its body and bases that are not known: nothing but a model has both. */
  private hasFields(key: string): boolean {
    const entry = this.project.classes.get(key);
    return entry?.path != null && entry.leaf.assigned.some(({ value }) => isCall(value) && value.call !== null && isColumn(this.project.resolve(value.call, entry.path)));
  }

  private build(key: string): Lineage {
    const entry = this.project.classes.get(key);
    if (entry === undefined) return { order: [key], bases: [], open: isPlain(key) ? [] : [{ why: 'library', what: key }] };
    const bases = entry.leaf.bases.flatMap((base) => this.base(base, entry));
    const parents = bases.flatMap((base) => (base.kind === 'class' ? [base.key] : base.kind === 'library' ? [base.path] : []));
    const lines = parents.map((parent) => this.of(parent));
    const merged = linearize([...lines.map(({ order }) => order), parents]);
    const open = [...this.ownOpen(entry), ...bases.flatMap((base) => (base.kind === 'open' ? [base.open] : [])), ...lines.flatMap((line) => line.open)];
    const order = merged ?? [...new Set(lines.flatMap((line) => line.order))];
    return { order: [key, ...order], bases, open: distinct(merged === null ? [...open, { why: 'mro', what: entry.leaf.name }] : open) };
  }

  private base(data: Expr, { path, leaf }: Entry): readonly Base[] {
    const what = wordsFor(data);
    const of = asManager(data);
    const origin = of === null ? this.project.originOf(data, path) : this.project.resolve(of, path);
    const found = this.classOf(origin);
    if (found !== null) return [found.kind === 'class' && found.key === `${path}:${leaf.name}` ? { kind: 'open', open: { why: 'recursion', what } } : found];
    const mixed = isCall(data) && data.call !== null ? this.project.resolve(data.call, path) : null;
    if (mixed?.kind === 'library' && isPlain(mixed.path)) return [{ kind: 'library', path: mixed.path }];
    const open: Base = { kind: 'open', open: { why: origin.kind === 'unknown' ? origin.why : 'computed', what } };
    const among = origin.kind === 'unknown' ? (origin.among ?? []) : [];
    const isModel = among.length > 0 && among.every((one) => one.kind === 'class' && one.rest.length === 0 && this.isModel(one.key));
    return isModel ? [open, { kind: 'class', key: MODEL }] : [open];
  }

  private classOf(origin: Origin): Base | null {
    if (origin.kind === 'class') return origin.rest.length === 0 ? { kind: 'class', key: origin.key } : null;
    if (origin.kind === 'library') return { kind: 'library', path: origin.path };
    const key = origin.kind === 'user' ? this.user() : origin.kind === 'label' ? this.byLabel(origin.label) : null;
    if (key !== null) return { kind: 'class', key };
    const made = origin.kind === 'value' ? asManager(origin.value) : null;
    return made !== null && origin.kind === 'value' ? this.classOf(this.project.resolve(made, origin.path)) : null;
  }

  private ownOpen({ key, path, leaf, isTwice }: Entry): readonly Open[] {
    const metaclass = leaf.metaclass === null ? null : refIn(leaf.metaclass);
    const origin = metaclass === null ? null : this.project.resolve(metaclass, path);
    const meta = origin === null ? null : origin.kind === 'library' ? origin.path : origin.kind === 'class' ? `.${origin.key.split(':').at(-1) ?? ''}` : '';
    return [
      ...(isTwice ? [{ why: 'redefined', what: leaf.name } as const] : []),
      ...(leaf.isDynamic ? [{ why: 'dynamic', what: leaf.name } as const] : []),
      ...(varies(key) ? [{ why: 'library', what: key } as const] : []),
      ...(meta !== null && !METACLASSES.test(meta) ? [{ why: 'metaclass', what: wordsFor(leaf.metaclass) } as const] : []),
    ];
  }
}

function isColumn(origin: Origin): boolean {
  return origin.kind === 'library' && origin.path.startsWith('django.db.models.') && fieldType(origin.path) !== undefined;
}

/** `Base` of `Base.from_queryset(…)`, whose result derives from it. */
function asManager(data: Expr): { module: string; path: readonly string[] } | null {
  if (!isCall(data) || data.call?.path.at(-1) !== 'from_queryset') return null;
  return { module: data.call.module, path: data.call.path.slice(0, -1) };
}

/** Python's C3 order of the ancestors; null where the bases do not fit together. */
export function linearize(lines: readonly (readonly string[])[]): readonly string[] | null {
  const merged: string[] = [];
  let left = lines.filter((line) => line.length > 0);
  while (left.length > 0) {
    const next = left.map(([head = '']) => head).find((head) => left.every((line) => !line.slice(1).includes(head)));
    if (next === undefined) return null;
    merged.push(next);
    left = left.map((line) => (line[0] === next ? line.slice(1) : line)).filter((line) => line.length > 0);
  }
  return merged;
}

function distinct(open: readonly Open[]): readonly Open[] {
  return [...new Map(open.map((one) => [`${one.why} ${one.what}`, one])).values()];
}
