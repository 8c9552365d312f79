"""Requests drawn and policies run over many trajectories at once, one period at a time."""

from typing import Protocol

import numpy as np

from sanamost.engines.capacity.admission.networks import NOBODY, Floats, Network, Whole


class Policy(Protocol):
    """Anything that prices what a request would take."""

    def costs(self, period: int, left: Whole, first: Whole, second: Whole) -> Floats:
        """What taking the two resources costs, row by row; infinite where one is used up.

        `left` has one column more than resources: the one that is never short, named as `second`
        by products of a single resource.
        """
        ...


def arrivals(network: Network, trajectories: int, seed: int) -> Whole:
    """The product asked for, by trajectory and period; NOBODY where no request comes."""
    draw = np.random.default_rng(seed)
    asked = np.empty((trajectories, network.periods), dtype=np.int64)
    for t, chances in enumerate(network.chances.cumsum(axis=1)):
        found = np.searchsorted(chances, draw.random(trajectories), side="right")
        asked[:, t] = np.where(found < len(chances), found, NOBODY)
    return asked


def takes(network: Network) -> Whole:
    """The two resources of each product; the never short one fills up. Raises on more than two."""
    never_short = len(network.capacities)
    table = np.full((len(network.uses), 2), never_short, dtype=np.int64)
    for product, use in enumerate(network.uses):
        table[product, : len(use)] = use
    return table


def with_never_short(left: Whole) -> Whole:
    """Units left by row, and a last column for the resource that is never short."""
    return np.hstack([left, np.ones((len(left), 1), dtype=np.int64)])


def run(
    network: Network,
    policy: Policy,
    asked: Whole,
    *,
    watched: tuple[int, ...] = (),
) -> tuple[Floats, dict[int, Whole]]:
    """What each trajectory earns, and the units left at the start of the periods watched."""
    uses, rows = takes(network), np.arange(len(asked))
    left = with_never_short(np.repeat(network.capacities[None], len(asked), axis=0))
    earned, seen = np.zeros(len(asked)), {}
    for t in range(network.periods):
        if t in watched:
            seen[t] = left[:, :-1].copy()
        _serve(network, policy, uses, t, left, earned, rows, asked[:, t])
    return earned, seen


def run_on(
    network: Network,
    policy: Policy,
    span: tuple[int, int],
    left: Whole,
    asked: Whole,
    rows: Whole,
    twin: Whole,
) -> tuple[Floats, Whole]:
    """How much more each row earns than its twin, another row, in the periods of `span`.

    Row r meets the requests `asked[rows[r]]`. A row whose units have become those of its twin is
    followed no further: nothing can part them again. Also the units left at the end, the never
    short included; of rows that met their twin, the twin's.
    """
    uses, count = takes(network), len(left)
    left, earned, more = with_never_short(left), np.zeros(count), np.zeros(count)
    alone = twin == np.arange(count)
    live = np.arange(count)
    for t in range(*span):
        if (t - span[0]) % 5 == 4:
            met = (left[live] == left[twin[live]]).all(axis=1) & ~alone[live]
            gone, live = live[met], live[~met]
            more[gone] = earned[gone] - earned[twin[gone]]
            needed = np.zeros(count, dtype=bool)
            needed[twin[live[~alone[live]]]] = True
            live = live[needed[live] | ~alone[live]]
            if not len(live):
                break
        _serve(network, policy, uses, t, left, earned, live, asked[rows[live], t])
    live = live[~alone[live]]
    more[live] = earned[live] - earned[twin[live]]
    ends = left[twin]
    ends[live] = left[live]
    return more, ends


def _serve(
    network: Network,
    policy: Policy,
    uses: Whole,
    t: int,
    left: Whole,
    earned: Floats,
    rows: Whole,
    products: Whole,
) -> None:
    """Let each of `rows` answer its request of period t; changes `left` and `earned`."""
    came = products != NOBODY
    rows, products = rows[came], products[came]
    if not len(rows):
        return
    first, second = uses[products].T
    taken = network.fares[products] >= policy.costs(t, left[rows], first, second)
    rows, products, first, second = rows[taken], products[taken], first[taken], second[taken]
    earned[rows] += network.fares[products]
    left[rows, first] -= 1
    two = second < len(network.capacities)
    left[rows[two], second[two]] -= 1
