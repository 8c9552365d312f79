"""Attempts on the places of one week from many processes and connections at once."""

import datetime as dt
import multiprocessing
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

from django.db import connections

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.jobs.races import proposals
from sanamost.jobs.races.scratch import owner_of
from sanamost.journey.bookings import services as bookings
from sanamost.registry.resources.services import NoPlaceLeft

HELD, REFUSED, FAILED = "held", "refused", "failed"
Attempt = Callable[[Any, dt.datetime], bool]


def through_services(proposal: Any, now: dt.datetime) -> bool:
    """One attempt as the product makes it."""
    actor = system("race")
    with acting_as(actor):
        try:
            bookings.place_hold(
                actor=actor, proposal=proposal, day=proposals.week_wanted(now), now=now
            )
        except NoPlaceLeft:
            return False
    return True


def check_then_act(proposal: Any, now: dt.datetime) -> bool:
    """One attempt as it must never be made: the negative control."""
    with acting_as(system("race")):
        return proposals.grab_unsafely(proposal, now, pause=0.01)


def race(
    keys: list[int],
    *,
    seed: int,
    connections_used: int,
    processes: int,
    now: dt.datetime,
    attempt: Attempt = through_services,
) -> Counter[str]:
    """Let every proposal try once, in an order that the seed says; how the attempts ended."""
    mixed = random.Random(seed).sample(keys, len(keys))  # noqa: S311 an order, not a secret
    shares = [mixed[number::processes] for number in range(processes)]
    threads = [len(range(number, connections_used, processes)) for number in range(processes)]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork) as pool:
        work = partial(_share, now=now, attempt=attempt)
        return sum(pool.map(work, shares, threads), Counter())


def start_over(database: str) -> None:
    """Free every place again, as the owner."""
    with owner_of(database) as owner:
        owner.execute("truncate bookings_hold, bookings_booking cascade")
        owner.execute("update resources_weeklyplaces set held = 0, booked = 0")


def _share(keys: list[int], threads: int, *, now: dt.datetime, attempt: Attempt) -> Counter[str]:
    connections.close_all()
    rows = proposals.of_keys(keys)
    connections.close_all()
    start = threading.Barrier(threads)
    counts = [Counter[str]() for _ in range(threads)]
    running = [
        threading.Thread(
            target=_tries, args=(rows[number::threads], now, attempt, start, counts[number])
        )
        for number in range(threads)
    ]
    for one in running:
        one.start()
    for one in running:
        one.join()
    return sum(counts, Counter())


def _tries(
    rows: list[Any],
    now: dt.datetime,
    attempt: Attempt,
    start: threading.Barrier,
    count: Counter[str],
) -> None:
    start.wait()
    try:
        for row in rows:
            try:
                count[HELD if attempt(row, now) else REFUSED] += 1
            except Exception as reason:  # noqa: BLE001 whatever went wrong counts against us
                count[FAILED] += 1
                print(f"attempt failed: {reason!r}", flush=True)
    finally:
        connections.close_all()
