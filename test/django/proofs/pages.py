"""Prints, as JSON, what a reader of the bookshop in a folder sees who follows every link to a next page."""
import json
import os
import re
import sys
from datetime import date, timedelta

sys.path.insert(0, sys.argv[1])
os.environ["DJANGO_SETTINGS_MODULE"] = "bookshop.settings.test"

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from catalogue.models import AudioBook, Author, Book  # noqa: E402
from orders.models import Customer, Order  # noqa: E402
from shipping.models import Shipment, Warehouse  # noqa: E402

ROWS = 60
NEXT = re.compile(r'<a href="(\?[^"]*)"[^>]*>(?:Next|&raquo;)</a>')


def fill():
    warehouse = Warehouse.objects.create(name="Dock", city="Hull")
    for number in range(ROWS):
        author = Author.objects.create(name=f"Author {number:02}", slug=f"author-{number}")
        common = {"author": author, "price": 10, "published_on": date(2000, 1, 1) + timedelta(days=number)}
        Book.objects.create(title=f"Book {number:02}", isbn=f"{number:013}", **common)
        AudioBook.objects.create(title=f"Read {number:02}", isbn=f"1{number:012}", narrator="Ada", minutes=9, **common)
        customer = Customer.objects.create(name=f"Customer {number:02}", email=f"{number}@example.com")
        placed = timezone.now() - timedelta(hours=number)
        order = Order.objects.create(number=f"N{number}", customer=customer, placed_at=placed)
        Shipment.objects.create(order=order, warehouse=warehouse, carrier="royalpost", weight=1)


def walk(client, address, name):
    path, query, ids, sizes = address.split("?")[0], address, [], []
    while query is not None and len(sizes) < 2 * ROWS:
        response = client.get(query)
        page = [row.pk for row in response.context[name]]
        ids += page
        sizes.append(len(page))
        link = NEXT.search(response.content.decode())
        query = path + link[1].replace("&amp;", "&") if link else None
    return {"ids": ids, "sizes": sizes}


def walk_json(client, address):
    numbers, page = [], 1
    while True:
        answer = client.get(address, {"page": page}).json()
        numbers += [book["isbn"] for book in answer["books"]]
        if not answer.get("has_next"):
            return numbers
        page += 1


def queries_of(client, address, table):
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    texts = [query["sql"] for query in captured.captured_queries]
    return len([text for text in texts if f'FROM "{table}"' in text])


setup_test_environment()
connection.creation.create_test_db(verbosity=0)
fill()
client = Client()
client.force_login(User.objects.create_superuser("ada"))
pages = {
    "books": walk(client, "/?term=Book", "books"),
    "authors": walk(client, "/authors/", "authors"),
    "audiobooks": walk(client, "/audiobooks/", "audiobooks"),
    "customers": walk(client, "/orders/customers/", "customers"),
    "orders": walk(client, "/orders/", "orders"),
    "shipments": walk(client, "/shipping/", "shipments"),
}
print(json.dumps({
    "pages": pages,
    "bestsellers": [book["isbn"] for book in client.get("/bestsellers.json").json()["books"]],
    "bestsellers by page": walk_json(client, "/bestsellers.json"),
    "queries for customers": queries_of(client, "/orders/customers/", "orders_customer"),
}))
