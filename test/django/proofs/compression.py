"""Prints, as JSON, how the project in a folder answers a browser that takes gzip."""
import gzip
import json
import os
import sys

sys.path.insert(0, sys.argv[1])
os.environ["DJANGO_SETTINGS_MODULE"] = "bookshop.settings"

import django  # noqa: E402
from django.test import Client  # noqa: E402

django.setup()

client = Client()
plain = client.get("/")
first = client.get("/", headers={"accept-encoding": "gzip"})
second = client.get("/", headers={"accept-encoding": "gzip"})
encoding = first.headers.get("Content-Encoding")
again = client.get("/", headers={"accept-encoding": "gzip", "if-none-match": first.headers.get("ETag", "")})
tiny = client.get("/health/", headers={"accept-encoding": "gzip"})
answer = {
    "encoding": encoding,
    "same body": (gzip.decompress(first.content) if encoding == "gzip" else first.content) == plain.content,
    "smaller": len(first.content) < len(plain.content) / 5,
    "same etag": first.headers.get("ETag") == second.headers.get("ETag"),
    "status of a second visit": again.status_code,
    "vary": first.headers.get("Vary"),
    "tiny": tiny.headers.get("Content-Encoding"),
}
print(json.dumps(answer))
