"""What units left are worth, resource by resource, by Lagrangian relaxation of the whole.

A product that takes several resources is split: each of its resources decides for itself and is
promised a part of the fare, and the parts add up to the fare. Then the problem falls into one
small dynamic programme per resource, and the sum of their values is a proven upper bound on what
any policy can earn, whatever the split. The split is chosen by subgradient steps that lower the
bound: where one resource accepts more often than the other, its part goes down (Topaloglu 2009;
that the parts may be held to the fare: Kunnumkal and Talluri 2016). All resources are computed at
once, period by period.
"""

from dataclasses import dataclass

import numpy as np

from sanamost.engines.capacity.admission.networks import Floats, Network, Whole


class Layout:
    """Which product stands in which place of which resource's list, padded to one shape."""

    def __init__(self, network: Network) -> None:
        count = len(network.capacities)
        found = [[j for j, use in enumerate(network.uses) if i in use] for i in range(count)]
        self.width = max(1, *map(len, found))
        self.product = np.zeros((count, self.width), dtype=np.int64)
        self.filled = np.zeros((count, self.width))
        place: dict[tuple[int, int], int] = {}
        for leg, products in enumerate(found):
            self.product[leg, : len(products)] = products
            self.filled[leg, : len(products)] = 1.0
            place |= {(leg, product): at for at, product in enumerate(products)}
        pairs = [
            (product, use[0], place[use[0], product], use[1], place[use[1], product])
            for product, use in enumerate(network.uses)
            if len(use) == 2
        ]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 5).T
        self.paired, self.first, self.first_place, self.second, self.second_place = table

    def by_resource(self, by_product: Floats) -> Floats:
        """Figures of products, laid out by resource and place; zero in padding."""
        laid: Floats = by_product[..., self.product] * self.filled
        return laid


@dataclass(frozen=True)
class Relaxed:
    """`values[t, i, x]`: what x units of resource i are worth from period t on; summed over
    resources never less than the truth. `bound` is that sum at the start."""

    values: Floats
    bound: float


def relax(network: Network, *, rounds: int = 150) -> Relaxed:
    """The least bound found in `rounds` steps (one at least) from equal parts."""
    layout, fares = Layout(network), network.fares
    chances = np.ascontiguousarray(layout.by_resource(network.chances))
    parts = np.repeat(layout.by_resource(fares)[None], network.periods, axis=0)
    shared = fares[layout.paired]
    first = np.repeat(shared[None] / 2, network.periods, axis=0)
    best = Relaxed(np.zeros(0), np.inf)
    for step in range(rounds):
        parts[:, layout.first, layout.first_place] = first
        parts[:, layout.second, layout.second_place] = shared - first
        values, bound, wishes = _values(chances, parts, network.capacities)
        if bound < best.bound:
            best = Relaxed(values, bound)
        apart = wishes[:, layout.first, layout.first_place]
        apart = apart - wishes[:, layout.second, layout.second_place]
        first = np.clip(first - shared * apart / (1 + step) ** 0.7, 0.0, shared)
    return best


def _values(chances: Floats, parts: Floats, left: Whole) -> tuple[Floats, float, Floats]:
    """Values by period, resource and units; their bound; how often each wishes to accept."""
    periods, count, width = chances.shape
    units, every = int(left.max()), np.arange(count)
    values = np.zeros((periods + 1, count, units + 1))
    margins = np.zeros((periods, count, units))
    gain = np.empty((count, width, units))
    for t in range(periods - 1, -1, -1):
        after = values[t + 1]
        margin = np.subtract(after[:, 1:], after[:, :-1], out=margins[t])
        np.subtract(parts[t][:, :, None], margin[:, None, :], out=gain)
        np.maximum(gain, 0.0, out=gain)
        values[t, :, 1:] = after[:, 1:] + np.matmul(chances[t][:, None, :], gain)[:, 0]
    spread = np.zeros((count, units + 1))
    spread[every, left] = 1.0
    wishes = np.zeros((periods, count, width))
    for t in range(periods):
        takes = (parts[t][:, :, None] > margins[t][:, None, :]).astype(np.float64)
        wishes[t] = np.matmul(takes, spread[:, 1:, None])[:, :, 0]
        moved = np.matmul(chances[t][:, None, :], takes)[:, 0] * spread[:, 1:]
        spread[:, 1:] -= moved
        spread[:, :-1] += moved
    return values, float(values[0, every, left].sum()), wishes
