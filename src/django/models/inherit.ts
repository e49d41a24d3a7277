/** Which fields and managers a model has, by Django's rules of inheritance (`ModelBase.__new__`). */
import type { Declaration, FieldReader } from './fields.js';
import { isManager, MODEL } from './library.js';
import type { Entry, Origin } from './project.js';
import { isCall, refIn, wordsFor } from './shape.js';
import type { Manager } from './types.js';
import type { World } from './world.js';

/** A declaration as a model has it. */
export interface Local {
  readonly name: string;
  readonly declaration: Declaration;
}

export interface Inherited {
  /** What is on the model's own table: declared by it, and copied from abstract bases. */
  readonly local: readonly Local[];
  /** Names that may be fields. */
  readonly unclear: readonly string[];
  /** Concrete models that it derives from directly, or through abstract ones; of a proxy the one it stands for. */
  readonly parents: readonly string[];
}

export class Inheritance {
  private readonly known = new Map<string, Inherited>();

  constructor(
    private readonly world: World,
    private readonly fields: FieldReader,
  ) {}

  of(key: string): Inherited {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, NOTHING);
    const found = this.build(key);
    this.known.set(key, found);
    return found;
  }

  isProxy(key: string): boolean {
    return this.world.metas.of(key).options.get('proxy')?.value === true;
  }

  private build(key: string): Inherited {
    const { project, lineages, metas } = this.world;
    const entry = project.classes.get(key);
    if (entry === undefined) return NOTHING;
    const own = this.fields.declarations(entry);
    const local = new Map(own.fields.map((declaration): [string, Local] => [declaration.assigned.name, { name: declaration.assigned.name, declaration }]));
    const unclear = new Set(own.unclear);
    const parents = new Set<string>();
    const { order, bases } = lineages.of(key);
    const direct = new Set(bases.flatMap((base) => (base.kind === 'class' && lineages.isModel(base.key) ? [base.key] : [])));
    const hidden = new Set(entry.leaf.attributes);
    const hide = (names: readonly string[]): void => names.forEach((name) => hidden.add(name));
    for (const above of order.slice(1)) {
      const theirs = direct.has(above) ? this.of(above) : null;
      if (theirs === null) hide(project.classes.get(above)?.leaf.attributes ?? []);
      else if (!metas.isAbstract(above)) {
        hide(theirs.local.map(({ name }) => name));
        for (const table of this.isProxy(above) ? theirs.parents : [above]) parents.add(table);
      } else {
        for (const one of theirs.local) if (!local.has(one.name) && !hidden.has(one.name)) local.set(one.name, one);
        for (const name of theirs.unclear) if (!local.has(name) && !hidden.has(name)) unclear.add(name);
        for (const parent of theirs.parents) parents.add(parent);
      }
    }
    return { local: [...local.values()], unclear: [...unclear], parents: [...parents] };
  }
}

const NOTHING: Inherited = { local: [], unclear: [], parents: [] };

/** The managers of a model in the order in which Django ranks them: own ones first, then those of ancestors. */
export function managersOf(key: string, world: World): readonly Manager[] {
  const found = new Map<string, Manager>();
  const hidden = new Set<string>();
  for (const above of world.lineages.of(key).order) {
    const entry = world.project.classes.get(above);
    if (entry === undefined || above === MODEL) continue;
    const own = world.lineages.isModel(above) ? ownManagers(entry, world) : [];
    for (const manager of own) if (!found.has(manager.name) && !hidden.has(manager.name)) found.set(manager.name, manager);
    for (const name of entry.leaf.attributes) hidden.add(name);
  }
  return [...found.values()];
}

export function ownManagers(entry: Entry, world: World): readonly Manager[] {
  return entry.leaf.assigned.flatMap(({ name, value }) => {
    if (!isCall(value) || value.call === null) return [];
    const method = value.call.path.at(-1);
    const isMade = method === 'as_manager' || method === 'from_queryset';
    const ref = isMade ? { ...value.call, path: value.call.path.slice(0, -1) } : value.call;
    const origin = world.project.resolve(ref, entry.path);
    if (method === 'as_manager') return [{ name, className: 'django.db.models.Manager', querySet: pathOf(origin, world), declaredBy: entry.key }];
    const querySet = method === 'from_queryset' ? refIn(value.args[0]) : null;
    const made = querySet === null ? null : pathOf(world.project.resolve(querySet, entry.path), world);
    if (isMade || isManagerClass(origin, world)) return [{ name, className: pathOf(origin, world), querySet: made ?? querySetOf(origin, world), declaredBy: entry.key }];
    return (origin.kind === 'unknown' || origin.kind === 'value') && /Manager\(…\)$/.test(wordsFor(value)) ? [{ name, className: null, querySet: null, declaredBy: entry.key }] : [];
  });
}

function isManagerClass(origin: Origin, world: World): boolean {
  if (origin.kind === 'library') return isManager(origin.path);
  if (origin.kind === 'value') return isCall(origin.value) && origin.value.call?.path.at(-1) === 'from_queryset';
  if (origin.kind !== 'class' || origin.rest.length > 0) return false;
  return world.lineages.of(origin.key).order.some((one) => !world.project.classes.has(one) && isManager(one));
}

/** The queryset of `BookManager = Manager.from_queryset(BookQuerySet)`, or of a class that derives from such a call. */
function querySetOf(origin: Origin, world: World): string | null {
  if (origin.kind === 'value') return madeFrom(origin.value, origin.path, world);
  const classes = origin.kind === 'class' ? world.lineages.of(origin.key).order.map((one) => world.project.classes.get(one)) : [];
  const made = classes.flatMap((entry) => (entry === undefined ? [] : entry.leaf.bases.map((base) => madeFrom(base, entry.path, world))));
  return made.find((one) => one !== null) ?? null;
}

function madeFrom(value: Parameters<typeof isCall>[0], path: string | null, world: World): string | null {
  if (!isCall(value) || value.call?.path.at(-1) !== 'from_queryset') return null;
  const ref = refIn(value.args[0]);
  return ref === null ? null : pathOf(world.project.resolve(ref, path), world);
}

function pathOf(origin: Origin, world: World): string | null {
  if (origin.kind === 'library') return origin.path;
  if (origin.kind === 'class') return origin.key;
  const ref = origin.kind === 'value' && isCall(origin.value) ? origin.value.call : null;
  return ref === null || origin.kind !== 'value' ? null : pathOf(world.project.resolve({ ...ref, path: ref.path.slice(0, -1) }, origin.path), world);
}
