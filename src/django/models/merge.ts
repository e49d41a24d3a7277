/** The leaves of all files, made one index. */
import type { ProjectFiles } from '../facts.js';
import { Builder, type Body } from './build.js';
import { KNOWN } from './known.js';
import type { Expr, ModelLeaf } from './leaf.js';
import { MODEL } from './library.js';
import { SIGNALS } from './receivers.js';
import { isList, refIn, wordsFor } from './shape.js';
import type { Dangling, Model, ModelIndex, Open, Receiver, Reverse, Target } from './types.js';
import { World, type GivenSettings } from './world.js';

/** `settings` is what other facts say of them; what it leaves out is looked for in the files that were collected. */
export function mergeModels(leaves: ReadonlyMap<string, ModelLeaf>, { files }: ProjectFiles, settings: GivenSettings = {}): ModelIndex {
  const world = new World(leaves, files, settings);
  const builder = new Builder(world, addedTo(world));
  const bodies = bodiesOf(world, builder);
  const reverse = reversed(bodies, world);
  const models = bodies.map((body): Model => ({ ...body, reverse: reverse.get(body.key) ?? [] }));
  return {
    models: Object.fromEntries(models.map((model) => [model.key, model])),
    labels: labelled(models),
    apps: world.apps?.all() ?? [],
    receivers: [...leaves].flatMap(([path, leaf]) => leaf.receivers.flatMap((one) => receivers(one, path, world))),
    user: world.user(),
    defaultAutoField: world.defaultAutoField(),
    dangling: bodies.flatMap(danglingIn),
  };
}

/** The project's models, and the libraries' that it derives from, points at, or has installed. */
function bodiesOf(world: World, builder: Builder): readonly Body[] {
  const own = [...world.project.classes.values()].filter(({ key, path }) => path !== null && isTopLevel(key) && world.lineages.isModel(key));
  const found = new Map<string, Body>();
  const left = [...own.map(({ key }) => key), ...Object.keys(KNOWN).filter((key) => isInstalled(key, world.installed))];
  for (let key = left.pop(); key !== undefined; key = left.pop()) {
    const body = found.has(key) || key === MODEL || !world.lineages.isModel(key) ? null : builder.model(key);
    if (body === null) continue;
    found.set(key, body);
    left.push(...body.ancestors.filter((one) => one in KNOWN), ...body.fields.flatMap(({ relation }) => [relation?.to, relation?.through].flatMap(keyOf)));
  }
  return [...found.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

function keyOf(target: Target | null | undefined): readonly string[] {
  return target?.kind === 'model' ? [target.key] : [];
}

function isTopLevel(key: string): boolean {
  return !key.slice(key.lastIndexOf(':') + 1).includes('.');
}

function labelled(models: readonly Model[]): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const { label, key } of models) {
    if (label === null) continue;
    const same = (found[label.toLowerCase()] ??= []);
    same.push(key);
  }
  return found;
}

/** What `add_to_class` and translations add, by the model. */
function addedTo(world: World): ReadonlyMap<string, readonly Open[]> {
  const found = new Map<string, Open[]>();
  for (const [path, leaf] of world.project.leaves) {
    for (const { to, name, why } of leaf.added) {
      const origin = world.project.originOf(to, path);
      const key = origin.kind === 'class' ? origin.key : origin.kind === 'user' ? world.user() : origin.kind === 'label' ? world.byLabel(origin.label, path) : null;
      if (key !== null) found.set(key, [...(found.get(key) ?? []), { why: 'added', what: name ?? why }]);
    }
  }
  return found;
}

/** The names that relations put on their targets. A library's relations count where it is installed. */
function reversed(bodies: readonly Body[], world: World): ReadonlyMap<string, readonly Reverse[]> {
  const found = new Map<string, Reverse[]>();
  for (const body of bodies) {
    if (body.isAbstract || (body.path === null && !isInstalled(body.key, world.installed))) continue;
    for (const { name, relation, origin } of body.fields) {
      if (relation === null || origin === 'parent' || relation.to.kind !== 'model' || relation.kind === 'generic-fk') continue;
      if (relation.queryName === null && relation.accessor === null) continue;
      const { accessor, queryName } = relation;
      const kind = relation.kind === 'generic-relation' ? 'generic' : relation.kind;
      const one: Reverse = { accessor, queryName, from: body.key, field: name, kind };
      found.set(relation.to.key, [...(found.get(relation.to.key) ?? []), one]);
    }
  }
  return found;
}

function isInstalled(key: string, installed: ReadonlySet<string>): boolean {
  return [...installed].some((app) => key.startsWith(`${app}.`));
}

function danglingIn({ key, path, isAbstract, fields }: Body): readonly Dangling[] {
  if (path === null || isAbstract) return [];
  const loose = fields.filter(({ relation, origin }) => origin === 'own' && relation !== null && relation.kind !== 'generic-fk' && (relation.to.kind === 'unknown' || !relation.isNameKnown));
  return loose.map(({ name }) => ({ from: key, field: name }));
}

function receivers({ signals, sender, handler, span }: ModelLeaf['receivers'][number], path: string, world: World): readonly Receiver[] {
  const named = signals.map((signal) => refIn(signal)?.path.at(-1) ?? null).filter((signal) => signal !== null && SIGNALS.has(signal));
  const senders = isList(sender) ? sender.list : [sender];
  return senders.flatMap((one) => named.map((signal) => ({ signal: signal ?? '', sender: senderOf(one, path, world), path, handler, span })));
}

function senderOf(data: Expr, path: string, world: World): Receiver['sender'] {
  if (data === null) return { kind: 'any' };
  if (typeof data === 'string') return modelOr(world.byLabel(data, path));
  if (/settings\.AUTH_USER_MODEL$/.test(wordsFor(data))) return modelOr(world.user());
  const origin = world.project.originOf(data, path);
  if (origin.kind === 'user') return modelOr(world.user());
  if (origin.kind === 'label') return modelOr(world.byLabel(origin.label, path));
  const through = origin.kind === 'class' && origin.rest.at(-1) === 'through';
  return origin.kind === 'class' && !through && world.lineages.isModel(origin.key) ? { kind: 'model', key: origin.key } : { kind: 'unknown' };
}

function modelOr(key: string | null): Receiver['sender'] {
  return key === null ? { kind: 'unknown' } : { kind: 'model', key };
}
