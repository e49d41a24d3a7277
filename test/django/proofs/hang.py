"""Runs every `case_*` of calls.py against a server that accepts and never answers; prints what each did, as JSON."""
import json
import os
import socket
import sys
import threading
import time

WAIT = float(sys.argv[1])

server = socket.create_server(("127.0.0.1", 0))
accepted = []


def accept():
    while True:
        accepted.append(server.accept())


threading.Thread(target=accept, daemon=True).start()
os.environ["SILENT_PORT"] = str(server.getsockname()[1])
sys.path.insert(0, sys.argv[2])

import calls  # noqa: E402

outcomes = {}


def run(name):
    try:
        getattr(calls, name)()
        outcomes[name] = "returned"
    except Exception as error:
        outcomes[name] = "timeout" if is_timeout(error) else repr(error)


def is_timeout(error):
    """smtplib and a streamed body of requests word a socket's timeout as an error of their own."""
    import smtplib

    import requests

    if isinstance(error, (requests.ConnectionError, smtplib.SMTPServerDisconnected)):
        return "timed out" in str(error)
    return isinstance(error, (requests.Timeout, TimeoutError)) or isinstance(getattr(error, "reason", None), TimeoutError)


names = [name for name in dir(calls) if name.startswith("case_")]
threads = [threading.Thread(target=run, args=(name,), daemon=True) for name in names]
for thread in threads:
    thread.start()
deadline = time.monotonic() + WAIT
for thread in threads:
    thread.join(max(0, deadline - time.monotonic()))
print(json.dumps({name: outcomes.get(name, "hangs") for name in names}))
sys.stdout.flush()
os._exit(0)
