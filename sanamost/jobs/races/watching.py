"""Somebody who looks at the places all the time while others race for them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sanamost.jobs.scratch import owner_of

# One statement sees one moment: counters and rows must agree in it, whoever is about to commit.
LOOK = """
SELECT count(*) FILTER (WHERE held + booked > places),
  count(*) FILTER (WHERE held <> (
    SELECT count(*) FROM bookings_hold h WHERE h.places_id = w.id AND h.state = 'active')),
  count(*) FILTER (WHERE booked <> (
    SELECT count(*) FROM bookings_booking b JOIN bookings_hold h ON h.id = b.hold_id
    WHERE h.places_id = w.id AND b.state = 'confirmed'))
FROM resources_weeklyplaces w
"""
PAUSE = 0.02


@dataclass
class Seen:
    """How often was looked, and how often something was wrong."""

    looks: int = 0
    wrong: int = 0


@contextmanager
def watching(database: str) -> Iterator[Seen]:
    """Look many times a second until the end of the block, and once more after it."""
    seen, over = Seen(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(database, seen, over), daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def _watch(database: str, seen: Seen, over: threading.Event) -> None:
    with owner_of(database) as owner:
        while True:
            last = over.is_set()
            seen.wrong += any(owner.execute(LOOK).fetchone() or (1,))
            seen.looks += 1
            if last:
                return
            over.wait(PAUSE)
