"""One resource: what it is, when it gives less, and what two people gave to foreign patients."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import ExpressionWrapper, F, IntegerField, Q
from django.db.models.functions import Greatest, Least

from sanamost.foundation.access.actor import Actor
from sanamost.registry.resources.models import CapacityDay, Concession, Resource, ResourceBreak
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
