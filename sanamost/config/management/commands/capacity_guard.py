"""No domestic patient waits longer: simulated years with and without foreign patients."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sanamost.config.proofs.capacity.worlds import Policy
from sanamost.config.proofs.capacity.years import Proved, lived

FLOOR = 1_000


class Command(BaseCommand):
    """Live the years; any domestic patient whose year is another one is a fault."""

    help = "Guard: admit foreign patients and compare each domestic patient's way, with controls."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """How many years; fewer than the floor fail, unless asked for as small."""
        parser.add_argument("--years", type=int, default=FLOOR)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--small", action="store_true", help="few years, and says so")

    def handle(self, *args: Any, **options: Any) -> None:
        """Live, compare, show that the comparison can fail, print the proof's line."""
        started = time.monotonic()
        proved = lived(options["seed"], options["years"], self._say)
        self._told(proved)
        line: dict[str, Any] = {"goal": "guard", "n": proved.years, "bad": self._bad(proved)}
        line |= {
            "harmed": proved.harmed[Policy.GUARDED],
            "served": proved.served[Policy.GUARDED],
            "control_harmed": proved.harmed[Policy.FIRST_COME],
            "promised_only_harmed": proved.harmed[Policy.PROMISED],
            "seed": options["seed"],
        }
        if options["small"]:
            line["small"] = True
        self.stdout.write(json.dumps({**line, "seconds": round(time.monotonic() - started, 1)}))
        if line["bad"] or (proved.years < FLOOR and not options["small"]):
            raise SystemExit(1)

    def _bad(self, proved: Proved) -> int:
        """Harmed patients, and what would make the proof worthless."""
        bad = proved.harmed[Policy.GUARDED]
        if not proved.harmed[Policy.FIRST_COME]:
            self.stderr.write("the control harmed nobody: this proof proves nothing")
            bad += 1
        if not proved.served[Policy.GUARDED]:
            self.stderr.write("no foreign patient was served: this proof proves nothing")
            bad += 1
        return bad

    def _told(self, proved: Proved) -> None:
        foreign, served = proved.foreign, proved.served
        self._say(
            f"domestic patients: {proved.domestic:,} in {proved.years:,} years; served with"
            f" foreigners in {proved.serving:,} of them"
        )
        self._say(
            f"foreign patients: {foreign['asked']:,} asked, {foreign['declined']:,} declined at"
            f" once, {served[Policy.GUARDED]:,} served ({foreign['moved and served']:,} of them on"
            f" another day), {foreign['given up']:,} offered another clinic before their stay,"
            f" {foreign['sent on']:,} during it"
        )
        promised = max(foreign["asked"] - foreign["declined"], 1)
        self._say(
            f"moved at least once: {foreign['moved'] / promised:.1%} of {promised:,} promised;"
            f" unused of the residual's bed-days: {proved.unused / max(proved.years, 1):.1%}"
        )
        for policy in (Policy.FIRST_COME, Policy.PROMISED):
            self._say(
                f"control {policy}: {proved.harmed[policy]:,} harmed by {served[policy]:,} served,"
                f" in {proved.control_years:,} years of {proved.control_domestic:,} domestic"
                " patients"
            )

    def _say(self, words: str) -> None:
        """At once, for whoever waits."""
        self.stdout.write(words)
        self.stdout.flush()
