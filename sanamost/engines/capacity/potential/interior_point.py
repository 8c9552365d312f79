"""The optimum of the export potential, by an interior point method that uses the blocks.

A primal-dual method (Mehrotra, SIAM J. Optim. 2, 1992, with the further corrections of Gondzio,
Comput. Optim. Appl. 6, 1996). The equations of each step are an arrow: a small matrix for each
clinic and month, and a border of the few rows that tie them. Blocks are eliminated all at once, the
border month by month, the budget last, so a step costs as much as reading the data some times.
The plan reported is scaled back into every limit; the bound holds for any prices at or above zero,
whatever the method did before (weak duality).
"""

from dataclasses import dataclass, replace

import numpy as np

from sanamost.engines.capacity.potential.coupling import Coupling
from sanamost.engines.capacity.potential.matrices import Less, inverse_root, times, turned
from sanamost.engines.capacity.potential.nothing import priced_at_nothing
from sanamost.engines.capacity.potential.program import Numbers, Optimum, Program

TOLERANCE = 1e-4
LONGEST = 120
"""Steps after which the best plan so far is reported, with its gap; 12 to 30 are usual."""
_CORRECTIONS = 3
_SHORT = 0.95
"""The part of the way to the nearest limit that a step goes."""
_INSIDE = 1 - 1e-12
"""Keeps a plan within its limits in whatever order somebody else adds."""

Rows = tuple[Numbers, Numbers, Numbers]
"""A figure for each resource (C, M, R), each product (M, P), and the budget."""


@dataclass(slots=True, eq=False)
class _Point:
    """Cases x, what rows leave free s, prices of rows y, what offers fall short of their costs z.

    Closed offers stand at x = z = 1, outside every sum. The same record holds directions.
    """

    x: Numbers
    s: Rows
    y: Rows
    z: Numbers


def optimum(program: Program, *, tolerance: float = TOLERANCE) -> Optimum:
    """The best plan to the tolerance: `gap` says what was proven, by weak duality.

    Raises `BadProgram` where nothing limits an offer.
    """
    return _Solver(program).solve(tolerance)


class _Solver:
    def __init__(self, program: Program) -> None:
        self.program, self.tie = program, Coupling(program)
        self.most = program.most
        self.open = (self.most > 0).astype(np.float64)
        self.uses = program.uses
        self.turned = np.ascontiguousarray(program.uses.transpose(0, 2, 1))
        clinics, offers, resources = program.uses.shape
        self.resources = resources
        outer = program.uses[:, :, :, None] * program.uses[:, :, None, :]
        self.outer = outer.reshape(clinics, offers, resources**2)
        self.value = program.revenue[:, None, :]
        self.promotion = program.promotion[:, None, :]
        self.limits = self._limits()
        self.rows = self._ones_at_zero()
        self.pairs = int(self.open.sum()) + sum(row.size for row in self.rows)

    def solve(self, tolerance: float) -> Optimum:
        """Step until the proven gap is small enough."""
        best = self._nothing()
        if not self.open.any():
            return priced_at_nothing(self.program, best)
        point = self._start()
        for step in range(LONGEST):
            best, short = self._better(best, point, step)
            if best.gap <= tolerance and short <= tolerance * best.revenue:
                break
            try:
                with np.errstate(divide="raise", over="raise", invalid="raise"):
                    point = self._step(point)
            except (np.linalg.LinAlgError, FloatingPointError):
                break  # beyond what the numbers carry; what is proven stays proven
        return priced_at_nothing(self.program, best)

    def _limits(self) -> Rows:
        """Finite limits: what no plan reaches need not be infinite."""
        program, free = self.program, self.tie.summed(self.most) * 1.01 + 1
        demand = np.minimum(program.demand, free)
        budget = program.budget
        if budget is None:
            budget = float((self.promotion * self.most).sum()) * 1.01 + 1
        return program.capacity, demand, np.array([budget])

    def _ones_at_zero(self) -> Rows:
        """Limits with an inside, as the method needs: at zero they bind closed offers alone."""
        one, two, three = (np.where(row > 0, row, 1.0) for row in self.limits)
        return one, two, three

    def _nothing(self) -> Optimum:
        prices = tuple(np.zeros_like(row) for row in self.limits)
        value = float((self.value * self.most).sum())
        return Optimum(np.zeros_like(self.most), prices[0], prices[1], 0.0, 0.0, value, 0)

    # What rows make of offers, and offers of rows.

    def taken(self, x: Numbers) -> Rows:
        """What a plan takes of every row."""
        return x @ self.uses, self.tie.summed(x), np.array([(x * self.promotion).sum()])

    def cost(self, y: Rows) -> Numbers:
        """What a case of each offer costs at the rows' prices."""
        cost: Numbers = y[0] @ self.turned + self.tie.spread(y[1]) + y[2] * self.promotion
        return cost

    def _within(self, x: Numbers) -> Numbers:
        """The same plan, scaled down into every limit: first clinics, then demand, then budget."""
        x = np.maximum(x, 0) * self.open
        with np.errstate(divide="ignore", invalid="ignore"):
            # Of a row that nothing uses 0 / 0 is no number, which fmin passes over.
            part = np.fmin.reduce(self.limits[0] / (x @ self.uses), axis=-1, initial=1)
            x = x * part[..., None]
            x = x * np.fmin(1, self.tie.spread(self.limits[1] / self.tie.summed(x)))
            x = x * np.fmin(1, self.limits[2] / (x * self.promotion).sum())
        return x * _INSIDE

    def _better(self, best: Optimum, point: _Point, step: int) -> tuple[Optimum, float]:
        """The best plan and bound so far, each of which holds by itself, and these prices.

        Also what offers would still bring beyond their costs: prices say little until that is 0.
        """
        cases = self._within(point.x)
        revenue = float((self.value * cases).sum())
        y = tuple(np.maximum(row, 0) for row in point.y)
        beyond = np.maximum(self.value - self.cost((y[0], y[1], y[2])), 0)
        short = float((beyond * self.most).sum())
        bound = short + sum(
            float((limit * row).sum()) for limit, row in zip(self.limits, y, strict=True)
        )
        if revenue > best.revenue:
            best = replace(best, cases=cases, revenue=revenue)
        bound = min(bound, best.bound)
        return Optimum(
            best.cases, y[0], y[1], float(y[2][0]), best.revenue, bound, step
        ), short  # fmt: skip

    # The method.

    def _start(self) -> _Point:
        """Every offer at the same part of its most, every row free: far, but well centred."""
        offers = max(float(self.open.sum(-1).max()), 1.0)
        simple = float((self.value * self._within(self.most)).sum())
        mu = 3 * max(simple, 1e-12) / self.pairs
        x = np.where(self.open > 0, self.most * min(3 / offers, 0.5), 1.0)
        y = tuple(mu / row for row in self.rows)
        z = np.where(self.open > 0, mu / x, 1.0)
        return _Point(x, self.rows, (y[0], y[1], y[2]), z)

    def _step(self, now: _Point) -> _Point:
        """Predict, correct, correct again while it lengthens the step; then go."""
        arrow = _Arrow(self, now)
        mu = self._mean(now)
        onto_x, onto_s = (
            -now.x * now.z * self.open,
            [-s * y for s, y in zip(now.s, now.y, strict=True)],
        )
        way = arrow.direction(onto_x, onto_s)
        ahead = self._mean(_moved(now, way, *_reach(now, way)))
        target = min(1.0, (ahead / mu) ** 3) * mu
        onto_x = (target - now.x * now.z - way.x * way.z) * self.open
        onto_s = [
            target - s * y - ds * dy
            for s, y, ds, dy in zip(now.s, now.y, way.s, way.y, strict=True)
        ]
        way = arrow.direction(onto_x, onto_s)
        reach = _reach(now, way)
        for _ in range(_CORRECTIONS):
            if min(reach) > 0.9:
                break
            aim = [min(1.0, 1.5 * one + 0.1) for one in reach]
            more_x = onto_x + self.open * _towards(target, now.x, way.x, now.z, way.z, aim)
            more_s = [
                row + _towards(target, s, ds, y, dy, aim)
                for row, s, ds, y, dy in zip(onto_s, now.s, way.s, now.y, way.y, strict=True)
            ]
            other = arrow.direction(more_x, more_s)
            further = _reach(now, other)
            if sum(further) < 1.02 * sum(reach):
                break
            way, reach, onto_x, onto_s = other, further, more_x, more_s
        return _moved(now, way, *reach)

    def _mean(self, point: _Point) -> float:
        """How far from the optimum: the mean product of each figure and its price."""
        total = float((point.x * point.z * self.open).sum())
        total += sum(float((s * y).sum()) for s, y in zip(point.s, point.y, strict=True))
        return total / self.pairs


class _Arrow:
    """The equations of one step, factorised once and solved for several right-hand sides."""

    def __init__(self, solver: _Solver, now: _Point) -> None:
        self.solver, self.now, tie = solver, now, solver.tie
        clinics, months, _ = now.x.shape
        size = solver.resources
        taken = solver.taken(now.x * solver.open)
        self.lacking = [
            row - used - s for row, used, s in zip(solver.rows, taken, now.s, strict=True)
        ]
        self.amiss = (solver.cost(now.y) - now.z - solver.value) * solver.open
        self.over_z = solver.open / now.z
        self.d = now.x * self.over_z
        self.owed = self.d * self.amiss
        blocks = (self.d @ solver.outer).reshape(clinics, months, size, size)
        diagonal = np.arange(size)
        blocks[..., diagonal, diagonal] += now.s[0] / now.y[0]
        self.lower = inverse_root(blocks)
        weighted = self.d * solver.promotion
        monthly = np.ascontiguousarray(self.d.transpose(1, 0, 2))
        border = self.lower.transpose(1, 0, 2, 3) @ (solver.turned * monthly[:, :, None, :])
        self.border = tie.columns(border)
        self.back = turned(self.border)
        self.edge = times(self.lower, weighted @ solver.uses)
        self.middle = Less(tie.summed(self.d) + now.s[1] / now.y[1], self.border)
        self.across = tie.summed(weighted) - times(self.back, self._by_month(self.edge))
        self.leaning = self.middle.solved(self.across)
        corner = (weighted * solver.promotion).sum() + now.s[2] / now.y[2] - (self.edge**2).sum()
        self.corner = corner - (self.across * self.leaning).sum()

    def direction(self, onto_x: Numbers, onto_s: list[Numbers]) -> _Point:
        """Where the products of figures and prices come closest to those asked for."""
        now = self.now
        pulled = onto_x * self.over_z - self.owed
        right = [
            row / y + used - lacking
            for row, y, used, lacking in zip(
                onto_s, now.y, self.solver.taken(pulled), self.lacking, strict=True
            )
        ]
        y = self._solved(right[0], right[1], right[2])
        z = self.solver.cost(y)
        x = pulled - self.d * z
        z += self.amiss
        z *= self.solver.open
        s = [
            (row - free * step) / price
            for row, free, step, price in zip(onto_s, now.s, y, now.y, strict=True)
        ]
        return _Point(x, (s[0], s[1], s[2]), y, z)

    def _solved(self, blocks: Numbers, products: Numbers, budget: Numbers) -> Rows:
        halved = times(self.lower, blocks)
        products = products - times(self.back, self._by_month(halved))
        budget = budget - (self.edge * halved).sum()
        prices = self.middle.solved(products)
        last = (budget - (self.across * prices).sum()) / self.corner
        prices = prices - self.leaning * last
        clinics, months, size = halved.shape
        lean = times(self.border, prices).reshape(months, clinics, size).transpose(1, 0, 2)
        halved = halved - lean - self.edge * last
        return times(turned(self.lower), halved), prices, last

    def _by_month(self, blocks: Numbers) -> Numbers:
        clinics, months, size = blocks.shape
        return blocks.transpose(1, 0, 2).reshape(months, clinics * size)


def _towards(
    target: float, a: Numbers, da: Numbers, b: Numbers, db: Numbers, aim: list[float]
) -> Numbers:
    """What brings products that would end far from the target nearer to it (Gondzio)."""
    product = (a + aim[0] * da) * (b + aim[1] * db)
    wanted: Numbers = np.clip(product, 0.1 * target, 10 * target) - product
    return np.maximum(wanted, -10 * target)


def _reach(now: _Point, way: _Point) -> tuple[float, float]:
    """How far figures and prices may go so that none comes to zero; at most 1."""
    primal = [_furthest(now.x, way.x), *map(_furthest, now.s, way.s)]
    dual = [_furthest(now.z, way.z), *map(_furthest, now.y, way.y)]
    return min(primal), min(dual)


def _furthest(figures: Numbers, way: Numbers) -> float:
    least = float((way / figures).min(initial=0.0))
    if not np.isfinite(least):
        raise FloatingPointError
    return 1.0 if least >= -_SHORT else -_SHORT / least


def _moved(now: _Point, way: _Point, primal: float, dual: float) -> _Point:
    s = [row + primal * step for row, step in zip(now.s, way.s, strict=True)]
    y = [row + dual * step for row, step in zip(now.y, way.y, strict=True)]
    return _Point(
        now.x + primal * way.x, (s[0], s[1], s[2]), (y[0], y[1], y[2]), now.z + dual * way.z
    )
