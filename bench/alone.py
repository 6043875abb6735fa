"""Runs a command and prints what it took by itself, as JSON: `python bench/alone.py COMMAND ...`.

Linux counts the memory of a process that starts another as the other's own, so a large program cannot measure a
smaller one: it starts this one, which is small, and asks the system about the one process that this starts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys


def main() -> int:
    """Prints processor seconds and the most megabytes of memory; gives the exit code of the command."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(sys.argv[1:], stdout=quiet, stderr=quiet)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
