"""What is free after the state task, read from the days themselves."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from sanamost.registry.resources.models import CapacityDay, Opening, Resource

# For every day of arrival: how many patients fit, by what is free on each day of their stay.
FREE = """
SELECT d.day::date, min(coalesce(
  greatest(0, c.supply + c.conceded - c.protected - c.held - c.booked) / n.amount, 0))
FROM generate_series(%s::date, %s::date, interval '1 day') d (day)
CROSS JOIN unnest(%s::bigint[], %s::integer[], %s::integer[]) n (resource_id, later, amount)
LEFT JOIN resources_capacityday c
  ON c.resource_id = n.resource_id AND c.day = d.day::date + n.later
GROUP BY 1
HAVING min(coalesce(
  greatest(0, c.supply + c.conceded - c.protected - c.held - c.booked) / n.amount, 0)) >= 1
ORDER BY 1 LIMIT %s
"""
HORIZON = dt.timedelta(days=183)
"""How far ahead days of arrival are offered."""

Uses = Mapping[tuple[int, int], int]
"""Amounts by (key of the resource, days after admission)."""


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day of arrival and how many such patients could come on it."""

    day: dt.date
    patients: int


def free_days(
    uses: Uses, *, first: dt.date, before: dt.date | None = None, limit: int = 200
) -> list[FreeDay]:
    """Days of arrival from `first` on on which everything that is used is free, soonest first.

    Days of which the clinic has said nothing are not free.
    """
    if not uses:
        return []
    keys = sorted(uses)
    last = (before or first + HORIZON) - dt.timedelta(days=1)
    columns = [[key for key, _ in keys], [later for _, later in keys], [uses[key] for key in keys]]
    with connection.cursor() as cursor:
        cursor.execute(FREE, [first, last, *columns, limit])
        return [FreeDay(day, int(patients)) for day, patients in cursor.fetchall()]


def resources_of(*, organisation_id: int) -> list[Resource]:
    """The clinic's resources in use, by kind and name."""
    rows = Resource.objects.filter(organisation_id=organisation_id, retired_at__isnull=True)
    return list(rows.select_related("site").order_by("area", "kind", "name", "pk"))


def days_of(
    *, organisation_id: int, first: dt.date, before: dt.date, resource: str = ""
) -> list[CapacityDay]:
    """The days of every resource in use (or of one), with `free` and `shortfall` beside them."""
    rows = CapacityDay.objects.filter(
        organisation_id=organisation_id,
        day__gte=first,
        day__lt=before,
        resource__retired_at__isnull=True,
    )
    if resource:
        rows = rows.filter(resource__public_id=resource)
    return list(counted(rows).select_related("resource").order_by("resource_id", "day"))


def counted(rows: Any) -> Any:
    """Days with what is `free` to be taken, and the `shortfall` where too much is."""
    left = F("supply") + F("conceded") - F("protected") - F("held") - F("booked")
    return rows.annotate(free=Greatest(left, 0), shortfall=Greatest(-left, 0))


def nearest_openings(*, organisation_ids: Sequence[int], area: str) -> dict[int, Opening]:
    """When clinics are next free in an area, for pages of the public; by organisation."""
    rows = Opening.objects.filter(organisation_id__in=organisation_ids, area=area)
    return {row.organisation_id: row for row in rows}


def openings_of(*, organisation_id: int) -> list[Opening]:
    """The same for every area of one clinic."""
    return list(Opening.objects.filter(organisation_id=organisation_id).order_by("area"))


def opening_of(*, organisation_id: int, area: str) -> Opening | None:
    """The same for one clinic; nothing where no day is free, or no capacity was entered."""
    return Opening.objects.filter(organisation_id=organisation_id, area=area).first()
