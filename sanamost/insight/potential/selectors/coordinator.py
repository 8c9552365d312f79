"""The clinics in a coordinator's charge: the sum of their parts of the plan, and what it needs.

Counted as the system over rows that the reader may not open; clinics' sums get out, no case does.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sanamost.engines.capacity.potential import FINE, Budget, Limit
from sanamost.engines.capacity.supply import Kind
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.potential.groups import ANY
from sanamost.insight.potential.models import PromotionCost
from sanamost.insight.potential.selectors.clinic import Worth, worths
from sanamost.insight.potential.selectors.gathering import Gathered
from sanamost.insight.potential.selectors.kept import AsOf, kept_plan
from sanamost.insight.potential.selectors.planning import (
    COARSE,
    FEW,
    Cell,
    Plan,
    Total,
    grouped,
    restricted,
    shares,
    total,
)
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.policies import COORDINATORS
from sanamost.registry.resources import selectors as resources

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ClinicLine:
    """One clinic: its people and money, what limits it most and what one more of that brings."""

    card: Any
    total: Total
    limit: Limit | None
    """None where nothing is planned."""
    share: float
    worth: Worth | None
    """The resource of which more would bring most, where one limits at all."""
    concessions: int
    short_days: int


@dataclass(frozen=True, slots=True)
class Machine:
    """Heavy equipment over the months, in minutes."""

    card: Any
    resource: Any
    supply: int
    free: int
    planned: int

    @property
    def share(self) -> float:
        """The part of its time that the state task and bookings leave."""
        return self.free / self.supply if self.supply else 0.0

    @property
    def unused(self) -> int:
        """What the plan leaves, too."""
        return max(self.free - self.planned, 0)


@dataclass(frozen=True, slots=True)
class Promotion:
    """One group of countries: people of the plan and what winning them costs."""

    group: str
    total: Total
    cost: PromotionCost | None
    """What the reader's own office, else the national centre, says of one patient."""
    lowest: Decimal | None
    highest: Decimal | None
    """What one costs the clinics shown: regions may say it each for themselves."""
    unknown: int
    """People of whom nobody said what winning them costs."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A resource of which more was promised to foreign patients than is left, in one month."""

    card: Any
    resource: Any
    month: dt.date
    days: int
    amount: int


@dataclass(frozen=True, slots=True)
class UnderBudget:
    """The best plan that one budget for promotion allows, whatever area is shown."""

    budget: Decimal
    total: Total
    by_group: Mapping[str, Total]
    next_rouble: Decimal
    """The revenue that one more rouble would bring."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the coordinator's page."""

    region: str
    area: str
    plan: Plan
    cells: tuple[Cell, ...]
    cards: Mapping[int, Any]
    clinics: tuple[ClinicLine, ...]
    silent: tuple[Any, ...]
    """Cards of clinics that have entered no capacity for these months."""
    machines: tuple[Machine, ...]
    promotion: tuple[Promotion, ...]
    concessions: tuple[tuple[Any, Any], ...]
    """Clinic's card and concession, of the last year."""
    shortfalls: tuple[Shortfall, ...]
    under_budget: UnderBudget | None
    demand_stated: bool
    as_of: AsOf

    @property
    def gathered(self) -> Gathered:
        """What it was reckoned from."""
        return self.plan.gathered

    @property
    def total(self) -> Total:
        """Of all clinics shown."""
        return total(self.cells)

    def by_month(self) -> dict[dt.date, Total]:
        """Every month, empty ones too."""
        found = grouped(self.cells, lambda cell: cell.month)
        return {month: found.get(month, Total()) for month in self.gathered.months}

    def by_area(self) -> list[tuple[str, Total, int]]:
        """Areas with the number of clinics that could take somebody, the largest revenue first."""
        found = grouped(self.cells, lambda cell: cell.area)
        clinics: defaultdict[str, set[int]] = defaultdict(set)
        for cell in self.cells:
            clinics[cell.area].add(cell.organisation_id)
        order = sorted(found.items(), key=lambda pair: (-pair[1].revenue, pair[0]))
        return [(area, one, len(clinics[area])) for area, one in order]

    def by_region(self) -> list[tuple[str, Total, int]]:
        """Regions with the number of their clinics; none where one region alone is shown."""
        if self.region:
            return []
        found = grouped(self.cells, lambda cell: self.cards[cell.organisation_id].region)
        regions = sorted({card.region for card in self.cards.values()})
        number = [card.region for card in self.cards.values()]
        return [(one, found.get(one, Total()), number.count(one)) for one in regions]


def report(
    actor: Actor,
    *,
    today: dt.date,
    now: dt.datetime,
    area: str = "",
    region: str = "",
    budget: Decimal | None = None,
) -> Report | None:
    """The clinics in charge as they were counted last, of one region or area where one is named.

    None before the first count. Nothing is solved but what a `budget` allows: the clinics in charge
    alone, for many of them to a thousandth of the revenue. A constant number of queries. Raises
    `NotVisible`.
    """
    chosen = _region(actor, region)
    known = organisations.clinics()
    cards = {card.pk: card for card in known if not chosen or card.region == chosen}
    kept = kept_plan(cards, today=today)
    if kept is None:
        return None
    plan, gathered = kept.plan, kept.plan.gathered
    cells = tuple(
        cell for cell in plan.cells if cell.organisation_id in cards and area in {"", cell.area}
    )
    with acting_as(system("concessions for the coordinator")):
        granted = resources.granted_concessions(since=now - YEAR, organisation_ids=list(cards))
    shortfalls = tuple(_shortfalls(gathered, cards))
    return Report(
        region=chosen,
        area=area,
        plan=plan,
        cells=cells,
        cards=cards,
        clinics=tuple(_clinics(plan, cards, cells, granted, shortfalls)),
        silent=tuple(_silent(gathered, cards)),
        machines=tuple(_machines(plan, cards)),
        promotion=tuple(_promotion(gathered, cells, chosen)),
        concessions=tuple((cards[row.organisation_id], row) for row in granted),
        shortfalls=shortfalls,
        under_budget=None if budget is None else _under(plan, set(cards), budget),
        demand_stated=any(
            gathered.scope(one.organisation_id, one.area) in gathered.demand
            for one in gathered.sold
            if one.organisation_id in cards and area in {"", one.area}
        ),
        as_of=kept.as_of,
    )


def regions_of_clinics(name_of: Callable[[str], str]) -> list[tuple[str, str]]:
    """Regions in which a clinic works, with their names, by name."""
    codes = {card.region for card in organisations.clinics() if card.region}
    return sorted(((code, name_of(code)) for code in codes), key=lambda pair: pair[1])


def _region(actor: Actor, region: str) -> str:
    """The region to be shown, empty for the country; raises `NotVisible` outside the charge."""
    if not actor.has(*COORDINATORS):
        raise NotVisible
    if actor.organisation_kind == "national":
        return region
    if actor.organisation_kind == "region" and actor.region and region in {"", actor.region}:
        return str(actor.region)
    raise NotVisible


def _clinics(
    plan: Plan,
    cards: Mapping[int, Any],
    cells: tuple[Cell, ...],
    granted: list[Any],
    shortfalls: tuple[Shortfall, ...],
) -> list[ClinicLine]:
    """Those that have entered capacity, the largest revenue first."""
    sums = grouped(cells, lambda cell: cell.organisation_id)
    entered = {organisation_id for organisation_id, _key in plan.gathered.stocks}
    found = []
    for key in sorted(entered & set(cards)):
        parts = shares(plan, key)
        what = max(parts, key=lambda one: parts[one], default=None)
        limit = what[0] if what else None
        of_clinic = worths(plan, key, parts)
        found.append(
            ClinicLine(
                cards[key],
                sums.get(key, Total()),
                limit,
                parts[what] if what else 0.0,
                next((one for one in of_clinic if one.scarce), None),
                sum(row.organisation_id == key for row in granted),
                sum(one.days for one in shortfalls if one.card.pk == key),
            )
        )
    return sorted(found, key=lambda one: (-one.total.revenue, one.card.code))


def _silent(gathered: Gathered, cards: Mapping[int, Any]) -> list[Any]:
    entered = {organisation_id for organisation_id, _key in gathered.stocks}
    return [card for key, card in sorted(cards.items()) if key not in entered]


def _machines(plan: Plan, cards: Mapping[int, Any]) -> list[Machine]:
    planned: defaultdict[int, float] = defaultdict(float)
    for spare in plan.answer.spares if plan.answer else ():
        planned[int(spare.resource)] += spare.taken
    found = []
    for key, row in plan.gathered.resources.items():
        if row.organisation_id in cards and row.kind == Kind.EQUIPMENT:
            months = plan.gathered.stocks.get((row.organisation_id, key), {}).values()
            found.append(
                Machine(
                    cards[row.organisation_id],
                    row,
                    sum(one.supply for one in months),
                    sum(one.free for one in months),
                    round(planned[key]),
                )
            )
    return sorted(found, key=lambda one: (-one.unused, one.card.code, one.resource.pk))


def _promotion(gathered: Gathered, cells: tuple[Cell, ...], region: str) -> list[Promotion]:
    sums = grouped(cells, lambda cell: cell.group)
    unknown = grouped((one for one in cells if one.cost is None), lambda cell: cell.group)
    paid: defaultdict[str, set[Decimal]] = defaultdict(set)
    for cell in cells:
        if cell.cost is not None:
            paid[cell.group].add(cell.cost)
    return [
        Promotion(
            group,
            one,
            gathered.costs.get((region, group)) or gathered.costs.get(("", group)),
            min(paid[group], default=None),
            max(paid[group], default=None),
            unknown.get(group, Total()).people,
        )
        for group, one in sorted(sums.items(), key=lambda pair: (pair[0] == ANY, pair[0]))
    ]


def _shortfalls(gathered: Gathered, cards: Mapping[int, Any]) -> list[Shortfall]:
    return [
        Shortfall(cards[clinic], gathered.resources[key], month, one.overfull_days, one.overfull)
        for (clinic, key), months in sorted(gathered.stocks.items())
        if clinic in cards and key in gathered.resources
        for month, one in sorted(months.items())
        if one.overfull_days
    ]


def _under(plan: Plan, clinics: set[int], budget: Decimal) -> UnderBudget:
    """The best that the budget allows the clinics in charge, in all areas together."""
    found = restricted(
        plan,
        clinics,
        changes=[Budget(float(budget))],
        known=True,
        tolerance=FINE if len(clinics) <= FEW else COARSE,
    )
    return UnderBudget(
        budget,
        total(found.cells),
        grouped(found.cells, lambda cell: cell.group),
        found.budget_price,
    )
