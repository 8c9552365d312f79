"""Load the invented organisations and people; only where the demonstration is switched on."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sanamost.jobs.world.load import load


class Command(BaseCommand):
    """Make the demonstration world; a second run changes nothing."""

    help = "Load the demonstration's invented organisations, people and prices (SANAMOST_DEMO=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse anywhere but in a demonstration."""
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration (SANAMOST_DEMO is not 1).")
        load(timezone.now())
        self.stdout.write("The demonstration world is loaded.")
