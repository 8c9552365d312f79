"""Bring the database up to date: migrations and fences as the owner, then the cache's table."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from sanamost.foundation.access import fences


class Command(BaseCommand):
    """Migrate and fence; safe to run again at any time."""

    help = "Migrate as the owner's role and make the database's fences agree with the models."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step; nothing is left half done that a second run would not finish."""
        running = str(connection.settings_dict["USER"])
        connection.close()
        app_settings = connection.settings_dict
        connection.settings_dict = {**app_settings, **_login(settings.DATABASE_OWNER)}
        try:
            call_command("migrate", interactive=False, verbosity=options["verbosity"])
            call_command("createcachetable", verbosity=0)
            fences.apply(connection, running)
        finally:
            connection.close()
            connection.settings_dict = app_settings
        self.stdout.write(self.style.SUCCESS("The database is up to date."))


def _login(owner: dict[str, Any]) -> dict[str, Any]:
    return {name: owner[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
