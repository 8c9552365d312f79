"""One plan for all clinics under one demand; every page shows its part of it.

The engine reckons in parts of people; what is shown are whole people by clinic, area, group of
countries and month (`rounding`), and money is those people times exact prices. So a region is the
sum of its clinics to the last person and rouble.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from sanamost.engines.capacity.potential import (
    FINE,
    Answer,
    Change,
    Demand,
    Limit,
    Line,
    Offer,
    Question,
    Spare,
    Stock,
    potential,
)
from sanamost.engines.capacity.supply import Kind
from sanamost.insight.potential.groups import ANY
from sanamost.insight.potential.rounding import whole_people
from sanamost.insight.potential.selectors.gathering import Gathered, Scope, Sold

K = TypeVar("K", bound=Hashable)
Place = tuple[str, str, str, dt.date]
"""A clinic, a product, a group of countries and a month."""
Caps = Mapping[tuple[str, str, dt.date], float]
"""How many people at most, by product, group of countries and month."""
FEW = 40
"""So many clinics are planned to the last person at once; more, to a thousandth of the revenue."""
COARSE = 1e-3


@dataclass(frozen=True, slots=True)
class Cell:
    """Whole people of one clinic, area, group of countries and month, and what they pay."""

    organisation_id: int
    area: str
    group: str
    month: dt.date
    people: int
    price: Decimal
    cost: Decimal | None
    """Of winning one of them; None where nobody said."""

    @property
    def revenue(self) -> Decimal:
        """Of all of them."""
        return self.people * self.price

    @property
    def promotion(self) -> Decimal:
        """Of all of them; nothing where the cost is not known."""
        return self.people * (self.cost or Decimal(0))


@dataclass(frozen=True, slots=True)
class Total:
    """People and money of several cells."""

    people: int = 0
    revenue: Decimal = Decimal(0)
    promotion: Decimal = Decimal(0)


NOTHING = Total()


@dataclass(frozen=True)
class Plan:
    """The answer and its whole people; `caps` are the limits that these keep."""

    gathered: Gathered
    question: Question
    answer: Answer | None
    """None where nobody offers anything."""
    cells: tuple[Cell, ...]
    caps: Caps
    elsewhere: Mapping[tuple[str, str, dt.date], tuple[float, int]] = field(default_factory=dict)
    """Cases, in parts and as people, that clinics of which this plan knows no more have, by
    product, group of countries and month."""

    @property
    def budget_price(self) -> Decimal:
        """What one more rouble for promotion would bring."""
        return Decimal(str(round(self.answer.budget_price, 2))) if self.answer else Decimal(0)

    @cached_property
    def spares(self) -> Mapping[int, Sequence[Spare]]:
        """What is spare by clinic."""
        found: defaultdict[int, list[Spare]] = defaultdict(list)
        for one in self.answer.spares if self.answer else ():
            found[int(one.clinic)].append(one)
        return dict(found)

    @cached_property
    def lines(self) -> Mapping[int, Sequence[Line]]:
        """Lines with cases by clinic."""
        found: defaultdict[int, list[Line]] = defaultdict(list)
        for one in self.answer.lines if self.answer else ():
            if one.cases:
                found[int(one.clinic)].append(one)
        return dict(found)

    @cached_property
    def worth_of_demand(self) -> Mapping[tuple[str, str, dt.date], float]:
        """What one more patient of a product, group of countries and month would bring."""
        wanted = self.answer.wanted if self.answer else ()
        return {(one.service, one.country, one.month): one.price for one in wanted}


@dataclass(frozen=True, slots=True)
class MoreByMonth:
    """So much more of a clinic's resource in each month, in bed-days or minutes."""

    clinic: str
    resource: str
    amounts: tuple[float, ...]

    def of(self, question: Question) -> Question:
        """The question with the larger stock."""
        stocks = tuple(
            replace(
                one,
                free=tuple(max(a + b, 0.0) for a, b in zip(one.free, self.amounts, strict=True)),
            )
            if (one.clinic, one.resource) == (self.clinic, self.resource)
            else one
            for one in question.stocks
        )
        return replace(question, stocks=stocks)


def total(cells: Iterable[Cell]) -> Total:
    """The sum of the cells."""
    found = list(cells)
    return Total(
        sum(one.people for one in found),
        sum((one.revenue for one in found), Decimal(0)),
        sum((one.promotion for one in found), Decimal(0)),
    )


def grouped(cells: Iterable[Cell], part: Callable[[Cell], K]) -> dict[K, Total]:
    """Sums by any part of a cell."""
    parts: defaultdict[K, list[Cell]] = defaultdict(list)
    for cell in cells:
        parts[part(cell)].append(cell)
    return {key: total(some) for key, some in parts.items()}


def plan_of(gathered: Gathered) -> Plan:
    """The best plan for all clinics together: exact for few, to a thousandth for a country."""
    question = question_of(gathered)
    fine = FINE if len(question.clinics) <= FEW else COARSE
    return _answered(gathered, question, caps_of(question), fine)


def caps_of(question: Question) -> Caps:
    """The stated demand of a question."""
    return {
        (one.service, one.country, month): limit
        for one in question.demands
        for month, limit in zip(question.months, one.limits, strict=True)
    }


def restricted(
    plan: Plan, clinics: Collection[int], *, changes: Sequence[Change] = (), known: bool = False
) -> Plan:
    """The plan of these clinics alone, with what the whole plan leaves them of the demand.

    No other clinic loses a patient by it. `known`: only groups of countries of which somebody said
    what winning a patient costs.
    """
    keys = {str(key) for key in clinics}
    gathered = plan.gathered
    offers = tuple(
        one
        for one in plan.question.offers
        if one.clinic in keys
        and (not known or gathered.cost(int(one.clinic), one.country) is not None)
    )
    question = replace(
        plan.question,
        stocks=tuple(one for one in plan.question.stocks if one.clinic in keys),
        offers=offers,
        demands=_left_over(plan, keys),
    )
    for change in changes:
        question = change.of(question)
    return _answered(gathered, question, _caps_left(plan, keys), FINE)


def shares(plan: Plan, organisation_id: int) -> dict[tuple[Limit, int | None], float]:
    """What the clinic's revenue depends on: the worth of each limit as a part of all of them.

    A plan's revenue is the sum of what its limits are worth at their prices (strong duality), so
    the largest part is the bottleneck.
    """
    found: defaultdict[tuple[Limit, int | None], float] = defaultdict(float)
    for spare in plan.spares.get(organisation_id, ()):
        found[Limit.RESOURCE, int(spare.resource)] += spare.taken * spare.price
    for line in plan.lines.get(organisation_id, ()):
        price = plan.worth_of_demand.get((line.service, line.country, line.month), 0.0)
        found[Limit.DEMAND, None] += line.cases * price
        found[Limit.BUDGET, None] += line.promotion * float(plan.budget_price)
    whole = math.fsum(found.values())
    return {key: part / whole for key, part in found.items() if whole and part / whole > 0.001}


def stated_prices(gathered: Gathered) -> list[Spare]:
    """Every resource and month at the best plan for those alone of whom somebody said they come.

    Months of which nobody has said anything of the clinic's areas are left out: what is free then
    may be worth nothing or much.
    """
    question = question_of(gathered)
    offers = tuple(one for one in question.offers if one.country != ANY)
    if not offers:
        return []
    demands = tuple(one for one in question.demands if one.country != ANY)
    sellers = {one.clinic for one in offers}
    told = {
        (str(one.organisation_id), month)
        for one in gathered.sold
        if str(one.organisation_id) in sellers
        for _group, month in gathered.demand.get(gathered.scope(one.organisation_id, one.area), {})
    }
    answer = potential(replace(question, offers=offers, demands=demands))
    return [one for one in answer.spares if (one.clinic, one.month) in told]


def price_of(spare: Spare) -> float:
    """Its price where all of it is taken; what is left over has none, but for the last digits."""
    used_up = spare.free - spare.taken <= 1e-3 * max(spare.free, 1.0)
    return spare.price if used_up else 0.0


def product(scope: Scope) -> str:
    """The name of an area's demand in the engine."""
    return "|".join(scope)


def area_of(name: str) -> str:
    """The area of such a name."""
    return name.split("|", maxsplit=1)[0]


def hand_question(gathered: Gathered, organisation_id: int, *, own_services: bool) -> Question:
    """What capacity alone allows one clinic, for the formula by hand: no demand, one price.

    Usual treatments of areas, or the services with a recipe of their own (named by their keys).
    """
    offers = []
    for one in _offered(gathered):
        price = one.price(ANY)
        if one.organisation_id == organisation_id and one.own_service == own_services and price:
            name = str(one.treatment.key) if own_services and one.treatment else one.area
            offers.append(_offer(gathered, one, name, ANY, price))
    stocks = tuple(
        stock for stock in _stocks(gathered, offers) if stock.clinic == str(organisation_id)
    )
    return Question(gathered.months, stocks, tuple(offers))


def _offered(gathered: Gathered) -> list[Sold]:
    return [one for one in gathered.sold if any(one.uses.values())]


def question_of(gathered: Gathered) -> Question:
    """The linear program's words for what was gathered."""
    offers: list[Offer] = []
    scopes: set[Scope] = set()
    for one in _offered(gathered):
        if one.own_service:
            continue
        scope = gathered.scope(one.organisation_id, one.area)
        scopes.add(scope)
        for group in _groups(gathered, scope):
            price = one.price(group)
            if price is not None:
                offers.append(_offer(gathered, one, product(scope), group, price))
    return Question(
        gathered.months,
        tuple(_stocks(gathered, offers)),
        tuple(offers),
        tuple(demand for scope in sorted(scopes) for demand in _demands(gathered, scope)),
        regions={str(key): card.region for key, card in gathered.cards.items()},
    )


def _groups(gathered: Gathered, scope: Scope) -> list[str]:
    """Who may come: those of whom demand was stated; anybody, where some month says nothing."""
    stated = gathered.demand.get(scope, {})
    groups = sorted({group for group, _month in stated})
    open_months = set(gathered.months) - {month for _group, month in stated}
    return [*groups, ANY] if open_months else groups


def _offer(gathered: Gathered, one: Sold, name: str, group: str, price: Decimal) -> Offer:
    cost = gathered.cost(one.organisation_id, group)
    return Offer(
        clinic=str(one.organisation_id),
        service=name,
        country=group,
        revenue=float(price),
        uses={str(key): float(amount) for key, amount in one.uses.items()},
        promotion=float(cost.amount) if cost else 0.0,
    )


def _stocks(gathered: Gathered, offers: Iterable[Offer]) -> Iterable[Stock]:
    """What is left of every resource; of one that is named but has no days, nothing is."""
    named = {(int(one.clinic), int(key)) for one in offers for key in one.uses}
    for clinic, key in sorted(named | set(gathered.stocks)):
        row = gathered.resources.get(key)
        free = tuple(float(gathered.month_of(clinic, key, m).free) for m in gathered.months)
        kind = Kind(row.kind) if row is not None else Kind.ROOM
        yield Stock(str(clinic), str(key), kind, free if row is not None else (0.0,) * len(free))


def _demands(gathered: Gathered, scope: Scope) -> Iterable[Demand]:
    """A month of which somebody said something has nobody but those who were named."""
    stated = gathered.demand.get(scope, {})
    if not stated:
        return
    told = {month for _group, month in stated}
    for group in _groups(gathered, scope):
        if group == ANY:
            limits = tuple(0.0 if month in told else math.inf for month in gathered.months)
        else:
            limits = tuple(float(stated.get((group, month), 0)) for month in gathered.months)
        yield Demand(product(scope), group, limits)


def _answered(gathered: Gathered, question: Question, caps: Caps, tolerance: float) -> Plan:
    if not question.offers:
        return Plan(gathered, question, None, (), caps)
    answer = potential(question, tolerance=tolerance)
    return Plan(gathered, question, answer, tuple(_cells(gathered, question, answer, caps)), caps)


def _cells(gathered: Gathered, question: Question, answer: Answer, caps: Caps) -> Iterable[Cell]:
    """Whole people, within every resource, demand and the budget."""
    offers = {(one.clinic, one.service, one.country): one for one in question.offers}
    cases = {
        (line.clinic, line.service, line.country, line.month): line.cases
        for line in answer.lines
        if line.cases
    }
    takes: dict[Place, dict[tuple[Any, ...], float]] = {}
    for clinic, name, group, month in cases:
        offer = offers[clinic, name, group]
        takes[clinic, name, group, month] = {
            **{(clinic, key, month): amount for key, amount in offer.uses.items()},
            (name, group, month, "demand"): 1.0,
            ("budget",): offer.promotion,
        }
    limits: dict[tuple[Any, ...], float] = {
        (stock.clinic, stock.resource, month): free
        for stock in question.stocks
        for month, free in zip(question.months, stock.free, strict=True)
    }
    limits |= {(*key, "demand"): limit for key, limit in caps.items()}
    if question.budget is not None:
        limits["budget",] = question.budget
    for place, people in sorted(whole_people(cases, takes, limits).items()):
        clinic, name, group, month = place
        cost = gathered.cost(int(clinic), group)
        price = Decimal(str(offers[clinic, name, group].revenue)).quantize(Decimal("0.01"))
        paid = cost.amount if cost else None
        yield Cell(int(clinic), area_of(name), group, month, people, price, paid)


def _left_over(plan: Plan, keys: Collection[str]) -> tuple[Demand, ...]:
    """The demand less what the plan gives to other clinics."""
    gone: defaultdict[tuple[str, str, dt.date], float] = defaultdict(float)
    gone.update({place: cases for place, (cases, _people) in plan.elsewhere.items()})
    for line in plan.answer.lines if plan.answer else ():
        if line.clinic not in keys:
            gone[line.service, line.country, line.month] += line.cases
    return tuple(
        replace(
            one,
            limits=tuple(
                max(limit - gone[one.service, one.country, month], 0.0)
                for month, limit in zip(plan.question.months, one.limits, strict=True)
            ),
        )
        for one in plan.question.demands
    )


def _caps_left(plan: Plan, keys: Collection[str]) -> dict[tuple[str, str, dt.date], float]:
    caps = dict(plan.caps)
    for place, (_cases, people) in plan.elsewhere.items():
        if place in caps:
            caps[place] -= people
    for cell in plan.cells:
        if str(cell.organisation_id) not in keys:
            name = product(plan.gathered.scope(cell.organisation_id, cell.area))
            if (name, cell.group, cell.month) in caps:
                caps[name, cell.group, cell.month] -= cell.people
    return caps
