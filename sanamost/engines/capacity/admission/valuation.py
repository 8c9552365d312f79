"""What the units left are worth from a period on: a proven bound, corrected by what was learned.

The relaxation's bound is a sum over resources; the cost of a request is what its resources' values
lose by it. That sum knows nothing of how resources depend on each other, and the bound is not what
a policy earns: learned corrections (`learning`) add both, as a weighted sum of few features.
"""

from dataclasses import dataclass, field

import numpy as np

from sanamost.engines.capacity.admission.networks import Floats, Network, Whole

SINGLE, PAIR = 5, 7
FEATURES = SINGLE + PAIR


@dataclass
class Valuation:
    """`values[t, i, x]`: what x units of resource i are worth from period t on.

    `partners[t, i, k]`: of the fares still to come that resource i shares, the share with k.
    `weights[t]`: the corrections' weights: `FEATURES`, and a constant of each resource for
    requests of one resource and for those of two. All in units of `scale`.
    """

    values: Floats
    partners: Floats
    scale: float
    weights: Floats
    margins: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """What the last unit is worth; where none is left, as if the slope went on."""
        self.margins = np.zeros_like(self.values)
        self.margins[:, :, 1:] = np.diff(self.values, axis=2) / self.scale
        if self.values.shape[2] > 2:
            self.margins[:, :, 0] = 2 * self.margins[:, :, 1] - self.margins[:, :, 2]

    def costs(self, period: int, left: Whole, first: Whole, second: Whole) -> Floats:
        """What taking one unit of both costs, row by row; infinite where one is used up."""
        base, features = self.described(period + 1, left, first, second)
        weights, rows = self.weights[period + 1], np.arange(len(left))
        found = base + np.einsum("rf,f->r", features, weights[:FEATURES])
        found = np.maximum(found + self._own(weights, first, second), 0.0)
        enough = (left[rows, first] > 0) & (left[rows, second] > 0)
        return np.where(enough, found * self.scale, np.inf)

    def _own(self, weights: Floats, first: Whole, second: Whole) -> Floats:
        """The resources' own constants."""
        count = self.values.shape[1]
        alone, paired = weights[FEATURES : FEATURES + count], weights[FEATURES + count :]
        other = paired[np.minimum(second, count - 1)]
        own: Floats = np.where(second < count, paired[first] + other, alone[first])
        return own

    def described(
        self, period: int, left: Whole, first: Whole, second: Whole
    ) -> tuple[Floats, Floats]:
        """The bound's loss at the start of `period`, and what the correction may look at."""
        count, rows = self.values.shape[1], np.arange(len(left))
        worth = self.margins[period][np.arange(count), left[:, :count]]
        other = np.where(second < count, worth[rows, np.minimum(second, count - 1)], 0.0)
        base: Floats = worth[rows, first] + other
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


def plain(network: Network, values: Floats) -> Valuation:
    """Nothing learned yet."""
    asked = network.chances.sum(axis=0)
    scale = float(network.fares @ asked / max(asked.sum(), 1e-12)) or 1.0
    weights = np.zeros((network.periods + 1, FEATURES + 2 * len(network.capacities)))
    return Valuation(values, _partners(network), scale, weights)


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
