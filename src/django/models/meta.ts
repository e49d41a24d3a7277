/** The Meta in effect of a class: its own, or the one that Python's rules and Django's let it inherit. */
import type { Expr, MetaLeaf, MetaOption } from './leaf.js';
import { MODEL } from './library.js';
import type { Lineages } from './lineage.js';
import type { Entry, Project } from './project.js';
import { refIn, wordsFor } from './shape.js';

/** An option with the class whose Meta says it. */
export interface Given extends MetaOption {
  readonly by: Entry;
}

export interface EffectiveMeta {
  readonly options: ReadonlyMap<string, Given>;
  /** Whether there may be other options. */
  readonly isOpen: boolean;
  /** The classes whose Meta the own one extends. */
  readonly extends: readonly string[];
}

const NOTHING: EffectiveMeta = { options: new Map(), isOpen: false, extends: [] };

export class Metas {
  private readonly known = new Map<string, EffectiveMeta>();

  constructor(
    private readonly project: Project,
    private readonly lineages: Lineages,
  ) {}

  isAbstract(key: string): boolean {
    if (key === MODEL) return true;
    const hasOwn = (this.project.classes.get(key)?.leaf.meta ?? null) !== null;
    return hasOwn && this.of(key).options.get('abstract')?.value === true;
  }

  /** What `Meta` is while the class is made, before Django takes it apart. */
  of(key: string): EffectiveMeta {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, NOTHING);
    const entry = this.project.classes.get(key);
    const found = entry?.leaf.meta != null ? this.read(entry.leaf.meta, entry) : this.inherited(key);
    this.known.set(key, found);
    return found;
  }

  /** `Base.Meta` once Base is made: Django takes Meta away from a concrete model, and `abstract` from an abstract one. */
  private attribute(key: string): EffectiveMeta | null {
    const { order } = this.lineages.of(key);
    const holder = order.find((one) => this.keepsMeta(one));
    if (holder === undefined) return null;
    const meta = this.of(holder);
    if (!this.lineages.isModel(holder)) return meta;
    return { ...meta, options: new Map([...meta.options].filter(([name]) => name !== 'abstract')) };
  }

  private keepsMeta(key: string): boolean {
    const meta = this.project.classes.get(key)?.leaf.meta ?? null;
    return meta !== null && (!this.lineages.isModel(key) || this.isAbstract(key));
  }

  private inherited(key: string): EffectiveMeta {
    const [, ...above] = this.lineages.of(key).order;
    const holder = above.find((one) => this.keepsMeta(one));
    const first = above.findIndex((one) => !this.project.classes.has(one) && this.lineages.of(one).open.length > 0);
    const isHidden = first >= 0 && (holder === undefined || first < above.indexOf(holder));
    const meta = holder === undefined ? NOTHING : (this.attribute(holder) ?? NOTHING);
    return { ...meta, extends: [], isOpen: meta.isOpen || isHidden };
  }

  private read(meta: MetaLeaf, entry: Entry): EffectiveMeta {
    const bases = meta.bases.map((base) => this.base(base, entry));
    const options = new Map<string, Given>();
    for (const base of bases.toReversed()) for (const [name, given] of base?.meta.options ?? []) options.set(name, given);
    for (const [name, option] of Object.entries(meta.options)) options.set(name, { ...option, by: entry });
    return {
      options,
      isOpen: meta.isDynamic || bases.some((base) => base === null || base.meta.isOpen),
      extends: bases.flatMap((base) => (base === null || base.key === null ? [] : [base.key])),
    };
  }

  /** A base of a Meta: `Base.Meta`, or a class that serves as one. Null: it could be anything. */
  private base(data: Expr, { path }: Entry): { readonly key: string | null; readonly meta: EffectiveMeta } | null {
    const ref = refIn(data);
    if (ref === null) return null;
    if (wordsFor(data) === 'object') return { key: null, meta: NOTHING };
    const origin = this.project.resolve(ref, path);
    if (origin.kind !== 'class') return null;
    const meta = origin.rest.join('.') === 'Meta' ? this.attribute(origin.key) : origin.rest.length === 0 ? this.plainClass(origin.key) : null;
    return meta === null ? null : { key: origin.key, meta };
  }

  /** `class Meta(CommonMeta)`, where CommonMeta is a class of nothing but options. */
  private plainClass(key: string): EffectiveMeta | null {
    const entry = this.project.classes.get(key);
    if (entry === undefined || entry.leaf.bases.length > 0) return null;
    const given = entry.leaf.assigned.map(({ name, value, span }): [string, Given] => [name, { value, span, valueSpan: span, by: entry }]);
    return { options: new Map(given), isOpen: given.length < entry.leaf.attributes.length, extends: [] };
  }
}
