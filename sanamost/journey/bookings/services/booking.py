"""A kept place becomes a booking when the deposit has come; a booking can be given back."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import locked, transition
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.bookings.events import BookingConfirmed, BookingReleased
from sanamost.journey.bookings.models import Booking, Hold
from sanamost.journey.bookings.states import BookingState, HoldState
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import Fact
from sanamost.journey.proposals import selectors as proposals
from sanamost.registry.resources import services as places


class NoPlaceForBooking(Refusal):
    """The deposit came after the place had run out, and the week is full."""

    code = "no_place_for_booking"
    message = _("The place ran out before the deposit came, and this week is full now.")


def confirm(*, agreement_id: int, now: dt.datetime) -> Booking:
    """Turn the place kept for the agreement into a booking; asked again it changes nothing.

    Where the hold has run out meanwhile, a free place of the same week is taken instead. Runs as
    the platform. Raises `NoPlaceForBooking`, `NotVisible` for an agreement without any hold.
    """
    with acting_as(system("deposit paid: place booked")):
        known = Booking.objects.filter(agreement_id=agreement_id).first()
        if known is not None:
            return known
        hold = _hold_for(agreement_id, now)
        proposal = proposals.proposal_of(hold.proposal_id)
        transition(hold, HoldState.CONFIRMED, action="bookings.hold.confirmed", now=now)
        places.confirm(places_id=hold.places_id)
        arrives_on = proposal.arrives_on or hold.places.week
        booking = Booking.objects.create(
            case_id=hold.case_id,
            organisation_id=hold.organisation_id,
            hold=hold,
            agreement_id=agreement_id,
            arrives_on=arrives_on,
            leaves_on=arrives_on + dt.timedelta(days=max(1, proposal.stay_days)),
            confirmed_at=now,
        )
        publish(
            BookingConfirmed(
                case_id=hold.case_id,
                organisation_id=hold.organisation_id,
                booking=booking.public_id,
                agreement=booking.agreement.public_id,
            ),
            now=now,
        )
        cases.establish(case_id=hold.case_id, fact=Fact.BOOKED, now=now)
        return booking


def mark_used(*, booking_id: int, now: dt.datetime) -> Booking:
    """The patient was admitted. Raises `MoveNotAllowed`."""
    with acting_as(system("patient admitted")):
        row = Booking.objects.get(pk=booking_id)
        transition(row, BookingState.USED, action="bookings.booking.used", now=now)
        return row


def cancel(*, case_id: int, reason: str, now: dt.datetime) -> int:
    """Give back every booking of the case that was not used; how many. Runs as the platform."""
    with acting_as(system("booking cancelled")):
        rows = Booking.objects.filter(case_id=case_id, state=BookingState.CONFIRMED)
        return sum(_release(row, reason, now) for row in rows.order_by("pk"))


def _release(row: Booking, reason: str, now: dt.datetime) -> int:
    if locked(row).state != BookingState.CONFIRMED:
        return 0
    transition(
        row,
        BookingState.RELEASED,
        action="bookings.booking.released",
        now=now,
        details={"reason": reason},
        event=BookingReleased(
            case_id=row.case_id,
            organisation_id=row.organisation_id,
            booking=row.public_id,
            reason=reason,
        ),
    )
    places.give_back(places_id=row.hold.places_id, booked=True)
    return 1


def _hold_for(agreement_id: int, now: dt.datetime) -> Hold:
    rows = Hold.objects.filter(proposal__agreement=agreement_id).select_related("places")
    newest = rows.order_by("-placed_at", "-pk").first()
    if newest is None:
        raise NotVisible
    held: Hold = locked(newest)
    if held.state == HoldState.ACTIVE:
        return held
    return _taken_anew(held, now)


def _taken_anew(old: Hold, now: dt.datetime) -> Hold:
    """The old place went back to the others; the same week may still have one."""
    try:
        places.take(places_id=old.places_id)
    except places.NoPlaceLeft:
        raise NoPlaceForBooking from None
    return Hold.objects.create(
        case_id=old.case_id,
        organisation_id=old.organisation_id,
        proposal_id=old.proposal_id,
        places_id=old.places_id,
        placed_at=now,
        expires_at=now,
    )
