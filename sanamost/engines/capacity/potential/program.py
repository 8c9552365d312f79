"""The linear program of the export potential, in arrays, and what solves it reports.

One block for each clinic and month: its offers share its resources. Few rows tie blocks together:
the demand for each product (a service for a group of countries) in each month, and one budget.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
NOBODY = -1
"""The product of a place in the arrays that holds no offer."""


class BadProgram(ValueError):
    """Arrays that do not fit together, or figures below zero."""

    code = "bad_program"


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Maximise revenue within resources, demand and one budget; shapes C(linics) M(onths) O(ffers)
    R(esources) P(roducts).

    `revenue` and `promotion` (C, O) are of one case; `uses` (C, O, R) is what one case takes;
    `product` (C, O) says which product an offer is of, at most one of a clinic for each, `NOBODY`
    for a place without an offer. `capacity` (C, M, R), `demand` (M, P), infinite where nothing
    limits it, `budget` None where there is none.
    """

    revenue: Numbers
    uses: Numbers
    promotion: Numbers
    product: NDArray[np.int64]
    capacity: Numbers
    demand: Numbers
    budget: float | None = None

    def __post_init__(self) -> None:
        clinics, offers, resources = self.uses.shape
        months, products = self.demand.shape
        fits = self.revenue.shape == self.promotion.shape == self.product.shape == (
            clinics,
            offers,
        ) and self.capacity.shape == (clinics, months, resources)
        if not fits:
            raise BadProgram("arrays of unlike shapes")
        for numbers in (self.uses, self.promotion, self.capacity, self.demand):
            if numbers.size and not numbers.min() >= 0:
                raise BadProgram("a figure below zero, or none at all")
        if not np.isfinite(self.revenue).all() or (self.budget is not None and self.budget < 0):
            raise BadProgram("revenue or budget")
        if self.product.size and not NOBODY <= self.product.min() <= self.product.max() < products:
            raise BadProgram("an offer of an unknown product")

    @property
    def most(self) -> Numbers:
        """How many cases an offer could have if it were alone (C, M, O); 0 where it has none."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = self.capacity[:, :, None, :] / self.uses[:, None, :, :]
            most = np.where(self.uses[:, None, :, :] > 0, ratio, np.inf).min(-1, initial=np.inf)
            if self.budget is not None:
                dear = np.where(self.promotion > 0, self.budget / self.promotion, np.inf)
                most = np.minimum(most, dear[:, None, :])
        wanted = np.pad(self.demand, ((0, 0), (0, 1)))[:, self.product]  # the last is nobody's
        most = np.minimum(most, wanted.transpose(1, 0, 2))
        sold = (self.product != NOBODY) & (self.revenue > 0)
        found: Numbers = np.where(sold[:, None, :], most, 0.0)
        if not np.isfinite(found).all():
            raise BadProgram("an offer that nothing limits")
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """A plan that breaks no limit, what each limit is worth, and a proof of how good the plan is.

    `cases` (C, M, O). Prices are dual: what one more unit of a resource (C, M, R), of demand (M, P)
    and of the budget would bring. No plan whatever brings more than `bound`.
    """

    cases: Numbers
    resource_prices: Numbers
    demand_prices: Numbers
    budget_price: float
    revenue: float
    bound: float
    steps: int

    @property
    def gap(self) -> float:
        """By which share of its revenue the plan may fall short of the best one, at most."""
        if self.bound <= self.revenue:
            return 0.0
        return (self.bound - self.revenue) / self.revenue if self.revenue > 0 else np.inf
