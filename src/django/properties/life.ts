/** How long instances of a class live. */
import { looksLikeModel, MODEL, canonical } from '../models/library.js';
import type { Ancestry } from './lineage.js';
import type { Life } from './types.js';

type Rule = readonly [RegExp, Life];

const lasting = (what: string): Life => ({ kind: 'lasting', what });
const foreign = (what: string): Life => ({ kind: 'foreign', what });

/** By the dotted path of a library class; the first that fits. */
const LIBRARY: readonly Rule[] = [
  [/^(builtins\.object|typing(_extensions)?\.Generic|abc\.ABC|builtins\.\w*(Exception|Error))$/, { kind: 'plain' }],
  [/^(enum\.|.*\.(IntegerChoices|TextChoices|Choices)$)/, foreign('an enumeration')],
  [/^(typing(_extensions)?\.(NamedTuple|TypedDict|Protocol)|builtins\.(type|tuple|str|int|float|frozenset))$/, foreign('no plain class')],
  [/^(pydantic|sqlmodel|msgspec|ninja|marshmallow|mongoengine|sqlalchemy|flask_sqlalchemy|graphene|strawberry|attrs?|peewee|tortoise)\b/, foreign('a class with attributes of its own kind')],
  [/^celery\./, lasting('a Celery task, one instance for each worker process')],
  [/^django\.apps\.|AppConfig$/, lasting('the configuration of an app, one instance for each process')],
  [/Middleware(Mixin)?$/, lasting('middleware, one instance for each process')],
  [/Storage(Mixin)?$/, lasting('a storage, one instance for each process')],
  [/Backend$/, lasting('a back-end that is kept')],
  [/(Admin|Inline|AdminSite)(Mixin)?$|^django\.contrib\.admin\./, lasting('part of the admin, one instance for each process')],
  [/(Manager|QuerySet)(Mixin)?$/, lasting('a manager, one instance for each model')],
  [/^django\.core\.management\.|Command$/, lasting('a command, whose instance lives as long as its run')],
  [/^django\.template\.|\.(Node|Library)$/, lasting('a part of a template, shared by threads')],
  [/^(threading|multiprocessing|socketserver|asyncio)\./, lasting('a thread or process')],
  [/^rest_framework\.(serializers|fields|relations)\.\w*(Field|Relation)$|^django\.forms\.\w*(Field|Widget|Input)$|Field$|Widget$/, lasting('a field, which all instances share')],
  [/^rest_framework(\.|_\w+\.).*Serializer$|Serializer$/, { kind: 'serializer' }],
  [/^rest_framework\.(views|viewsets|generics|mixins|permissions|throttling)\.|^django\.(contrib\.auth\.)?(views|mixins)\.|^django\.contrib\.auth\.mixins\.|(View|ViewSet)$|ViewMixin$/, { kind: 'request' }],
  [/^django\.forms\.|^django_filters\.|(Form|FormSet|FilterSet)$/, { kind: 'request' }],
];

const OWN_NAME = /(Middleware|Backend|Storage|Registry|Manager|Client|Pool|Singleton|Factory|Connection)$/;

const ORDER: readonly Life['kind'][] = ['foreign', 'lasting', 'serializer', 'model', 'request', 'open', 'plain'];

export function lifeOf({ classes, outside, unknown }: Ancestry, name: string): Life {
  const lives = [...outside.map(ofLibrary), ...unknown.map((what): Life => ({ kind: 'open', what }))];
  const [first] = lives.toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  const found = first ?? { kind: 'plain' };
  if (found.kind !== 'plain') return found;
  const isHandler = classes.some(({ node, module }) => module.scopes.of(node).bindings('__call__').length > 0 && node.text.includes('get_response'));
  if (isHandler) return lasting('middleware, one instance for each process');
  return OWN_NAME.test(name) ? lasting('a class whose instances are kept, as its name says') : found;
}

function ofLibrary(path: string): Life {
  if (canonical(path) === MODEL || looksLikeModel(path)) return { kind: 'model' };
  return LIBRARY.find(([pattern]) => pattern.test(path))?.[1] ?? { kind: 'open', what: path };
}
