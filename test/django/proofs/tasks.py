"""Tasks as teams write them: some can retry once they are told to, one retries and hides it, one must not change."""
import requests
from celery import Celery, shared_task

app = Celery("bookshop", broker="memory://", set_as_current=True)


class Failing:
    """What the shop is told to raise next; a stand-in for the world, not for Celery or requests."""

    error = None


def ask(url):
    if Failing.error is not None:
        raise Failing.error
    return requests.get(url, timeout=5)


@shared_task
def sync_prices():
    ask("http://127.0.0.1:9/prices")
    return requests.get("http://127.0.0.1:9/prices", timeout=5).json()


@app.task(name="bookshop.sync_stock", max_retries=2)
def sync_stock(warehouse):
    ask("http://127.0.0.1:9/stock")
    return requests.get(f"http://127.0.0.1:9/stock/{warehouse}", timeout=5).json()


@shared_task(bind=True, max_retries=3)
def send_receipt(self, order_id):
    try:
        ask(f"http://127.0.0.1:9/receipt/{order_id}")
    except requests.RequestException as error:
        try:
            raise self.retry(exc=error, countdown=7)
        except Exception:
            return "lost"


@shared_task(bind=True)
def ship(self, order_id):
    try:
        try:
            ask(f"http://127.0.0.1:9/ship/{order_id}")
        except requests.ConnectionError as error:
            self.retry(exc=error, countdown=9, max_retries=1)
    except Exception:
        return "swallowed"
    return "shipped"
