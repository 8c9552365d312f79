"""G9: the same form sent again has one effect and one answer."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sanamost.config.proofs import idempotency, world
from sanamost.config.proofs.conditions import conditions
from sanamost.config.proofs.scratch import scratch_database
from sanamost.config.proofs.stories import STORIES

CONTROL = ("the_desk_types_a_request_in", "a_colleague_is_invited")


class Command(BaseCommand):
    """Try every declared form in every variant, then without the key check, which must show."""

    help = "Send every form again, twice at once, and through crashes (G9), with a control."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which stories, and whose place others take."""
        parser.add_argument("stories", nargs="*", help="only these, without the floor")
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prove, then take the key check away and prove again."""
        started = time.monotonic()
        names, seed = options["stories"] or list(STORIES), options["seed"]
        with scratch_database(), conditions():
            world.furnish()
            proved = idempotency.prove(names, seed=seed, say=self._say)
            control = idempotency.without_keys(CONTROL, seed=seed)
        faults = proved.faults + ([] if options["stories"] else idempotency.untried(proved))
        if not control.double_effects:
            faults.append("the negative control was not caught: this proof proves nothing")
        for fault in faults[len(proved.faults) :]:
            self.stderr.write(fault)
        keyed, harmless = idempotency.mutating()
        for name, reason in sorted(harmless.items()):
            self.stdout.write(f"without a key: {name}: {reason}")
        line = {
            "goal": "G9",
            "n": proved.variants,
            "bad": len(faults),
            "routes": len(proved.tried),
            "declared": len(keyed),
            "without_key": len(harmless),
            "control_double_effects": control.double_effects,
            "seed": seed,
            "seconds": round(time.monotonic() - started, 1),
        }
        self.stdout.write(json.dumps(line))
        if line["bad"]:
            raise SystemExit(1)

    def _say(self, words: str) -> None:
        """At once, for whoever waits."""
        self.stdout.write(words)
        self.stdout.flush()
