"""G5: many attempts on few places, and never one place too many."""

import json
import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sanamost.jobs.races import over_http, proposals, quota
from sanamost.jobs.races.watching import Seen, watching
from sanamost.jobs.scratch import scratch_database

FLOOR = {
    "attempts": 10_000,
    "places": 100,
    "connections": 50,
    "seeds": 20,
    "mixed_attempts": 1_000,
    "mixed_seeds": 3,
    "http_attempts": 2_000,
}
SMALL = {
    "attempts": 400,
    "places": 20,
    "connections": 16,
    "seeds": 2,
    "mixed_attempts": 200,
    "mixed_seeds": 1,
    "http_attempts": 60,
}
CONTROL_ATTEMPTS, CONTROL_PLACES = 200, 5
REFILL = 4
"""Attempts for each place that fill the week up after a mixed race."""


class Command(BaseCommand):
    """Races on a database of its own; every seed must give away each place exactly once."""

    help = (
        "G5: concurrent attempts on the places of one week; exactly as many succeed as there are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How big; whatever is below the floor fails, unless it was asked for as small."""
        for name, floor in FLOOR.items():
            parser.add_argument(f"--{name.replace('_', '-')}", type=int, help=f"floor {floor:,}")
        parser.add_argument("--processes", type=int, default=4)
        parser.add_argument("--small", action="store_true", help="few attempts, and says so")

    def handle(self, *args: Any, **asked: Any) -> None:
        """Race, verify, show that the check can fail, print the proof's line."""
        started = time.monotonic()
        usual = SMALL if asked["small"] else FLOOR
        self.size = {
            name: asked[name] if asked[name] is not None else usual[name] for name in FLOOR
        }
        self.processes = asked["processes"]
        with scratch_database("race") as database:
            self._prepare()
            bad = self._services(database) + self._mixed(database)
            bad += self._control(database) + self._http(database)
        self.conclude(bad, small=asked["small"], seconds=time.monotonic() - started)

    def conclude(self, bad: int, *, small: bool, seconds: float) -> None:
        """Print the proof's line; end with 1 where something was wrong, or too little was tried."""
        size = self.size
        under = [name for name, floor in FLOOR.items() if size[name] < floor]
        n = size["attempts"] * size["seeds"] + size["http_attempts"]
        n += (size["mixed_attempts"] + REFILL * size["places"]) * size["mixed_seeds"]
        line = {"goal": "G5", "n": n, "bad": bad, "seed": f"1-{size['seeds']}"}
        if small:
            line["small"] = True
        if under and not small:
            self.stderr.write(f"under the floor: {', '.join(under)}")
        self.stdout.write(json.dumps({**line, "seconds": round(seconds, 1)}))
        if bad or (under and not small):
            raise SystemExit(1)

    def _prepare(self) -> None:
        size = self.size
        self.now = timezone.now()
        most = max(
            size["attempts"],
            size["http_attempts"],
            size["mixed_attempts"] + REFILL * size["places"],
            CONTROL_ATTEMPTS,
        )
        self.keys = proposals.prepare(count=most, places=size["places"], now=self.now)

    def _services(self, database: str) -> int:
        """Everybody wants a place and keeps it."""
        bad = 0
        for seed in range(1, self.size["seeds"] + 1):
            quota.start_over(database)
            begun = time.monotonic()
            ended, seen = self._race(self.keys[: self.size["attempts"]], seed)
            right = self._full(seen) and self._exact(ended, self.size["attempts"])
            bad += not right
            self._say(f"seed {seed}", ended, seen, begun, right=right)
        return bad

    def _mixed(self, database: str) -> int:
        """Places go and come back: given back, run out, booked, cancelled; then all are wanted."""
        attempts, refill = self.size["mixed_attempts"], REFILL * self.size["places"]
        proposals.contract(self.keys[:attempts], self.now)
        bad = 0
        for seed in range(1, self.size["mixed_seeds"] + 1):
            quota.start_over(database)
            begun = time.monotonic()
            ended, seen = self._race(self.keys[:attempts], seed, attempt=quota.mixed)
            right = not seen.wrong and ended[quota.HELD] + ended[quota.REFUSED] == attempts
            right = right and ended[quota.HELD] > self.size["places"]
            self._say(f"mixed {seed}", ended, seen, begun, right=right)
            begun = time.monotonic()
            more, seen = self._race(self.keys[attempts : attempts + refill], seed)
            filled = self._full(seen) and more[quota.HELD] + more[quota.REFUSED] == refill
            self._say(f"mixed {seed}, filled up", more, seen, begun, right=filled)
            bad += not (right and filled)
        return bad

    def _control(self, database: str) -> int:
        """Without the conditional statement more places go than there are, or we prove nothing."""
        quota.start_over(database)
        proposals.reopen(CONTROL_PLACES, self.now)
        _ended, seen = self._race(
            self.keys[:CONTROL_ATTEMPTS], seed=1, attempt=quota.check_then_act
        )
        rows, counter = proposals.counted(self.now)
        self.stdout.write(
            f"control: {rows} rows on {CONTROL_PLACES} places, counter {counter},"
            f" {seen.wrong} of {seen.looks} looks wrong"
        )
        if rows <= CONTROL_PLACES or not seen.wrong:
            self.stderr.write("the negative control did not oversell: this race proves nothing")
            return 1
        return 0

    def _http(self, database: str) -> int:
        """Through the web: the page that sends a proposal takes its place, or refuses."""
        attempts = self.size["http_attempts"]
        if not attempts:
            return 0
        quota.start_over(database)
        proposals.reopen(self.size["places"], self.now)
        public_ids = proposals.complete(self.keys[:attempts], self.now)
        begun = time.monotonic()
        with over_http.server() as base, watching(database) as seen:
            ended = over_http.race(
                base,
                public_ids,
                seed=1,
                threads=self.size["connections"],
                email=proposals.COORDINATOR,
            )
        right = self._full(seen) and self._exact(ended, attempts)
        self._say("http", ended, seen, begun, right=right)
        return int(not right)

    def _race(
        self, keys: list[int], seed: int, attempt: quota.Attempt = quota.through_services
    ) -> tuple[Counter[str], Seen]:
        return quota.race(
            keys,
            seed=seed,
            connections_used=self.size["connections"],
            processes=self.processes,
            now=self.now,
            attempt=attempt,
        )

    def _full(self, seen: Seen) -> bool:
        """Every place is taken once, and nobody ever saw it otherwise."""
        rows, counter = proposals.counted(self.now)
        return rows == counter == self.size["places"] and not seen.wrong

    def _exact(self, ended: Counter[str], attempts: int) -> bool:
        """As many got a place as there are; all others were refused, none failed."""
        wanted = self.size["places"]
        return ended[quota.HELD] == wanted and ended[quota.REFUSED] == attempts - wanted

    def _say(
        self, race: str, ended: Counter[str], seen: Seen, begun: float, *, right: bool
    ) -> None:
        rows, counter = proposals.counted(self.now)
        self.stdout.write(
            f"{race}: {dict(ended)}, {rows} rows, counter {counter}, {seen.wrong} of {seen.looks}"
            f" looks wrong, {time.monotonic() - begun:.1f} s{'' if right else '  WRONG'}"
        )
        self.stdout.flush()
