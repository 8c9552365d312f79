"""Corrections learned from samples: what a policy really loses when one unit less is left.

A ridge regression over few features, its weights piecewise linear in time and smooth, turns
samples (`sampling`) into corrections of the bounds; then the corrected policy is simulated in its
turn (approximate policy iteration).
"""

from dataclasses import replace

import numpy as np

from sanamost.engines.capacity.admission.networks import Floats, Network
from sanamost.engines.capacity.admission.sampling import Samples
from sanamost.engines.capacity.admission.simulating import takes
from sanamost.engines.capacity.admission.valuation import FEATURES, Valuation

KNOTS = (0.0, 0.3, 0.5, 0.65, 0.75, 0.85, 0.92, 0.97, 1.0)
RIDGE = 30.0
SMOOTH = 1.0
OWN = 200.0
FAR, NEAR = 0.05, 0.3


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


def _penalty(knots: int, each: int) -> Floats:
    """Small weights, and weights that change little from knot to knot."""
    steps = np.diff(np.eye(knots), axis=0)
    size = np.full(each, RIDGE)
    size[FEATURES:] = OWN
    return np.asarray(np.kron(np.eye(knots) + SMOOTH * steps.T @ steps, np.diag(size)))
