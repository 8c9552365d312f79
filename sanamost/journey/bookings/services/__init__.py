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
from sanamost.journey.bookings.services.noting import (
    DayToCome,
    MinutesNotPlausible,
    NotArrived,
    note_use,
)
from sanamost.journey.bookings.services.outlook import Lack
from sanamost.journey.bookings.services.starting import (
    AGREE_WITHIN,
    StartNotSafe,
    check_start,
    days_in_words,
    lacks_at,
    look_ahead,
    note_unsafe,
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
    "AGREE_WITHIN",
    "CannotWait",
    "DayPassed",
    "DayToCome",
    "DaysFree",
    "Lack",
    "MinutesNotPlausible",
    "NoPlaceForBooking",
    "NotArrived",
    "PlaceChanged",
    "StartNotSafe",
    "WindowNotPossible",
    "arrived",
    "book_missed",
    "cancel",
    "check_start",
    "choose_day",
    "confirm",
    "confirm_or_wait",
    "days_in_words",
    "end_waiting",
    "expire_due",
    "extend",
    "lacks_at",
    "leave_with_case",
    "left",
    "look_ahead",
    "mark_used",
    "note_stays",
    "note_unsafe",
    "note_use",
    "offer_free_places",
    "place_hold",
    "release_for",
    "send_with_hold",
    "stop_waiting",
    "wait",
]
