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
    """`values[t, i, x]`: what x units of resource i are worth from period t on. Never less than
    the truth when summed over resources; `bound` is that sum at the start; `parts[t, i, p]` is
    what resource i is promised of the fare of its p-th product."""

    values: Floats
    bound: float
    parts: Floats


def relax(network: Network, *, rounds: int = 150) -> Relaxed:
    """The least bound found in `rounds` steps from equal parts."""
    layout = Layout(network)
    parts = np.repeat(layout.by_resource(network.fares)[None], network.periods, axis=0)
    half = network.fares[layout.paired] / 2
    parts[:, layout.first, layout.first_place] = half
    parts[:, layout.second, layout.second_place] = half
    chances = np.ascontiguousarray(layout.by_resource(network.chances))
    return _improve(network, layout, chances, network.capacities, parts, rounds=rounds, taken=0)


def _improve(
    network: Network,
    layout: Layout,
    chances: Floats,
    left: Whole,
    parts: Floats,
    *,
    rounds: int,
    taken: int,
) -> Relaxed:
    """The least bound for `left` units in `rounds` further steps, `taken` having been made.

    `chances` and `parts` begin at the period from which the units are left.
    """
    parts, best = parts.copy(), None
    fares = network.fares[layout.paired]
    for step in range(taken, taken + rounds):
        values, bound, wishes = _values(chances, parts, left)
        if best is None or bound < best.bound:
            best = Relaxed(values, bound, parts.copy())
        apart = wishes[:, layout.first, layout.first_place]
        apart = apart - wishes[:, layout.second, layout.second_place]
        first = parts[:, layout.first, layout.first_place] - fares * apart / (1 + step) ** 0.7
        np.clip(first, 0.0, fares, out=first)
        parts[:, layout.first, layout.first_place] = first
        parts[:, layout.second, layout.second_place] = fares - first
    assert best is not None
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
