"""What is left for foreign patients …"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sanamost.engines.capacity.residual import residual, shortfall

amounts = st.lists(st.integers(0, 2000), min_size=6, max_size=6).map(
    lambda row: np.array(row, dtype=np.int64).reshape(2, 3)
)
Amounts = NDArray[np.int64]


def of(*numbers: int) -> Amounts:
    return np.array([numbers], dtype=np.int64)


def test_is_the_supply_less_what_is_kept_and_taken() -> None:
    assert residual(of(10, 10, 10), of(4, 8, 10), of(2, 5, 1)).tolist() == [[4, 0, 0]]
    assert shortfall(of(10, 10, 10), of(4, 8, 10), of(2, 5, 1)).tolist() == [[0, 3, 1]]


def test_is_nothing_on_closed_days() -> None:
    closed = np.array([False, True, False])

    assert residual(of(9, 9, 9), of(0, 0, 0), of(0, 0, 0), closed).tolist() == [[9, 0, 9]]


@given(supply=amounts, protected=amounts, taken=amounts, more=amounts)
def test_is_never_below_zero_nor_above_what_the_state_task_leaves(
    supply: Amounts, protected: Amounts, taken: Amounts, more: Amounts
) -> None:
    left, lacking = residual(supply, protected, taken), shortfall(supply, protected, taken)

    assert (left >= 0).all()
    assert (left <= np.maximum(supply - protected, 0)).all()
    assert (left * lacking == 0).all()
    assert (left - lacking == supply - protected - taken).all()
    assert (residual(supply + more, protected, taken) >= left).all()
    assert (residual(supply, protected + more, taken) <= left).all()


@pytest.mark.parametrize(
    "wrong", [of(-1, 0, 0), of(1, 2), np.array([[0.5, 1, 1]])]
)  # fmt: skip
def test_of_wrong_amounts_is_refused(wrong: Amounts) -> None:
    with pytest.raises(ValueError, match=r"amount|unlike"):
        residual(of(10, 10, 10), wrong, of(0, 0, 0))
