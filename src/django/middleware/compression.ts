/** What is to be done about compression in each settings module. */
import type { DeliveryData } from '../delivery/facts.js';
import type { EntryModule, Item, Known, Place, Setting, SettingsData, SettingsProject } from '../settings/known.js';
import { projectAt, settingOf, textIn } from '../settings/query.js';
import type { VersionsData } from '../versions/facts.js';
import { atLeast } from '../versions/query.js';
import { mustBeBelow, compresses, conflictsAt, GZIP, shortName, slotIn, type Slot } from './order.js';

export interface Project {
  readonly settings: SettingsData;
  readonly versions: VersionsData;
  readonly delivery: DeliveryData;
}

/** Compression goes beside an item, in a list that these settings modules read. */
export interface Insertion {
  readonly kind: 'insert';
  readonly slot: Slot;
  readonly modules: readonly EntryModule[];
  readonly conflicts: readonly string[];
}

/** Why compression does not go there: a message id with its data. */
export type Reason =
  | { readonly id: 'compressed' | 'low' | 'noSuchItem'; readonly data: { readonly name: string } }
  | { readonly id: 'proxied' | 'perView' | 'eventStream'; readonly data: { readonly name: string; readonly place: string } }
  | { readonly id: 'dynamic'; readonly data: { readonly reason: string } }
  | { readonly id: 'touched'; readonly data: { readonly path: string } }
  | { readonly id: 'old'; readonly data: Readonly<Record<never, never>> };

export type Obstacle = Reason & { readonly kind: 'obstacle'; readonly at: Place };

type Found = Insertion | Obstacle;

/** `position`: `auto`, or `after:` and the dotted path of a middleware. */
export function outlookOf(project: Project, position: string): readonly Found[] {
  return project.settings.projects.flatMap((each) => unique(inProject(each, seenFrom(each, project), position)));
}

/** What concerns one project of several: all that lies in its folder, or in none of theirs. */
function seenFrom({ root }: SettingsProject, { settings, versions, delivery }: Project): Project {
  const isNear = (path: string): boolean => (projectAt(settings, path)?.root ?? root) === root;
  const { proxies, compressedViews, eventStreams, writers } = delivery;
  const near = (spots: DeliveryData['proxies']): DeliveryData['proxies'] => spots.filter(({ path }) => isNear(path));
  const touches = settings.touches.filter(({ at }) => isNear(at.path));
  const found = { proxies: near(proxies), compressedViews: near(compressedViews), eventStreams: near(eventStreams), writers };
  return { settings: { ...settings, touches }, versions, delivery: found };
}

function inProject({ entries }: SettingsProject, project: Project, position: string): readonly Found[] {
  const live = entries.filter(({ role }) => role !== 'test');
  const production = live.filter(({ role }) => role === 'production');
  const chosen = production.length > 0 ? production : live;
  return chosen.flatMap((entry): readonly Found[] => {
    const found = inEntry(entry, project, position);
    if (found === null) return [];
    if (found.kind === 'obstacle') return [found];
    const modules = live.filter((other) => items(other).some((item) => sameItem(item, found.slot.anchor)));
    const elsewhere = modules.filter((other) => other !== entry).flatMap((other) => conflictsOf(other, found.slot, project));
    return [{ ...found, modules, conflicts: [...new Set([...found.slot.conflicts, ...elsewhere])] }];
  });
}

function conflictsOf(entry: EntryModule, { anchor, where }: Slot, { delivery }: Project): readonly string[] {
  const list = items(entry);
  const at = list.findIndex((item) => sameItem(item, anchor));
  return conflictsAt(list, where === 'after' ? at + 1 : at, delivery.writers);
}

function unique(found: readonly Found[]): readonly Found[] {
  const key = (each: Found): string => {
    const { path, start } = each.kind === 'insert' ? each.slot.anchor.at : each.at;
    return `${each.kind === 'insert' ? each.kind : each.id} ${path}:${start}`;
  };
  return [...new Map(found.map((each) => [key(each), each])).values()];
}

function inEntry(entry: EntryModule, project: Project, position: string): (Obstacle | Omit<Insertion, 'modules' | 'conflicts'>) | null {
  const setting = settingOf(entry, 'MIDDLEWARE');
  if (setting === null) return fromOld(settingOf(entry, 'MIDDLEWARE_CLASSES'));
  const listed = items(entry);
  const present = listed.find(compresses);
  if (present !== undefined) return fromPresent(present, listed, project);
  const obstacle = around(project, placeOf(setting)) ?? dynamic(setting);
  if (obstacle !== null) return obstacle;
  if (position !== 'auto') return behind(position.replace('after:', ''), listed, setting, project);
  const slot = slotIn(listed, project.delivery.writers);
  if (slot === null) return obstacleAt(placeOf(setting), { id: 'dynamic', data: { reason: 'no item that is always there stands at its place' } });
  const shifted = listed.find(({ index = 0 }) => index > slot.index);
  if (shifted === undefined) return { kind: 'insert', slot };
  return obstacleAt(shifted.at, { id: 'dynamic', data: { reason: `\`insert(${shifted.index}, …)\` counts the items in front of it` } });
}

function obstacleAt(at: Place, reason: Reason): Obstacle {
  return { kind: 'obstacle', at, ...reason };
}

function fromOld(setting: Setting | null): Obstacle | null {
  return setting === null ? null : obstacleAt(placeOf(setting), { id: 'old', data: {} });
}

/** Django's own, always there and in its place, needs no word. */
function fromPresent(present: Item, listed: readonly Item[], { delivery }: Project): Obstacle | null {
  const above = listed.slice(0, listed.indexOf(present)).find((item) => mustBeBelow(item, delivery.writers));
  if (textIn(present) !== GZIP || present.guards.length > 0) return obstacleAt(present.at, { id: 'compressed', data: { name: textIn(present) ?? '' } });
  return above === undefined ? null : obstacleAt(present.at, { id: 'low', data: { name: shortName(above) } });
}

/** What stands against compression outside the list. */
function around({ settings, versions, delivery }: Project, at: Place): Obstacle | null {
  const told = (id: 'proxied' | 'perView' | 'eventStream', [first]: DeliveryData['proxies']): Obstacle | null =>
    first === undefined ? null : obstacleAt(at, { id, data: { name: first.what, place: `${first.path}:${first.line}` } });
  const touch = settings.touches.find(({ name }) => name === 'MIDDLEWARE');
  if (touch !== undefined) return obstacleAt(at, { id: 'touched', data: { path: touch.at.path } });
  return (
    told('proxied', delivery.proxies) ??
    told('perView', delivery.compressedViews) ??
    (atLeast(versions, 'django', '6.1') === true ? null : told('eventStream', delivery.eventStreams))
  );
}

/** Why nobody can say what the list is. */
function dynamic(setting: Setting): Obstacle | null {
  const reason = whyOpen(setting);
  return reason === null ? null : obstacleAt(placeOf(setting), { id: 'dynamic', data: { reason } });
}

function whyOpen({ alternatives, unseen }: Setting): string | null {
  const [first, ...more] = alternatives;
  if (first === undefined || more.length > 0) return 'conditions decide between several lists';
  const { value } = first;
  if (value.kind !== 'list') return `it comes of \`${textOf(value)}\``;
  if (value.open !== null) return `part of it comes of \`${value.open}\``;
  if (value.unordered !== null) return `its order depends on \`${value.unordered}\``;
  const hidden = unseen.find((what) => !/local/i.test(what));
  return hidden === undefined ? null : `\`${hidden}\` is read after it and may replace it`;
}

function textOf(value: Known): string {
  return value.kind === 'computed' || value.kind === 'environment' ? value.text : value.kind;
}

function behind(dotted: string, listed: readonly Item[], setting: Setting, { delivery }: Project): Obstacle | Omit<Insertion, 'modules' | 'conflicts'> {
  const index = listed.findIndex((item) => textIn(item) === dotted);
  const anchor = listed[index];
  if (anchor === undefined || anchor.display === null) return obstacleAt(placeOf(setting), { id: 'noSuchItem', data: { name: dotted } });
  return { kind: 'insert', slot: { anchor, where: 'after', index: index + 1, conflicts: conflictsAt(listed, index + 1, delivery.writers) } };
}

function items(entry: EntryModule): readonly Item[] {
  const alternatives = settingOf(entry, 'MIDDLEWARE')?.alternatives ?? [];
  return alternatives.flatMap(({ value }) => (value.kind === 'list' ? value.items : []));
}

function sameItem(one: Item, other: Item): boolean {
  return one.at.path === other.at.path && one.at.start === other.at.start;
}

/** The name of the setting, where it is last set as a whole. */
function placeOf({ name, alternatives }: Setting): Place {
  const place = alternatives.at(-1)?.by[0] ?? { path: '', start: 0, end: 0 };
  return { ...place, end: Math.min(place.end, place.start + name.length) };
}
