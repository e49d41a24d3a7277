/** Indexes, constraints and other lists of a Meta, as far as they can be read. */
import type { Expr } from './leaf.js';
import type { Metas } from './meta.js';
import type { Entry, Project } from './project.js';
import { isCall, isList, refIn, textIn, textsIn, type Call } from './shape.js';
import type { Declared, IndexDecl } from './types.js';

const DEPTH = 6;

/** An item of a list with the class whose Meta holds it. */
interface Item {
  readonly value: Expr;
  readonly by: Entry;
}

export class DeclaredReader {
  constructor(
    private readonly project: Project,
    private readonly metas: Metas,
  ) {}

  indexes(key: string): Declared<IndexDecl> {
    return this.calls(key, 'indexes', (className) => /Index$/.test(className));
  }

  /** Unique constraints only: checks and exclusions are no business of an index. */
  uniques(key: string): Declared<IndexDecl> {
    return this.calls(key, 'constraints', (className) => className === 'django.db.models.UniqueConstraint', /(?:CheckConstraint|ExclusionConstraint)$/);
  }

  /** `unique_together` and `index_together`: a tuple of names, or several. */
  together(key: string, option: 'unique_together' | 'index_together'): Declared<readonly string[]> {
    const given = this.metas.of(key).options.get(option);
    const isOpen = this.metas.of(key).isOpen;
    if (given === undefined) return { items: [], isOpen };
    const single = textsIn(given.value);
    if (single !== null && single.length > 0) return { items: [single], isOpen };
    const { items, isOpen: hasMore } = this.items(given.value, given.by, DEPTH);
    const read = items.map(({ value }) => textsIn(value));
    return { items: read.filter((names) => names !== null), isOpen: isOpen || hasMore || read.includes(null) };
  }

  private calls(key: string, option: string, wanted: (className: string) => boolean, ignored?: RegExp): Declared<IndexDecl> {
    const meta = this.metas.of(key);
    const given = meta.options.get(option);
    if (given === undefined) return { items: [], isOpen: meta.isOpen };
    const { items, isOpen } = this.items(given.value, given.by, DEPTH);
    const read = items.map((item) => this.declaration(item));
    const known = read.filter((one) => one !== null && wanted(one.className));
    const left = read.filter((one) => one === null || (!wanted(one.className) && ignored?.test(one.className) !== true));
    return { items: known.filter((one) => one !== null), isOpen: meta.isOpen || isOpen || left.length > 0 };
  }

  /** The items of a list, of lists that are added up, and of other classes' lists. */
  private items(value: Expr, by: Entry, depth: number): Declared<Item> {
    if (depth === 0) return { items: [], isOpen: true };
    if (isList(value)) return joined(value.list.map((item) => (isSplat(item) ? this.items(item.splat, by, depth - 1) : { items: [{ value: item, by }], isOpen: false })));
    if (typeof value === 'object' && value !== null && 'sum' in value) return joined(value.sum.map((part) => this.items(part, by, depth - 1)));
    if (isCall(value) && value.args.length === 1 && (value.call?.path.at(-1) === 'list' || value.call?.path.at(-1) === 'tuple')) return this.items(value.args[0] ?? null, by, depth - 1);
    const ref = refIn(value);
    const origin = ref === null ? null : this.project.resolve(ref, by.path);
    if (origin?.kind !== 'class' || origin.rest[0] !== 'Meta' || origin.rest.length !== 2) return { items: [], isOpen: true };
    const given = this.metas.of(origin.key).options.get(origin.rest[1] ?? '');
    return given === undefined ? { items: [], isOpen: true } : this.items(given.value, given.by, depth - 1);
  }

  private declaration({ value, by }: Item): IndexDecl | null {
    if (!isCall(value) || value.call === null) return null;
    const origin = this.project.resolve(value.call, by.path);
    const className = origin.kind === 'library' ? origin.path : origin.kind === 'class' ? origin.key : null;
    return className === null ? null : readDeclaration(value, className, by);
  }
}

const PLAIN = new Set(['fields', 'name', 'condition']);

function readDeclaration(call: Call, className: string, by: Entry): IndexDecl {
  const { fields: given, name, condition } = call.named;
  const hasExpressions = call.args.length > 0;
  return {
    className,
    fields: hasExpressions || call.hasSplat ? null : textsIn(given),
    name: textIn(name),
    isNameComputed: name !== undefined && name !== null && textIn(name) === null,
    isPartial: condition !== undefined && condition !== null,
    extras: [...(hasExpressions ? ['expressions'] : []), ...Object.keys(call.named).filter((one) => !PLAIN.has(one)), ...(call.hasSplat ? ['**'] : [])],
    declaredBy: by.key,
    span: by.path === null ? null : call.at,
  };
}

function isSplat(value: Expr): value is Extract<Expr, { splat: Expr }> {
  return typeof value === 'object' && value !== null && 'splat' in value;
}

function joined(parts: readonly Declared<Item>[]): Declared<Item> {
  return { items: parts.flatMap((part) => part.items), isOpen: parts.some((part) => part.isOpen) };
}
