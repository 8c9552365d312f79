"""`manage.py local_database start|stop|status`: the PostgreSQL used without DATABASE_URL."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sanamost.adapters import postgres


class Command(BaseCommand):
    """Start, stop or find the local cluster; stopping keeps everything committed."""

    help = "Starts or stops the local PostgreSQL of this installation, or says whether it runs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do."""
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *_args: Any, action: str, **_options: Any) -> None:
        """Do it and say how it stands."""
        try:
            if action == "start":
                postgres.ensure_running(settings.HOME)
            if action == "stop":
                postgres.stop(settings.HOME)
            state = "runs" if postgres.running(settings.HOME) else "does not run"
        except postgres.PostgresUnavailableError as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"The local PostgreSQL {state}: {postgres.local_url('app', settings.HOME)}"
        )
