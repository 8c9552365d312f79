"""`manage.py local_database start|stop|status`: the PostgreSQL used without DATABASE_URL."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sanamost.jobs import local_database


class Command(BaseCommand):
    """Start, stop or find the local database; stopping keeps everything committed."""

    help = "Starts or stops the local PostgreSQL of this installation, or says whether it runs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *_args: Any, action: str, **_options: Any) -> None:
        """Do it and say how it stands."""
        if not local_database.in_use():
            raise CommandError("DATABASE_URL names a database of yours; there is no local one")
        if action == "start":
            local_database.ensure_running()
        if action == "stop":
            local_database.stop()
        state = "runs" if local_database.running() else "does not run"
        self.stdout.write(f"The local PostgreSQL {state}.")
