"""The plan as it was counted last: a clinic's part, or the parts of those in charge."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.insight.potential.models import Count, Part, PromotionCost
from sanamost.insight.potential.selectors.documents import gathered_from, plan_from
from sanamost.insight.potential.selectors.gathering import coming_months
from sanamost.insight.potential.selectors.planning import Plan


@dataclass(frozen=True, slots=True)
class AsOf:
    """How old a count is. `under_way`: its figures have changed since, and a new one is coming."""

    counted_at: dt.datetime
    under_way: bool
    passed: bool
    """Its twelve months are no longer the coming ones: whoever sees that asks for a count."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The plan of these clinics, and when it was counted."""

    plan: Plan
    as_of: AsOf


def kept_plan(cards: Mapping[int, Any], *, today: dt.date) -> Kept | None:
    """What was counted of the clinics on the cards; None before the first count.

    Three questions, whatever the number of clinics. Read as the system: the caller gives out what
    is the reader's alone.
    """
    with acting_as(system("count of the potential for its readers")):
        count = Count.objects.filter(pk=Count.ONLY, counted_at__isnull=False).first()
        if count is None or count.counted_at is None:
            return None
        rows = Part.objects.filter(organisation_id__in=list(cards)).order_by("organisation_id")
        parts = list(rows)
        costs = PromotionCost.objects.select_related("organisation").in_bulk(
            [key for _region, _group, key in count.inputs["costs"]]
        )
    gathered = gathered_from(
        count.inputs, {row.organisation_id: row.inputs for row in parts}, cards=cards, costs=costs
    )
    plan = plan_from(gathered, count.answer, {row.organisation_id: row.answer for row in parts})
    return Kept(plan, as_of(count, count.counted_at, gathered.months[0], today))


def as_of(count: Count, counted_at: dt.datetime, first: dt.date, today: dt.date) -> AsOf:
    """How old the count is; `first` is the first of its months."""
    begun, checked = count.begun_at, count.checked_at
    looking = begun is not None and (checked is None or begun > checked)
    return AsOf(
        counted_at,
        under_way=count.asked_at is not None or looking,
        passed=first != coming_months(today)[0],
    )
