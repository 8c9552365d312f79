"""Keeping, taking and giving back places. Each runs inside the caller's `acting_as`."""

from sanamost.journey.bookings.services.booking import (
    DayPassed,
    NoPlaceForBooking,
    book_missed,
    cancel,
    choose_day,
    confirm,
    confirm_or_wait,
    mark_used,
)
from sanamost.journey.bookings.services.holding import (
    AFTER_ACCEPTANCE,
    PlaceChanged,
    expire_due,
    extend,
    place_hold,
    release_for,
    send_with_hold,
)

__all__ = [
    "AFTER_ACCEPTANCE",
    "DayPassed",
    "NoPlaceForBooking",
    "PlaceChanged",
    "book_missed",
    "cancel",
    "choose_day",
    "confirm",
    "confirm_or_wait",
    "expire_due",
    "extend",
    "mark_used",
    "place_hold",
    "release_for",
    "send_with_hold",
]
