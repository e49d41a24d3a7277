"""measure.py OUTPUT COMMAND...: runs COMMAND with its stdout in the file OUTPUT and its stderr dropped;
prints as JSON the wall time and CPU time in seconds, the largest resident size of any process of it in
bytes, and the exit status.

Only what is needed is imported: a child that has not yet replaced this process counts as large as this is,
about 10 MB, which is therefore the smallest size that can be told.
"""

import json
import os
import sys
import time

output, *command = sys.argv[1:]
actions = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
]
start = time.perf_counter()
child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
unit = 1 if sys.platform == "darwin" else 1024
print(
    json.dumps(
        {
            "seconds": seconds,
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak": usage.ru_maxrss * unit,
            "exit": os.waitstatus_to_exitcode(status),
        }
    )
)
