"""`python -m sanamost.jobs.demo --port 8000 [--fresh]`: `manage.py demo`, a second sooner.

It sets the environment before Django reads the settings, so that they need not be read twice.
"""

import os
import sys

from django.core.management import execute_from_command_line

from sanamost.jobs.demo.environment import PORT, environment


def main() -> None:
    """Become `manage.py demo`."""
    arguments = sys.argv[1:]
    port = PORT
    if "--port" in arguments[:-1]:
        port = int(arguments[arguments.index("--port") + 1])
    os.environ.update(environment(port))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanamost.config.settings")
    execute_from_command_line(["manage.py", "demo", *arguments])


if __name__ == "__main__":
    main()
