"""Is the register of episodes what a count from scratch gives?"""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sanamost.insight.register import services


class Command(BaseCommand):
    """Print every episode that differs and a line for machines; fail when there is one."""

    help = "Count every episode from scratch and compare with the register."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--repair` writes what differs anew; run it again to see that nothing does."""
        parser.add_argument("--repair", action="store_true", help="write rows that differ anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk every episode."""
        started = time.monotonic()
        found = services.recount(repair=options["repair"])
        for difference in found.differences:
            columns = ", ".join(difference.columns)
            self.stderr.write(f"episode {difference.episode_id}: {columns}")
        line = {
            "goal": "recount",
            "n": found.counted,
            "bad": len(found.differences),
            "seed": None,
            "seconds": round(time.monotonic() - started, 2),
        }
        self.stdout.write(json.dumps(line))
        if found.differences:
            raise SystemExit(1)
