"""What can happen to a place kept or taken; every event is its clinic's own matter."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@dataclass(frozen=True, kw_only=True)
class BookingEvent(Event):
    """Something about places; each is of one clinic."""


@event("bookings.hold.placed")
@dataclass(frozen=True, kw_only=True)
class HoldPlaced(BookingEvent):
    """What a stay needs is kept for a proposal."""

    hold: str
    proposal: str


@event("bookings.hold.released")
@dataclass(frozen=True, kw_only=True)
class HoldReleased(BookingEvent):
    """A kept place was given back before its time."""

    hold: str
    proposal: str


@event("bookings.hold.expired")
@dataclass(frozen=True, kw_only=True)
class HoldExpired(BookingEvent):
    """A kept place ran out."""

    hold: str
    proposal: str


@event("bookings.place.missed")
@dataclass(frozen=True, kw_only=True)
class PlaceMissed(BookingEvent):
    """The deposit came when the place had run out and its days were full."""

    hold: str
    agreement: str


@event("bookings.booking.confirmed")
@dataclass(frozen=True, kw_only=True)
class BookingConfirmed(BookingEvent):
    """The place is taken: the deposit has come."""

    booking: str
    agreement: str


@event("bookings.booking.moved")
@dataclass(frozen=True, kw_only=True)
class BookingMoved(BookingEvent):
    """The patient comes on another day."""

    booking: str


@event("bookings.booking.released")
@dataclass(frozen=True, kw_only=True)
class BookingReleased(BookingEvent):
    """A taken place was given back."""

    booking: str
    reason: str


@event("bookings.waiting.begun")
@dataclass(frozen=True, kw_only=True)
class WaitingBegun(BookingEvent):
    """No day is free: the proposal waits for one."""

    waiting: str
    proposal: str


@event("bookings.waiting.offered")
@dataclass(frozen=True, kw_only=True)
class WaitingOffered(BookingEvent):
    """A day became free, and a place is kept for the proposal that waited longest for it."""

    waiting: str
    hold: str
    proposal: str


@event("bookings.waiting.over")
@dataclass(frozen=True, kw_only=True)
class WaitingOver(BookingEvent):
    """The days that were waited for have gone by."""

    waiting: str
    proposal: str


@event("bookings.stay.used")
@dataclass(frozen=True, kw_only=True)
class UseChanged(BookingEvent):
    """A stay uses other days than were booked: some are free again, or taken beyond the plan."""

    booking: str


@event("bookings.start.unsafe")
@dataclass(frozen=True, kw_only=True)
class StartUnsafe(BookingEvent):
    """The stay could harm a patient of the state task if it began on its day."""

    booking: str
    agreement: str
