import { concreteBelow, coveringOf, fieldOf, isOpen, lacksField, lookup, modelAt, modelByLabel, openFields, receiversOf, reverseOf, targetOf } from '../../src/django/models/queries.js';
import { modelFacts } from '../../src/django/models/source.js';
import type { Field, Model, ModelIndex } from '../../src/django/models/types.js';
import { gather } from '../support/gather.js';

const MODELS = 'from django.db import models\n';

function indexOf(files: Readonly<Record<string, string>>): ModelIndex {
  return gather(modelFacts, files);
}

function model(index: ModelIndex, label: string): Model {
  const found = modelByLabel(index, label);
  if (found === null) throw new Error(`no ${label} among ${Object.keys(index.labels).join(', ')}`);
  return found;
}

function field(index: ModelIndex, label: string, name: string): Field {
  const found = fieldOf(model(index, label), name);
  if (found === null) throw new Error(`no ${label}.${name}`);
  return found;
}

function names(of: Model): readonly string[] {
  return of.fields.map(({ name }) => name).sort();
}

/** One app, `shop`, with a body of models. */
function shop(body: string, more: Readonly<Record<string, string>> = {}): ModelIndex {
  return indexOf({ 'shop/__init__.py': '', 'shop/models.py': `${MODELS}${body}`, ...more });
}

describe('which classes are models', () => {
  test.each([
    ['an attribute of the module', 'from django.db import models\n\n\nclass Book(models.Model):\n    pass\n'],
    ['the class itself, under another name', 'from django.db.models import Model as Base\n\n\nclass Book(Base):\n    pass\n'],
    ['the geographic twin', 'from django.contrib.gis.db import models\n\n\nclass Book(models.Model):\n    pass\n'],
    ['the whole path', 'import django.db.models\n\n\nclass Book(django.db.models.Model):\n    pass\n'],
    ['the defining module', 'from django.db.models.base import Model\n\n\nclass Book(Model):\n    pass\n'],
  ])('the base is known by %s', (_, text) => {
    expect(indexOf({ 'shop/__init__.py': '', 'shop/models.py': text }).labels).toHaveProperty(['shop.book']);
  });

  test('a base is followed through packages, stars and relative imports', () => {
    const index = indexOf({
      'manage.py': '',
      'core/__init__.py': '',
      'core/models/__init__.py': 'from .dated import *\n',
      'core/models/dated.py': `${MODELS}\n\nclass Dated(models.Model):\n    created = models.DateTimeField(auto_now_add=True)\n\n    class Meta:\n        abstract = True\n`,
      'shop/__init__.py': '',
      'shop/bases.py': 'from core.models import Dated as Base\nmodels.Model\n',
      'shop/models/__init__.py': 'from .book import Book\n',
      'shop/models/book.py': `${MODELS}from ..bases import Base\n\n\nclass Book(Base):\n    title = models.CharField(max_length=80)\n`,
    });
    expect(names(model(index, 'shop.Book'))).toEqual(['created', 'id', 'title']);
    expect(isOpen(model(index, 'shop.Book'))).toBe(false);
    expect(concreteBelow(index, 'core/models/dated.py:Dated').map(({ label }) => label)).toEqual(['shop.Book']);
  });

  test('files of models that import each other in circles are followed to the end', () => {
    const base = `${MODELS}\n\nclass Base(models.Model):\n    class Meta:\n        abstract = True\n`;
    const other = (name: string): string => `${MODELS}from shop.models import Base\n\n\nclass ${name}(Base):\n    pass\n`;
    const index = indexOf({
      'shop/__init__.py': '',
      'shop/models/__init__.py': 'from .base import *\nfrom .book import *\nfrom .order import *\n',
      'shop/models/base.py': base,
      'shop/models/book.py': other('Book'),
      'shop/models/order.py': other('Order'),
    });
    expect(Object.keys(index.labels)).toEqual(['shop.book', 'shop.order']);
    expect(isOpen(model(index, 'shop.Order'))).toBe(false);
  });

  test('classes that only type checkers see are none', () => {
    const index = shop('from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    class Ghost(models.Model):\n        pass\n\n\nclass Book(models.Model):\n    pass\n');
    expect(Object.keys(index.labels)).toEqual(['shop.book']);
  });

  test('a serializer, a form and a document of another store are none', () => {
    const body = 'from mongoengine import Document\nfrom rest_framework import serializers\nfrom pydantic import BaseModel\n\n\nclass A(Document):\n    pass\n\n\nclass B(serializers.ModelSerializer):\n    pass\n\n\nclass C(BaseModel):\n    pass\n';
    expect(shop(body).models).toEqual({});
  });
});

describe('a model is open', () => {
  const body = (base: string, imports = ''): string => `${imports}\n\nclass Book(${base}):\n    title = models.CharField(max_length=80)\n`;

  test.each([
    ['library', body('models.Model, Rated', 'from ratings.models import Rated\n')],
    ['computed', body('models.Model, mixin_for("book")', 'from core import mixin_for\n')],
    ['unbound', body('models.Model, Nowhere')],
    ['metaclass', body('models.Model, metaclass=Registry', 'from core import Registry\n')],
    ['ambiguous', body('models.Model, Base', 'try:\n    from fast import Base\nexcept ImportError:\n    from slow import Base\n')],
    ['dynamic', '\n\nclass Book(models.Model):\n    for language in ("en", "fr"):\n        locals()[f"title_{language}"] = models.CharField(max_length=80)\n'],
    ['added', '\n\nclass Book(models.Model):\n    pass\n\n\nBook.add_to_class("isbn", models.CharField(max_length=13))\n'],
  ])('%s', (why, text) => {
    const book = model(shop(text), 'shop.Book');
    expect(openFields(book).map((one) => one.why)).toEqual([why]);
    expect(lacksField(book, 'subtitle')).toBe(false);
  });

  test('but not by a mixin of the project, of the standard library, or of a known library', () => {
    const files = { 'shop/mixins.py': 'class Priced:\n    def price(self):\n        return 1\n' };
    const index = shop('from abc import ABC\nfrom dirtyfields import DirtyFieldsMixin\nfrom .mixins import Priced\n\n\nclass Book(Priced, DirtyFieldsMixin, ABC, models.Model):\n    pass\n', files);
    expect(isOpen(model(index, 'shop.Book'))).toBe(false);
    expect(model(index, 'shop.Book').inheritedMethods).toEqual({ price: 'shop/mixins.py:Priced' });
  });
});

describe('the app of a model', () => {
  const text = `${MODELS}\n\nclass Book(models.Model):\n    pass\n`;

  test.each([
    ['the package of its models', { 'books/__init__.py': '', 'books/models.py': text }, 'books.Book'],
    ['the package above a folder of models', { 'books/__init__.py': '', 'books/models/__init__.py': '', 'books/models/paper.py': text }, 'books.Book'],
    ['the last part of its configuration\'s name', { 'a/books/apps.py': 'from django.apps import AppConfig\n\n\nclass Books(AppConfig):\n    name = "a.books"\n', 'a/books/models.py': text }, 'books.Book'],
    ['its configuration\'s label', { 'a/books/apps.py': 'from django.apps import AppConfig\n\n\nclass Books(AppConfig):\n    name = "a.books"\n    label = "library"\n', 'a/books/models.py': text }, 'library.Book'],
    ['its Meta', { 'books/__init__.py': '', 'books/models.py': `${MODELS}\n\nclass Book(models.Model):\n    class Meta:\n        app_label = "library"\n` }, 'library.Book'],
  ])('is %s', (_, files, label) => {
    const index = indexOf(files);
    expect(Object.values(index.models).map((one) => one.label)).toEqual([label]);
  });

  test('is not known where two configurations of one package differ, or the label is computed', () => {
    const configs = 'from django.apps import AppConfig\n\n\nclass One(AppConfig):\n    name = "books"\n\n\nclass Two(AppConfig):\n    name = "books"\n    label = "library"\n';
    const computed = 'import os\nfrom django.apps import AppConfig\n\n\nclass One(AppConfig):\n    name = "books"\n    label = os.environ["LABEL"]\n';
    for (const apps of [configs, computed]) {
      expect(modelAt(indexOf({ 'books/__init__.py': '', 'books/apps.py': apps, 'books/models.py': text }), 'books/models.py', 'Book')?.label).toBeNull();
    }
  });
});

describe('fields', () => {
  test('options are as they take effect', () => {
    const index = shop(`

class Author(models.Model):
    pass


class Book(models.Model):
    class Status(models.TextChoices):
        DRAFT = "d"
        SOLD = "s"

    title = models.CharField("title", max_length=80, db_index=True)
    slug = models.SlugField(unique=True)
    status = models.CharField(max_length=1, choices=Status.choices, default=Status.DRAFT)
    kind = models.CharField(max_length=1, choices=[("a", "A"), ("b", "B"), ("c", "C")])
    author = models.ForeignKey(Author, models.CASCADE, null=True, db_column="writer")
    editor = models.ForeignKey("Author", on_delete=models.SET_NULL, db_index=False, related_name="+")
    sold = models.DateTimeField(auto_now=True)
    isbn = models.CharField(primary_key=True, max_length=13)
`);
    expect(field(index, 'shop.Book', 'title')).toMatchObject({ type: 'CharField', isIndexed: true, isUnique: false, maxLength: 80, column: 'title' });
    expect(field(index, 'shop.Book', 'slug')).toMatchObject({ isIndexed: true, isUnique: true });
    expect(field(index, 'shop.Book', 'status')).toMatchObject({ choices: 2, default: 'literal' });
    expect(field(index, 'shop.Book', 'kind').choices).toBe(3);
    expect(field(index, 'shop.Book', 'author')).toMatchObject({ attname: 'author_id', column: 'writer', isNull: true, isIndexed: true });
    expect(field(index, 'shop.Book', 'author').relation).toMatchObject({ kind: 'fk', onDelete: 'CASCADE', accessor: 'book_set', queryName: 'book' });
    expect(field(index, 'shop.Book', 'editor')).toMatchObject({ isIndexed: false, relation: { accessor: null, queryName: null, onDelete: 'SET_NULL' } });
    expect(field(index, 'shop.Book', 'sold').isAutoNow).toBe(true);
    expect(field(index, 'shop.Book', 'pk').name).toBe('isbn');
    expect(names(model(index, 'shop.Book'))).not.toContain('id');
  });

  test.each([
    ["'self'", 'shop.Book'],
    ["'Author'", 'shop.Author'],
    ["'shop.author'", 'shop.Author'],
    ['Author', 'shop.Author'],
    ['settings.AUTH_USER_MODEL', 'people.Reader'],
    ['get_user_model()', 'people.Reader'],
    ['User', 'people.Reader'],
    ["apps.get_model('shop', 'Author')", 'shop.Author'],
    ['AUTHOR', 'shop.Author'],
  ])('a key to %s points at %s', (written, label) => {
    const imports = 'from django.apps import apps\nfrom django.conf import settings\nfrom django.contrib.auth import get_user_model\n\nUser = get_user_model()\nAUTHOR = "shop.Author"\n';
    const body = `${imports}\n\nclass Author(models.Model):\n    pass\n\n\nclass Book(models.Model):\n    by = models.ForeignKey(${written}, models.CASCADE)\n`;
    const index = shop(body, {
      'people/__init__.py': '',
      'people/models.py': 'from django.contrib.auth.models import AbstractUser\n\n\nclass Reader(AbstractUser):\n    pass\n',
      'config/settings.py': 'INSTALLED_APPS = ["django.contrib.auth", "people", "shop"]\nAUTH_USER_MODEL = "people.Reader"\n',
    });
    expect(targetOf(index, field(index, 'shop.Book', 'by'))?.label).toBe(label);
  });

  test('the user stays unnamed where settings differ or there are none', () => {
    const body = 'from django.conf import settings\n\n\nclass Book(models.Model):\n    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)\n';
    const differing = { 'a/settings.py': 'AUTH_USER_MODEL = "people.Reader"\n', 'b/settings.py': 'AUTH_USER_MODEL = "auth.User"\n' };
    for (const more of [{}, differing]) expect(field(shop(body, more), 'shop.Book', 'by').relation?.to).toEqual({ kind: 'user' });
  });

  test("a field of the project's own class has the type that it derives from, and its options are not trusted", () => {
    const files = { 'shop/fields.py': `${MODELS}\n\nclass MoneyField(models.DecimalField):\n    def __init__(self, **options):\n        super().__init__(db_index=True, **options)\n` };
    const index = shop('from .fields import MoneyField\n\n\nclass Book(models.Model):\n    price = MoneyField()\n', files);
    expect(field(index, 'shop.Book', 'price')).toMatchObject({ type: 'DecimalField', isExact: false, className: 'shop/fields.py:MoneyField' });
  });

  test('what may be a field is neither there nor surely absent', () => {
    const book = model(shop('from . import nowhere\n\n\nclass Book(models.Model):\n    price = nowhere.PriceField()\n'), 'shop.Book');
    expect(fieldOf(book, 'price')).toBeNull();
    expect([lacksField(book, 'price'), lacksField(book, 'cost')]).toEqual([false, true]);
  });
});

describe('inheritance', () => {
  test('fields come from abstract bases, not from plain mixins, unless something hides them', () => {
    const index = shop(`

class Mixin:
    ghost = models.CharField(max_length=1)
    note = None


class Base(models.Model):
    title = models.CharField(max_length=80)
    note = models.TextField()
    draft = models.BooleanField()
    price = models.IntegerField()

    class Meta:
        abstract = True


class Book(Mixin, Base):
    draft = None
    price = models.DecimalField()
`);
    expect(names(model(index, 'shop.Book'))).toEqual(['id', 'price', 'title']);
    expect(field(index, 'shop.Book', 'price').type).toBe('DecimalField');
    expect(field(index, 'shop.Book', 'title').declaredBy).toBe('shop/models.py:Base');
  });

  test('a child of a concrete model joins its table, a proxy shares it', () => {
    const index = shop(`

class Book(models.Model):
    title = models.CharField(max_length=80)

    class Meta:
        ordering = ["title"]


class Novel(Book):
    pages = models.IntegerField()


class Bestseller(Book):
    class Meta:
        proxy = True
`);
    const [novel, best] = [model(index, 'shop.Novel'), model(index, 'shop.Bestseller')];
    expect(novel).toMatchObject({ parents: ['shop/models.py:Book'], isProxy: false, meta: { dbTable: 'shop_novel', ordering: ['title'] } });
    expect(fieldOf(novel, 'pk')?.name).toBe('book_ptr');
    expect(fieldOf(novel, 'title')?.origin).toBe('parent');
    expect(reverseOf(index, model(index, 'shop.Book'), 'novel')).toMatchObject({ kind: 'o2o', from: 'shop/models.py:Novel' });
    expect(best).toMatchObject({ isProxy: true, meta: { dbTable: 'shop_book' } });
    expect(names(best)).toEqual(['id', 'title']);
  });

  test("a model without a Meta has its abstract base's; one with a plain Meta has not", () => {
    const index = shop(`

class Base(models.Model):
    status = models.CharField(max_length=1)

    class Meta:
        abstract = True
        ordering = ["status"]
        indexes = [models.Index(fields=["status"])]


class Book(Base):
    pass


class Order(Base):
    class Meta:
        verbose_name = "order"


class Parcel(Base):
    class Meta(Base.Meta):
        indexes = [*Base.Meta.indexes, models.Index(fields=["-status"], name="parcel_idx")]
`);
    const indexed = (label: string): unknown => model(index, label).meta.indexes.items.map(({ fields, name, declaredBy }) => [fields, name, declaredBy.split(':')[1]]);
    expect(model(index, 'shop.Book').meta.ordering).toEqual(['status']);
    expect(indexed('shop.Book')).toEqual([[['status'], null, 'Base']]);
    expect(model(index, 'shop.Order').meta.ordering).toBeNull();
    expect(indexed('shop.Order')).toEqual([]);
    expect(model(index, 'shop.Parcel').meta.ordering).toEqual(['status']);
    expect(indexed('shop.Parcel')).toEqual([[['status'], null, 'Base'], [['-status'], 'parcel_idx', 'Parcel']]);
    expect(model(index, 'shop.Parcel')).toMatchObject({ isAbstract: false, ownMeta: { extends: ['shop/models.py:Base'] } });
  });

  test('names of relations are filled in for every child', () => {
    const index = shop(`

class Author(models.Model):
    pass


class Written(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, related_name="%(app_label)s_%(class)ss")

    class Meta:
        abstract = True


class Book(Written):
    pass


class Essay(Written):
    pass
`);
    expect(model(index, 'shop.Author').reverse.map(({ accessor }) => accessor)).toEqual(['shop_books', 'shop_essays']);
  });

  test('managers come in the order in which Django ranks them', () => {
    const index = shop(`

class BookQuerySet(models.QuerySet):
    pass


class Base(models.Model):
    objects = models.Manager()
    sold = BookQuerySet.as_manager()

    class Meta:
        abstract = True


class Book(Base):
    drafts = models.Manager.from_queryset(BookQuerySet)()
`);
    const book = model(index, 'shop.Book');
    expect(book.managers.map(({ name, querySet }) => [name, querySet])).toEqual([
      ['drafts', 'shop/models.py:BookQuerySet'],
      ['objects', null],
      ['sold', 'shop/models.py:BookQuerySet'],
    ]);
    expect(book.defaultManager).toBe('drafts');
  });
});

describe('lists of a Meta', () => {
  const meta = (body: string): Model => model(shop(`\n\nclass Book(models.Model):\n    title = models.CharField(max_length=80)\n    year = models.IntegerField()\n\n    class Meta:\n${body}\n`), 'shop.Book');

  test('a list that is computed in part is open', () => {
    const { indexes } = meta('        indexes = [models.Index(fields=["title"]), *EXTRA]').meta;
    expect(indexes.items.map(({ fields }) => fields)).toEqual([['title']]);
    expect(indexes.isOpen).toBe(true);
  });

  test('conditions, expressions and options are told apart', () => {
    const { indexes } = meta('        indexes = [models.Index(fields=["title"], name="t", condition=models.Q(year=1)), models.Index(Upper("title"), name="u"), models.Index(fields=("year",), include=["title"], name="y")]').meta;
    expect(indexes.items.map(({ fields, isPartial, extras }) => [fields, isPartial, extras])).toEqual([
      [['title'], true, []],
      [null, false, ['expressions']],
      [['year'], false, ['include']],
    ]);
    expect(indexes.isOpen).toBe(false);
  });

  test('what the database has a B-tree for is listed with its reason', () => {
    const book = meta('        unique_together = ("title", "year")\n        constraints = [models.UniqueConstraint(fields=["year"], name="u"), models.CheckConstraint(check=models.Q(year=1), name="c")]');
    expect(coveringOf(book)).toMatchObject({
      isOpen: false,
      items: [
        { fields: ['id'], because: 'primary_key' },
        { fields: ['year'], because: 'constraints', isUnique: true },
        { fields: ['title', 'year'], because: 'unique_together', isUnique: true },
      ],
    });
  });

  test('spans lead to the text', () => {
    const text = `${MODELS}\n\nclass Book(models.Model):\n    class Meta:\n        indexes = [models.Index(fields=["id"])]\n`;
    const { ownMeta, meta: effective } = model(indexOf({ 'shop/__init__.py': '', 'shop/models.py': text }), 'shop.Book');
    const values = ownMeta?.values['indexes'];
    expect(text.slice(values?.start, values?.end)).toBe('[models.Index(fields=["id"])]');
    const first = effective.indexes.items[0]?.span;
    expect(text.slice(first?.start, first?.end)).toBe('models.Index(fields=["id"])');
    expect(text.slice(ownMeta?.span.start, ownMeta?.span.end)).toMatch(/^class Meta:/);
  });
});

describe('look-ups', () => {
  const index = shop(`
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType


class Author(models.Model):
    name = models.CharField(max_length=80)


class Tag(models.Model):
    kind = models.ForeignKey(ContentType, models.CASCADE)
    key = models.PositiveIntegerField()
    thing = GenericForeignKey("kind", "key")


class Book(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, null=True)
    readers = models.ManyToManyField(Author, related_name="read")
    tags = GenericRelation(Tag, content_type_field="kind", object_id_field="key")
    data = models.JSONField()


class Cover(models.Model):
    book = models.OneToOneField(Book, models.CASCADE)
`);

  const steps = (label: string, path: string, naming?: 'attribute'): readonly string[] => lookup(index, model(index, label), path, naming).map((step) => `${step.kind} ${step.name}${'isMany' in step && step.isMany ? '*' : ''}`);

  test.each([
    ['shop.Book', 'author__name__icontains', ['forward author', 'field name', 'lookup icontains']],
    ['shop.Book', '-author__name', ['forward author', 'field name']],
    ['shop.Book', 'author_id', ['field author_id']],
    ['shop.Book', 'pk__in', ['field pk', 'lookup in']],
    ['shop.Book', 'author__pk', ['forward author', 'field pk']],
    ['shop.Book', 'readers__name', ['forward readers*', 'field name']],
    ['shop.Author', 'book__cover__isnull', ['reverse book*', 'reverse cover', 'lookup isnull']],
    ['shop.Author', 'read__data__pages__gt', ['reverse read*', 'field data', 'transform pages', 'lookup gt']],
    ['shop.Book', 'tags__kind', ['forward tags*', 'forward kind']],
    ['shop.Book', 'author__age', ['forward author', 'unknown age']],
  ])('%s: %s', (label, path, expected) => {
    expect(steps(label, path)).toEqual(expected);
  });

  test('prefetching goes by attributes, filtering by query names', () => {
    expect(steps('shop.Author', 'book_set__cover', 'attribute')).toEqual(['reverse book_set*', 'reverse cover']);
    expect(steps('shop.Author', 'book_set')).toEqual(['unknown book_set']);
  });

  test('a name is surely unknown only where nothing could put it there', () => {
    const sure = lookup(index, model(index, 'shop.Book'), 'price').at(-1);
    const body = 'from somewhere import target\n\n\nclass Book(models.Model):\n    pass\n\n\nclass Loose(models.Model):\n    to = models.ForeignKey(target(), models.CASCADE, related_name="price")\n';
    const unsure = lookup(shop(body), model(shop(body), 'shop.Book'), 'price').at(-1);
    expect([sure, unsure]).toMatchObject([{ kind: 'unknown', isSure: true }, { kind: 'unknown', isSure: false }]);
  });
});

test('receivers are found by decorator and by connect, with the models that they hear of', () => {
  const index = shop('\n\nclass Book(models.Model):\n    pass\n\n\nclass Order(models.Model):\n    pass\n', {
    'shop/signals.py': 'from django.db.models.signals import post_save, pre_delete\nfrom django.dispatch import receiver\nfrom .models import Book\n\n\n@receiver([post_save, pre_delete], sender=Book)\ndef stock(sender, **rest):\n    pass\n',
    'shop/apps.py': 'from django.apps import AppConfig\nfrom django.db.models.signals import post_save\n\n\nclass Shop(AppConfig):\n    name = "shop"\n\n    def ready(self):\n        from .models import Order\n        post_save.connect(self.log, sender=Order)\n        post_save.connect(self.everything)\n',
  });
  const heard = (label: string, signal: string): readonly string[] => receiversOf(index, model(index, label), signal).map(({ handler }) => handler);
  expect(heard('shop.Book', 'post_save')).toEqual(['self.everything', 'stock']);
  expect(heard('shop.Order', 'post_save')).toEqual(['self.log', 'self.everything']);
  expect(heard('shop.Order', 'pre_delete')).toEqual([]);
});

test('methods, properties and what __str__ reads are listed', () => {
  const index = shop('\n\nclass Author(models.Model):\n    pass\n\n\nclass Book(models.Model):\n    author = models.ForeignKey(Author, models.CASCADE)\n\n    @property\n    def price(self):\n        return 1\n\n    def save(self, **rest):\n        super().save(**rest)\n\n    def __str__(self):\n        return f"{self.author.name}: {self.price}"\n');
  const book = model(index, 'shop.Book');
  expect(book.methods.map(({ name }) => name)).toEqual(['price', 'save', '__str__']);
  expect(book.str).toEqual([['author', 'name'], ['price']]);
});

test('of two models with one label outside of tests none is the model', () => {
  const text = `${MODELS}\n\nclass Book(models.Model):\n    pass\n`;
  const index = indexOf({ 'a/shop/__init__.py': '', 'a/shop/models.py': text, 'b/shop/__init__.py': '', 'b/shop/models.py': text });
  expect(modelByLabel(index, 'shop.Book')).toBeNull();
  expect(index.labels['shop.book']).toHaveLength(2);
});
