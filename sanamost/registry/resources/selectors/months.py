"""Capacity by month, of many clinics at once: for sums, in a few questions whatever the number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth

from sanamost.registry.resources.models import (
    CapacityDay,
    Concession,
    MonthPlan,
    Recipe,
    Resource,
)
from sanamost.registry.resources.selectors.days import counted
from sanamost.registry.resources.selectors.recipes import as_engine
from sanamost.registry.resources.states import ConcessionState


@dataclass(frozen=True, slots=True)
class ResourceMonth:
    """One resource in one month, in bed-days or minutes, summed over its days.

    `free` is what each day leaves; `short` is by how much days need more than there is:
    free = supply + conceded − protected − taken + short. `overfull` is the part of it on the
    `overfull_days` on which something is held or booked: more was promised than is left.
    """

    organisation_id: int
    resource_id: int
    month: dt.date
    supply: int
    protected: int
    conceded: int
    taken: int
    free: int
    short: int
    overfull: int
    overfull_days: int


@dataclass(frozen=True, slots=True)
class StateUse:
    """What the state task of one area and source of finance is planned to use of a resource."""

    area: str
    source: str
    month: dt.date
    resource_id: int
    cases: int
    per_case: float

    @property
    def amount(self) -> float:
        """Of all its cases together."""
        return self.cases * self.per_case


def resource_months(
    *, first: dt.date, before: dt.date, organisation_ids: Collection[int] | None = None
) -> list[ResourceMonth]:
    """Resources in use by month, of these clinics or of all that the actor may see."""
    rows = CapacityDay.objects.filter(
        day__gte=first, day__lt=before, resource__retired_at__isnull=True
    )
    promised = Q(held__gt=0) | Q(booked__gt=0)
    summed = (
        counted(_of(rows, organisation_ids))
        .annotate(month=TruncMonth("day"))
        .values("organisation_id", "resource_id", "month")
        .annotate(
            all_supply=Sum("supply"),
            all_protected=Sum("protected"),
            all_conceded=Sum("conceded"),
            all_taken=Sum(F("held") + F("booked")),
            all_free=Sum("free"),
            all_short=Sum("shortfall"),
            all_overfull=Sum("shortfall", filter=promised, default=0),
            overfull_days=Count("pk", filter=promised & Q(shortfall__gt=0)),
        )
        .order_by("organisation_id", "resource_id", "month")
    )
    return [
        ResourceMonth(
            row["organisation_id"], row["resource_id"], row["month"], row["all_supply"],
            row["all_protected"], row["all_conceded"], row["all_taken"], row["all_free"],
            row["all_short"], row["all_overfull"], row["overfull_days"],
        )
        for row in summed
    ]  # fmt: skip


def every_resource(organisation_ids: Collection[int] | None = None) -> list[Resource]:
    """Resources in use, of these clinics or of all that the actor may see."""
    rows = _of(Resource.objects.filter(retired_at__isnull=True), organisation_ids)
    return list(rows.order_by("organisation_id", "area", "kind", "name", "pk"))


def every_recipe(organisation_ids: Collection[int] | None = None) -> list[Recipe]:
    """Recipes in force with their uses, of these clinics or of all that the actor may see."""
    rows = _of(Recipe.objects.filter(replaced_at__isnull=True), organisation_ids)
    rows = rows.select_related("service").prefetch_related("uses__resource")
    return list(rows.order_by("organisation_id", "area", "service_id", "pk"))


def granted_concessions(
    *, since: dt.datetime, organisation_ids: Collection[int] | None = None
) -> list[Concession]:
    """What two people gave to foreign patients of what the state task keeps; the newest first."""
    rows = Concession.objects.filter(state=ConcessionState.GRANTED, decided_at__gte=since)
    rows = _of(rows, organisation_ids).select_related("resource")
    return list(rows.order_by("organisation_id", "-decided_at", "-pk"))


def state_uses(*, organisation_id: int, first: dt.date, before: dt.date) -> list[StateUse]:
    """Planned cases of the state task by month, and what each is to use by its area's recipe."""
    of_clinic = {"organisation_id": organisation_id}
    recipes = {row.area: row for row in every_recipe([organisation_id]) if row.service_id is None}
    plans = MonthPlan.objects.filter(month__gte=first, month__lt=before, **of_clinic)
    found = []
    for plan in plans.order_by("month", "area", "source"):
        recipe = recipes.get(plan.area)
        if recipe is None:
            continue
        amounts: defaultdict[int, float] = defaultdict(float)
        for use in as_engine(recipe, stay_days=plan.stay_days).uses:
            amounts[int(use.resource)] += use.amount
        found += [
            StateUse(plan.area, plan.source, plan.month, key, plan.planned, amount)
            for key, amount in sorted(amounts.items())
        ]
    return found


def _of(rows: Any, organisation_ids: Collection[int] | None) -> Any:
    return rows if organisation_ids is None else rows.filter(organisation_id__in=organisation_ids)
