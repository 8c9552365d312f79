"""What a stay really uses takes the place of what was planned, day by day.

Whoever lies in a bed lies in it: a day beyond the plan is written down as it comes, never ahead, so
that no patient of the state task is asked to make room for a guess. What was planned and is not
used is free again.
"""

import datetime as dt

from django.db import transaction

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import locked
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.bookings.events import UseChanged
from sanamost.journey.bookings.models import Booking, Hold, HoldUse
from sanamost.journey.bookings.services.keeping import clinic_day, write_uses
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as places

_DAY = dt.timedelta(days=1)


def arrived(*, booking_id: int, on: dt.date, now: dt.datetime) -> Booking:
    """The patient is in since `on`: the bed of that day is theirs, days before it are free again.

    What the treatment needs moves with an earlier or later arrival where the other days are free;
    where they are not, it stays on its old days for the clinic to arrange. Asked again it changes
    nothing. Runs as the platform.
    """
    with acting_as(system("patient admitted: places used")):
        booking: Booking = locked(Booking.objects.select_related("hold").get(pk=booking_id))
        if booking.arrived_on is not None:
            return booking
        booking.arrived_on = on
        booking.save(update_fields=["arrived_on"])
        changed = _move_treatment(booking.hold, on)
        changed |= _give_back_beds(booking, before=on)
        changed |= _take_beds(booking, on, on + _DAY)
        _note(booking, now, changed=changed)
        return booking


def note_stays(*, now: dt.datetime) -> int:
    """Book today's bed for everybody who is in and has none booked; how many needed one.

    Today is what the calendar on the clinic's wall says. Days that were missed (nobody ran this)
    are made up for. Each stay in a transaction of its own.
    """
    with acting_as(system("patients who are in")):
        rows = Booking.objects.filter(arrived_on__isnull=False, left_on__isnull=True)
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return sum(_note_stay(key, now) for key in keys)


def left(*, booking_id: int, on: dt.date, now: dt.datetime) -> Booking:
    """The patient left on this day: beds are booked up to it, and what comes after is free again.

    Treatment that was meant for later days of the stay is given back too, controls after the
    planned end stay. Asked again it changes nothing. Runs as the platform.
    """
    with acting_as(system("patient discharged: places used")):
        booking: Booking = locked(Booking.objects.select_related("hold").get(pk=booking_id))
        if booking.left_on is not None:
            return booking
        since = booking.arrived_on or booking.arrives_on
        booking.arrived_on = min(since, on)
        booking.left_on = on
        booking.save(update_fields=["arrived_on", "left_on"])
        last = max(on, booking.arrived_on + _DAY)
        changed = _give_back_beds(booking, before=booking.arrived_on, since=last)
        changed |= _give_back_treatment(booking, on)
        changed |= _take_beds(booking, booking.arrived_on, last)
        _note(booking, now, changed=changed)
        return booking


def leave_with_case(*, case_id: int, now: dt.datetime) -> int:
    """A case that ends while its patient is in has no discharge: its beds are free all the same.

    From the clinic's own day on. How many stays ended. Runs as the platform.
    """
    with acting_as(system("case over: places used")):
        rows = Booking.objects.filter(
            case_id=case_id, arrived_on__isnull=False, left_on__isnull=True
        )
        found = list(rows.order_by("pk").values_list("pk", "organisation_id"))
    for key, organisation_id in found:
        left(booking_id=key, on=clinic_day(organisation_id, now), now=now)
    return len(found)


def _note_stay(booking_id: int, now: dt.datetime) -> bool:
    with acting_as(system("patients who are in")):
        booking: Booking = locked(Booking.objects.select_related("hold").get(pk=booking_id))
        today = clinic_day(booking.organisation_id, now)
        if booking.left_on is not None or booking.arrived_on is None or today < booking.arrived_on:
            return False
        changed = _take_beds(booking, booking.arrived_on, today + _DAY)
        _note(booking, now, changed=changed)
        return changed


def _take_beds(booking: Booking, first: dt.date, before: dt.date) -> bool:
    """Book the beds of these days that are not booked yet, free or not."""
    hold = booking.hold
    beds = resources.beds_of(hold.recipe_id)
    uses = HoldUse.objects.filter(
        hold=hold, amount__gt=0, capacity__day__gte=first, capacity__day__lt=before
    )
    taken_already = set(uses.values_list("capacity__resource_id", "capacity__day"))
    missing = {
        (resource, first + number * _DAY): amount
        for resource, (after, amount) in beds.items()
        for number in range(after, (before - first).days)
        if (resource, first + number * _DAY) not in taken_already
    }
    taken = places.use_beyond(missing)
    _write(hold, taken)
    return bool(taken)


def _give_back_beds(booking: Booking, *, before: dt.date, since: dt.date | None = None) -> bool:
    """Beds of days before the arrival, and from the day of leaving on, are free again."""
    rows = HoldUse.objects.filter(hold=booking.hold, amount__gt=0, capacity__resource__kind="beds")
    early = rows.filter(capacity__day__lt=before)
    late = rows.filter(capacity__day__gte=since) if since else rows.none()
    return _give_back([*early, *late])


def _give_back_treatment(booking: Booking, on: dt.date) -> bool:
    """What was meant for days of the stay that the patient is no longer there for."""
    rows = HoldUse.objects.filter(hold=booking.hold, amount__gt=0, capacity__day__gt=on)
    rows = rows.exclude(capacity__resource__kind="beds")
    planned_end = booking.leaves_on + ((booking.arrived_on or on) - booking.arrives_on)
    return _give_back(list(rows.filter(capacity__day__lt=planned_end)))


def _give_back(uses: list[HoldUse]) -> bool:
    places.give_back([places.Taken(use.capacity_id, use.amount) for use in uses], booked=True)
    HoldUse.objects.filter(pk__in=[use.pk for use in uses]).update(amount=0)
    return bool(uses)


def _move_treatment(hold: Hold, on: dt.date) -> bool:
    """Theatres, machines and people move by as many days as the arrival, all of them or none."""
    shift = on - hold.arrives_on
    rows = HoldUse.objects.filter(hold=hold, amount__gt=0).exclude(capacity__resource__kind="beds")
    uses = list(rows.select_related("capacity"))
    if not shift or not uses:
        return False
    wanted = {(use.capacity.resource_id, use.capacity.day + shift): use.amount for use in uses}
    try:
        with transaction.atomic():
            _give_back(uses)
            taken = places.take(wanted)
            places.confirm(taken)
            _write(hold, taken)
    except (places.NoPlaceLeft, NotVisible):
        return False
    return True


def _write(hold: Hold, taken: list[places.Taken]) -> None:
    """Add what was not planned to the parts of the hold; of one day there is one part."""
    known = set(HoldUse.objects.filter(hold=hold).values_list("capacity_id", flat=True))
    for part in taken:
        if part.day_id in known:
            HoldUse.objects.filter(hold=hold, capacity_id=part.day_id).update(amount=part.amount)
    write_uses(hold, [part for part in taken if part.day_id not in known], planned=False)


def _note(booking: Booking, now: dt.datetime, *, changed: bool) -> None:
    if not changed:
        return
    audit.record(
        action="bookings.stay.used",
        case_id=booking.case_id,
        subject=booking.public_id,
        now=now,
    )
    publish(
        UseChanged(
            case_id=booking.case_id,
            organisation_id=booking.organisation_id,
            booking=booking.public_id,
        ),
        now=now,
    )
