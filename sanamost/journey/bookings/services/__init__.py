"""Keeping, taking and giving back places. Each runs inside the caller's `acting_as`."""

from sanamost.journey.bookings.services.booking import (
    NoPlaceForBooking,
    cancel,
    confirm,
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
    "NoPlaceForBooking",
    "PlaceChanged",
    "cancel",
    "confirm",
    "expire_due",
    "extend",
    "mark_used",
    "place_hold",
    "release_for",
    "send_with_hold",
]
