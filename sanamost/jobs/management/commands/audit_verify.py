"""Does every chain of the audit trail still hold?"""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.audit import checkpoints
from sanamost.foundation.audit.verify import broken_lines, lines_kept


class Command(BaseCommand):
    """Print every broken line and a line for machines; fail when there is one."""

    help = "Verify the hash chains of the audit trail, line by line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the checkpoints lie."""
        parser.add_argument(
            "--checkpoints", default="", help="their directory; else SANAMOST_CHECKPOINTS"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk every chain, and compare with the checkpoints that left the machine."""
        started, known = time.monotonic(), 0
        with acting_as(system("audit verify")):
            lines = lines_kept()
            found = list(broken_lines())
            if directory := options["checkpoints"] or settings.CHECKPOINTS:
                known = sum(1 for _checkpoint in checkpoints.kept(Path(directory)))
                found += checkpoints.contradictions(Path(directory))
        for broken in found:
            self.stderr.write(f"{broken.chain} line {broken.seq}: {broken.fault}")
        line = {
            "goal": "audit",
            "n": lines,
            "bad": len(found),
            "checkpoints": known,
            "seed": None,
            "seconds": round(time.monotonic() - started, 2),
        }
        self.stdout.write(json.dumps(line))
        if found:
            raise SystemExit(1)
