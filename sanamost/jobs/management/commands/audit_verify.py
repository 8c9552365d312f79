"""Does every chain of the audit trail still hold?"""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.audit.verify import broken_lines, lines_kept


class Command(BaseCommand):
    """Print every broken line and a line for machines; fail when there is one."""

    help = "Verify the hash chains of the audit trail, line by line."

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk every chain."""
        started = time.monotonic()
        with acting_as(system("audit verify")):
            lines = lines_kept()
            found = list(broken_lines())
        for broken in found:
            self.stderr.write(f"{broken.chain} line {broken.seq}: {broken.fault}")
        line = {
            "goal": "audit",
            "n": lines,
            "bad": len(found),
            "seed": None,
            "seconds": round(time.monotonic() - started, 2),
        }
        self.stdout.write(json.dumps(line))
        if found:
            raise SystemExit(1)
