"""`manage.py demo`: a whole installation with a demonstration world, until Ctrl-C."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sanamost.jobs.demo.environment import PORT, environment
from sanamost.jobs.demo.supervisor import Supervisor


class Command(BaseCommand):
    """Start the database, load it, start mail, worker and web; end all of them on Ctrl-C."""

    help = "Starts a whole installation with a demonstration world; Ctrl-C ends it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The port, and whether to start over."""
        parser.add_argument("--port", type=int, default=PORT)
        parser.add_argument("--fresh", action="store_true", help="drop the data, start over")

    def handle(self, *_args: Any, port: int, fresh: bool, **_options: Any) -> None:
        """Run until ended; starts anew where the settings were read from another environment."""
        wanted = environment(port)
        if os.environ | wanted != os.environ:
            os.environ.update(wanted)
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 this very command
        Supervisor(port=port, fresh=fresh, out=self.stdout).run()
