"""The policy, on networks small enough to be solved exactly …"""

from functools import cache

import numpy as np
import pytest

from sanamost.engines.capacity.admission import (
    Network,
    arrivals,
    hindsight,
    prepare,
    read_network,
    run,
)
from sanamost.engines.capacity.admission.networks import Floats, Whole
from sanamost.engines.capacity.admission.relaxation import relax
from sanamost.engines.capacity.admission.valuation import FEATURES
from tests.engines.capacity.admission.hubs import text


class FirstCome:
    """Everything that fits."""

    def costs(self, period: int, left: Whole, first: Whole, second: Whole) -> Floats:
        rows = np.arange(len(left))
        return np.where((left[rows, first] > 0) & (left[rows, second] > 0), 0.0, np.inf)


def optimum(network: Network) -> float:
    """What the best of all policies earns, by the whole dynamic programme."""

    @cache
    def worth(period: int, left: tuple[int, ...]) -> float:
        if period == network.periods:
            return 0.0
        refused = worth(period + 1, left)
        total = refused
        for use, fare, chance in zip(
            network.uses, network.fares, network.chances[period], strict=True
        ):
            after = tuple(units - (leg in use) for leg, units in enumerate(left))
            if chance and min(after) >= 0:
                total += chance * max(0.0, fare + worth(period + 1, after) - refused)
        return total

    return worth(0, tuple(network.capacities.tolist()))


@pytest.fixture(scope="module")
def hub() -> Network:
    return read_network(text(spokes=2, periods=24, capacity=4).encode())


def test_never_values_less_than_the_optimum(hub: Network) -> None:
    equal_parts, improved = relax(hub, rounds=1).bound, relax(hub, rounds=80).bound

    assert optimum(hub) <= improved < equal_parts


def test_is_exact_for_a_single_resource() -> None:
    chances = np.tile([[0.5, 0.3]], (12, 1))
    alone = Network(np.array([3]), ((0,), (0,)), np.array([10.0, 25.0]), chances)

    assert relax(alone, rounds=1).bound == pytest.approx(optimum(alone))


def test_comes_near_the_optimum_and_beats_first_come(hub: Network) -> None:
    asked = arrivals(hub, 4000, seed=11)
    ours = run(hub, prepare(hub, seed=3, effort=0.2), asked)[0]
    wide = 3 * ours.std() / len(ours) ** 0.5

    assert 0.97 * optimum(hub) - wide < ours.mean() < optimum(hub) + wide
    assert ours.mean() > 1.05 * run(hub, FirstCome(), asked)[0].mean()


def test_never_earns_more_than_hindsight(hub: Network) -> None:
    asked = arrivals(hub, 200, seed=5)
    ours = run(hub, prepare(hub, seed=3, effort=0.1), asked)[0]

    assert (ours <= hindsight(hub, asked) + 1e-6).all()


def test_takes_no_unit_twice(hub: Network) -> None:
    asked = arrivals(hub, 300, seed=6)
    _, seen = run(hub, FirstCome(), asked, watched=(hub.periods - 1,))

    assert seen[hub.periods - 1].min() == 0


def test_prices_as_its_features_and_weights_say(hub: Network) -> None:
    policy, draw = prepare(hub, seed=4, effort=0.1), np.random.default_rng(1)
    policy.weights[:] = draw.normal(0.0, 0.1, policy.weights.shape)
    left = np.hstack([draw.integers(1, 5, (40, 4)), np.ones((40, 1), dtype=np.int64)])
    first, second = np.repeat([0, 1, 2, 0], 10), np.repeat([4, 4, 4, 3], 10)
    base, features = policy.described(10, left, first, second)
    constants = np.where(
        second < 4,
        policy.weights[10, FEATURES + 4 + first] + policy.weights[10, FEATURES + 4 + second % 4],
        policy.weights[10, FEATURES + first],
    )
    expected = base + features @ policy.weights[10, :FEATURES] + constants

    assert policy.costs(9, left, first, second) == pytest.approx(
        np.maximum(expected, 0) * policy.scale
    )


def test_is_the_same_from_the_same_seed(hub: Network) -> None:
    once, again = (prepare(hub, seed=9, effort=0.1) for _ in range(2))

    assert np.array_equal(once.weights, again.weights)


def test_works_for_a_single_period() -> None:
    network = Network(np.array([1]), ((0,),), np.array([9.0]), np.array([[1.0]]))

    earned, _ = run(network, prepare(network, seed=1, effort=0.05), arrivals(network, 5, seed=2))
    assert earned.tolist() == [9.0] * 5


def test_works_where_a_resource_has_nothing_and_nobody_asks() -> None:
    chances = np.zeros((6, 2))
    chances[:3, 0] = 0.5
    network = Network(np.array([0, 1]), ((0, 1), (1,)), np.array([9.0, 4.0]), chances)
    policy = prepare(network, seed=1, effort=0.05)

    assert run(network, policy, arrivals(network, 20, seed=2))[0].max() == 0.0
