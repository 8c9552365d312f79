"""The clinics in a coordinator's charge: the sum of their parts of the plan, and what it needs.

Counted as the system over rows that the reader may not open; clinics' sums get out, no case does.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sanamost.engines.capacity.potential import Budget, Limit
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.potential.groups import ANY
from sanamost.insight.potential.models import PromotionCost
from sanamost.insight.potential.selectors.clinic import Worth
from sanamost.insight.potential.selectors.kept import AsOf, kept_plan
from sanamost.insight.potential.selectors.planning import (
    FEW,
    Cell,
    Total,
    grouped,
    restricted,
    total,
)
from sanamost.insight.potential.selectors.summaries import KeptSummaries, kept_summaries
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
    solved: bool
    """The best plan of all; else, of many clinics, the best choice among the plan's patients."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the coordinator's page."""

    region: str
    area: str
    months: tuple[dt.date, ...]
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
    def total(self) -> Total:
        """Of all clinics shown."""
        return total(self.cells)

    def by_month(self) -> dict[dt.date, Total]:
        """Every month, empty ones too."""
        found = grouped(self.cells, lambda cell: cell.month)
        return {month: found.get(month, Total()) for month in self.months}

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

    None before the first count. Nothing is solved but what a `budget` allows few clinics in charge.
    A constant number of queries. Raises
    `NotVisible`.
    """
    chosen = _region(actor, region)
    known = organisations.clinics()
    cards = {card.pk: card for card in known if not chosen or card.region == chosen}
    kept = kept_summaries(cards, today=today)
    if kept is None:
        return None
    cells = tuple(
        cell for part in kept.parts.values() for cell in part.cells if area in {"", cell.area}
    )
    with acting_as(system("concessions for the coordinator")):
        granted = resources.granted_concessions(since=now - YEAR, organisation_ids=list(cards))
    shortfalls = tuple(_shortfalls(kept, cards))
    return Report(
        region=chosen,
        area=area,
        months=kept.months,
        cells=cells,
        cards=cards,
        clinics=tuple(_clinics(kept, cards, cells, granted, shortfalls)),
        silent=tuple(_silent(kept, cards)),
        machines=tuple(_machines(kept, cards)),
        promotion=tuple(_promotion(kept, cells, chosen)),
        concessions=tuple((cards[row.organisation_id], row) for row in granted),
        shortfalls=shortfalls,
        under_budget=None if budget is None else _under(kept, cards, today, budget),
        demand_stated=any(
            kept.stated(sold, cards[key].region)
            for key, part in kept.parts.items()
            for sold in part.areas
            if area in {"", sold}
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
    kept: KeptSummaries,
    cards: Mapping[int, Any],
    cells: tuple[Cell, ...],
    granted: list[Any],
    shortfalls: tuple[Shortfall, ...],
) -> list[ClinicLine]:
    """Those that have entered capacity, the largest revenue first."""
    sums = grouped(cells, lambda cell: cell.organisation_id)
    conceded = Counter(row.organisation_id for row in granted)
    short: Counter[int] = Counter()
    for one in shortfalls:
        short[one.card.pk] += one.days
    found = [
        ClinicLine(
            cards[key],
            sums.get(key, Total()),
            part.limit,
            part.share,
            part.worth,
            conceded[key],
            short[key],
        )
        for key, part in kept.parts.items()
        if part.entered
    ]
    return sorted(found, key=lambda one: (-one.total.revenue, one.card.code))


def _silent(kept: KeptSummaries, cards: Mapping[int, Any]) -> list[Any]:
    entered = {key for key, part in kept.parts.items() if part.entered}
    return [card for key, card in sorted(cards.items()) if key not in entered]


def _machines(kept: KeptSummaries, cards: Mapping[int, Any]) -> list[Machine]:
    found = [
        Machine(cards[key], one.resource, one.supply, one.free, one.planned)
        for key, part in kept.parts.items()
        for one in part.machines
    ]
    return sorted(found, key=lambda one: (-one.unused, one.card.code, one.resource.pk))


def _promotion(kept: KeptSummaries, cells: tuple[Cell, ...], region: str) -> list[Promotion]:
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
            kept.costs.get((region, group)) or kept.costs.get(("", group)),
            min(paid[group], default=None),
            max(paid[group], default=None),
            unknown.get(group, Total()).people,
        )
        for group, one in sorted(sums.items(), key=lambda pair: (pair[0] == ANY, pair[0]))
    ]


def _shortfalls(kept: KeptSummaries, cards: Mapping[int, Any]) -> list[Shortfall]:
    return [
        Shortfall(cards[key], one.resource, one.month, one.days, one.amount)
        for key, part in sorted(kept.parts.items())
        for one in part.shortfalls
    ]


def _under(
    kept: KeptSummaries, cards: Mapping[int, Any], today: dt.date, budget: Decimal
) -> UnderBudget | None:
    """What the budget allows the clinics in charge, in all areas together.

    Solved for few clinics; for many it would take a page many seconds, so the patients of the plan
    are chosen who bring most for a rouble of promotion. Both break no limit.
    """
    if len(kept.parts) > FEW:
        return _chosen([cell for part in kept.parts.values() for cell in part.cells], budget)
    whole = kept_plan(cards, today=today)
    if whole is None:
        return None
    found = restricted(whole.plan, set(cards), changes=[Budget(float(budget))], known=True)
    return UnderBudget(
        budget,
        total(found.cells),
        grouped(found.cells, lambda cell: cell.group),
        found.budget_price,
        solved=True,
    )


def _chosen(cells: Iterable[Cell], budget: Decimal) -> UnderBudget:
    """Whole people of the plan, those first who bring most for a rouble."""
    left, next_rouble, found = budget, Decimal(0), []
    known = [(cell.price / cell.cost, cell.cost, cell) for cell in cells if cell.cost]
    for worth, cost, cell in sorted(
        known, key=lambda one: (-one[0], one[2].organisation_id, one[2].area, one[2].month)
    ):
        people = min(cell.people, int(left // cost))
        if people < cell.people:
            next_rouble = max(next_rouble, worth)
        if people:
            found.append(replace(cell, people=people))
            left -= people * cost
    return UnderBudget(
        budget,
        total(found),
        grouped(found, lambda cell: cell.group),
        next_rouble.quantize(Decimal("0.01")),
        solved=False,
    )
