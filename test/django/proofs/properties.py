"""Prints, as JSON, how many queries the bookshop in a folder runs for properties that are read more than once."""
import json
import os
import sys
from datetime import datetime, timezone
from decimal import Decimal

sys.path.insert(0, sys.argv[1])
os.environ["DJANGO_SETTINGS_MODULE"] = "bookshop.settings.test"

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.template import Context, Template  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

django.setup()
call_command("migrate", verbosity=0)

from catalogue.tests.factories import make_book  # noqa: E402
from orders.models import Order  # noqa: E402
from orders.serializers import OrderSerializer  # noqa: E402
from orders.tests.factories import make_order  # noqa: E402

NUMBER = make_order(quantity=3, placed_at=datetime(2025, 3, 1, tzinfo=timezone.utc)).number
SECOND = make_book(isbn="9780000000002")


def fresh():
    return Order.objects.select_related("customer").get(number=NUMBER)


def queries(read):
    order = fresh()
    with CaptureQueriesContext(connection) as captured:
        value = read(order)
    return len(captured), str(value)


def after_a_line_is_added(forget):
    order = fresh()
    before = order.total
    line = order.lines.create(book=SECOND, quantity=1, unit_price=Decimal("5.00"))
    order.refresh_from_db()
    if forget:
        order.__dict__.pop("total", None)
    difference = order.total - before
    line.delete()
    return str(difference)


page = Template("{{ order.total }} {{ order.shipping_cost }} {{ order.total }}")
reads = {
    "one read": queries(lambda order: order.total),
    "two reads": queries(lambda order: (order.total, order.total)),
    "with postage": queries(lambda order: order.total + order.shipping_cost),
    "a page": queries(lambda order: page.render(Context({"order": order}))),
    "the api": queries(lambda order: json.dumps(OrderSerializer(order).data, default=str)),
}
print(
    json.dumps(
        {
            "queries": {name: count for name, (count, _) in reads.items()},
            "values": {name: value for name, (_, value) in reads.items()},
            "after a line is added": after_a_line_is_added(forget=False),
            "after it is forgotten": after_a_line_is_added(forget=True),
        }
    )
)
