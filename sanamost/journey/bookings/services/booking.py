"""A kept place becomes a booking when the deposit has come; a booking can be given back."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import MoveNotAllowed, locked, transition
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.bookings import policies
from sanamost.journey.bookings.events import (
    BookingConfirmed,
    BookingMoved,
    BookingReleased,
    PlaceMissed,
)
from sanamost.journey.bookings.models import Booking, Hold
from sanamost.journey.bookings.services.keeping import keep, let_go, taken_by
from sanamost.journey.bookings.services.starting import clear
from sanamost.journey.bookings.states import BookingState, HoldState
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import Fact
from sanamost.journey.proposals import selectors as proposals
from sanamost.registry.resources import services as places


class NoPlaceForBooking(Refusal):
    """The deposit came after the place had run out, and the days are full."""

    code = "no_place_for_booking"
    message = _("The place ran out before the deposit came, and these days are full now.")


class DayPassed(Refusal):
    """The patient could not arrive on the day any more."""

    code = "day_passed"
    message = _("The day of arrival has passed. Choose another one.")
    field = "arrives_on"


def confirm(*, agreement_id: int, now: dt.datetime) -> Booking:
    """Turn the place kept for the agreement into a booking; asked again it changes nothing.

    Where the hold has run out meanwhile, the same days are taken anew, if they are still free. Runs
    as the platform. Raises `NoPlaceForBooking`, `NotVisible` for an agreement without any hold.
    """
    with acting_as(system("deposit paid: place booked")):
        newest = _newest_hold(agreement_id)
        known = Booking.objects.filter(agreement_id=agreement_id).first()
        if known is not None:
            return known
        hold = newest if newest.state == HoldState.ACTIVE else _taken_anew(newest, now)
        return _book(hold, agreement_id, now)


def confirm_or_wait(*, agreement_id: int, now: dt.datetime) -> Booking | None:
    """`confirm`; where no place is left, the clinic and the patient are told, and it is kept open.

    None is the answer while the case waits for a place: the clinic chooses another day
    (`choose_day`), the agreement is ended by its rules, or `book_missed` finds a place.
    """
    try:
        return confirm(agreement_id=agreement_id, now=now)
    except NoPlaceForBooking:
        with acting_as(system("deposit paid: no place left")):
            _wait(_newest_hold(agreement_id), agreement_id, now)
        return None


def choose_day(*, actor: Actor, agreement: str, day: dt.date, now: dt.datetime) -> Booking:
    """Let the patient of a paid case arrive on `day`, whether a place is missing or booked.

    What was booked before is given back in the same transaction, and stays booked where the new
    days are full. Only the clinic's coordinators. Raises `NotVisible` for a case that is neither,
    `NoPlaceLeft`, `DayPassed`, `NotYourTask`, `MoveNotAllowed` for a place used already.
    """
    row = agreements.access_agreement(actor, agreement)
    policies.may_keep_places(actor, row)
    if day <= now.date():
        raise DayPassed
    with acting_as(system("another day for a paid case")):
        newest = _newest_hold(row.pk)
        booked = Booking.objects.filter(agreement_id=row.pk).order_by("-pk").first()
        if booked is not None:
            booking = _move(locked(booked), day, now)
        elif newest.missed_at is not None:
            booking = _book(_kept_like(newest, day, now), row.pk, now)
        else:
            raise NotVisible
    audit.record(
        action="bookings.booking.day_chosen",
        case_id=row.case_id,
        subject=booking.public_id,
        now=now,
    )
    return booking


def book_missed(*, now: dt.datetime) -> int:
    """Give free places to paid cases that wait for one, the longest wait first; how many got one.

    Only days that are still to come count: what has begun is the clinic's to choose anew.
    """
    with acting_as(system("paid cases without a place")):
        rows = Hold.objects.filter(missed_at__isnull=False, arrives_on__gt=now.date())
        waiting = list(rows.order_by("missed_at").values_list("proposal__agreement", flat=True))
    return sum(confirm_or_wait(agreement_id=key, now=now) is not None for key in waiting)


def _book(hold: Hold, agreement_id: int, now: dt.datetime) -> Booking:
    transition(hold, HoldState.CONFIRMED, action="bookings.hold.confirmed", now=now)
    places.confirm(taken_by(hold))
    booking = Booking.objects.create(
        case_id=hold.case_id,
        organisation_id=hold.organisation_id,
        hold=hold,
        agreement_id=agreement_id,
        arrives_on=hold.arrives_on,
        leaves_on=hold.arrives_on + dt.timedelta(days=hold.stay_days),
        confirmed_at=now,
    )
    _stop_waiting(hold.case_id)
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


def _move(booking: Booking, day: dt.date, now: dt.datetime) -> Booking:
    """Give the booked days back and take the new ones, in one transaction.

    The old ones go first: a stay moved by a day may need its own beds.
    """
    if booking.state != BookingState.CONFIRMED:
        raise MoveNotAllowed
    old = booking.hold
    let_go(old, booked=True)
    transition(old, HoldState.RELEASED, action="bookings.hold.released", now=now)
    made = _kept_like(old, day, now)
    transition(made, HoldState.CONFIRMED, action="bookings.hold.confirmed", now=now)
    places.confirm(taken_by(made))
    booking.hold = made
    booking.arrives_on = day
    booking.leaves_on = day + dt.timedelta(days=made.stay_days)
    booking.save(update_fields=["hold", "arrives_on", "leaves_on"])
    clear(booking, now)
    publish(
        BookingMoved(
            case_id=booking.case_id,
            organisation_id=booking.organisation_id,
            booking=booking.public_id,
        ),
        now=now,
    )
    return booking


def _wait(hold: Hold, agreement_id: int, now: dt.datetime) -> None:
    """Once: told again and again, nobody would listen."""
    if hold.missed_at is not None:
        return
    hold.missed_at = now
    hold.save(update_fields=["missed_at"])
    agreement = agreements.agreement_by_id(agreement_id)
    audit.record(
        action="bookings.place.missed", case_id=hold.case_id, subject=hold.public_id, now=now
    )
    publish(
        PlaceMissed(
            case_id=hold.case_id,
            organisation_id=hold.organisation_id,
            hold=hold.public_id,
            agreement=agreement.public_id,
        ),
        now=now,
    )


def _stop_waiting(case_id: int) -> None:
    Hold.objects.filter(case_id=case_id, missed_at__isnull=False).update(missed_at=None)


def mark_used(*, booking_id: int, now: dt.datetime) -> Booking:
    """The patient was admitted. Raises `MoveNotAllowed`."""
    with acting_as(system("patient admitted")):
        row = Booking.objects.get(pk=booking_id)
        transition(row, BookingState.USED, action="bookings.booking.used", now=now)
        clear(row, now)
        return row


def cancel(*, case_id: int, reason: str, now: dt.datetime) -> int:
    """Give back every booking of the case that was not used; how many. Runs as the platform."""
    with acting_as(system("booking cancelled")):
        _stop_waiting(case_id)
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
    let_go(row.hold, booked=True)
    clear(row, now)
    return 1


def _newest_hold(agreement_id: int) -> Hold:
    """The latest place kept for the agreement, under a lock: of two who ask the second waits."""
    rows = Hold.objects.filter(proposal__agreement=agreement_id)
    newest = rows.order_by("-placed_at", "-pk").first()
    if newest is None:
        raise NotVisible
    held: Hold = locked(newest)
    return held


def _taken_anew(old: Hold, now: dt.datetime) -> Hold:
    """The old place went back to the others; the same days may still have one."""
    try:
        return _kept_like(old, old.arrives_on, now)
    except places.NoPlaceLeft:
        raise NoPlaceForBooking from None


def _kept_like(old: Hold, day: dt.date, now: dt.datetime) -> Hold:
    """The same stay from `day` on, to be booked at once."""
    proposal = proposals.proposal_of(old.proposal_id)
    return keep(proposal=proposal, arrives_on=day, stay_days=old.stay_days, until=now, now=now)
