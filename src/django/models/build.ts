/** One model, put together. */
import { roleOf } from '../../core/roles.js';
import type { Span } from '../../core/types.js';
import type { ClassLeaf, Expr } from './leaf.js';
import { DeclaredReader } from './declared.js';
import { FieldReader } from './fields.js';
import { Inheritance, managersOf } from './inherit.js';
import { textIn, textsIn } from './shape.js';
import type { Owner } from './relations.js';
import type { Field, Manager, MetaInfo, Model, Open, OwnMeta } from './types.js';
import type { Entry } from './project.js';
import type { World } from './world.js';

export type Body = Omit<Model, 'reverse'>;

/** Listed in `MetaInfo` by themselves. */
const LISTED = new Set(['indexes', 'constraints', 'unique_together', 'index_together']);

export class Builder {
  private readonly declared: DeclaredReader;
  private readonly fields: FieldReader;
  private readonly inheritance: Inheritance;
  private readonly known = new Map<string, Body>();

  constructor(
    private readonly world: World,
    /** What is added to models from outside, by key. */
    private readonly added: ReadonlyMap<string, readonly Open[]>,
  ) {
    const { project, lineages } = world;
    this.declared = new DeclaredReader(project, world.metas);
    this.fields = new FieldReader(project, lineages, {
      project,
      byLabel: (label, from) => world.byLabel(label, from),
      isModel: (key) => lineages.isModel(key),
      user: () => world.userTarget(),
    });
    this.inheritance = new Inheritance(world, this.fields);
  }

  /** Without what other models' relations add to it. */
  model(key: string): Body | null {
    const known = this.known.get(key);
    const entry = this.world.project.classes.get(key);
    if (known !== undefined || entry === undefined) return known ?? null;
    const { leaf, path } = entry;
    const app = this.world.appOf(key);
    const isAbstract = this.world.metas.isAbstract(key);
    const given = this.world.metas.of(key).options;
    const model: Body = {
      ...this.identity(entry),
      ...this.ancestry(key),
      app,
      label: isAbstract || app === null ? null : `${app}.${leaf.name}`,
      isAbstract,
      isProxy: this.inheritance.isProxy(key),
      swappable: textIn(given.get('swappable')?.value),
      unclear: this.inheritance.of(key).unclear,
      fields: this.fieldsOf(key, { key, name: leaf.name, app, defaultRelatedName: textIn(given.get('default_related_name')?.value) }),
      meta: this.metaOf(key, app, leaf.name, isAbstract),
      ownMeta: path === null ? null : this.ownMeta(key, leaf),
      ...this.managers(key),
    };
    this.known.set(key, model);
    return model;
  }

  private identity({ key, path, leaf }: Entry): Pick<Body, 'key' | 'name' | 'path' | 'dotted' | 'isTest' | 'isConditional' | 'span' | 'body' | 'methods'> {
    return {
      key,
      name: leaf.name,
      path,
      dotted: path === null ? key : `${this.world.project.nameOf(path)}.${leaf.name}`,
      isTest: path !== null && roleOf(path) === 'test',
      isConditional: leaf.isConditional,
      span: path === null ? null : leaf.span,
      body: path === null ? null : leaf.body,
      methods: leaf.methods,
    };
  }

  private ancestry(key: string): Pick<Body, 'ancestors' | 'parents' | 'abstractBases' | 'open' | 'inheritedMethods' | 'str'> {
    const { lineages, metas, project } = this.world;
    const { order, open } = lineages.of(key);
    return {
      ancestors: order,
      parents: this.inheritance.of(key).parents,
      abstractBases: order.slice(1).filter((one) => project.classes.has(one) && lineages.isModel(one) && metas.isAbstract(one)),
      open: [...open, ...order.flatMap((one) => this.added.get(one) ?? []), ...computedKind(metas.of(key).options)],
      inheritedMethods: this.methodsOf(order),
      str: order.map((one) => project.classes.get(one)?.leaf.str ?? null).find((str) => str !== null) ?? null,
    };
  }

  private managers(key: string): Pick<Body, 'managers' | 'defaultManager'> {
    const managers = managersOf(key, this.world);
    const isOpen = this.world.lineages.of(key).open.some(({ why }) => why !== 'unread');
    return { managers, defaultManager: this.defaultManager(key, managers, isOpen) };
  }

  private fieldsOf(key: string, owner: Owner): readonly Field[] {
    const { local, parents } = this.inheritance.of(key);
    const declared = local.map(({ declaration }) => this.fields.field(declaration, owner, 'own'));
    const own = declared.flatMap((field) => this.tagged(field));
    if (this.world.metas.isAbstract(key)) return own;
    const theirs = parents.flatMap((parent) => this.model(parent)?.fields ?? []).map((field): Field => ({ ...field, origin: 'parent' }));
    const links = this.inheritance.isProxy(key) ? [] : parents.flatMap((parent) => this.link(parent, own, owner));
    const names = new Set([...own, ...links].map(({ name }) => name));
    const all = [...own, ...links, ...theirs.filter(({ name }) => !names.has(name))];
    const hasPrimaryKey = all.some(({ isPrimaryKey, origin }) => isPrimaryKey && origin !== 'parent') || parents.length > 0;
    const pk = all.some(({ type }) => type === 'CompositePrimaryKey') || hasPrimaryKey ? [] : [automatic(key, this.autoField(key))];
    return [...pk, ...all];
  }

  /** Tags: their model stands behind `through`, and where that is generic taggit adds a relation to it. */
  private tagged(field: Field): readonly Field[] {
    const { relation, type } = field;
    if (type !== 'TaggableManager' || relation?.through?.kind !== 'model') return [field];
    const through = this.model(relation.through.key)?.fields ?? [];
    const to = through.find(({ name }) => name === 'tag')?.relation?.to ?? relation.to;
    const isGeneric = through.some((one) => one.relation?.kind === 'generic-fk');
    const items = { ...PLAIN, ...field, name: 'tagged_items', attname: 'tagged_items', type: 'GenericRelation', className: 'django.contrib.contenttypes.fields.GenericRelation', origin: 'added' } as const;
    const generic = { ...NO_RELATION, kind: 'generic-relation', to: relation.through, relatedName: null, accessor: null, queryName: null, onDelete: null, isParentLink: false, contentType: 'content_type', objectId: 'object_id' } as const;
    return [{ ...field, relation: { ...relation, to } }, ...(isGeneric ? [{ ...items, relation: generic }] : [])];
  }

  /** The key that joins a child to its parent's table, where the child declares none. */
  private link(parent: string, own: readonly Field[], owner: Owner): readonly Field[] {
    const isLinked = own.some(({ relation }) => relation?.isParentLink === true && relation.to.kind === 'model' && relation.to.key === parent);
    const model = this.world.project.classes.get(parent)?.leaf.name.toLowerCase();
    return isLinked || model === undefined ? [] : [parentLink(`${model}_ptr`, parent, owner)];
  }

  private autoField(key: string): string | null {
    const path = this.world.project.classes.get(key)?.path ?? null;
    const configured = path === null ? null : (this.world.apps?.defaultAutoField(path) ?? null);
    if (configured === 'computed') return null;
    return (configured ?? this.world.defaultAutoField())?.split('.').at(-1) ?? null;
  }

  private metaOf(key: string, app: string | null, name: string, isAbstract: boolean): MetaInfo {
    const meta = this.world.metas.of(key);
    const options = Object.fromEntries([...meta.options].filter(([option]) => !LISTED.has(option)).map(([option, { value }]) => [option, value]));
    const table = options['db_table'];
    const isProxy = options['proxy'] === true;
    const parent = this.inheritance.of(key).parents[0];
    const usual = app === null || isAbstract || meta.isOpen ? null : `${app}_${name.toLowerCase()}`;
    return {
      dbTable: isProxy && parent !== undefined ? (this.model(parent)?.meta.dbTable ?? null) : table === undefined || table === '' ? usual : textIn(table),
      isManaged: options['managed'] === undefined ? true : typeof options['managed'] === 'boolean' ? options['managed'] : null,
      ordering: this.ordering(key, options['ordering'], isAbstract),
      indexes: this.declared.indexes(key),
      uniques: this.declared.uniques(key),
      uniqueTogether: this.declared.together(key, 'unique_together'),
      indexTogether: this.declared.together(key, 'index_together'),
      defaultRelatedName: textIn(options['default_related_name']),
      defaultManagerName: textIn(options['default_manager_name']),
      getLatestBy: textsIn(options['get_latest_by']) ?? [textIn(options['get_latest_by'])].filter((one) => one !== null),
      options,
      isOpen: meta.isOpen,
    };
  }

  /** A child of a concrete model orders like its parent unless it says otherwise. */
  private ordering(key: string, given: Expr | undefined, isAbstract: boolean): MetaInfo['ordering'] {
    const [parent] = this.inheritance.of(key).parents;
    if (given === undefined) return parent === undefined || isAbstract ? null : (this.model(parent)?.meta.ordering ?? null);
    if (typeof given !== 'object' || given === null || !('list' in given)) return 'unknown';
    return given.list.map(textIn);
  }

  private ownMeta(key: string, { meta }: ClassLeaf): OwnMeta | null {
    if (meta === null) return null;
    const options = Object.entries(meta.options);
    return {
      span: meta.span,
      body: meta.body,
      extends: this.world.metas.of(key).extends,
      values: Object.fromEntries(options.map(([name, { valueSpan }]): [string, Span] => [name, valueSpan])),
      options: Object.fromEntries(options.map(([name, { value }]) => [name, value])),
    };
  }

  private defaultManager(key: string, managers: readonly Manager[], isOpen: boolean): string | null {
    const { order } = this.world.lineages.of(key);
    const given = this.world.metas.of(key).options.get('default_manager_name');
    if (given !== undefined) return textIn(given.value);
    const inherited = order.slice(1).filter((one) => this.world.lineages.isModel(one)).map((one) => textIn(this.world.metas.of(one).options.get('default_manager_name')?.value));
    const own = managers.filter(({ declaredBy }) => declaredBy === key);
    if (own.length === 0 && inherited[0] != null) return inherited[0];
    if (isOpen && own.length === 0) return null;
    return managers[0]?.name ?? 'objects';
  }

  private methodsOf(order: readonly string[]): Readonly<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const key of order) for (const { name } of this.world.project.classes.get(key)?.leaf.methods ?? []) found[name] ??= key;
    return found;
  }
}

/** `proxy = 'shop' in settings.INSTALLED_APPS`: there is no telling what the model is. */
function computedKind(given: ReadonlyMap<string, { readonly value: Expr }>): readonly Open[] {
  const computed = ['proxy', 'abstract'].filter((name) => given.has(name) && typeof given.get(name)?.value !== 'boolean');
  return computed.map((name) => ({ why: 'dynamic', what: `Meta.${name}` }));
}

const NO_RELATION = { isNameKnown: true, relatedQueryName: null, through: null, toField: null, contentType: null, objectId: null };

function automatic(key: string, type: string | null): Field {
  return { ...PLAIN, name: 'id', attname: 'id', column: 'id', type, className: type === null ? 'unknown' : `django.db.models.${type}`, isPrimaryKey: true, isUnique: true, declaredBy: key };
}

function parentLink(name: string, parent: string, owner: Owner): Field {
  const accessor = owner.name.toLowerCase();
  const relation = { ...NO_RELATION, kind: 'o2o', to: { kind: 'model', key: parent }, relatedName: null, accessor, queryName: accessor, onDelete: 'CASCADE', isParentLink: true } as const;
  return { ...PLAIN, name, attname: `${name}_id`, column: `${name}_id`, type: 'OneToOneField', className: 'django.db.models.OneToOneField', isUnique: true, isPrimaryKey: true, relation, declaredBy: owner.key };
}

const PLAIN = {
  isExact: true,
  isNull: false,
  isIndexed: false,
  isAutoNow: false,
  hasConstraint: true,
  maxLength: null,
  choices: null,
  default: 'none',
  relation: null,
  args: [],
  options: {},
  hasSplat: false,
  isConditional: false,
  span: null,
  origin: 'added',
} as const;

