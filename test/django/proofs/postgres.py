"""Fills the bookshop's tables on PostgreSQL (`fill`), or prints as JSON what became of its indexes (`tell`)."""
import datetime
import json
import os
import sys

sys.path.insert(0, os.getcwd())

import django  # noqa: E402
from django.apps import apps  # noqa: E402
from django.db import connection  # noqa: E402

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.utils import timezone  # noqa: E402

from catalogue.models import Author, Book, Promotion, Review  # noqa: E402
from orders.models import Customer, Order  # noqa: E402
from shipping.models import Shipment, ShipmentEvent, Warehouse  # noqa: E402

ROWS = 20_000
NOW = timezone.now()
TODAY = NOW.date()


def ago(days):
    return datetime.timedelta(days=days)


def fill():
    authors = Author.objects.bulk_create(Author(name=f"Author {n}", slug=f"author-{n}") for n in range(200))
    books = Book.objects.bulk_create(
        Book(title=f"Book {n}", isbn=str(n), author=authors[n % 200], price=9, published_on=TODAY - ago(n // 10))
        for n in range(ROWS)
    )
    Promotion.objects.bulk_create(
        Promotion(book=books[n % 1000], percent=10, starts_on=TODAY - ago(n // 10), ends_on=TODAY + ago(n // 10 - 10))
        for n in range(ROWS)
    )
    kinds = [ContentType.objects.get_for_model(model) for model in (Book, Author)]
    Review.objects.bulk_create(
        Review(content_type=kinds[n % 2], object_id=n, reader="Ada", rating=5) for n in range(ROWS)
    )
    customer = Customer.objects.create(name="Ada", email="ada@example.com")
    orders = Order.objects.bulk_create(
        Order(number=str(n), customer=customer, status=Order.Status.PAID if n % 50 else Order.Status.OPEN, placed_at=NOW - ago(n / 2))
        for n in range(ROWS)
    )
    warehouse = Warehouse.objects.create(code="HARB", name="Harbour", city="Bristol")
    shipments = Shipment.objects.bulk_create(Shipment(order=order, warehouse=warehouse, weight=300) for order in orders[:200])
    ShipmentEvent.objects.bulk_create(
        ShipmentEvent(shipment=shipments[n % 200], happened_at=NOW - ago(n), place="Bristol", text="scanned") for n in range(ROWS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def queries():
    """What the bookshop asks, by the fields of the index that is meant for it."""
    return {
        "status,-placed_at": Order.objects.filter(status=Order.Status.OPEN, placed_at__lt=NOW - ago(14)).order_by(),
        "placed_at": Order.objects.filter(placed_at__year=TODAY.year - 20).order_by(),
        "author,published_on": Author.objects.get(slug="author-7").books.order_by("-published_on")[:1],
        "book,starts_on": Book.objects.get(isbn="7").promotions.filter(starts_on__lte=TODAY - ago(1900)).order_by(),
        "ends_on": Promotion.objects.filter(is_active=True, ends_on__lt=TODAY).order_by(),
        "content_type,object_id": Book.objects.get(isbn="8").reviews.all(),
        "shipment,happened_at": Shipment.objects.first().events.order_by("-happened_at")[:1],
    }


def asked():
    """The indexes of the bookshop's models: name by fields."""
    own = [apps.get_app_config(app).get_models() for app in ("catalogue", "notifications", "orders", "shipping")]
    indexes = [index for models in own for model in models if not model._meta.proxy for index in model._meta.indexes]
    return {",".join(index.fields): index.name for index in indexes}


def tell():
    names = asked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid")
        valid = {name for name, is_valid in cursor.fetchall() if is_valid}
    plans = {fields: query.explain() for fields, query in queries().items()}
    print(json.dumps({
        "indexes": sorted(names),
        "existing": sorted(fields for fields, name in names.items() if name in valid),
        "using": sorted(fields for fields, plan in plans.items() if f" {names.get(fields)} " in plan),
        "plans": plans,
    }))


{"fill": fill, "tell": tell}[sys.argv[1]]()
