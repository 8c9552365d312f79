"""What of theatres, machines and people a stay really used, said by the clinic."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import locked
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.bookings import policies
from sanamost.journey.bookings.events import UseChanged
from sanamost.journey.bookings.models import Booking, HoldUse
from sanamost.journey.bookings.services.keeping import clinic_day, write_uses
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as places
from sanamost.registry.resources.states import ResourceKind

MOST_MINUTES = 14_400
"""Of one resource on one day: ten people or machines around the clock."""

Used = Mapping[tuple[str, dt.date], int]
"""Minutes by (public id of the resource, day)."""


class NotArrived(Refusal):
    """Who has not come has used nothing."""

    code = "not_arrived"
    message = _("The patient has not been admitted yet, so nothing was used.")


class DayToCome(Refusal):
    """Nobody knows what will be used."""

    code = "day_to_come"
    message = _("Enter what was used on days of the stay up to today.")
    field = "day"


class MinutesNotPlausible(Refusal):
    """Fewer than none, or more than a day has."""

    code = "minutes_not_plausible"
    message = _("Enter whole minutes of one day: 0 to 14,400 for all people or machines together.")


def note_use(*, actor: Actor, booking: Booking, used: Used, now: dt.datetime) -> Booking:
    """Let what was really used take the place of the plan, on days up to today.

    Places that are not named stay as they are; 0 gives a planned one back. What is used beyond the
    plan is written down, free or not: it is a fact. From now on the stay teaches the recipe. The
    clinic's coordinators and physicians may; once more, the newer figures stand. Raises
    `NotYourTask`, `NotVisible` for beds and resources of others, `NotArrived`, `DayToCome`,
    `MinutesNotPlausible`.
    """
    policies.may_note_use(actor, booking)
    keys = _resources(booking.organisation_id)
    with acting_as(system("what a stay used")):
        row: Booking = locked(Booking.objects.select_related("hold").get(pk=booking.pk))
        if row.arrived_on is None:
            raise NotArrived
        last = clinic_day(row.organisation_id, now)
        wanted: dict[tuple[int, dt.date], int] = {}
        for (public_id, day), minutes in used.items():
            if public_id not in keys:
                raise NotVisible
            if not row.arrived_on <= day <= last:
                raise DayToCome
            if not 0 <= minutes <= MOST_MINUTES:
                raise MinutesNotPlausible
            wanted[keys[public_id], day] = minutes
        changed = _replace(row, wanted)
        row.use_noted_at = now
        row.save(update_fields=["use_noted_at"])
        if changed:
            publish(
                UseChanged(
                    case_id=row.case_id,
                    organisation_id=row.organisation_id,
                    booking=row.public_id,
                ),
                now=now,
            )
    audit.record(action="bookings.use.noted", case_id=row.case_id, subject=row.public_id, now=now)
    return row


def _resources(organisation_id: int) -> dict[str, int]:
    """Keys of all that is counted in minutes: beds are noted by the days of the stay."""
    rows = resources.resources_of(organisation_id=organisation_id)
    return {row.public_id: row.pk for row in rows if row.kind != ResourceKind.BEDS}


def _replace(row: Booking, wanted: Mapping[tuple[int, dt.date], int]) -> bool:
    """Give back what was taken of these places and take what was used; whether anything differs."""
    parts = {
        (part.capacity.resource_id, part.capacity.day): part
        for part in HoldUse.objects.filter(hold=row.hold).select_related("capacity")
    }
    other = {
        place: minutes
        for place, minutes in wanted.items()
        if minutes != (parts[place].amount if place in parts else 0)
    }
    before = [parts[place] for place in other if place in parts and parts[place].amount]
    places.give_back([places.Taken(one.capacity_id, one.amount) for one in before], booked=True)
    HoldUse.objects.filter(pk__in=[one.pk for one in before]).update(amount=0)
    taken = places.use_beyond({place: minutes for place, minutes in other.items() if minutes})
    known = {one.capacity_id for one in parts.values()}
    for part in taken:
        if part.day_id in known:
            HoldUse.objects.filter(hold=row.hold, capacity_id=part.day_id).update(
                amount=part.amount
            )
    write_uses(row.hold, [one for one in taken if one.day_id not in known], planned=False)
    return bool(other)
