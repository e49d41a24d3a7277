"""Prints, as JSON, the models of an installed package as Django sees them, and where the package's files are."""
import importlib
import json
import pathlib
import sys

import django
from django.conf import settings

package, apps_of_package = sys.argv[1], json.loads(sys.argv[2])
if package == "oscar":
    shop = importlib.import_module("oscar").INSTALLED_APPS
    apps_of_package = [name for name in shop if not name.startswith(("django.", "sorl."))]
OWN = ["admin", "auth", "contenttypes", "sessions", "messages", "sites", "staticfiles", "flatpages"]
given = {
    "SECRET_KEY": "bookshop",
    "INSTALLED_APPS": [f"django.contrib.{name}" for name in OWN] + apps_of_package,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "MIDDLEWARE": ["allauth.account.middleware.AccountMiddleware"] if package == "allauth" else [],
    "STATIC_URL": "/static/",
    "SITE_ID": 1,
}
if package == "oscar":
    defaults = vars(importlib.import_module("oscar.defaults"))
    given |= {name: value for name, value in defaults.items() if name.isupper()}
    given["HAYSTACK_CONNECTIONS"] = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
settings.configure(**given)
django.setup()

from django.apps import apps  # noqa: E402
from django.db.models import fields  # noqa: E402

KNOWN = ("django.db.models.fields", "django.contrib.contenttypes.fields", "taggit.managers")


def type_of(field):
    """The nearest class of Django's own, or of taggit."""
    return next((one.__name__ for one in type(field).__mro__ if one.__module__.startswith(KNOWN) and one is not fields.Field), None)


def relation_of(field):
    model = field.related_model if field.is_relation else None
    if model is None:
        return None
    if type_of(field) == "GenericRelation":
        return {"to": model._meta.label, "accessor": None, "query": field.remote_field.related_query_name}
    is_hidden = field.remote_field.hidden
    accessor = field.remote_field.get_accessor_name()
    return {"to": model._meta.label, "accessor": None if is_hidden else accessor, "query": None if is_hidden or accessor is None else field.related_query_name()}


def described(field):
    return {
        "type": type_of(field),
        "null": bool(getattr(field, "null", False)),
        "unique": bool(getattr(field, "unique", False)),
        "indexed": bool(getattr(field, "db_index", False)),
        "key": bool(getattr(field, "primary_key", False)),
        "column": None if field.many_to_many else getattr(field, "column", None),
        "relation": relation_of(field),
    }


def own_fields(model):
    options = model._meta
    return {field.name: described(field) for field in [*options.local_fields, *options.local_many_to_many, *options.private_fields]}


def model_of(model):
    options = model._meta
    return {
        "fields": own_fields(model),
        "proxy": options.proxy,
        "managed": options.managed,
        "table": options.db_table,
        "parents": sorted(parent._meta.label for parent in options.parents),
        "ordering": [name if isinstance(name, str) else None for name in options.ordering],
        "indexes": [list(index.fields) for index in options.indexes],
        "together": [list(names) for names in options.unique_together],
        "manager": options.default_manager.name,
    }


def is_of_package(model):
    return model.__module__.split(".")[0] == package


found = {model._meta.label: model_of(model) for model in apps.get_models() if is_of_package(model)}
labels = sorted({config.label for config in apps.get_app_configs()})
folder = str(pathlib.Path(importlib.import_module(package).__file__).parent.parent)
print(json.dumps({"folder": folder, "apps": labels, "models": found}))
