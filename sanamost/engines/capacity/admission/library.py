"""The library of bounds: the relaxation made anew at states that trajectories are likely to reach."""

import numpy as np

from sanamost.engines.capacity.admission.networks import Floats, Network, Whole
from sanamost.engines.capacity.admission.relaxation import Layout, Relaxed, improve
from sanamost.engines.capacity.admission.simulating import Policy, arrivals, run

MOMENTS = (0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
# No state meant for these bounds has that many units left; should one, other bounds are the least.
BEYOND = 1e6


def single(relaxed: Relaxed) -> list[Floats]:
    """The library that holds the first relaxation alone."""
    return [values[:, :, None] for values in relaxed.values]


def collect(
    network: Network, relaxed: Relaxed, policy: Policy, *, states: int, rounds: int, seed: int
) -> list[Floats]:
    """Bounds by period: the first relaxation's, those of the moment past and of the one before.

    At each of `MOMENTS` the relaxation is improved by `rounds` steps at `states` states that
    `policy` reached. Bounds made at a moment hold from then on, whatever the state.
    """
    layout = Layout(network)
    chances = np.ascontiguousarray(layout.by_resource(network.chances))
    moments = sorted({int(network.periods * share) for share in MOMENTS} - {0})
    asked = arrivals(network, states, seed)
    _, seen = run(network, policy, asked, watched=tuple(moments))
    bounds = single(relaxed)
    before: list[Floats] = []
    for begins, ends in zip(moments, [*moments[1:], network.periods + 1], strict=True):
        fresh = [
            _padded(relaxed, begins, _again(network, layout, chances, relaxed, begins, left, rounds))
            for left in seen[begins]
        ]
        for t in range(begins, ends):
            shelf = [relaxed.values[t]] + [values[t] for values in before + fresh]
            bounds[t] = np.ascontiguousarray(np.stack(shelf, axis=-1))
        before = fresh
    return bounds


def _again(
    network: Network,
    layout: Layout,
    chances: Floats,
    relaxed: Relaxed,
    begins: int,
    left: Whole,
    rounds: int,
) -> Floats:
    parts = relaxed.parts[begins:]
    found = improve(
        network, layout, chances[begins:], left, parts, rounds=rounds, taken=10
    )
    return found.values


def _padded(relaxed: Relaxed, begins: int, values: Floats) -> Floats:
    """The values at their periods, as many units wide as the first relaxation's."""
    found = np.zeros_like(relaxed.values)
    units = values.shape[2]
    found[begins:, :, :units] = values
    found[begins:, :, units:] = values[:, :, -1:] + BEYOND
    return found
