"""Do the books hold, and do they agree with invoices, payments, refunds and commissions?"""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand

from sanamost.commerce.ledger import selectors
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system


class Command(BaseCommand):
    """Print every contradiction and a line for machines; fail when there is one."""

    help = "Check every book of the ledger against itself and against billing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every check of the ledger."""
        started = time.monotonic()
        with acting_as(system("ledger verify")):
            found = list(selectors.faults())
        for fault in found:
            self.stderr.write(f"{fault.rule}: {fault.subject} by {fault.amount}")
        line = {
            "goal": "ledger",
            "n": len(selectors.CHECKS),
            "bad": len(found),
            "seed": None,
            "seconds": round(time.monotonic() - started, 2),
        }
        self.stdout.write(json.dumps(line))
        if found:
            raise SystemExit(1)
