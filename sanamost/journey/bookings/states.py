"""Holds and bookings: states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HoldState(TextChoices):
    """A place kept for a while."""

    ACTIVE = "active", _("Kept for the patient")
    CONFIRMED = "confirmed", _("Became a booking")
    RELEASED = "released", _("Given back")
    EXPIRED = "expired", _("Ran out")


class BookingState(TextChoices):
    """A place taken."""

    CONFIRMED = "confirmed", _("Booked")
    USED = "used", _("Used")
    RELEASED = "released", _("Given back")


class WaitingState(TextChoices):
    """A place on the waiting list."""

    WAITING = "waiting", _("Waits for a free day")
    OFFERED = "offered", _("A place was found")
    ENDED = "ended", _("Taken off the list")


HOLD_MOVES: dict[HoldState, set[HoldState]] = {
    HoldState.ACTIVE: {HoldState.CONFIRMED, HoldState.RELEASED, HoldState.EXPIRED},
    HoldState.CONFIRMED: {HoldState.RELEASED},
}
BOOKING_MOVES: dict[BookingState, set[BookingState]] = {
    BookingState.CONFIRMED: {BookingState.USED, BookingState.RELEASED},
}
WAITING_MOVES: dict[WaitingState, set[WaitingState]] = {
    WaitingState.WAITING: {WaitingState.OFFERED, WaitingState.ENDED},
}
