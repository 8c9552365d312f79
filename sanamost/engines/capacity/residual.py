"""What is left for foreign patients: the supply less what is kept for the state task and taken."""

import numpy as np
from numpy.typing import NDArray

Amounts = NDArray[np.int64]


def residual(
    supply: Amounts, protected: Amounts, taken: Amounts, closed: NDArray[np.bool_] | None = None
) -> Amounts:
    """What may still be promised, by resource and day: supply − protected − taken, never below 0.

    `taken` is what bookings hold. `closed` marks days that promise nothing, whatever is left: those
    of no planned month. Raises `ValueError` for negative amounts or unlike shapes.
    """
    left = np.maximum(_checked(supply, protected, taken), 0)
    if closed is not None:
        left[np.broadcast_to(closed, left.shape)] = 0
    return left


def shortfall(supply: Amounts, protected: Amounts, taken: Amounts) -> Amounts:
    """By how much that which is kept and taken together exceeds the supply; 0 where it does not."""
    return np.maximum(-_checked(supply, protected, taken), 0)


def _checked(supply: Amounts, protected: Amounts, taken: Amounts) -> Amounts:
    if not supply.shape == protected.shape == taken.shape:
        raise ValueError(f"unlike shapes: {supply.shape}, {protected.shape}, {taken.shape}")
    for amounts in (supply, protected, taken):
        if not np.issubdtype(amounts.dtype, np.integer):
            raise ValueError("amounts are whole beds or whole minutes")
        if amounts.size and amounts.min() < 0:
            raise ValueError("an amount is below zero")
    left: Amounts = supply.astype(np.int64) - protected - taken
    return left
