"""Samples of what units are worth under a policy: two futures against the same requests.

At several moments, at states that trajectories reach, one unit of one resource or of a pair is
taken away, and both futures are followed against the same requests. To the end, the difference of
earnings is an unbiased sample of what the unit is worth under the policy, but mostly luck. Cut
some periods ahead, with the policy's own worth of the units that the two still differ by, it is
biased by as much as that worth is wrong, needs far fewer steps and has far less luck in it.
"""

from dataclasses import dataclass

import numpy as np

from sanamost.engines.capacity.admission.networks import Floats, Network, Whole
from sanamost.engines.capacity.admission.simulating import (
    arrivals,
    run,
    run_on,
    takes,
    with_never_short,
)
from sanamost.engines.capacity.admission.valuation import Valuation

MOMENTS = 14


@dataclass(frozen=True)
class Samples:
    """At the start of `period`, by row: units left, the resources taken from, what it cost."""

    period: int
    left: Whole
    first: Whole
    second: Whole
    lost: Floats


def sample(
    network: Network, policy: Valuation, *, states: int, seed: int, ahead: int
) -> list[Samples]:
    """Samples of what units are worth under `policy`, of every resource and as many pairs.

    Futures are cut `ahead` periods after they part, or followed to the end where that is near.
    """
    draw = np.random.default_rng(seed)
    moments = _moments(network.periods)
    _, seen = run(
        network, policy, arrivals(network, states, int(draw.integers(2**62))), watched=moments
    )
    found = []
    for moment in moments:
        near = seen[moment] + draw.integers(-1, 2, seen[moment].shape)
        left = np.clip(near, 0, network.capacities)
        asked = arrivals(network, states, int(draw.integers(2**62)))
        chosen = _chosen(network, states, draw)
        end = moment + ahead if moment + 1.5 * ahead < network.periods else network.periods
        found.append(_sampled(network, policy, (moment, end), left, asked, chosen))
    return found


def _moments(periods: int) -> tuple[int, ...]:
    """Denser towards the end, where corrections change most."""
    evenly = np.linspace(0.01, 1.0, MOMENTS)
    found = np.round(periods * (1 - (1 - evenly) ** 1.3)).astype(int)
    return tuple(int(one) for one in np.unique(found.clip(min(1, periods - 1), periods - 1)))


def _chosen(network: Network, states: int, draw: np.random.Generator) -> Whole:
    """By state: each resource alone, and as many pairs drawn among those that products take."""
    count = len(network.capacities)
    alone = np.stack([np.arange(count), np.full(count, count)], axis=1)
    chosen = np.repeat(alone[None], states, axis=0)
    uses = takes(network)
    pairs = np.unique(uses[uses[:, 1] < count], axis=0)
    if not len(pairs):
        return chosen
    return np.concatenate([chosen, pairs[draw.integers(0, len(pairs), (states, count))]], axis=1)


def _sampled(
    network: Network,
    policy: Valuation,
    span: tuple[int, int],
    left: Whole,
    asked: Whole,
    chosen: Whole,
) -> Samples:
    states, choices, _ = chosen.shape
    group = choices + 1
    spare = np.full((states, 1), np.iinfo(np.int64).max // 2)
    copies = np.repeat(np.hstack([left, spare])[:, None], group, axis=1)
    state, choice = np.arange(states)[:, None], np.arange(1, group)[None]
    copies[state, choice, chosen[:, :, 0]] -= 1
    copies[state, choice, chosen[:, :, 1]] -= 1
    copies = copies[:, :, :-1]
    possible = copies.min(axis=2)[:, 1:] >= 0
    rows = np.repeat(np.arange(states), group)
    twins = rows * group
    more, ends = run_on(
        network,
        policy,
        span,
        np.maximum(copies, 0).reshape(states * group, -1),
        asked,
        rows,
        twins,
    )
    if span[1] < network.periods:
        apart = np.flatnonzero((ends != ends[twins]).any(axis=1))
        more[apart] += _further(policy, span[1], ends[apart], ends[twins[apart]])
    lost = -more.reshape(states, group)[:, 1:]
    states_of = np.broadcast_to(state, possible.shape)[possible]
    return Samples(
        span[0],
        with_never_short(left[states_of]),
        chosen[possible][:, 0],
        chosen[possible][:, 1],
        lost[possible],
    )


def _further(policy: Valuation, period: int, left: Whole, twin: Whole) -> Floats:
    """How much more `left` is worth than `twin` from `period` on: units taken away one by one."""
    both = np.minimum(left, twin)
    return _stripped(policy, period, left, both) - _stripped(policy, period, twin, both)


def _stripped(policy: Valuation, period: int, left: Whole, until: Whole) -> Floats:
    """What `left` is worth more than `until`, row by row; `until` is nowhere more than `left`."""
    count, worth, left = left.shape[1] - 1, np.zeros(len(left)), left.copy()
    rows = np.arange(len(left))
    while len(rows := rows[(left[rows] > until[rows]).any(axis=1)]):
        first = (left[rows] > until[rows]).argmax(axis=1)
        alone = np.full(len(rows), count)
        worth[rows] += policy.costs(period - 1, left[rows], first, alone)
        left[rows, first] -= 1
    return worth
