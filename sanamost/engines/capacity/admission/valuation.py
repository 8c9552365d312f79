"""What the units left are worth from a period on: the least of many proven bounds, corrected.

Every split of fares gives an upper bound on what any state is worth, so the least over a library
of splits is one too, and a tighter one: each is best near the state it was made for, and together
they know how resources depend on each other, which no single sum over resources can. The cost of
a request is what the least bound loses by it. Learned corrections (`learning`) are added to that.
"""

from dataclasses import dataclass, field

import numpy as np

from sanamost.engines.capacity.admission.networks import Floats, Network, Whole

SINGLE, PAIR = 5, 7
FEATURES = SINGLE + PAIR


@dataclass
class Valuation:
    """`bounds[t][i, x, k]`: value of x units of resource i by the library's k-th split.

    `weights[t]` are the corrections' weights (`FEATURES`), in units of `scale`.
    """

    bounds: list[Floats]
    partners: Floats
    scale: float
    weights: Floats
    margins: list[Floats] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.margins = [_margins(bounds) for bounds in self.bounds]

    def costs(self, period: int, left: Whole, first: Whole, second: Whole) -> Floats:
        """What taking one unit of both costs, row by row; infinite where one is used up."""
        base, features = self.described(period + 1, left, first, second)
        weights, rows = self.weights[period + 1], np.arange(len(left))
        found = base + np.einsum("rf,f->r", features, weights[:FEATURES])
        found = np.maximum(found + self._own(weights, first, second), 0.0)
        enough = (left[rows, first] > 0) & (left[rows, second] > 0)
        return np.where(enough, found * self.scale, np.inf)

    def _own(self, weights: Floats, first: Whole, second: Whole) -> Floats:
        """The resources' own constants: one set for requests of one resource, one of two."""
        count = len(self.bounds[0])
        alone, paired = weights[FEATURES : FEATURES + count], weights[FEATURES + count :]
        other = paired[np.minimum(second, count - 1)]
        own: Floats = np.where(second < count, paired[first] + other, alone[first])
        return own

    def described(
        self, period: int, left: Whole, first: Whole, second: Whole
    ) -> tuple[Floats, Floats]:
        """The least bound's loss at the start of `period`, and what the correction may look at."""
        bounds, margins = self.bounds[period], self.margins[period]
        count, rows = len(bounds), np.arange(len(left))
        totals = np.zeros((len(left), bounds.shape[2]))
        for leg in range(count):
            totals += bounds[leg, left[:, leg]]
        best = totals.argmin(axis=1)
        without = totals - margins[first, left[rows, first]] - margins[second, left[rows, second]]
        base = (totals[rows, best] - without.min(axis=1)) / self.scale
        each = np.arange(count)
        worth = margins[each, np.maximum(left[:, :count], 1), best[:, None]] / self.scale
        return base, self._features(period, worth, first, second, rows)

    def _features(
        self, period: int, worth: Floats, first: Whole, second: Whole, rows: Whole
    ) -> Floats:
        """Constant, own worth, partners' worth and their products: one set each for requests of
        one and of two resources."""
        count = worth.shape[1]
        beside = worth @ self.partners[period].T
        two = second < count
        other = np.minimum(second, count - 1)
        one_own, one_beside = worth[rows, first], beside[rows, first]
        two_own = np.where(two, worth[rows, other], 0.0)
        total = one_own + two_own
        around = one_beside + np.where(two, beside[rows, other], 0.0) - total
        found = np.zeros((len(rows), FEATURES))
        single, pair = np.flatnonzero(~two), np.flatnonzero(two)
        own, near = one_own[single], one_beside[single]
        found[single, :SINGLE] = np.stack(
            [np.ones(len(single)), own, near, own * own, own * near], axis=1
        )
        own, near, both = one_own[pair], around[pair], total[pair]
        found[pair, SINGLE:] = np.stack(
            [
                np.ones(len(pair)),
                both,
                near,
                own * two_own[pair],
                both * both,
                np.maximum(own, two_own[pair]),
                near * both,
            ],
            axis=1,
        )
        return found


def plain(network: Network, bounds: list[Floats]) -> Valuation:
    """Nothing learned yet."""
    asked = network.chances.sum(axis=0)
    scale = float(network.fares @ asked / max(asked.sum(), 1e-12)) or 1.0
    weights = np.zeros((network.periods + 1, FEATURES + 2 * len(network.capacities)))
    return Valuation(bounds, _partners(network), scale, weights)


def _margins(bounds: Floats) -> Floats:
    """What the last unit is worth, and a last row of zeros for the resource never short."""
    found = np.zeros((bounds.shape[0] + 1, *bounds.shape[1:]))
    found[:-1, 1:] = bounds[:, 1:] - bounds[:, :-1]
    return found


def _partners(network: Network) -> Floats:
    """`[t, i, k]`: of the fares to come that resource i shares with others, the share with k."""
    count = len(network.capacities)
    ahead = network.demand_to_come() * network.fares
    ahead[-1] = ahead[-2]
    found = np.zeros((len(ahead), count, count))
    for product, use in enumerate(network.uses):
        if len(use) == 2:
            found[:, use[0], use[1]] += ahead[:, product]
            found[:, use[1], use[0]] += ahead[:, product]
    shares: Floats = found / np.maximum(found.sum(axis=2, keepdims=True), 1e-12)
    return shares
