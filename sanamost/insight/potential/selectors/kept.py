"""The plan as it was counted last: a clinic's part, or the parts of those in charge."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Read:
    """The last count as it is kept: its own row, clinics' parts (key first), promotion costs."""

    count: Count
    counted_at: dt.datetime
    parts: Sequence[tuple[Any, ...]]
    costs: Mapping[int, PromotionCost]


def kept_plan(cards: Mapping[int, Any], *, today: dt.date) -> Kept | None:
    """What was counted of the clinics on the cards; None before the first count.

    Read as the system: the caller gives out what is the reader's alone.
    """
    read = read_count(cards, "inputs", "answer")
    if read is None:
        return None
    inputs, answers = ({part[0]: part[n] for part in read.parts} for n in (1, 2))
    gathered = gathered_from(read.count.inputs, inputs, cards=cards, costs=read.costs)
    plan = plan_from(gathered, read.count.answer, answers)
    return Kept(plan, as_of(read, gathered.months[0], today))


def read_count(cards: Iterable[int], *columns: str) -> Read | None:
    """The last count with these columns of its clinics' parts; None before the first.

    Three questions, whatever the number of clinics.
    """
    with acting_as(system("count of the potential for its readers")):
        count = Count.objects.filter(pk=Count.ONLY, counted_at__isnull=False).first()
        if count is None or count.counted_at is None:
            return None
        rows = Part.objects.filter(organisation_id__in=list(cards)).order_by("organisation_id")
        parts = list(rows.values_list("organisation_id", *columns))
        costs = PromotionCost.objects.select_related("organisation").in_bulk(
            [key for _region, _group, key in count.inputs["costs"]]
        )
    return Read(count, count.counted_at, parts, costs)


def as_of(read: Read, first: dt.date, today: dt.date) -> AsOf:
    """How old the count is; `first` is the first of its months."""
    count, counted_at = read.count, read.counted_at
    begun, checked = count.begun_at, count.checked_at
    looking = begun is not None and (checked is None or begun > checked)
    return AsOf(
        counted_at,
        under_way=count.asked_at is not None or looking,
        passed=first != coming_months(today)[0],
    )
