/** What classes of libraries are to models, by their dotted paths. */
import { STDLIB } from '../../python/stdlib.js';

export const MODEL = 'django.db.models.Model';

const CORE = /^django\.(?:contrib\.gis\.)?db\.models\.(?:(?:fields|base|manager|query|indexes|constraints|enums|deletion|aggregates|expressions)\.(?:\w+\.)*?)?([A-Z]\w*(?:\.\w+)*)$/;
const SPATIAL = new Set(['GeometryField', 'PointField', 'LineStringField', 'PolygonField', 'MultiPointField', 'MultiLineStringField', 'MultiPolygonField', 'GeometryCollectionField', 'RasterField', 'ExtentField']);

/** Where libraries define what they also offer, or used to offer, elsewhere. */
const MOVED: Readonly<Record<string, string>> = {
  'django.contrib.auth.models.AbstractBaseUser': 'django.contrib.auth.base_user.AbstractBaseUser',
  'django.contrib.auth.models.BaseUserManager': 'django.contrib.auth.base_user.BaseUserManager',
  'django.contrib.contenttypes.generic.GenericForeignKey': 'django.contrib.contenttypes.fields.GenericForeignKey',
  'django.contrib.contenttypes.generic.GenericRelation': 'django.contrib.contenttypes.fields.GenericRelation',
  'django.contrib.postgres.fields.JSONField': 'django.db.models.JSONField',
  'django.contrib.postgres.fields.jsonb.JSONField': 'django.db.models.JSONField',
  'django.contrib.postgres.fields.array.ArrayField': 'django.contrib.postgres.fields.ArrayField',
  'mptt.models.TreeForeignKey': 'mptt.fields.TreeForeignKey',
  'wagtail.models.ClusterableModel': 'modelcluster.models.ClusterableModel',
  'model_utils.FieldTracker': 'model_utils.tracker.FieldTracker',
};

/** The path under which the other tables of this file know a thing. */
export function canonical(path: string): string {
  const core = CORE.exec(path)?.[1];
  if (core !== undefined) return SPATIAL.has(core) ? `django.contrib.gis.db.models.${core}` : `django.db.models.${core}`;
  const renamed = path.replace(/^wagtail\.(core|wagtailcore)\.models\b/, 'wagtail.models').replace(/^(wagtail|taggit|mptt|polymorphic)\.models\.\w+\.(?=[A-Z])/, '$1.models.');
  return MOVED[renamed] ?? renamed;
}

const DJANGO_FIELDS = [
  ...['AutoField', 'BigAutoField', 'SmallAutoField', 'BigIntegerField', 'BinaryField', 'BooleanField', 'CharField', 'CommaSeparatedIntegerField', 'DateField'],
  ...['DateTimeField', 'DecimalField', 'DurationField', 'EmailField', 'FileField', 'FilePathField', 'FloatField', 'ForeignKey', 'GeneratedField'],
  ...['GenericIPAddressField', 'IPAddressField', 'ImageField', 'IntegerField', 'JSONField', 'ManyToManyField', 'NullBooleanField', 'OneToOneField'],
  ...['PositiveBigIntegerField', 'PositiveIntegerField', 'PositiveSmallIntegerField', 'SlugField', 'SmallIntegerField', 'TextField', 'TimeField', 'URLField'],
  ...['UUIDField', 'OrderWrt', 'ForeignObject', 'CompositePrimaryKey', 'Field'],
];

/** Fields of libraries that derive from one of Django's and change none of its options. */
const DERIVED: Readonly<Record<string, string>> = {
  'mptt.fields.TreeForeignKey': 'ForeignKey',
  'mptt.fields.TreeOneToOneField': 'OneToOneField',
  'mptt.fields.TreeManyToManyField': 'ManyToManyField',
  'modelcluster.fields.ParentalKey': 'ForeignKey',
  'modelcluster.fields.ParentalManyToManyField': 'ManyToManyField',
  'polymorphic.models.PolymorphicForeignKey': 'ForeignKey',
  'taggit.managers.TaggableManager': 'TaggableManager',
  'modelcluster.contrib.taggit.ClusterTaggableManager': 'TaggableManager',
  'django.contrib.contenttypes.fields.GenericForeignKey': 'GenericForeignKey',
  'django.contrib.contenttypes.fields.GenericRelation': 'GenericRelation',
  'sortedm2m.fields.SortedManyToManyField': 'ManyToManyField',
  'django_extensions.db.fields.json.JSONField': 'TextField',
};

/** Fields of libraries that derive from one of Django's and choose some of its options themselves. */
const LOOSELY: Readonly<Record<string, string>> = {
  'phonenumber_field.modelfields.PhoneNumberField': 'CharField',
  'django_countries.fields.CountryField': 'CharField',
  'colorfield.fields.ColorField': 'CharField',
  'model_utils.fields.AutoCreatedField': 'DateTimeField',
  'model_utils.fields.AutoLastModifiedField': 'DateTimeField',
  'model_utils.fields.MonitorField': 'DateTimeField',
  'model_utils.fields.StatusField': 'CharField',
  'model_utils.fields.UUIDField': 'UUIDField',
  'django_extensions.db.fields.AutoSlugField': 'SlugField',
  'django_extensions.db.fields.CreationDateTimeField': 'DateTimeField',
  'django_extensions.db.fields.ModificationDateTimeField': 'DateTimeField',
  'autoslug.fields.AutoSlugField': 'SlugField',
  'autoslug.AutoSlugField': 'SlugField',
  'ckeditor.fields.RichTextField': 'TextField',
  'ckeditor_uploader.fields.RichTextUploadingField': 'TextField',
  'tinymce.models.HTMLField': 'TextField',
  'wagtail.fields.RichTextField': 'TextField',
  'wagtail.fields.StreamField': 'Field',
  'easy_thumbnails.fields.ThumbnailerImageField': 'ImageField',
  'sorl.thumbnail.ImageField': 'ImageField',
  'sorl.thumbnail.fields.ImageField': 'ImageField',
  'imagekit.models.ProcessedImageField': 'ImageField',
  'jsonfield.JSONField': 'TextField',
  'jsonfield.fields.JSONField': 'TextField',
};

const CONTRIB = /^django\.contrib\.(?:postgres\.fields|gis\.db\.models)(?:\.\w+)*\.(\w+Field)$/;

/** Called like fields, but none of the database. */
const NO_FIELDS = new Set(['imagekit.models.ImageSpecField', 'model_utils.tracker.FieldTracker', 'parler.fields.TranslatedField']);

/** Django's class that a library's field is or derives from; null where it is a field of unknown kind; undefined where it is none. */
export function fieldType(path: string): { readonly type: string | null; readonly isExact: boolean } | undefined {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (path.startsWith('django.db.models.')) return DJANGO_FIELDS.includes(name) ? { type: name, isExact: true } : undefined;
  const derived = DERIVED[path] ?? CONTRIB.exec(path)?.[1];
  if (derived !== undefined) return { type: derived, isExact: true };
  const loosely = LOOSELY[path];
  if (loosely !== undefined) return { type: loosely === 'Field' ? null : loosely, isExact: false };
  return /^[A-Z]\w*(?:Field|ForeignKey)$/.test(name) && !NO_FIELDS.has(path) && !/\b(?:forms|serializers|filters|fields_for)\b/.test(path) ? { type: null, isExact: false } : undefined;
}

const MANAGERS = /(?:Manager|QuerySet)$/;

export function isManager(path: string): boolean {
  return MANAGERS.test(path) && fieldType(path) === undefined;
}

/** Classes of libraries that no model gets a field, a method `save`, or a `Meta` from. */
const PLAIN = new Set([
  ...['builtins.object', 'object', 'dirtyfields.DirtyFieldsMixin', 'dirtyfields.dirtyfields.DirtyFieldsMixin', 'django_prometheus.models.ExportModelOperationsMixin'],
  ...['wagtail.search.index.Indexed', 'django.db.models.indexes.Index', 'django_fsm.FSMModelMixin', 'rules.contrib.models.RulesModelMixin', 'django.utils.deconstruct.deconstructible'],
  ...['modelcluster.models.ClusterableModel', 'wagtail.admin.panels.Panel', 'wagtail.contrib.routable_page.models.RoutablePageMixin'],
]);

export function isPlain(path: string): boolean {
  const [top = ''] = path.split('.');
  return PLAIN.has(path) || STDLIB.has(top) || /^django\.(?!db\.models|contrib)/.test(path) || top === 'typing_extensions';
}

const NO_MODELS = new Set(['pydantic', 'sqlalchemy', 'peewee', 'mongoengine', 'sqlmodel', 'marshmallow', 'factory', 'rest_framework', 'graphene', 'ninja', 'strawberry', 'tortoise', 'elasticsearch_dsl', 'torch', 'tensorflow', 'keras']);
const NO_MODEL_NAME = /(?:Records|Manager|QuerySet|Field|Form|Serializer|Config|Choices|Enum|Error|Exception|Warning|View|Admin|TestCase|Factory|Index|Mixin|Base)$/;

/** Whether a class of a library is a model as far as its path tells. */
export function looksLikeModel(path: string): boolean {
  const [top = ''] = path.split('.');
  if (top === 'django' || NO_MODELS.has(top) || NO_MODEL_NAME.test(path)) return false;
  return /\.(?:abstract_)?models\.(?:\w+\.)*[A-Z]\w*$/.test(path) || (/django/.test(top) && /[a-z]Model$/.test(path));
}
