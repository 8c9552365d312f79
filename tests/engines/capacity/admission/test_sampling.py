"""Samples of what a unit is worth …"""

import numpy as np
import pytest

from sanamost.engines.capacity.admission import Network, Valuation, read_network
from sanamost.engines.capacity.admission.relaxation import relax
from sanamost.engines.capacity.admission.sampling import Samples, sample
from sanamost.engines.capacity.admission.valuation import SINGLE, plain
from tests.engines.capacity.admission.hubs import text


@pytest.fixture(scope="module")
def alone() -> Network:
    """One resource: there the bound is the truth, so the policy's worth is exact."""
    chances = np.tile([[0.5, 0.3]], (40, 1))
    return Network(np.array([9]), ((0,), (0,)), np.array([10.0, 25.0]), chances)


@pytest.fixture(scope="module")
def exact(alone: Network) -> Valuation:
    return plain(alone, relax(alone, rounds=1).values)


def errors(policy: Valuation, samples: list[Samples]) -> list[float]:
    """Samples minus the exact worth of the unit."""
    found: list[float] = []
    for one in samples:
        worth = np.diff(policy.values[one.period, 0])[one.left[:, 0] - 1]
        found += (one.lost - worth).tolist()
    return found


@pytest.mark.parametrize("ahead", [1, 8, 40])
def test_are_right_on_average_wherever_they_are_cut(
    alone: Network, exact: Valuation, ahead: int
) -> None:
    found = errors(exact, sample(alone, exact, states=400, seed=3, ahead=ahead))

    assert len(found) > 3000
    assert abs(np.mean(found)) < 4 * np.std(found) / len(found) ** 0.5


def test_have_less_luck_in_them_the_sooner_they_are_cut(alone: Network, exact: Valuation) -> None:
    spreads = [
        np.std(errors(exact, sample(alone, exact, states=200, seed=3, ahead=ahead)))
        for ahead in (4, 12, 40)
    ]

    assert spreads[0] < 0.8 * spreads[1] < 0.8 * spreads[2]


def test_take_units_only_where_there_are_any() -> None:
    hub = read_network(text(spokes=2, periods=24, capacity=2).encode())
    policy = plain(hub, relax(hub, rounds=5).values)

    for one in sample(hub, policy, states=50, seed=1, ahead=6):
        rows = np.arange(len(one.left))
        assert one.left[rows, one.first].min() > 0
        assert one.left[rows, one.second].min() > 0


def test_are_told_how_plentiful_units_are(alone: Network, exact: Valuation) -> None:
    left, never_short = np.array([[6, 1]]), np.array([1])
    _, features = exact.described(20, left, np.array([0]), never_short)

    # 20 periods to come, 0.8 requests in each.
    assert features[0, SINGLE - 3] == pytest.approx(6 / (6 + 16))
