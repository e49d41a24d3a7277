"""Runs a command on a terminal of its own.

    terminal.py COLUMNS ROWS COMMAND [ARGUMENT...]

What the command writes to the terminal goes to stdout as it is. Each line on stdin is JSON: {"keys": "..."} types,
{"size": [columns, rows]} resizes, {"signal": n} sends a signal to the command. Ends
with the command's exit code.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def obey(terminal, child, order):
    if "keys" in order:
        os.write(terminal, order["keys"].encode())
    if "size" in order:
        resize(terminal, *order["size"])
    if "signal" in order:
        os.kill(child, order["signal"])


def relay(terminal, child):
    """Passes on what comes from either side until one of them is gone and all that the command wrote is read."""
    pending = b""
    while True:
        ready, _, _ = select.select([terminal, 0], [], [])
        if terminal in ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                return
            if not data:
                return
            os.write(1, data)
        if 0 in ready:
            data = os.read(0, 65536)
            if not data:
                return
            *orders, pending = (pending + data).split(b"\n")
            for order in orders:
                obey(terminal, child, json.loads(order))


def main():
    columns, rows = int(sys.argv[1]), int(sys.argv[2])
    child, terminal = pty.fork()
    if child == 0:
        # The size has to be there before the command asks for it.
        resize(0, columns, rows)
        os.execvp(sys.argv[3], sys.argv[3:])
    relay(terminal, child)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status) % 256)


main()
