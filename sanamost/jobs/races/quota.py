"""Attempts on the same days of several resources, from many connections at once."""

import datetime as dt
import multiprocessing
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from typing import Any

from django.db import connection, connections

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.jobs.races import proposals
from sanamost.jobs.races.watching import Seen, watching
from sanamost.jobs.scratch import owner_of
from sanamost.journey.bookings import services as bookings
from sanamost.registry.resources.services import NoPlaceLeft

HELD, REFUSED, FAILED = "held", "refused", "failed"
Attempt = Callable[[Any, dt.datetime], bool]
FATES = {"keep": 10, "release": 30, "expire": 20, "book": 15, "cancel": 25}
"""What becomes of a place in the mixed race, in percent."""


def through_services(proposal: Any, now: dt.datetime) -> bool:
    """One attempt as the product makes it: the clinic's coordinator keeps a place."""
    return _placed(proposal, now)


def mixed(proposal: Any, now: dt.datetime) -> bool:
    """The same, and of those who got a place most give it back, let it run out, or book it."""
    fate = random.Random(proposal.pk).choices(tuple(FATES), tuple(FATES.values()))[0]  # noqa: S311 no secret
    if not _placed(proposal, now, until=now - dt.timedelta(hours=1) if fate == "expire" else None):
        return False
    if fate == "release":
        bookings.release_for(proposal_id=proposal.pk, now=now)
    elif fate == "expire":
        bookings.expire_due(now=now)
    elif fate in {"book", "cancel"}:
        bookings.confirm(agreement_id=proposal.agreement.pk, now=now)
    if fate == "cancel":
        bookings.cancel(case_id=proposal.case_id, reason="race", now=now)
    return True


def _placed(proposal: Any, now: dt.datetime, until: dt.datetime | None = None) -> bool:
    actor = coordinator()
    try:
        with acting_as(actor):
            bookings.place_hold(
                actor=actor,
                proposal=proposal,
                day=proposals.day_wanted(now),
                now=now,
                until=until,
            )
    except NoPlaceLeft:
        return False
    return True


@cache
def coordinator() -> Actor:
    """The clinic's coordinator, acting for the clinic; read once a process."""
    user = access.user_by_email(proposals.COORDINATOR)
    assert user is not None  # noqa: S101 the world has been loaded
    return access.actor_standing(user=user, standing=access.standings_of(user.pk)[0])


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
) -> tuple[Counter[str], Seen]:
    """Let every proposal try once, in an order that the seed says.

    How the attempts ended, and what was seen of the places meanwhile.
    """
    mixed = random.Random(seed).sample(keys, len(keys))  # noqa: S311 an order, not a secret
    shares = [mixed[number::processes] for number in range(processes)]
    threads = [len(range(number, connections_used, processes)) for number in range(processes)]
    coordinator.cache_clear()
    coordinator()
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork) as pool:
        work = partial(_share, now=now, attempt=attempt)
        ended = pool.map(work, shares, threads)  # forked before the watcher's thread begins
        with watching(connection.settings_dict["NAME"]) as seen:
            counts = sum(ended, Counter[str]())
        return counts, seen


def start_over(database: str) -> None:
    """Free every place again, as the owner."""
    with owner_of(database) as owner:
        owner.execute("truncate bookings_hold, bookings_holduse, bookings_booking cascade")
        owner.execute("update resources_capacityday set held = 0, booked = 0")


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
