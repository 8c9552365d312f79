"""Rounding rules by name, so that a paper can say which one made its figures."""

import decimal
import enum
from decimal import Decimal

# Wide enough for any product of two amounts; it never depends on the caller's own context.
WIDE = decimal.Context(
    prec=60, traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow]
)
EXACT = decimal.Context(
    prec=60,
    traps=[
        decimal.InvalidOperation,
        decimal.DivisionByZero,
        decimal.Overflow,
        decimal.Inexact,
    ],
)


class Rounding(enum.StrEnum):
    """What happens to digits that a currency's minor unit, or a wider step, cannot hold."""

    HALF_UP = "HALF_UP"
    """To the minor unit, halves away from zero. The default: commercial rounding, and the way of
    the Russian Tax Code, art. 52 (6), where 50 and more of the smaller unit make one whole."""

    HALF_EVEN = "HALF_EVEN"
    """To the minor unit, halves to the even neighbour (ISO 80000-1, annex B, rule A): no drift in
    long sums; for statistics and equivalents, never for a price."""

    DOWN = "DOWN"
    """To the minor unit, towards zero: for a cap that must not be passed."""

    UP = "UP"
    """To the minor unit, away from zero: for what must be covered in full."""

    HALF_UP_TO_WHOLE = "HALF_UP_TO_WHOLE"
    """To a whole unit of the currency, halves away from zero (Tax Code, art. 52 (6): tax is
    reckoned in whole roubles)."""

    UP_TO_WHOLE = "UP_TO_WHOLE"
    """To the next whole unit: clinics quote rounded prices (reference/russia 4.3)."""

    UP_TO_TEN = "UP_TO_TEN"
    """To the next ten units: the same habit, for price lists in roubles."""

    UP_TO_HUNDRED = "UP_TO_HUNDRED"
    """To the next hundred units: the same habit, for packages."""

    def apply(self, amount: Decimal, decimals: int) -> Decimal:
        """`amount` rounded for a currency whose minor unit has `decimals` decimals."""
        mode, step = _RULES[self]
        smallest = Decimal(1).scaleb(-decimals)
        width = smallest if step is None else max(Decimal(step), smallest)
        steps = WIDE.divide(amount, width).to_integral_value(mode, context=WIDE)
        return WIDE.multiply(steps, width).quantize(smallest, context=WIDE)


_RULES: dict[Rounding, tuple[str, int | None]] = {
    Rounding.HALF_UP: (decimal.ROUND_HALF_UP, None),
    Rounding.HALF_EVEN: (decimal.ROUND_HALF_EVEN, None),
    Rounding.DOWN: (decimal.ROUND_DOWN, None),
    Rounding.UP: (decimal.ROUND_UP, None),
    Rounding.HALF_UP_TO_WHOLE: (decimal.ROUND_HALF_UP, 1),
    Rounding.UP_TO_WHOLE: (decimal.ROUND_UP, 1),
    Rounding.UP_TO_TEN: (decimal.ROUND_UP, 10),
    Rounding.UP_TO_HUNDRED: (decimal.ROUND_UP, 100),
}
