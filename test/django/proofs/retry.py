"""Runs tasks once through Celery's own tracer and tells, as JSON, what each did and what it published."""
import json
import sys
from datetime import datetime, timezone

sys.path.insert(0, sys.argv[1])

import requests  # noqa: E402
import tasks  # noqa: E402
from celery.app.trace import build_tracer  # noqa: E402
from celery.signals import before_task_publish  # noqa: E402

published = []


@before_task_publish.connect
def record(sender=None, headers=None, **kwargs):
    wait = datetime.fromisoformat(headers["eta"]) - datetime.now(timezone.utc)
    published.append({"task": sender, "retries": headers["retries"], "countdown": round(wait.total_seconds())})


def run(name, error, retries=0, args=()):
    task = tasks.app.tasks[name]
    tasks.Failing.error = error
    published.clear()
    tracer = build_tracer(name, task, app=tasks.app, eager=False)
    request = {"id": f"{name}-{retries}", "retries": retries, "delivery_info": {}, "hostname": "test", "is_eager": False, "args": list(args), "kwargs": {}}
    outcome = tracer(f"{name}-{retries}", args, {}, request)
    state = outcome.info.state if outcome.info else "SUCCESS"
    return {"state": state, "value": outcome.retval if state == "SUCCESS" else None, "published": list(published)}


def options(name):
    task = tasks.app.tasks[name]
    keys = ["max_retries", "retry_backoff", "retry_backoff_max", "retry_jitter", "default_retry_delay"]
    return {key: getattr(task, key, None) for key in keys}


tasks.app.finalize()
lost = requests.ConnectionError("no route")
late = requests.Timeout("too late")
print(
    json.dumps(
        {
            "options": {name: options(name) for name in ["tasks.sync_prices", "bookshop.sync_stock"]},
            "listed": run("tasks.sync_prices", lost),
            "timeout": run("tasks.sync_prices", late, retries=1),
            "last": run("tasks.sync_prices", lost, retries=5),
            "other": run("tasks.sync_prices", ValueError("bad price")),
            "kept limit, below": run("bookshop.sync_stock", lost, retries=1, args=("north",)),
            "kept limit, reached": run("bookshop.sync_stock", lost, retries=2, args=("north",)),
            "swallowed in handler": run("tasks.send_receipt", lost, args=(1,)),
            "swallowed around": run("tasks.ship", lost, args=(1,)),
            "swallowed around, limit": run("tasks.ship", lost, retries=1, args=(1,)),
        }
    )
)
