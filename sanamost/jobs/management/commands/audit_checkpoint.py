"""Write and send a checkpoint of the audit trail now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sanamost.jobs import checkpoints


class Command(BaseCommand):
    """What the worker does every hour, at once."""

    help = "Write a signed checkpoint of every audit chain (SANAMOST_CHECKPOINTS, _ADDRESS)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say where it went."""
        places = checkpoints.send(now=timezone.now())
        if not places:
            raise CommandError(
                "Nowhere to send it. Cure: set SANAMOST_CHECKPOINTS to a directory outside this "
                "machine's reach, or SANAMOST_CHECKPOINT_ADDRESS to the auditor's address"
            )
        for place in places:
            self.stdout.write(place)
