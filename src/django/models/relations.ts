/** What a relation points at, and the names that it puts on its target. */
import type { Expr } from './leaf.js';
import type { Entry, Origin, Project } from './project.js';
import { refIn, textIn, wordsFor, type Call } from './shape.js';
import type { ModelKey, Relation, RelationKind, Target } from './types.js';

/** The model that a field belongs to. */
export interface Owner {
  readonly key: ModelKey;
  readonly name: string;
  readonly app: string | null;
  readonly defaultRelatedName: string | null;
}

/** Where names of models lead. */
export interface Targets {
  readonly project: Project;
  /** The key of the model that a label names, or null. `from` decides between models of the same label. */
  byLabel(label: string, from: string | null): ModelKey | null;
  isModel(key: string): boolean;
  /** `{ kind: 'user' }` where the settings do not tell. */
  user(): Target;
}

export interface Written {
  readonly name: string;
  readonly type: string;
  readonly call: Call;
  readonly given: Readonly<Record<string, Expr>>;
  readonly entry: Entry;
  readonly owner: Owner;
  readonly isKey: boolean;
}

const KINDS: Readonly<Record<string, RelationKind>> = {
  ForeignKey: 'fk',
  ForeignObject: 'fk',
  OneToOneField: 'o2o',
  ManyToManyField: 'm2m',
  TaggableManager: 'm2m',
  GenericForeignKey: 'generic-fk',
  GenericRelation: 'generic-relation',
};

const NONE = { relatedName: null, relatedQueryName: null, accessor: null, queryName: null, through: null, onDelete: null, toField: null, contentType: null, objectId: null, isParentLink: false, isNameKnown: true };

export function relationOf(written: Written, targets: Targets): Relation {
  const { type, call, given, entry, owner } = written;
  const kind = KINDS[type] ?? 'fk';
  if (kind === 'generic-fk') return { ...NONE, kind, to: { kind: 'unknown', text: '' }, ...genericFields(call, ['ct_field', 'fk_field']) };
  const through = given['through'] === undefined || given['through'] === null ? null : targetOf(given['through'], entry, owner, targets);
  if (type === 'TaggableManager') return { ...NONE, kind, ...tagged(through, entry, owner, targets), ...namesOf(written, kind, { kind: 'unknown', text: '' }) };
  const to = targetOf(given['to'] ?? call.args[0] ?? null, entry, owner, targets);
  if (kind === 'generic-relation') return { ...NONE, kind, to, ...genericFields({ ...call, args: [] }, ['content_type_field', 'object_id_field']), ...genericNames(given['related_query_name'], owner) };
  const names = namesOf(written, kind, to);
  const onDelete = refIn(given['on_delete'] ?? (kind === 'm2m' ? undefined : call.args[1]));
  const isParentLink = given['parent_link'] === true;
  return { ...NONE, kind, to, through, ...names, onDelete: onDelete?.path.at(-1) ?? null, toField: textIn(given['to_field']), isParentLink };
}

/** taggit's own tags, unless another model stands between. */
function tagged(through: Target | null, entry: Entry, owner: Owner, targets: Targets): Pick<Relation, 'to' | 'through'> {
  if (through !== null) return { to: { kind: 'unknown', text: 'tag' }, through };
  return { to: named('taggit.Tag', entry, owner, targets), through: named('taggit.TaggedItem', entry, owner, targets) };
}

/** A generic relation gives its target a name for look-ups, but no attribute. */
function genericNames(written: Expr | undefined, owner: Owner): Pick<Relation, 'relatedQueryName' | 'queryName' | 'isNameKnown'> {
  const name = formatted(textIn(written), owner);
  return { relatedQueryName: name, queryName: name, isNameKnown: written === undefined || written === null || name !== null };
}

function genericFields(call: Call, [first, second]: readonly [string, string]): Pick<Relation, 'contentType' | 'objectId'> {
  const type = call.named[first] ?? call.args[0] ?? 'content_type';
  const id = call.named[second] ?? call.args[1] ?? 'object_id';
  return { contentType: textIn(type), objectId: textIn(id) };
}

type Names = Pick<Relation, 'relatedName' | 'relatedQueryName' | 'accessor' | 'queryName' | 'isNameKnown'>;

function namesOf({ given, owner, call }: Written, kind: RelationKind, to: Target): Names {
  const written = given['related_name'];
  const relatedName = formatted(written === undefined ? owner.defaultRelatedName : textIn(written), owner);
  const relatedQueryName = formatted(textIn(given['related_query_name']), owner);
  const isComputed = (written !== undefined && written !== null && textIn(written) === null) || relatedName?.includes('%(') === true;
  const isSelf = kind === 'm2m' && to.kind === 'model' && to.key === owner.key && (given['symmetrical'] ?? textIn(given['to'] ?? call.args[0]) === 'self') === true;
  const isHidden = relatedName?.endsWith('+') === true;
  if (isComputed) return { relatedName: null, relatedQueryName, accessor: null, queryName: relatedQueryName, isNameKnown: false };
  const model = owner.name.toLowerCase();
  const usual = kind === 'o2o' ? model : `${model}_set`;
  return {
    relatedName,
    relatedQueryName,
    isNameKnown: true,
    accessor: isHidden || isSelf ? null : (relatedName ?? usual),
    queryName: isHidden || isSelf ? null : (relatedQueryName ?? relatedName ?? model),
  };
}

/** `%(class)s` and `%(app_label)s` are filled in for each model. */
function formatted(name: string | null, { name: model, app }: Owner): string | null {
  const filled = name?.replaceAll('%(class)s', model.toLowerCase()).replaceAll('%(model_name)s', model.toLowerCase());
  return (app === null ? filled : filled?.replaceAll('%(app_label)s', app.toLowerCase())) ?? null;
}

/** What `to` or `through` names: a class, `'self'`, `'Book'`, `'shop.Book'`, the user model. */
export function targetOf(data: Expr, entry: Entry, owner: Owner, targets: Targets): Target {
  const text = textIn(data);
  if (text !== null) return named(text, entry, owner, targets);
  const words = wordsFor(data);
  if (/(^|\.)settings\.AUTH_USER_MODEL$/.test(words)) return targets.user();
  return fromOrigin(targets.project.originOf(data, entry.path), words, entry, owner, targets);
}

function fromOrigin(origin: Origin, words: string, entry: Entry, owner: Owner, targets: Targets): Target {
  if (origin.kind === 'user') return targets.user();
  if (origin.kind === 'label') return named(origin.label, entry, owner, targets);
  if (origin.kind === 'library') return origin.path === 'django.conf.settings.AUTH_USER_MODEL' ? targets.user() : { kind: 'outside', name: origin.path };
  if (origin.kind === 'value' && typeof origin.value === 'string') return named(origin.value, entry, owner, targets);
  if (origin.kind === 'value' && /settings\.AUTH_USER_MODEL|get_user_model\(/.test(wordsFor(origin.value))) return targets.user();
  if (origin.kind !== 'class' || origin.rest.length > 0 || !targets.isModel(origin.key)) return { kind: 'unknown', text: words };
  return { kind: 'model', key: origin.key };
}

function named(text: string, { path }: Entry, owner: Owner, targets: Targets): Target {
  if (text === 'self') return { kind: 'model', key: owner.key };
  const label = text.includes('.') ? text : owner.app === null ? null : `${owner.app}.${text}`;
  const key = label === null ? null : targets.byLabel(label, path);
  if (key !== null) return { kind: 'model', key };
  return label === null ? { kind: 'unknown', text } : { kind: 'outside', name: label };
}
