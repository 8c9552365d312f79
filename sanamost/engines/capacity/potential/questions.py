"""What is asked: what clinics have left and offer, what patients want, what may be spent."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sanamost.engines.capacity.potential.program import NOBODY, Program
from sanamost.engines.capacity.supply import Kind


class BadQuestion(ValueError):
    """Figures that cannot be, or that do not fit together."""

    code = "bad_question"


@dataclass(frozen=True, slots=True)
class Stock:
    """What a clinic has left of one resource after the state task, by month of the question.

    In bed-days or in minutes: the sum of the month's residuals by day.
    """

    clinic: str
    resource: str
    kind: Kind
    free: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One service of one clinic for one group of countries.

    `revenue` and `promotion` (what winning one patient costs) are of one case and in one currency;
    `uses` is what one case takes of the clinic's resources in all, in bed-days or in minutes.
    """

    clinic: str
    service: str
    country: str
    revenue: float
    uses: Mapping[str, float]
    promotion: float = 0.0


@dataclass(frozen=True, slots=True)
class Demand:
    """How many patients of a group of countries want the service, by month, in all clinics."""

    service: str
    country: str
    limits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """All of it for the given months; `regions` says where a clinic is.

    Offers whose service and country have no demand stated are limited by capacity alone. `budget`
    is one for all clinics, None where promotion is not limited. Raises `BadQuestion`.
    """

    months: tuple[dt.date, ...]
    stocks: tuple[Stock, ...]
    offers: tuple[Offer, ...]
    demands: tuple[Demand, ...] = ()
    budget: float | None = None
    regions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        months = len(self.months)
        if any(len(one.free) != months for one in self.stocks) or any(
            len(one.limits) != months for one in self.demands
        ):
            raise BadQuestion("a figure for each month")
        _once([(one.clinic, one.resource) for one in self.stocks], "stock")
        _once([(one.clinic, one.service, one.country) for one in self.offers], "offer")
        _once([(one.service, one.country) for one in self.demands], "demand")
        known = {(one.clinic, one.resource) for one in self.stocks}
        for offer in self.offers:
            _right(offer)
            for resource in offer.uses:
                if (offer.clinic, resource) not in known:
                    raise BadQuestion(f"{offer.clinic} has no stock of {resource}")
        figures = [*(one for stock in self.stocks for one in stock.free), self.budget or 0.0]
        figures += [one for demand in self.demands for one in demand.limits]
        if any(math.isnan(one) or one < 0 for one in figures):
            raise BadQuestion("a stock, a demand or the budget is below zero or no number")

    @property
    def clinics(self) -> tuple[str, ...]:
        """Those with an offer, in the order of their names."""
        return tuple(sorted({offer.clinic for offer in self.offers}))

    def stock(self, clinic: str, resource: str) -> Stock:
        """What the clinic has left of the resource."""
        return next(one for one in self.stocks if (one.clinic, one.resource) == (clinic, resource))


def _right(offer: Offer) -> None:
    where = f"{offer.clinic}, {offer.service}, {offer.country}"
    figures = (offer.revenue, offer.promotion, *offer.uses.values())
    if not all(math.isfinite(figure) and figure >= 0 for figure in figures):
        raise BadQuestion(f"{where}: a figure below zero or no number")
    if not any(offer.uses.values()):
        raise BadQuestion(f"{where}: a case uses nothing, so nothing would limit it")


def _once(keys: list[tuple[str, ...]], what: str) -> None:
    if len(set(keys)) != len(keys):
        raise BadQuestion(f"a {what} stands twice")


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A question as arrays, and where each of its parts lies in them."""

    program: Program
    offers: dict[tuple[int, int], Offer]
    stocks: dict[tuple[int, int], Stock]
    demands: dict[int, Demand]


def laid_out(question: Question) -> Laid:
    """The question's linear program: a row of the arrays for each clinic."""
    number = {clinic: row for row, clinic in enumerate(question.clinics)}
    products = {
        key: column
        for column, key in enumerate(
            sorted({(offer.service, offer.country) for offer in question.offers})
        )
    }
    offers: dict[tuple[int, int], Offer] = {}
    stocks: dict[tuple[int, int], Stock] = {}
    columns: dict[tuple[str, str], int] = {}
    held = [0] * len(number)
    for stock in question.stocks:
        if stock.clinic in number:
            row = number[stock.clinic]
            columns[stock.clinic, stock.resource] = held[row]
            stocks[row, held[row]] = stock
            held[row] += 1
    filled = [0] * len(number)
    for offer in sorted(question.offers, key=lambda one: (one.clinic, one.service, one.country)):
        row = number[offer.clinic]
        offers[row, filled[row]] = offer
        filled[row] += 1
    months, widest, deepest = len(question.months), max(filled, default=0), max(held, default=0)
    revenue, promotion = np.zeros((2, len(number), widest))
    uses = np.zeros((len(number), widest, deepest))
    product = np.full((len(number), widest), NOBODY, dtype=np.int64)
    for (row, column), offer in offers.items():
        revenue[row, column], promotion[row, column] = offer.revenue, offer.promotion
        product[row, column] = products[offer.service, offer.country]
        for resource, amount in offer.uses.items():
            uses[row, column, columns[offer.clinic, resource]] = amount
    capacity = np.zeros((len(number), months, deepest))
    for (row, column), stock in stocks.items():
        capacity[row, :, column] = stock.free
    demand, stated = np.full((months, len(products)), np.inf), {}
    for one in question.demands:
        if (place := products.get((one.service, one.country))) is not None:
            demand[:, place], stated[place] = one.limits, one
    program = Program(revenue, uses, promotion, product, capacity, demand, question.budget)
    return Laid(program, offers, stocks, stated)
