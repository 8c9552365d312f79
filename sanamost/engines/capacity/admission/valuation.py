"""What the units left are worth from a period on: a proven bound, corrected by what was learned.

The relaxation's bound is a sum over resources; the cost of a request is what its resources' values
lose by it. That sum knows nothing of how resources depend on each other, and the bound is not what
a policy earns: learned corrections (`learning`) add both, as a weighted sum of few features.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.capacity.admission.networks import Floats, Network, Whole

SINGLE, PAIR = 8, 10
FEATURES = SINGLE + PAIR


@dataclass
class Valuation:
    """`values[t, i, x]`: what x units of resource i are worth from period t on.

    `partners[t, i, k]`: of the fares still to come that resource i shares, the share with k.
    `plenty[t, i, x]`: x units of resource i ÷ (x + units expected to be asked for from t on).
    `weights[t]`: the corrections' weights: `FEATURES`, and a constant of each resource for
    requests of one resource and for those of two. All in units of `scale`.
    """

    values: Floats
    partners: Floats
    plenty: Floats
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
        """What taking one unit of both costs, row by row; infinite where one is used up.

        The same as `described` with its weights, without laying features out.
        """
        own, other, near, two = self._looked_up(period + 1, left, first, second)
        much, more = self._plenty(period + 1, left, first, second)
        weights, total = self.weights[period + 1], own + other
        one = weights[:SINGLE]
        single = one[0] + own * (one[1] + one[3] * own + one[4] * near) + one[2] * near
        single += much * (one[5] + one[6] * own + one[7] * near)
        both = weights[SINGLE:FEATURES]
        pair = both[0] + total * (both[1] + both[4] * total + both[6] * near) + both[2] * near
        pair += both[3] * own * other + both[5] * np.maximum(own, other)
        pair += both[7] * (much + more) + both[8] * much * more
        pair += both[9] * (much * own + more * other)
        found = total + np.where(two, pair, single) + self._constants(weights, first, second, two)
        rows = np.arange(len(left))
        enough = (left[rows, first] > 0) & (left[rows, second] > 0)
        return np.where(enough, np.maximum(found, 0.0) * self.scale, np.inf)

    def described(
        self, period: int, left: Whole, first: Whole, second: Whole
    ) -> tuple[Floats, Floats]:
        """The bound's loss at the start of `period`, and what the correction may look at.

        Constant, own worth, partners' worth, plenty and their products: one set each for requests
        of one and of two resources.
        """
        own, other, near, two = self._looked_up(period, left, first, second)
        much, more = self._plenty(period, left, first, second)
        total, found = own + other, np.zeros((len(left), FEATURES))
        single = [np.ones(len(own)), own, near, own * own, own * near]
        single += [much, much * own, much * near]
        found[~two, :SINGLE] = np.stack(single, axis=1)[~two]
        pair = [np.ones(len(own)), total, near, own * other, total * total]
        pair += [np.maximum(own, other), near * total]
        pair += [much + more, much * more, much * own + more * other]
        found[two, SINGLE:] = np.stack(pair, axis=1)[two]
        return total, found

    def _looked_up(
        self, period: int, left: Whole, first: Whole, second: Whole
    ) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
        """Worth of the last unit of both, of the others they are asked for with, and if two."""
        count, units = self.margins.shape[1:]
        flat = left[:, :count] + np.arange(count) * units
        worth = self.margins[period].ravel().take(flat)
        rows, two = np.arange(len(left)), second < count
        least = np.minimum(second, count - 1)
        own, other = worth[rows, first], np.where(two, worth[rows, least], 0.0)
        partners = self.partners[period]
        near = np.einsum("rk,rk->r", worth, partners[first])
        if two.any():
            further = np.einsum("rk,rk->r", worth, partners[least])
            near = np.where(two, near + further - own - other, near)
        return own, other, near, two

    def _plenty(
        self, period: int, left: Whole, first: Whole, second: Whole
    ) -> tuple[Floats, Floats]:
        """How plentiful both resources are; the second repeats a resource where there is one."""
        rows, least = np.arange(len(left)), np.minimum(second, self.values.shape[1] - 1)
        table = self.plenty[period]
        return table[first, left[rows, first]], table[least, left[rows, least]]

    def _constants(
        self, weights: Floats, first: Whole, second: Whole, two: NDArray[np.bool_]
    ) -> Floats:
        """The resources' own constants."""
        count = self.values.shape[1]
        alone, paired = weights[FEATURES : FEATURES + count], weights[FEATURES + count :]
        other = paired[np.minimum(second, count - 1)]
        found: Floats = np.where(two, paired[first] + other, alone[first])
        return found


def plain(network: Network, values: Floats) -> Valuation:
    """Nothing learned yet."""
    asked = network.chances.sum(axis=0)
    scale = float(network.fares @ asked / max(asked.sum(), 1e-12)) or 1.0
    weights = np.zeros((network.periods + 1, FEATURES + 2 * len(network.capacities)))
    return Valuation(values, _partners(network), _plenty(network, values), scale, weights)


def _plenty(network: Network, values: Floats) -> Floats:
    """`[t, i, x]`: x ÷ (x + units of i expected to be asked for from t on)."""
    asked = network.demand_to_come() @ network.incidence().T
    units = np.arange(values.shape[2])
    return np.asarray(units / np.maximum(units + asked[:, :, None], 1e-12))


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
