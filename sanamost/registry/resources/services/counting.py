"""Counting the days: what there is, what the state task keeps, when a patient could come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from sanamost.engines.capacity import protection as engine
from sanamost.engines.capacity import supply as supplies
from sanamost.engines.capacity.plans import MonthPlan as EnginePlan
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.resources.events import CapacityCounted
from sanamost.registry.resources.models import (
    MonthPlan,
    Opening,
    Protection,
    Recipe,
    RecipeUse,
    Resource,
)
from sanamost.registry.resources.selectors.days import HORIZON, free_days
from sanamost.registry.resources.selectors.recipes import as_engine, uses_of
from sanamost.registry.resources.states import ResourceKind

AHEAD = dt.timedelta(days=400)
"""How far ahead days are counted."""
BEFORE = dt.timedelta(days=62)
"""Plans of months that are over still fill beds: their patients may lie there yet."""
USUAL_LEVEL = Decimal("0.95")
"""Where a clinic has not said how surely it keeps what the state task needs."""
CALENDAR = "RU"
SHOWN_DAYS = 60
"""How many free days a clinic's public page may offer of one area."""

# Days that nobody has touched and that say the same stay as they are.
WRITE = """
INSERT INTO resources_capacityday
  (organisation_id, resource_id, day, supply, protected, conceded, held, booked)
SELECT %s, n.resource_id, n.day, n.supply, n.protected, 0, 0, 0
FROM unnest(%s::bigint[], %s::date[], %s::integer[], %s::integer[])
  n (resource_id, day, supply, protected)
ORDER BY n.resource_id, n.day
ON CONFLICT (resource_id, day) DO UPDATE
  SET supply = excluded.supply, protected = excluded.protected
  WHERE (resources_capacityday.supply, resources_capacityday.protected)
    IS DISTINCT FROM (excluded.supply, excluded.protected)
"""
Amounts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """The days of a clinic's resources, and how what is kept of them came about."""

    resources: Sequence[Resource]
    days: Sequence[dt.date]
    supply: Amounts
    protected: Amounts
    protection: engine.Protection


def reckon(*, organisation_id: int, first: dt.date, before: dt.date) -> Counted:
    """What each resource gives and what is kept of it on the days; writes nothing.

    Nothing is left on days for whose month a planned area has no plan, in months whose plan the
    supply cannot reach, and of resources that a planned area without a recipe may use: what is not
    known to be free is not promised.
    """
    rows = Resource.objects.filter(organisation_id=organisation_id, retired_at__isnull=True)
    resources = list(rows.prefetch_related("breaks").order_by("pk"))
    days = supplies.days_between(first, before)
    special = catalogue.special_days(CALENDAR, first=first, before=before)
    holidays = frozenset(one.day for one in special if one.kind == "holiday")
    supply = supplies.supplies([_as_engine(row) for row in resources], days, holidays)
    keys = [str(row.pk) for row in resources]
    protection = engine.protect(
        _plans(organisation_id, first, set(keys), holidays),
        keys,
        days,
        supply,
        level=float(_level(organisation_id)),
    )
    closed = _closed(organisation_id, resources)[:, None] | protection.unplanned[None, :]
    kept = np.where(closed, supply, np.minimum(protection.protected, supply))
    return Counted(resources, days, supply, kept, protection)


def count_days(*, organisation_id: int, now: dt.datetime) -> int:
    """Write every day from today on; how many rows changed. Runs inside the caller's `acting_as`.

    What is held and booked stays as it is: where a fuller plan or a repair leaves less than what
    was promised, the day shows a shortfall.
    """
    found = reckon(organisation_id=organisation_id, first=now.date(), before=now.date() + AHEAD)
    wide = len(found.days)
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            [
                organisation_id,
                [row.pk for row in found.resources for _ in found.days],
                list(found.days) * len(found.resources),
                found.supply.reshape(-1).tolist(),
                found.protected.reshape(-1).tolist(),
            ],
        )
        changed = cursor.rowcount if wide and found.resources else 0
    Protection.objects.filter(organisation_id=organisation_id).update(counted_at=now)
    audit.record(action="resources.days.counted", subject=str(changed), now=now)
    tell_counted(organisation_id=organisation_id, now=now)
    count_openings(organisation_id=organisation_id, now=now)
    return changed


def tell_counted(*, organisation_id: int, now: dt.datetime) -> None:
    """Whoever reckons with the days learns that they may be others."""
    with acting_as(system("days of capacity were counted")):  # it belongs to no case
        publish(CapacityCounted(organisation_id=organisation_id), now=now)


def count_every_clinic(*, now: dt.datetime) -> int:
    """Count the days of every clinic that has entered something; how many clinics there were.

    Once a night: a day comes into sight at the far end, and done cases of the plan take effect.
    """
    clinics = Resource.objects.filter(retired_at__isnull=True).order_by("organisation_id")
    keys = list(clinics.values_list("organisation_id", flat=True).distinct())
    for key in keys:
        count_days(organisation_id=key, now=now)
    return len(keys)


def count_openings(*, organisation_id: int, now: dt.datetime) -> None:
    """Write when a patient of each area could come next, for everybody to see."""
    first = now.date() + dt.timedelta(days=1)
    rows = Recipe.objects.filter(
        organisation_id=organisation_id, service__isnull=True, replaced_at__isnull=True
    ).prefetch_related("uses__resource")
    open_areas = []
    for recipe in rows:
        uses = uses_of(recipe, stay_days=recipe.stay_days)
        free = free_days(uses, first=first, before=first + HORIZON, limit=SHOWN_DAYS)
        if free:
            _write_opening(recipe, [one.day for one in free], now)
            open_areas.append(recipe.area)
    Opening.objects.filter(organisation_id=organisation_id).exclude(area__in=open_areas).delete()


def _write_opening(recipe: Recipe, days: list[dt.date], now: dt.datetime) -> None:
    """Where nothing has changed nothing is written, so that the search need not look again."""
    said = [day.isoformat() for day in days]
    known = Opening.objects.filter(organisation_id=recipe.organisation_id, area=recipe.area).first()
    if known is not None and known.days == said:
        return
    Opening.objects.update_or_create(
        organisation_id=recipe.organisation_id,
        area=recipe.area,
        defaults={"nearest_on": days[0], "days": said, "counted_at": now},
    )


def _admitting(recipe: Recipe, known: set[str]) -> tuple[float, ...]:
    """Weights of weekdays on which domestic patients of the recipe are admitted, from Monday on.

    Only days from which everything is at work when it is needed: who is operated on the second day
    does not come on a Friday where theatres rest on Saturday. At the weekend only where something
    besides a bed follows on a later day, as for an operation on Monday.
    """
    uses = [use for use in recipe.uses.all() if str(use.resource_id) in known]
    busy = [use for use in uses if use.resource.kind != ResourceKind.BEDS]
    last = 7 if any(use.day for use in busy) else 5
    days = tuple(float(day < last and all(_works(use, day) for use in busy)) for day in range(7))
    return days if any(days) else (1.0,) * 7


def _works(use: RecipeUse, day: int) -> bool:
    return bool(use.resource.weekdays >> (day + use.day) % 7 & 1)


def areas_without_recipe(*, organisation_id: int) -> set[str]:
    """Areas with a plan of the state task of which nobody has said what a patient uses."""
    of_clinic = {"organisation_id": organisation_id}
    planned = MonthPlan.objects.filter(**of_clinic).values_list("area", flat=True)
    usual = Recipe.objects.filter(**of_clinic, service__isnull=True, replaced_at__isnull=True)
    return set(planned) - set(usual.values_list("area", flat=True))


def _closed(organisation_id: int, resources: Sequence[Resource]) -> NDArray[np.bool_]:
    """Resources that an area may use of which it is not known how much."""
    unknown = areas_without_recipe(organisation_id=organisation_id)
    may_use = [bool(unknown) and (not row.area or row.area in unknown) for row in resources]
    return np.array(may_use, dtype=np.bool_)


def _level(organisation_id: int) -> Decimal:
    row = Protection.objects.filter(organisation_id=organisation_id).first()
    return row.level if row is not None else USUAL_LEVEL


def _as_engine(row: Resource) -> supplies.Resource:
    breaks = tuple(
        supplies.Break(one.first_on, one.before, supplies.exact(one.left_percent) / 100)
        for one in row.breaks.all()
    )
    return supplies.Resource(
        key=str(row.pk),
        kind=supplies.Kind(row.kind),
        units=row.units,
        minutes_a_day=row.minutes_a_day,
        downtime=row.downtime_percent / 100,
        weekdays=frozenset(day for day in range(7) if row.weekdays >> day & 1),
        breaks=breaks,
    )


def _plans(
    organisation_id: int, first: dt.date, known: set[str], holidays: frozenset[dt.date]
) -> list[EnginePlan]:
    """The clinic's plans, with the usual treatment of their areas."""
    recipes = {
        row.area: row
        for row in Recipe.objects.filter(
            organisation_id=organisation_id, service__isnull=True, replaced_at__isnull=True
        ).prefetch_related("uses__resource")
    }
    rows = MonthPlan.objects.filter(organisation_id=organisation_id, month__gte=first - BEFORE)
    return [
        EnginePlan(
            key=f"{row.area} {row.source}",
            month=row.month,
            planned=row.planned,
            done=row.done,
            as_of=row.done_before or row.month,
            recipe=as_engine(recipes[row.area], stay_days=row.stay_days, among=known),
            weekdays=_admitting(recipes[row.area], known),
            without=holidays,
        )
        for row in rows.order_by("area", "month", "source")
        if row.area in recipes
    ]
