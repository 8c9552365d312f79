"""Reads of places kept, taken, waited for and used."""

from sanamost.journey.bookings.selectors.days import (
    DayShort,
    Part,
    parts_of_day,
    shortfalls,
)
from sanamost.journey.bookings.selectors.places import (
    LIVE_HOLDS,
    booking_by_id,
    booking_by_public_id,
    booking_of,
    day_may_change,
    hold_of,
    missed_place_of,
)
from sanamost.journey.bookings.selectors.stays import (
    Lesson,
    UsedPart,
    learned_recipe,
    used_parts,
)
from sanamost.journey.bookings.selectors.waiting import (
    access_waiting,
    waiting_by_public_id,
    waiting_list,
    waiting_of,
)

__all__ = [
    "LIVE_HOLDS",
    "DayShort",
    "Lesson",
    "Part",
    "UsedPart",
    "access_waiting",
    "booking_by_id",
    "booking_by_public_id",
    "booking_of",
    "day_may_change",
    "hold_of",
    "learned_recipe",
    "missed_place_of",
    "parts_of_day",
    "shortfalls",
    "used_parts",
    "waiting_by_public_id",
    "waiting_list",
    "waiting_of",
]
