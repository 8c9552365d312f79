"""One resource: what it is, when it gives less, and what two people gave to foreign patients."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import ExpressionWrapper, F, IntegerField, Q
from django.db.models.functions import Greatest, Least

from sanamost.foundation.access.actor import Actor
from sanamost.registry.resources.models import (
    CapacityDay,
    Concession,
    Protection,
    Resource,
    ResourceBreak,
)
from sanamost.registry.resources.selectors.days import counted
from sanamost.registry.resources.states import ConcessionState


def access_resource(actor: Actor, public_id: str) -> Resource:
    """A resource of the actor's own clinic; raises `NotVisible`."""
    return Resource.objects.select_related("site").access(actor, public_id)


def breaks_between(
    *, organisation_id: int, first: dt.date, before: dt.date
) -> Mapping[int, Sequence[ResourceBreak]]:
    """Times in which resources of the clinic give less, by key of the resource."""
    rows = ResourceBreak.objects.filter(
        organisation_id=organisation_id, first_on__lt=before, before__gt=first
    )
    found: dict[int, list[ResourceBreak]] = {}
    for row in rows.order_by("first_on", "pk"):
        found.setdefault(row.resource_id, []).append(row)
    return found


def concessions_on(actor: Actor, resource_id: int, day: dt.date) -> list[Concession]:
    """What was granted of the resource for the day, and what waits for a second person."""
    rows = Concession.objects.visible_to(actor).filter(
        Q(state=ConcessionState.GRANTED) | Q(state=ConcessionState.ASKED),
        resource_id=resource_id,
        first_on__lte=day,
        before__gt=day,
    )
    return list(rows.select_related("asked_by", "decided_by").order_by("asked_at"))


def conceded_between(
    *, organisation_id: int, first: dt.date, before: dt.date
) -> dict[tuple[int, dt.date], int]:
    """What two people gave to foreign patients, by key of the resource and day.

    Not what the platform wrote down as conceded for a stay that lasted longer.
    """
    rows = Concession.objects.filter(
        organisation_id=organisation_id,
        state=ConcessionState.GRANTED,
        first_on__lt=before,
        before__gt=first,
    )
    found: dict[tuple[int, dt.date], int] = {}
    for row in rows:
        day = max(row.first_on, first)
        while day < min(row.before, before):
            found[row.resource_id, day] = found.get((row.resource_id, day), 0) + row.amount
            day += dt.timedelta(days=1)
    return found


def urgent_parts(*, organisation_id: int) -> dict[str, float]:
    """Which part of an area's domestic patients comes as emergencies, as far as it was said."""
    row = Protection.objects.filter(organisation_id=organisation_id).first()
    return {area: part / 100 for area, part in row.urgent_percent.items()} if row else {}


def short_days(*, organisation_id: int, first: dt.date, before: dt.date) -> list[CapacityDay]:
    """Days of which more was promised to foreign patients than is left, soonest first.

    `promised_short` is by how much. Where the state task alone exceeds the supply and nothing was
    promised, no promise is broken. The state task never gives way: who is foreign moves.
    """
    promised = F("held") + F("booked")
    short = ExpressionWrapper(Least(F("shortfall"), promised), output_field=IntegerField())
    rows = counted(
        CapacityDay.objects.filter(
            organisation_id=organisation_id,
            day__gte=first,
            day__lt=before,
            resource__retired_at__isnull=True,
        )
    ).annotate(promised_short=short, promised=Greatest(promised, 0))
    found = rows.filter(promised_short__gt=0).select_related("resource")
    return list(found.order_by("day", "resource_id"))
