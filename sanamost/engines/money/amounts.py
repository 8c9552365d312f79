"""Money: an exact amount of one currency."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Self

from sanamost.engines.money.currencies import minor_units
from sanamost.engines.money.rounding import EXACT, WIDE, Rounding

LIMIT = Decimal(10) ** 15
"""No single amount reaches this; sums of a billion such amounts still fit the exact context."""


class MoneyError(ValueError):
    """Something was asked of money that has no exact, honest answer."""

    code = "money"


class CurrencyMismatch(MoneyError):
    """Two currencies met in one sum or comparison; convert first, by a named rate."""

    code = "currency_mismatch"


class BadAmount(MoneyError):
    """Not a finite decimal number."""

    code = "bad_amount"


class TooPrecise(MoneyError):
    """More decimals than the currency has; round by a named rule first (`Money.rounded`)."""

    code = "too_precise"


class AmountTooLarge(MoneyError):
    """Beyond any amount that can be meant."""

    code = "amount_too_large"


class BadWeights(MoneyError):
    """Weights must be there, be finite, none negative, and not all zero."""

    code = "bad_weights"


@dataclasses.dataclass(frozen=True, slots=True)
class Money:
    """`amount` of `currency`, always written with the decimals of the currency's minor unit.

    Raises `UnknownCurrency`, `BadAmount` (NaN, infinity, a float), `TooPrecise`, `AmountTooLarge`.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        decimals = minor_units(self.currency)
        given: object = self.amount  # a float may come in where types are not checked
        if not isinstance(given, Decimal) or not given.is_finite():
            raise BadAmount(f"{self.amount!r} is not a finite decimal")
        if self.amount.copy_abs() >= LIMIT:
            raise AmountTooLarge(f"{self.amount} {self.currency}")
        written = self.amount.quantize(Decimal(1).scaleb(-decimals), context=WIDE)
        if written != self.amount:
            raise TooPrecise(f"{self.amount} {self.currency} has more than {decimals} decimals")
        # Minus zero would print as "-0.00" and serialise differently from zero.
        object.__setattr__(self, "amount", written if written else written.copy_abs())

    @classmethod
    def rounded(cls, amount: Decimal, currency: str, rounding: Rounding = Rounding.HALF_UP) -> Self:
        """The nearest money to `amount` by the named rule."""
        if not amount.is_finite():
            raise BadAmount(f"{amount!r} is not a finite decimal")
        if amount.copy_abs() >= LIMIT:
            raise AmountTooLarge(f"{amount} {currency}")
        return cls(rounding.apply(amount, minor_units(currency)), currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in `currency`."""
        return cls(Decimal(0), currency)

    @classmethod
    def from_minor(cls, units: int, currency: str) -> Self:
        """Money from a whole number of minor units (kopecks, fils, yen)."""
        return cls(EXACT.scaleb(Decimal(units), -minor_units(currency)), currency)

    @classmethod
    def from_json(cls, written: Mapping[str, object]) -> Self:
        """Read what `to_json` wrote; numbers are refused, since JSON readers make them floats."""
        amount, currency = written.get("amount"), written.get("currency")
        if not isinstance(amount, str) or not isinstance(currency, str):
            raise BadAmount("amount and currency must be strings")
        try:
            return cls(Decimal(amount), currency)
        except ArithmeticError:
            raise BadAmount(f"{amount!r} is not a number") from None

    def to_json(self) -> dict[str, str]:
        """The amount as a plain decimal string, and the currency."""
        return {"amount": f"{self.amount:f}", "currency": self.currency}

    @property
    def minor(self) -> int:
        """The whole number of minor units."""
        return int(EXACT.scaleb(self.amount, minor_units(self.currency)))

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __neg__(self) -> Money:
        return Money(self.amount.copy_negate(), self.currency)

    def __abs__(self) -> Money:
        return Money(self.amount.copy_abs(), self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def times(self, factor: Decimal | int, rounding: Rounding = Rounding.HALF_UP) -> Money:
        """This amount `factor` times, rounded by the named rule."""
        factor = Decimal(factor)
        if not factor.is_finite():
            raise BadAmount(f"{factor!r} is not a finite factor")
        return Money.rounded(WIDE.multiply(self.amount, factor), self.currency, rounding)

    def percent(self, percent: Decimal | int, rounding: Rounding = Rounding.HALF_UP) -> Money:
        """`percent` per cent of this amount, rounded by the named rule."""
        percent = Decimal(percent)
        if not percent.is_finite():
            raise BadAmount(f"{percent!r} is not a finite percentage")
        return self.times(WIDE.divide(percent, Decimal(100)), rounding)

    def allocate(self, weights: Sequence[Decimal | int]) -> list[Money]:
        """Split in proportion to `weights`; the parts add up to the whole, to the last unit.

        Largest remainder: every part is rounded towards zero, then the units left over go one
        each to the largest remainders, the earlier of equals first. A weight of zero gets nothing.
        """
        exact = [Decimal(weight) for weight in weights]
        if not exact or any(not weight.is_finite() or weight < 0 for weight in exact):
            raise BadWeights(f"{weights!r}")
        if not any(exact):
            raise BadWeights("all weights are zero")
        # Integers from here on: no precision to lose.
        scale = max(0, *(-int(weight.as_tuple().exponent) for weight in exact))
        ratios = [int(weight.scaleb(scale, context=EXACT)) for weight in exact]
        sign = -1 if self.amount < 0 else 1
        units, total = abs(self.minor), sum(ratios)
        parts = [units * ratio // total for ratio in ratios]
        remainders = [units * ratio % total for ratio in ratios]
        by_remainder = sorted(range(len(parts)), key=lambda i: -remainders[i])
        for index in by_remainder[: units - sum(parts)]:
            parts[index] += 1
        return [Money.from_minor(sign * part, self.currency) for part in parts]

    def split(self, parts: int) -> list[Money]:
        """`parts` equal shares, as equal as the minor unit allows."""
        return self.allocate([1] * parts)

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self} and {other}")
        return other.amount


def total_of(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`, zero `currency` when there are none; raises `CurrencyMismatch`."""
    total = Money.zero(currency)
    for amount in amounts:
        total += amount
    return total
