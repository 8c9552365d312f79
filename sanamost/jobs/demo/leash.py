"""Run a command that ends when its starter does: `leash.py STARTER COMMAND …`.

However the starter dies (kill -9 too), the kernel sends the command SIGTERM, so that no web server
stays behind and holds the port. Only Linux offers this; elsewhere the command just runs.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its starter, then become the command."""
    starter, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(starter):
        sys.exit("the starter is gone already")
    os.execvp(command[0], command)  # noqa: S606 the demonstration's own commands


if __name__ == "__main__":
    main()
