"""
Prints, as JSON, whether models, migrations and database of the project in a folder agree, forwards and back, and how
the database finds the rows of queries.
"""
import io
import json
import os
import sys

sys.path.insert(0, sys.argv[1])
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

import django  # noqa: E402
from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

django.setup()


def run(*args, **options):
    out = io.StringIO()
    try:
        call_command(*args, stdout=out, stderr=out, **options)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def missing():
    """Indexes of models that the database does not have under their names."""
    with connection.cursor() as cursor:
        return [
            f"{model._meta.label}: {index.name}"
            for model in apps.get_models()
            for index in model._meta.indexes
            if index.name not in connection.introspection.get_constraints(cursor, model._meta.db_table)
        ]


if sys.argv[2] == "make":
    print(json.dumps({"made": run("makemigrations", *sys.argv[3:], verbosity=0)[0]}))
else:
    check = run("makemigrations", check=True, dry_run=True)
    run("migrate", verbosity=0)
    lacking = missing()
    added = {model._meta.label: sorted(index.name for index in model._meta.indexes) for model in apps.get_models()}
    plans = {}
    for asked in sys.argv[3:]:
        query = json.loads(asked)
        rows = apps.get_model(query["model"]).objects.filter(**query["filter"]).order_by(*query["order"])
        plans[asked] = rows.explain()
    own = [config for config in apps.get_app_configs() if os.path.isdir(os.path.join(config.path, "migrations"))]
    for config in [config for config in own if os.path.abspath(config.path).startswith(os.path.abspath(sys.argv[1]))][:5]:
        run("migrate", config.label, "0001", verbosity=0)
    print(json.dumps({"check": check[0], "changes": check[1], "missing": lacking, "indexes": added, "plans": plans, "taken": len(missing())}))
