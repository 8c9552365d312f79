"""The peers that admission is measured against, each over the same requests.

First come first served accepts what fits. DLP bid prices accept a fare of at least the prices of
the linear programme on expected requests (Talluri and van Ryzin 1998). The randomised one takes
the mean of prices over drawn requests (Talluri and van Ryzin 1999). The Bayes selector accepts a
product when the programme on requests still expected accepts at least half of them (Vera and
Banerjee 2021). All but the first solve anew, per trajectory, at evenly spaced periods.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sanamost.engines.capacity.admission import Allotment, Network
from sanamost.engines.capacity.admission.networks import NOBODY, Floats, Whole
from sanamost.engines.capacity.admission.simulating import takes, with_never_short


@dataclass(frozen=True)
class Solves:
    """How often each peer solves, per trajectory, the first solve shared by all trajectories."""

    dlp: int = 5
    rlp: int = 3
    rlp_draws_first: int = 200
    rlp_draws: int = 4
    bayes: int = 10


def first_come(network: Network, asked: Whole) -> Floats:
    """Everything that fits."""
    never = np.zeros((len(asked), len(network.fares)))
    return _run(network, asked, 1, lambda _period, _left: never)


def dlp(network: Network, asked: Whole, solves: Solves) -> Floats:
    """Bid prices of the programme on expected requests."""
    allotment, ahead, table = Allotment(network), network.demand_to_come(), network.incidence()

    def refused(period: int, left: Whole) -> Floats:
        prices = []
        for row in left:
            allotment.solve(row, ahead[period])
            prices.append(allotment.prices())
        return (np.array(prices) @ table > network.fares + 1e-9).astype(float)

    return _run(network, asked, solves.dlp, refused)


def rlp(network: Network, asked: Whole, solves: Solves, seed: int) -> Floats:
    """Bid prices averaged over drawn requests; the same draws for every trajectory of a period."""
    allotment, table = Allotment(network), network.incidence()
    draw = np.random.default_rng(seed)

    def refused(period: int, left: Whole) -> Floats:
        prices = np.zeros(left.shape)
        draws = solves.rlp_draws_first if period == 0 else solves.rlp_draws
        for _ in range(draws):
            requests = _requests(network, period, draw)
            for at, row in enumerate(left):
                allotment.solve(row, requests)
                prices[at] += allotment.prices() / draws
        return (prices @ table > network.fares + 1e-9).astype(float)

    return _run(network, asked, solves.rlp, refused)


def bayes(network: Network, asked: Whole, solves: Solves) -> Floats:
    """Accept what the programme on expected requests accepts at least half of."""
    allotment, ahead = Allotment(network), network.demand_to_come()

    def refused(period: int, left: Whole) -> Floats:
        found = []
        for row in left:
            allotment.solve(row, ahead[period])
            found.append(allotment.accepted() < ahead[period] / 2)
        return np.array(found, dtype=float)

    return _run(network, asked, solves.bayes, refused)


def _requests(network: Network, period: int, draw: np.random.Generator) -> Floats:
    """How many of each product are asked for from `period` on, drawn."""
    chances = network.chances[period:].cumsum(axis=1)
    found = (chances < draw.random((len(chances), 1))).sum(axis=1)
    counts = np.bincount(found, minlength=len(network.fares) + 1)
    return counts[: len(network.fares)].astype(np.float64)


def _run(
    network: Network, asked: Whole, solves: int, refused: Callable[[int, Whole], Floats]
) -> Floats:
    """Serve all trajectories; `refused(period, units left by row)` is above 0 for what is refused.

    For period 0 it is asked once: every trajectory starts from the same units.
    """
    uses, rows = takes(network), np.arange(len(asked))
    left = with_never_short(np.repeat(network.capacities[None], len(asked), axis=0))
    earned, barred = np.zeros(len(asked)), np.zeros((len(asked), len(network.fares)))
    moments = {network.periods * turn // solves for turn in range(solves)}
    for period in range(network.periods):
        if period == 0:
            barred[:] = refused(period, left[:1, :-1])[:1]
        elif period in moments:
            barred = refused(period, left[:, :-1])
        came = asked[:, period] != NOBODY
        product = asked[came, period]
        first, second = uses[product].T
        who = rows[came]
        taken = (left[who, first] > 0) & (left[who, second] > 0) & (barred[who, product] == 0)
        who, product, first, second = who[taken], product[taken], first[taken], second[taken]
        earned[who] += network.fares[product]
        left[who, first] -= 1
        two = second < len(network.capacities)
        left[who[two], second[two]] -= 1
    return earned
