"""Somebody who looks at the places all the time while others race for them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sanamost.jobs.scratch import owner_of

# One statement sees one moment: the days and the parts of holds and bookings must agree in it,
# whoever is about to commit.
LOOK = """
WITH parts AS (
  SELECT u.capacity_id, coalesce(sum(u.amount) FILTER (WHERE h.state = 'active'), 0) AS held,
    coalesce(sum(u.amount) FILTER (WHERE b.state IN ('confirmed', 'used')), 0) AS booked
  FROM bookings_holduse u JOIN bookings_hold h ON h.id = u.hold_id
  LEFT JOIN bookings_booking b ON b.hold_id = h.id
  WHERE u.amount > 0 GROUP BY 1
)
SELECT count(*) FILTER (WHERE d.held + d.booked > 0
    AND d.protected + d.held + d.booked > d.supply + d.conceded),
  count(*) FILTER (WHERE d.held <> coalesce(p.held, 0)),
  count(*) FILTER (WHERE d.booked <> coalesce(p.booked, 0))
FROM resources_capacityday d LEFT JOIN parts p ON p.capacity_id = d.id
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
