"""The optimum …"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.capacity.potential import NOBODY, BadProgram, Optimum, Program, optimum
from tests.engines.capacity.potential.highs import highest
from tests.engines.capacity.potential.samples import programs


def broken(program: Program, best: Optimum) -> list[str]:
    """Limits that the plan does not keep, exactly."""
    found = [] if (best.cases >= 0).all() else ["below zero"]
    taken = np.einsum("cmo,cor->cmr", best.cases, program.uses)
    if not (taken <= program.capacity).all():
        found.append("resource")
    for product in range(program.demand.shape[1]):
        met = (best.cases * (program.product == product)[:, None, :]).sum((0, 2))
        if not (met <= program.demand[:, product]).all():
            found.append("demand")
    spent = (best.cases * program.promotion[:, None, :]).sum()
    if program.budget is not None and not spent <= program.budget:
        found.append("budget")
    if best.cases[np.broadcast_to((program.product == NOBODY)[:, None, :], best.cases.shape)].any():
        found.append("nobody's offer")
    return found


@given(program=programs())
def test_breaks_no_limit_and_is_the_one_that_highs_finds(program: Program) -> None:
    best, highs = optimum(program, tolerance=1e-5), highest(program)

    assert broken(program, best) == []
    assert best.gap <= 1e-5
    assert best.revenue <= highs * (1 + 1e-7) + 1e-7
    assert best.bound >= highs * (1 - 1e-7)
    assert best.revenue == pytest.approx((best.cases * program.revenue[:, None]).sum())


@given(program=programs(), factor=st.floats(1, 3), place=st.integers(0, 3))
def test_is_no_lower_where_there_is_more_of_something(
    program: Program, factor: float, place: int
) -> None:
    capacity = program.capacity.copy()
    capacity[..., place % capacity.shape[2]] *= factor
    before = optimum(program, tolerance=1e-6)
    after = optimum(replace(program, capacity=capacity), tolerance=1e-6)

    assert after.revenue >= before.revenue * (1 - 2e-6)
    assert after.bound >= before.revenue


@given(program=programs())
def test_prices_say_what_a_little_more_brings(program: Program) -> None:
    best = optimum(program, tolerance=1e-7)
    more = replace(program, capacity=program.capacity * 1.01)
    brought = highest(more) - highest(program)
    promised = 0.01 * float((best.resource_prices * program.capacity).sum())

    assert brought <= promised + 1e-5 * best.revenue + 1e-6  # a concave function and its slope


def test_prices_what_there_is_nothing_of() -> None:
    program = Program(
        revenue=np.array([[100.0, 90.0]]),
        uses=np.array([[[1.0, 2.0], [1.0, 0.0]]]),
        promotion=np.zeros((1, 2)),
        product=np.array([[0, 1]]),
        capacity=np.array([[[10.0, 0.0]]]),
        demand=np.array([[np.inf, np.inf]]),
    )
    best = optimum(program, tolerance=1e-8)

    assert best.cases[0, 0] == pytest.approx([0, 10])
    # A bed brings 90; the first hour of the second machine lets half a better case in its place.
    assert best.resource_prices[0, 0] == pytest.approx([90, 5], rel=1e-4)


def test_takes_the_same_plan_whatever_the_units_are() -> None:
    program = Program(
        revenue=np.array([[5e6, 4e6]]),
        uses=np.array([[[7.0, 5400.0], [5.0, 4800.0]]]),
        promotion=np.ones((1, 2)),
        product=np.array([[0, 1]]),
        capacity=np.array([[[90.0, 60000.0]]]),
        demand=np.array([[20.0, 20.0]]),
        budget=1e9,
    )
    small = replace(program, revenue=program.revenue / 1e6)

    one, other = optimum(program, tolerance=1e-7), optimum(small, tolerance=1e-7)
    assert one.cases == pytest.approx(other.cases, rel=1e-4)


def test_of_nothing_is_nothing() -> None:
    program = Program(
        np.ones((1, 1)), np.ones((1, 1, 1)), np.ones((1, 1)), np.zeros((1, 1), dtype=np.int64),
        np.zeros((1, 1, 1)), np.ones((1, 1)),
    )  # fmt: skip
    best = optimum(program)

    assert (best.revenue, best.bound, best.gap, best.cases.sum()) == (0, 0, 0, 0)
    assert best.resource_prices.tolist() == [[[1.0]]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": -np.ones((1, 1, 1))},
        {"capacity": np.ones((1, 2, 1))},
        {"product": np.array([[1]])},
        {"revenue": np.array([[np.nan]])},
        {"budget": -1.0},
    ],
)
def test_of_figures_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    right: dict[str, object] = {
        "revenue": np.ones((1, 1)), "uses": np.ones((1, 1, 1)), "promotion": np.ones((1, 1)),
        "product": np.zeros((1, 1), dtype=np.int64), "capacity": np.ones((1, 1, 1)),
        "demand": np.ones((1, 1)),
    }  # fmt: skip
    with pytest.raises(BadProgram):
        Program(**{**right, **wrong})  # type: ignore[arg-type]  # wrong on purpose


def test_of_an_offer_that_nothing_limits_is_refused() -> None:
    with pytest.raises(BadProgram, match="nothing limits"):
        optimum(
            Program(
                np.ones((1, 1)), np.zeros((1, 1, 1)), np.zeros((1, 1)),
                np.zeros((1, 1), dtype=np.int64), np.ones((1, 1, 1)), np.full((1, 1), np.inf),
            )
        )  # fmt: skip
