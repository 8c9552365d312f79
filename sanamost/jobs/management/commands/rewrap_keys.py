"""Change the root key: put every data key under the newest one of SANAMOST_FILE_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from sanamost.foundation.files import subject_keys


class Command(BaseCommand):
    """Files are not touched; may be stopped and run again."""

    help = "Wrap every data key of files under the newest root key. Run before removing an old one."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rewrap until nothing lies under an older key."""
        done, newest = subject_keys.rewrap(), subject_keys.ring().current.id
        self.stdout.write(self.style.SUCCESS(f"{done} keys now lie under {newest}."))
