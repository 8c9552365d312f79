"""Which free days of arrival cost the clinic least: what their places would bring with others.

A month's price of a unit (`UnitWorth`) is spread over its days by how much is left on them, and the
engine's gate adds up what a stay takes. It is advice: what may be offered is decided by what is
free alone (`free_days`). See docs/algorithms/admission.md.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sanamost.engines.capacity.gate import Gate, Stock
from sanamost.engines.capacity.plans import next_month
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.resources.models import CapacityDay, Recipe, Resource, UnitWorth
from sanamost.registry.resources.selectors.days import FreeDay, Uses, counted, free_days
from sanamost.registry.resources.selectors.recipes import recipe_for, uses_of

CURRENCY = "RUB"
"""Of every worth here."""
FRESH = dt.timedelta(days=7)
"""Prices that were counted longer ago advise nobody."""
LEAST, MOST = 0.5, 2.0
"""How far a day's price may be from its month's: a day with little left is not worth everything."""
NEARLY = 0.05
"""Costs that differ by less are the same: prices are no exacter."""

Key = tuple[int, dt.date]
"""A resource on a day."""


@dataclass(frozen=True, slots=True)
class OfferedDay:
    """A day of arrival: how many could come, and what the stay takes from other patients.

    `cost` is in roubles, None where no price is known; `surplus` is what the proposal brings less
    the cost; `binds` has the largest part of the cost, None where nothing costs anything; `parts`
    are the cost by resource.
    """

    day: dt.date
    patients: int
    cost: float | None = None
    surplus: float | None = None
    binds: Resource | None = None
    parts: Mapping[Resource, float] | None = None


def offered_days(
    *,
    organisation_id: int,
    area: str,
    first: dt.date,
    now: dt.datetime,
    brings: float | None = None,
    services: Sequence[int] = (),
    stay_days: int | None = None,
    limit: int = 200,
) -> list[OfferedDay]:
    """Days from `first` on on which such a patient could come, soonest first, with their worth.

    The days are those of `arrival_days`, dear ones too. `brings` is the proposal's total in
    roubles, None where it has none. Two questions more than without worth, whatever the days.
    """
    try:
        recipe = recipe_for(organisation_id=organisation_id, area=area, services=services)
    except NotVisible:
        return []
    uses = uses_of(recipe, stay_days=stay_days or recipe.stay_days)
    free = free_days(uses, first=first, limit=limit)
    if not free:
        return []
    keys = {key for key, _later in uses}
    gate = _gate(keys, first, _last(uses, free[-1].day), now)
    named = {use.resource_id: use.resource for use in recipe.uses.all()}
    return [_judged(one, uses, gate, named, brings) for one in free]


def best_days_of(
    *, area: str, now: dt.datetime, among: Mapping[int, Sequence[dt.date]], most: int = 3
) -> dict[int, list[dt.date]]:
    """Of the days `among` those given of each clinic the ones that cost it least, soonest first.

    For its usual treatment of the area. For whoever sends patients to several clinics: read as the
    system, and only days get out, no price. Clinics whose prices are not known or whose days are
    all alike are left out.
    """
    with acting_as(system("best days of clinics")):
        used = _usual_uses(area, [clinic for clinic, days in among.items() if days])
        if not used:
            return {}
        first = min(min(among[clinic]) for clinic in used)
        last = max(_last(uses, max(among[clinic])) for clinic, uses in used.items())
        gate = _gate({key for uses in used.values() for key, _ in uses}, first, last, now)
    found = {}
    for clinic, uses in used.items():
        offers = gate.offers(0.0, {day: _needs(uses, day) for day in among[clinic]})
        known = [(day, worth.cost) for day, worth in offers if worth.fits]
        graded = sorted(
            zip(grades([cost for _day, cost in known]), (day for day, _ in known), strict=True)
        )
        if graded and graded[-1][0]:
            found[clinic] = sorted(day for _grade, day in graded[:most])
    return found


def _usual_uses(area: str, clinics: Collection[int]) -> dict[int, Uses]:
    rows = Recipe.objects.filter(
        organisation_id__in=clinics, area=area, service__isnull=True, replaced_at__isnull=True
    )
    rows = rows.prefetch_related("uses__resource")
    found = {row.organisation_id: uses_of(row, stay_days=row.stay_days) for row in rows}
    return {clinic: uses for clinic, uses in found.items() if uses}


def _last(uses: Uses, arrival: dt.date) -> dt.date:
    """The last day on which somebody who arrives then uses anything."""
    return arrival + dt.timedelta(days=max(later for _key, later in uses))


def grades(costs: Sequence[float]) -> list[int]:
    """How good each day is: 0 for the least cost, 1 for a twentieth of the dearest more, and so on.

    Prices are no exacter than that, so days of one grade are equally good.
    """
    if not costs:
        return []
    least, step = min(costs), max(1.0, NEARLY * max(costs))
    return [int((cost - least) / step) for cost in costs]


def _judged(
    free: FreeDay,
    uses: Uses,
    gate: Gate[Key],
    named: Mapping[int, Resource],
    brings: float | None,
) -> OfferedDay:
    needs = _needs(uses, free.day)
    whole = gate.worth(brings or 0.0, needs)
    if not whole.fits:
        return OfferedDay(free.day, free.patients)
    parts: defaultdict[Resource, float] = defaultdict(float)
    for key, units in needs.items():
        parts[named[key[0]]] += gate.worth(0.0, {key: units}).cost
    binds = max(parts, key=lambda one: parts[one]) if whole.binds is not None else None
    surplus = None if brings is None else whole.surplus
    return OfferedDay(free.day, free.patients, whole.cost, surplus, binds, dict(parts))


def _needs(uses: Uses, day: dt.date) -> dict[Key, float]:
    return {(key, day + dt.timedelta(days=later)): float(n) for (key, later), n in uses.items()}


def _gate(keys: Collection[int], first: dt.date, last: dt.date, now: dt.datetime) -> Gate[Key]:
    """What is left of the resources from `first` to `last` where a price is known, and the prices.

    A day's price is its month's times (what a usual day of the month has left ÷ what this day has),
    between `LEAST` and `MOST`: where half as much is left, a unit is worth twice as much.
    """
    prices = _prices(keys, now)
    rows = CapacityDay.objects.filter(
        resource_id__in=keys, day__gte=first, day__lt=next_month(last)
    )
    left = {
        (resource, day): free
        for resource, day, free in counted(rows).values_list("resource_id", "day", "free")
    }
    by_month: defaultdict[Key, list[int]] = defaultdict(list)
    for (resource, day), free in left.items():
        if free:
            by_month[resource, day.replace(day=1)].append(free)
    usual = {key: sum(some) / len(some) for key, some in by_month.items()}
    stocks = {}
    for (resource, day), free in left.items():
        price = _price_on(day, prices.get(resource, {}))
        if free and price is not None:
            pressed = usual[resource, day.replace(day=1)] / free
            stocks[resource, day] = Stock(float(free), price * min(max(pressed, LEAST), MOST))
    return Gate(stocks)


def _price_on(day: dt.date, prices: Mapping[dt.date, float]) -> float | None:
    """Its month's; months are counted from the coming one on, so the present one has that one's."""
    return prices.get(max(day.replace(day=1), min(prices))) if prices else None


def _prices(keys: Collection[int], now: dt.datetime) -> dict[int, dict[dt.date, float]]:
    """Roubles a unit by resource and month."""
    rows = UnitWorth.objects.filter(resource_id__in=keys, counted_at__gt=now - FRESH)
    found: defaultdict[int, dict[dt.date, float]] = defaultdict(dict)
    for resource, month, roubles in rows.values_list("resource_id", "month", "roubles"):
        found[resource][month] = float(roubles)
    return dict(found)
