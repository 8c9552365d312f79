"""Corrections learned from simulation: what a policy really loses when one unit less is left.

At several moments, at states that trajectories reach, one unit of one resource or of a pair is
taken away, and both are followed to the end against the same requests: the difference is an
unbiased sample of what the unit is worth under the policy. A ridge regression over few features,
its weights piecewise linear in time and smooth, turns samples into corrections of the bounds; then
the corrected policy is simulated in its turn (approximate policy iteration).
"""

from dataclasses import dataclass, replace

import numpy as np

from sanamost.engines.capacity.admission.networks import Floats, Network, Whole
from sanamost.engines.capacity.admission.simulating import (
    arrivals,
    run,
    run_on,
    takes,
    with_never_short,
)
from sanamost.engines.capacity.admission.valuation import FEATURES, Valuation

KNOTS = (0.0, 0.3, 0.5, 0.65, 0.75, 0.85, 0.92, 0.97, 1.0)
MOMENTS = 14
RIDGE = 30.0
SMOOTH = 1.0
OWN = 200.0
FAR, NEAR = 0.05, 0.3


@dataclass(frozen=True)
class Samples:
    """At the start of `period`, by row: units left, the resources taken from, what it cost."""

    period: int
    left: Whole
    first: Whole
    second: Whole
    lost: Floats


def sample(network: Network, policy: Valuation, *, states: int, seed: int) -> list[Samples]:
    """Samples of what units are worth under `policy`, of every resource and as many pairs."""
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
        found.append(_sampled(network, policy, moment, left, asked, _chosen(network, states, draw)))
    return found


def learned(network: Network, policy: Valuation, samples: list[Samples]) -> Valuation:
    """The policy with corrections fitted to the samples."""
    knots = np.array(KNOTS) * network.periods
    each = FEATURES + 2 * len(network.capacities)
    squares, products = np.zeros((len(knots), each) * 2), np.zeros((len(knots), each))
    for one in samples:
        base, features = policy.described(one.period, one.left, one.first, one.second)
        rows = np.hstack([features, _owners(one, len(network.capacities))])
        weighty = _weights(network, one, base * policy.scale, policy.scale)[:, None]
        square = rows.T @ (rows * weighty)
        product = rows.T @ ((one.lost / policy.scale - base) * weighty[:, 0])
        near = np.array([np.interp(one.period, knots, row) for row in np.eye(len(knots))])
        squares += near[:, None, None, None] * square[None, :, None, :] * near[None, None, :, None]
        products += near[:, None] * product
    width = len(knots) * each
    solved = np.linalg.solve(
        squares.reshape(width, width) + _penalty(len(knots), each), products.reshape(width)
    )
    every = np.arange(network.periods + 1)
    lines = [np.interp(every, knots, column) for column in solved.reshape(len(knots), each).T]
    return replace(policy, weights=np.stack(lines, axis=1))


def _owners(one: Samples, count: int) -> Floats:
    """Which resources were taken from: alone, or as a pair."""
    rows, two = np.arange(len(one.first)), one.second < count
    found = np.zeros((len(rows), 2 * count))
    found[rows, one.first + np.where(two, count, 0)] = 1.0
    found[rows[two], count + one.second[two]] = 1.0
    return found


def _weights(network: Network, one: Samples, base: Floats, scale: float) -> Floats:
    """Samples count most where a fare is near the cost: there the decision hangs on it."""
    found = np.full(len(base), FAR)
    for (first, second), fare in zip(takes(network), network.fares, strict=True):
        rows = np.flatnonzero((one.first == first) & (one.second == second))
        found[rows] += np.exp(-(((base[rows] - fare) / (NEAR * scale)) ** 2))
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
    network: Network, policy: Valuation, period: int, left: Whole, asked: Whole, chosen: Whole
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
    more = run_on(
        network,
        policy,
        period,
        np.maximum(copies, 0).reshape(states * group, -1),
        asked,
        rows,
        rows * group,
    )
    lost = -more.reshape(states, group)[:, 1:]
    states_of = np.broadcast_to(state, possible.shape)[possible]
    return Samples(
        period,
        with_never_short(left[states_of]),
        chosen[possible][:, 0],
        chosen[possible][:, 1],
        lost[possible],
    )


def _penalty(knots: int, each: int) -> Floats:
    """Small weights, and weights that change little from knot to knot."""
    steps = np.diff(np.eye(knots), axis=0)
    size = np.full(each, RIDGE)
    size[FEATURES:] = OWN
    return np.asarray(np.kron(np.eye(knots) + SMOOTH * steps.T @ steps, np.diag(size)))
