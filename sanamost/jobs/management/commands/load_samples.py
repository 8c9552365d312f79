"""Load the demonstration's sample cases; only where the demonstration is switched on."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sanamost.jobs.world import samples


class Command(BaseCommand):
    """Carry invented cases to every stage; a second run changes nothing."""

    help = "Load the demonstration's invented cases, at every stage (SANAMOST_DEMO=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse anywhere but in a demonstration."""
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration (SANAMOST_DEMO is not 1).")
        loaded = list(samples.load(timezone.now()))
        self.stdout.write(f"Sample cases carried to their stages: {len(loaded)}")
