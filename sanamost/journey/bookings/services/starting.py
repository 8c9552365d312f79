"""Whether a foreign stay may begin: only where no patient of the state task can suffer by it.

A place promised ahead lies within what the state task left, at the level of protection; that may
fail. A patient in bed cannot be displaced any more, so before a planned stay begins the engine's
guard is asked with the clinic's own days (docs/algorithms/capacity.md, section 6): the worst that
domestic patients may need of the beds, the foreign patients who are in, and this one must fit on
every day; and the month's plan must stay reachable beside what all of them use. It is asked at the
door, and every night for those who arrive within three weeks, so that another day can be agreed
before anybody travels. What two people conceded counts as there.

An emergency is nobody's planned stay: it is treated, and no page refuses it.
"""

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sanamost.engines.periods import start_of_day
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import locked
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.bookings.events import StartUnsafe
from sanamost.journey.bookings.models import Booking
from sanamost.journey.bookings.services.keeping import clinic_day, zone_of
from sanamost.journey.bookings.services.outlook import Lack, Outlook
from sanamost.journey.bookings.states import BookingState
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import ClockKind
from sanamost.registry.resources import services as capacity

AHEAD = dt.timedelta(days=21)
"""So long before the day of arrival the clinic learns that it is not safe: before the journey."""
LATEST = dt.timedelta(days=60)
"""Who is later than that is not expected any more."""
AGREE_WITHIN = dt.timedelta(days=2)
_DAY = dt.timedelta(days=1)
_GUARDING = system("guard of the state task")


class StartNotSafe(Refusal):
    """A planned stay that a patient of the state task could suffer by."""

    code = "start_not_safe"
    message = _(
        "The planned stay cannot begin on this day. Patients of the state task may need everything "
        "of “%(resource)s” on %(days)s. Agree another day of arrival with the patient. Whoever "
        "needs help at once is treated as an emergency: that is never refused."
    )

    def __init__(self, lacks: list[Lack]) -> None:
        first = lacks[0]
        super().__init__(resource=first.resource.name, days=days_in_words(first))
        self.lacks = lacks


def days_in_words(lack: Lack) -> str:
    """The day, or the first and the last one, in the reader's way."""
    first, last = (date_format(day, "DATE_FORMAT") for day in (lack.first_on, lack.last_on))
    if lack.first_on == lack.last_on:
        return first
    return _t("%(first)s to %(last)s") % {"first": first, "last": last}


def check_start(*, booking: Any, now: dt.datetime) -> None:
    """Raises `StartNotSafe` where the booked stay may not begin today, by the clinic's own clock.

    Of two stays that would begin at once the second waits for the first, and then reckons with it.
    Runs inside the caller's transaction, as the platform.
    """
    with acting_as(_GUARDING):
        row: Booking = locked(Booking.objects.select_related("hold").get(pk=booking.pk))
        today = clinic_day(row.organisation_id, now)
        capacity.wait_in_line(organisation_id=row.organisation_id)
        lacks = Outlook(row.organisation_id, today, [row]).lacks(row, today)
    if lacks:
        raise StartNotSafe(lacks)


def lacks_at(*, booking: Any, now: dt.datetime) -> list[Lack]:
    """What the stay would take from the state task if it began on its day, or today if later."""
    with acting_as(_GUARDING):
        row = Booking.objects.select_related("hold").get(pk=booking.pk)
        today = clinic_day(row.organisation_id, now)
        return Outlook(row.organisation_id, today, [row]).lacks(row, max(row.arrives_on, today))


def note_unsafe(*, booking: Any, now: dt.datetime) -> bool:
    """Ask the clinic to agree another day, and let the desk know; once, until it was safe again."""
    with acting_as(_GUARDING):
        return _warn(locked(Booking.objects.get(pk=booking.pk)), now)


def look_ahead(*, now: dt.datetime) -> int:
    """Look at all stays that begin within three weeks, every clinic by its own day; how many lack.

    They are looked at in the order of their days of arrival, each beside those before it that may
    begin. Who is no longer in danger is no longer asked for another day. May run again.
    """
    with acting_as(_GUARDING):
        rows = _to_come(now)
        clinics = list(rows.order_by().values_list("organisation_id", flat=True).distinct())
    return sum(_look(clinic, now) for clinic in sorted(clinics))


def _look(clinic: int, now: dt.datetime) -> int:
    with acting_as(_GUARDING):
        today = clinic_day(clinic, now)
        rows = list(
            _to_come(now)
            .filter(organisation_id=clinic, arrives_on__lte=today + AHEAD)
            .select_related("hold")
            .order_by("arrives_on", "pk")
        )
        if not rows:
            return 0
        outlook, found = Outlook(clinic, today, rows), 0
        for row in rows:
            on = max(row.arrives_on, today)
            if outlook.lacks(row, on):
                found += 1
                _warn(row, now)
            else:
                outlook.start(row, on)
                clear(row, now)
        return found


def clear(row: Booking, now: dt.datetime) -> None:
    """Its day is safe, or another one was chosen: nobody is asked any more."""
    if row.unsafe_since is None:
        return
    row.unsafe_since = None
    row.save(update_fields=["unsafe_since"])
    cases.stop_clock(
        case_id=row.case_id, kind=ClockKind.ANOTHER_DAY, now=now, subject=row.public_id
    )


def _warn(row: Booking, now: dt.datetime) -> bool:
    if row.unsafe_since is not None or row.state != BookingState.CONFIRMED:
        return False
    row.unsafe_since = now
    row.save(update_fields=["unsafe_since"])
    zone = zone_of(row.organisation_id)
    cases.restart_clock(
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        kind=ClockKind.ANOTHER_DAY,
        subject=row.public_id,
        due_at=min(now + AGREE_WITHIN, start_of_day(row.arrives_on, zone)),
        now=now,
    )
    audit.record(
        action="bookings.start.unsafe", case_id=row.case_id, subject=row.public_id, now=now
    )
    publish(
        StartUnsafe(
            case_id=row.case_id,
            organisation_id=row.organisation_id,
            booking=row.public_id,
            agreement=row.agreement.public_id,
        ),
        now=now,
    )
    return True


def _to_come(now: dt.datetime) -> Any:
    # A day more than AHEAD: a clinic's own day may be ahead of the platform's.
    last = now.date() + AHEAD + _DAY
    return Booking.objects.filter(
        state=BookingState.CONFIRMED, arrives_on__lte=last, arrives_on__gte=now.date() - LATEST
    )
