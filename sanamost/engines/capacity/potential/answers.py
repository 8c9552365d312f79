"""What is answered: cases, revenue, what binds, what one more unit is worth, and sums of it."""

import datetime as dt
import enum
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sanamost.engines.capacity.potential.coupling import Coupling
from sanamost.engines.capacity.potential.interior_point import optimum
from sanamost.engines.capacity.potential.program import Numbers, Optimum
from sanamost.engines.capacity.potential.questions import Laid, Question, laid_out
from sanamost.engines.capacity.supply import Kind

FINE = 1e-6
"""The gap to which a potential is reckoned where nothing else is asked."""

_CRUMB = 1e-6
"""Cases below this are none; and a price below this part of a case's revenue does not bind."""


class Limit(enum.StrEnum):
    """What kind of limit keeps an offer from having more cases."""

    RESOURCE = "resource"
    DEMAND = "demand"
    BUDGET = "budget"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Binding:
    """The dearest limit of an offer, and the part of a case's revenue that it takes."""

    limit: Limit
    resource: str | None
    share: float


@dataclass(frozen=True, slots=True)
class Line:
    """One offer in one month. `worth` is what one case brings beyond what it takes from others.

    It is about 0 for what is in the plan and below 0 for what would push out something better.
    """

    clinic: str
    service: str
    country: str
    month: dt.date
    cases: float
    revenue: float
    promotion: float
    worth: float
    binding: Binding


@dataclass(frozen=True, slots=True)
class Spare:
    """One resource of a clinic in one month: what was left, what the plan takes of it, and price.

    `price` is the revenue that one more bed-day or minute would bring, by dual price: the slope at
    the plan, right for small changes; ask with a changed question for large ones.
    """

    clinic: str
    resource: str
    kind: Kind
    month: dt.date
    free: float
    taken: float
    price: float

    @property
    def hour(self) -> float:
        """The worth of one more hour (of one more bed-day, for beds)."""
        return self.price if self.kind is Kind.BEDS else 60 * self.price


@dataclass(frozen=True, slots=True)
class Wanted:
    """A demand in one month: its limit, what the plan meets, what one more patient would bring."""

    service: str
    country: str
    month: dt.date
    limit: float
    met: float
    price: float


@dataclass(frozen=True, slots=True)
class Sum:
    """Cases, revenue and promotion of several lines; `whole` are cases rounded down, once."""

    cases: float
    revenue: float
    promotion: float

    @property
    def whole(self) -> int:
        """Cases as whole people, down; what is a thousandth short of one counts as one."""
        return math.floor(self.cases + 1e-3)


@dataclass(frozen=True, slots=True)
class Answer:
    """The potential: lines with cases, what is spare, what is wanted, and how sure the optimum is.

    No plan brings more than `bound`; `gap` is (bound − revenue) / revenue. `budget_price` is what
    one more unit of money for promotion would bring.
    """

    question: Question
    lines: tuple[Line, ...]
    spares: tuple[Spare, ...]
    wanted: tuple[Wanted, ...]
    revenue: float
    bound: float
    gap: float
    budget_price: float

    @property
    def total(self) -> Sum:
        """Of all lines."""
        return _sum(self.lines)

    def by(self, part: Callable[[Line], str | dt.date]) -> dict[str | dt.date, Sum]:
        """Sums by any part of a line: `answer.by(lambda line: line.country)`."""
        groups: defaultdict[str | dt.date, list[Line]] = defaultdict(list)
        for line in self.lines:
            groups[part(line)].append(line)
        return {
            key: _sum(lines) for key, lines in sorted(groups.items(), key=lambda it: str(it[0]))
        }

    def by_region(self) -> dict[str | dt.date, Sum]:
        """The regional roll-up; clinics without a region stand under an empty name."""
        return self.by(lambda line: self.question.regions.get(line.clinic, ""))

    def bottlenecks(self) -> tuple[tuple[Spare, float], ...]:
        """Spares by what all of them together is worth at their prices, the dearest first."""
        worth = ((spare, spare.price * spare.free) for spare in self.spares)
        return tuple(sorted((one for one in worth if one[1] > 0), key=lambda one: -one[1]))

    def unused(self, least: float = 0.5) -> tuple[Spare, ...]:
        """Spares of which the plan leaves at least such a part: what could be sold."""
        return tuple(
            one for one in self.spares if one.free > 0 and one.free - one.taken >= least * one.free
        )


def potential(question: Question, *, tolerance: float = FINE) -> Answer:
    """How many cases each clinic can take of each service, country and month, at best.

    The plan breaks no limit; that it is within `gap` of the best one is proven by its bound. Cases
    are not whole: a third of a case a month is one in a quarter; `Sum.whole` rounds down.
    """
    laid = laid_out(question)
    best = optimum(laid.program, tolerance=tolerance)
    cases = np.where(best.cases > _CRUMB, best.cases, 0.0)
    revenue = float((cases * laid.program.revenue[:, None, :]).sum())
    return Answer(
        question=question,
        lines=tuple(_lines(question, laid, best, cases)),
        spares=tuple(_spares(question, laid, best, cases)),
        wanted=tuple(_wanted(question, laid, best, cases)),
        revenue=revenue,
        bound=best.bound,
        gap=replace(best, revenue=revenue).gap,
        budget_price=best.budget_price,
    )


def _lines(question: Question, laid: Laid, best: Optimum, cases: Numbers) -> Iterable[Line]:
    program, prices = laid.program, best.resource_prices
    worth = program.revenue[:, None] - prices @ program.uses.transpose(0, 2, 1)
    worth = worth - best.budget_price * program.promotion[:, None]
    demanded = Coupling(program).spread(best.demand_prices) + np.zeros_like(worth)
    worth = worth - demanded
    dearest, cost = np.zeros(worth.shape, dtype=np.int64), np.zeros_like(worth)
    for place in range(program.uses.shape[2]):
        other = prices[:, :, None, place] * program.uses[:, None, :, place]
        dearest, cost = np.where(other > cost, place, dearest), np.maximum(cost, other)
    names = _names(laid)
    for (row, column), offer in laid.offers.items():
        promoted = offer.promotion * best.budget_price
        for place, month in enumerate(question.months):
            at = row, place, column
            many = float(cases[at])
            limits = (
                (float(cost[at]), Limit.RESOURCE, names[row][dearest[at]]),
                (float(demanded[at]), Limit.DEMAND, None),
                (promoted, Limit.BUDGET, None),
            )
            yield Line(
                clinic=offer.clinic,
                service=offer.service,
                country=offer.country,
                month=month,
                cases=many,
                revenue=many * offer.revenue,
                promotion=many * offer.promotion,
                worth=float(worth[at]),
                binding=_binding(limits, offer.revenue),
            )


def _names(laid: Laid) -> dict[int, list[str]]:
    """The resources of each row of the arrays, in their order."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for (row, _), stock in laid.stocks.items():
        names[row].append(stock.resource)
    return names


def _binding(limits: Sequence[tuple[float, Limit, str | None]], revenue: float) -> Binding:
    """The limit that takes most of a case's revenue."""
    cost, limit, resource = max(limits, key=lambda one: one[0])
    if cost <= _CRUMB * revenue:
        return Binding(Limit.NOTHING, None, 0.0)
    return Binding(limit, resource, cost / revenue if revenue > 0 else 0.0)


def _spares(question: Question, laid: Laid, best: Optimum, cases: Numbers) -> Iterable[Spare]:
    taken = cases @ laid.program.uses
    for (row, column), stock in laid.stocks.items():
        for place, month in enumerate(question.months):
            yield Spare(
                stock.clinic, stock.resource, stock.kind, month, stock.free[place],
                float(taken[row, place, column]), float(best.resource_prices[row, place, column]),
            )  # fmt: skip


def _wanted(question: Question, laid: Laid, best: Optimum, cases: Numbers) -> Iterable[Wanted]:
    met = Coupling(laid.program).summed(cases)
    for column, demand in laid.demands.items():
        for place, month in enumerate(question.months):
            yield Wanted(
                demand.service, demand.country, month, demand.limits[place],
                float(met[place, column]), float(best.demand_prices[place, column]),
            )  # fmt: skip


def _sum(lines: Iterable[Line]) -> Sum:
    found = list(lines)
    return Sum(
        math.fsum(line.cases for line in found),
        math.fsum(line.revenue for line in found),
        math.fsum(line.promotion for line in found),
    )
