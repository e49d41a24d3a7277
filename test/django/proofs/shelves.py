"""Prints, as JSON, what a visit to the view in a folder costs, and what two visits show with a change in between."""
import json
import sys

import django
from django.conf import settings

sys.path.insert(0, sys.argv[1])
TEMPLATE = "{{ shelf.name }}: {% for book in object_list %}{{ book.title }}{% endfor %}"
settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["shelves"],
    ROOT_URLCONF=__name__,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"shelf.html": TEMPLATE})]},
        }
    ],
)
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402
from shelves.models import Book, Shelf  # noqa: E402
from shelves.views import ShelfView  # noqa: E402

urlpatterns = [path("<int:pk>/", ShelfView.as_view())]

with connection.schema_editor() as editor:
    editor.create_model(Shelf)
    editor.create_model(Book)
shelf = Shelf.objects.create(name="Crime")
Book.objects.create(title="Gaudy Night", shelf=shelf)

client = Client()
with CaptureQueriesContext(connection) as captured:
    first = client.get(f"/{shelf.pk}/")
queries = len(captured)
Shelf.objects.update(name="Murder")
second = client.get(f"/{shelf.pk}/")
print(json.dumps({"queries": queries, "pages": [page.content.decode() for page in (first, second)]}))
