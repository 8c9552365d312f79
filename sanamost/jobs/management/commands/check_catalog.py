"""G4: does the database's catalogue keep the rules that every table must keep?"""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand

from sanamost.foundation.access import catalog


class Command(BaseCommand):
    """Print every breach and the proof's line; fail when there is one."""

    help = "Check the schema rules on every table (G4), with a negative control."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, then show that the check can fail."""
        started = time.monotonic()
        breaches = catalog.breaches()
        for breach in breaches:
            self.stderr.write(f"{breach.rule}: {breach.subject}")
        blind = not catalog.control_is_caught()
        if blind:
            self.stderr.write("the negative control was not caught: this check proves nothing")
        line = {
            "goal": "G4",
            "n": catalog.checks_made(),
            "bad": len(breaches) + blind,
            "seed": None,
            "seconds": round(time.monotonic() - started, 2),
        }
        self.stdout.write(json.dumps(line))
        if line["bad"]:
            raise SystemExit(1)
