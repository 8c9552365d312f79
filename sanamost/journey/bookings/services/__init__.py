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
from sanamost.journey.bookings.services.using import arrived, leave_with_case, left, note_stays
from sanamost.journey.bookings.services.waiting import (
    CannotWait,
    DaysFree,
    WindowNotPossible,
    end_waiting,
    offer_free_places,
    stop_waiting,
    wait,
)

__all__ = [
    "AFTER_ACCEPTANCE",
    "CannotWait",
    "DayPassed",
    "DaysFree",
    "NoPlaceForBooking",
    "PlaceChanged",
    "WindowNotPossible",
    "arrived",
    "book_missed",
    "cancel",
    "choose_day",
    "confirm",
    "confirm_or_wait",
    "end_waiting",
    "expire_due",
    "extend",
    "leave_with_case",
    "left",
    "mark_used",
    "note_stays",
    "offer_free_places",
    "place_hold",
    "release_for",
    "send_with_hold",
    "stop_waiting",
    "wait",
]
