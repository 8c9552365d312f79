"""Who takes a day of a resource, and days on which more was promised than is left."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.bookings.models import HoldUse
from sanamost.journey.bookings.states import BookingState, HoldState
from sanamost.journey.cases import selectors as cases
from sanamost.registry.resources import selectors as resources


@dataclass(frozen=True, slots=True)
class Part:
    """What one case takes of a day; without `case` it is nobody's that the reader may see."""

    amount: int
    booked: bool
    """Booked; else kept for a proposal until `until`."""
    arrives_on: dt.date
    until: dt.datetime | None
    in_clinic: bool
    """The patient is there already: nothing can be moved any more."""
    beyond: bool
    """Not planned: the stay lasts longer, or began earlier."""
    case: Any = None
    agreement: str = ""
    """The public id of the contract under which another day can be booked; else empty."""


@dataclass(frozen=True, slots=True)
class DayShort:
    """A day on which foreign patients were promised more of a resource than is left now."""

    row: Any
    """The day, with its resource and `promised_short`."""
    parts: Sequence[Part] = field(default=())
    """Whoever takes it, the latest promise first: that one is the first to move."""


def parts_of_day(actor: Actor, capacity_ids: Sequence[int]) -> dict[int, list[Part]]:
    """What is held and booked of these days of the actor's own clinic, the latest promise first.

    Rows that the actor's classes hide are left out: the day's own sums say what they add up to. A
    case that the clinic may no longer see gives its amount and no name.
    """
    if actor.organisation_id is None:
        raise NotVisible
    rows = HoldUse.objects.visible_to(actor).filter(
        organisation_id=actor.organisation_id,
        capacity_id__in=list(capacity_ids),
        amount__gt=0,
        hold__state__in=(HoldState.ACTIVE, HoldState.CONFIRMED),
    )
    rows = rows.select_related("hold", "hold__booking", "hold__booking__agreement")
    rows = rows.order_by("-hold__placed_at", "-hold_id")
    found: dict[int, list[Part]] = {key: [] for key in capacity_ids}
    seen = {
        row.pk: row
        for row in cases.visible_cases(actor).filter(pk__in={use.case_id for use in rows})
    }
    for key in seen:
        note_seen(key, "identity")
    for use in rows:
        found[use.capacity_id].append(_part(use, seen.get(use.case_id)))
    return found


def shortfalls(actor: Actor, *, first: dt.date, before: dt.date) -> list[DayShort]:
    """Days of the actor's clinic with a broken promise, soonest first, and whom it was given to."""
    if actor.organisation_id is None:
        raise NotVisible
    rows = resources.short_days(organisation_id=actor.organisation_id, first=first, before=before)
    parts = parts_of_day(actor, [row.pk for row in rows])
    return [DayShort(row, parts[row.pk]) for row in rows]


def _part(use: HoldUse, case: Any) -> Part:
    hold = use.hold
    booking = getattr(hold, "booking", None)
    may_move = case is not None and booking and booking.state == BookingState.CONFIRMED
    return Part(
        amount=use.amount,
        booked=hold.state == HoldState.CONFIRMED,
        arrives_on=hold.arrives_on,
        until=hold.expires_at if hold.state == HoldState.ACTIVE else None,
        in_clinic=bool(booking and booking.state == BookingState.USED),
        beyond=not use.planned,
        case=case,
        agreement=booking.agreement.public_id if booking and may_move else "",
    )
