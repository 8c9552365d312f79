"""G1: nobody reads or changes what is not theirs."""

import json
import time
from typing import Any
from unittest.mock import patch

from django.core.management.base import BaseCommand, CommandParser

from sanamost.config.proofs import isolation, populace, programs, world
from sanamost.config.proofs.conditions import conditions
from sanamost.config.proofs.scratch import scratch_database
from sanamost.foundation.access.actor import Actor, system
from sanamost.web import acting, routing

FLOOR = 3000


class Command(BaseCommand):
    """Probe a world of strangers, then the same with the fences down, which must be noticed."""

    help = "Probe every page with foreign objects (G1), with a negative control."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much and in which order."""
        parser.add_argument("--most", type=int, default=None)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--processes", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        """Probe, then take the fences down and probe again."""
        started = time.monotonic()
        with scratch_database(), conditions():
            there = populace.settle()
            report = isolation.probe(
                there.probed,
                seed=options["seed"],
                most=options["most"],
                sent=there.sent,
                processes=options["processes"],
            )
            caught = control(there.probed, options["seed"])
            caught &= programs.control(world.things(there.probed), seed=options["seed"])
        different = sorted(set(report.faults))
        for fault in different[:50]:
            self.stderr.write(fault)
        if different[50:]:
            self.stderr.write(f"and {len(different[50:])} more")
        if not caught:
            self.stderr.write("the negative control was not caught: this proof proves nothing")
        too_few = options["most"] is None and report.probes < FLOOR
        line = {
            "goal": "G1",
            "n": report.probes,
            "bad": len(report.faults) + (not caught) + too_few,
            "pages": len(report.pages),
            "twins": len(report.twins),
            "seed": options["seed"],
            "seconds": round(time.monotonic() - started, 1),
        }
        self.stdout.write(json.dumps(line))
        if line["bad"]:
            raise SystemExit(1)


def control(probed: list[world.Probed], seed: int) -> bool:
    """Whether the probes notice when everybody acts with the system's sight."""
    real = acting.actor_of

    def everybody_is_the_system(request: Any) -> Actor:
        actor = real(request)
        return system("control") if actor.signed_in else actor

    with (
        patch.object(routing, "actor_of", everybody_is_the_system),
        patch("sanamost.foundation.access.policies.Policy.admits", lambda *_: True),
    ):
        return bool(isolation.sample(probed, seed=seed, most=400).faults)
