/** Fields: what `name = models.CharField(…)` in the body of a class declares. */
import type { AssignedLeaf, Expr } from './leaf.js';
import { fieldType } from './library.js';
import type { Lineages } from './lineage.js';
import type { Entry, Origin, Project } from './project.js';
import { relationOf, type Owner, type Targets } from './relations.js';
import { isCall, refIn, textIn, wordsFor, type Call } from './shape.js';
import type { Field } from './types.js';

/** What a class body declares under a name, before it is known for which model. */
export interface Declaration {
  readonly assigned: AssignedLeaf;
  readonly entry: Entry;
  readonly call: Call;
  readonly type: string | null;
  readonly className: string;
  readonly isExact: boolean;
}

export interface Declarations {
  readonly fields: readonly Declaration[];
  /** Names whose values may be fields. */
  readonly unclear: readonly string[];
}

const KEYS = new Set(['ForeignKey', 'OneToOneField', 'ForeignObject']);
const INDEXED = new Set(['ForeignKey', 'SlugField']);
const RELATIONS = new Set(['ForeignKey', 'OneToOneField', 'ForeignObject', 'ManyToManyField', 'TaggableManager', 'GenericForeignKey', 'GenericRelation']);
const NO_COLUMN = new Set(['ManyToManyField', 'TaggableManager', 'GenericForeignKey', 'GenericRelation', 'CompositePrimaryKey', 'ForeignObject']);
const AUTO = new Set(['AutoField', 'BigAutoField', 'SmallAutoField']);

/** Positional arguments, after those that every field takes in the same place. */
const POSITIONS = ['verbose_name', 'name', 'primary_key', 'max_length', 'unique', 'blank', 'null', 'db_index'];
const NO_LABEL_FIRST = new Set(['ForeignKey', 'OneToOneField', 'ManyToManyField', 'GenericForeignKey', 'GenericRelation', 'TaggableManager']);

export class FieldReader {
  private readonly declared = new Map<string, Declarations>();

  constructor(
    private readonly project: Project,
    private readonly lineages: Lineages,
    private readonly targets: Targets,
  ) {}

  /** What a class's own body declares. The last of several values of one name counts. */
  declarations(entry: Entry): Declarations {
    const known = this.declared.get(entry.key);
    if (known !== undefined) return known;
    const last = new Map(entry.leaf.assigned.map((assigned) => [assigned.name, assigned]));
    const repeated = new Set(entry.leaf.assigned.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) !== at));
    const read = [...last.values()].map((assigned) => this.declaration(repeated.has(assigned.name) ? { ...assigned, isConditional: true } : assigned, entry));
    const declared = {
      fields: read.filter((one): one is Declaration => one !== null && typeof one === 'object'),
      unclear: read.filter((one): one is string => typeof one === 'string'),
    };
    this.declared.set(entry.key, declared);
    return declared;
  }

  /** As the field of one model. */
  field({ assigned, entry, call, type, className, isExact }: Declaration, owner: Owner, origin: Field['origin']): Field {
    const given = this.options(call, type, entry);
    const isKey = type !== null && KEYS.has(type);
    const unique = given['unique'] === true || type === 'OneToOneField';
    const isPrimaryKey = given['primary_key'] === true;
    const attname = isKey && type !== 'ForeignObject' ? `${assigned.name}_id` : assigned.name;
    return {
      name: assigned.name,
      attname,
      type,
      className,
      isExact: isExact && !call.hasSplat,
      column: type !== null && NO_COLUMN.has(type) ? null : (textIn(given['db_column']) ?? attname),
      isNull: given['null'] === true || type === 'NullBooleanField',
      isUnique: unique || isPrimaryKey,
      isIndexed: given['db_index'] === undefined ? type !== null && INDEXED.has(type) : given['db_index'] === true,
      isPrimaryKey,
      isAutoNow: given['auto_now'] === true || given['auto_now_add'] === true,
      hasConstraint: given['db_constraint'] !== false,
      maxLength: typeof given['max_length'] === 'number' ? given['max_length'] : null,
      choices: this.choices(given['choices'], entry),
      default: defaultOf(given, type),
      relation: type !== null && RELATIONS.has(type) ? relationOf({ name: assigned.name, type, call, given, entry, owner, isKey }, this.targets) : null,
      args: call.args,
      options: call.named,
      hasSplat: call.hasSplat,
      isConditional: assigned.isConditional,
      declaredBy: entry.key,
      span: entry.path === null ? null : assigned.span,
      origin,
    };
  }

  /** The arguments by name; what constants stand for, in their place. */
  private options(call: Call, type: string | null, entry: Entry): Readonly<Record<string, Expr>> {
    const named = Object.entries(optionsOf(call, type)).map(([name, value]): [string, Expr] => {
      const origin = refIn(value) === null ? null : this.project.originOf(value, entry.path);
      const isConstant = origin?.kind === 'value' && (origin.value === null || typeof origin.value !== 'object');
      return [name, isConstant && name !== 'default' ? origin.value : value];
    });
    return Object.fromEntries(named);
  }

  /** Null: no field. A name: it may be one. */
  private declaration(assigned: AssignedLeaf, entry: Entry): Declaration | string | null {
    const call = isCall(assigned.value) ? assigned.value : null;
    if (call === null) return null;
    if (call.call === null) return null;
    const origin = this.project.resolve(call.call, entry.path);
    const found = this.fieldClass(origin);
    if (found === null) return origin.kind === 'unknown' && /(?:Field|ForeignKey)$/.test(wordsFor(call).replace('(…)', '')) ? assigned.name : null;
    return { assigned, entry, call, ...found };
  }

  private fieldClass(origin: Origin): Pick<Declaration, 'type' | 'className' | 'isExact'> | null {
    if (origin.kind === 'library') {
      const known = fieldType(origin.path);
      return known === undefined ? null : { ...known, className: origin.path };
    }
    if (origin.kind !== 'class' || origin.rest.length > 0) return null;
    const { order, open } = this.lineages.of(origin.key);
    const vendored = fieldType(this.dotted(origin.key));
    if (vendored?.isExact === true) return { ...vendored, className: origin.key };
    const roots = order.map((one) => (this.project.classes.has(one) ? undefined : fieldType(one))).filter((root) => root !== undefined);
    const root = roots.find(({ type }) => type !== null && type !== 'Field') ?? roots[0];
    if (root === undefined) return null;
    const own = order.flatMap((one) => this.project.classes.get(one) ?? []);
    const isChanged = open.length > 0 || own.some(({ leaf }) => leaf.methods.some(({ name }) => name === '__init__' || name === 'contribute_to_class'));
    return { type: root.type === 'Field' ? null : root.type, className: origin.key, isExact: root.isExact && !isChanged };
  }

  /** The project may hold a library's own source. */
  private dotted(key: string): string {
    const at = key.lastIndexOf(':');
    return at < 0 ? key : `${this.project.nameOf(key.slice(0, at))}.${key.slice(at + 1)}`;
  }

  private choices(given: Expr | undefined, entry: Entry): Field['choices'] {
    if (given === undefined || given === null) return null;
    if (typeof given === 'number') return given;
    const ref = refIn(given);
    const origin = ref === null ? null : this.project.resolve(ref, entry.path);
    if (origin?.kind === 'value' && typeof origin.value === 'number') return origin.value;
    if (origin?.kind !== 'class') return 'unknown';
    const of = this.project.classes.get(origin.key);
    const isWhole = origin.rest.join('.') === 'choices' || origin.rest.length === 0;
    const members = of?.leaf.attributes.filter((name) => /^[A-Z][A-Z0-9_]*$/.test(name)).length ?? 0;
    return isWhole && members > 0 ? members : this.counted(of, origin.rest);
  }

  /** A list that stands in the class's own body. */
  private counted(entry: Entry | undefined, rest: readonly string[]): Field['choices'] {
    const value = entry?.leaf.assigned.find(({ name }) => name === rest[0] && rest.length === 1)?.value;
    return typeof value === 'object' && value !== null && 'list' in value ? value.list.length : 'unknown';
  }
}

function defaultOf(given: Readonly<Record<string, Expr>>, type: string | null): Field['default'] {
  if (type !== null && AUTO.has(type)) return 'none';
  const value = given['default'];
  if (value === undefined) return 'none';
  if (value === null || typeof value !== 'object') return 'literal';
  if ('call' in value) return 'unknown';
  const last = 'name' in value ? (value.name.path.at(-1) ?? '') : '';
  if (/^[A-Z][A-Z0-9_]*$/.test(last)) return 'literal';
  return 'name' in value || ('code' in value && value.code.startsWith('lambda')) ? 'callable' : 'unknown';
}

function optionsOf(call: Call, type: string | null): Readonly<Record<string, Expr>> {
  if (type === null || NO_LABEL_FIRST.has(type)) return call.named;
  const positional = call.args.map((value, at) => [POSITIONS[at] ?? `${at}`, value] as const);
  return { ...Object.fromEntries(positional), ...call.named };
}
