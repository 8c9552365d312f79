"""G5: many attempts on few places, and never one place too many."""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sanamost.jobs.races import over_http, proposals, quota
from sanamost.jobs.races.scratch import scratch_database

CONTROL_ATTEMPTS, CONTROL_PLACES = 200, 5


class Command(BaseCommand):
    """Races on a database of its own; every seed must give away each place exactly once."""

    help = (
        "G5: concurrent attempts on the places of one week; exactly as many succeed as there are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How big."""
        parser.add_argument("--attempts", type=int, default=10_000)
        parser.add_argument("--places", type=int, default=100)
        parser.add_argument("--connections", type=int, default=50)
        parser.add_argument("--seeds", type=int, default=20)
        parser.add_argument("--processes", type=int, default=4)
        parser.add_argument("--http-attempts", type=int, default=2_000)

    def handle(self, *args: Any, **asked: Any) -> None:
        """Race, verify, show that the check can fail, print the proof's line."""
        started = time.monotonic()
        with scratch_database("race") as database:
            bad = self._services(database, asked)
            bad += self._control(database, asked)
            if asked["http_attempts"]:
                bad += self._http(database, asked)
        seeds = range(1, asked["seeds"] + 1)
        line = {
            "goal": "G5",
            "n": asked["attempts"] * len(seeds) + asked["http_attempts"],
            "bad": bad,
            "seed": f"1-{len(seeds)}",
            "seconds": round(time.monotonic() - started, 1),
        }
        self.stdout.write(json.dumps(line))
        if bad:
            raise SystemExit(1)

    def _services(self, database: str, asked: dict[str, Any]) -> int:
        self.now = timezone.now()
        most = max(asked["attempts"], asked["http_attempts"], CONTROL_ATTEMPTS)
        self.keys = proposals.prepare(count=most, places=asked["places"], now=self.now)
        bad = 0
        for seed in range(1, asked["seeds"] + 1):
            quota.start_over(database)
            begun = time.monotonic()
            ended = quota.race(
                self.keys[: asked["attempts"]],
                seed=seed,
                connections_used=asked["connections"],
                processes=asked["processes"],
                now=self.now,
            )
            rows, counter = proposals.counted(self.now)
            wanted = min(asked["places"], asked["attempts"])
            right = rows == counter == ended[quota.HELD] == wanted
            right = right and ended[quota.HELD] + ended[quota.REFUSED] == asked["attempts"]
            bad += not right
            self.stdout.write(
                f"seed {seed}: {dict(ended)}, {rows} rows, counter {counter},"
                f" {time.monotonic() - begun:.1f} s{'' if right else '  WRONG'}"
            )
        return bad

    def _control(self, database: str, asked: dict[str, Any]) -> int:
        """Without the conditional statement more places go than there are, or we prove nothing."""
        quota.start_over(database)
        proposals.reopen(CONTROL_PLACES, self.now)
        quota.race(
            self.keys[:CONTROL_ATTEMPTS],
            seed=1,
            connections_used=max(asked["connections"], 8),
            processes=max(asked["processes"], 2),
            now=self.now,
            attempt=quota.check_then_act,
        )
        rows, counter = proposals.counted(self.now)
        self.stdout.write(f"control: {rows} rows on {CONTROL_PLACES} places, counter {counter}")
        if rows <= CONTROL_PLACES:
            self.stderr.write("the negative control did not oversell: this race proves nothing")
            return 1
        return 0

    def _http(self, database: str, asked: dict[str, Any]) -> int:
        """Through the web: the page that sends a proposal takes its place, or refuses."""
        attempts, places = asked["http_attempts"], asked["places"]
        quota.start_over(database)
        proposals.reopen(places, self.now)
        public_ids = proposals.complete(self.keys[:attempts], self.now)
        begun = time.monotonic()
        with over_http.server() as base:
            ended = over_http.race(
                base,
                public_ids,
                seed=1,
                threads=min(asked["connections"], 16),
                email=proposals.COORDINATOR,
            )
        rows, counter = proposals.counted(self.now)
        wanted = min(places, attempts)
        right = rows == counter == ended[over_http.HELD] == wanted
        right = right and ended[over_http.HELD] + ended[over_http.REFUSED] == attempts
        self.stdout.write(
            f"http: {dict(ended)}, {rows} rows, counter {counter},"
            f" {time.monotonic() - begun:.1f} s{'' if right else '  WRONG'}"
        )
        return int(not right)
