"""Conversion by a published rate, with everything kept that is needed to check it later."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from sanamost.engines.money.amounts import Money, MoneyError
from sanamost.engines.money.currencies import minor_units
from sanamost.engines.money.rounding import WIDE, Rounding


class BadQuote(MoneyError):
    """A rate that is zero, negative, not finite, without nominal, or of a currency in itself."""

    code = "bad_quote"


class WrongPair(MoneyError):
    """The rate does not lead from the amount's currency to the wanted one."""

    code = "wrong_pair"


class StaleQuote(MoneyError):
    """The rate is of an earlier day than the caller allows."""

    code = "stale_quote"


@dataclasses.dataclass(frozen=True, slots=True)
class Quote:
    """`nominal` units of `currency` cost `value` units of `quote_currency` on `day`.

    The shape in which central banks publish: the Bank of Russia says that 100 JPY (nominal 100)
    cost 53.2521 RUB; the European Central Bank that 1 EUR costs 1.0856 USD.
    """

    source: str
    day: dt.date
    currency: str
    quote_currency: str
    nominal: int
    value: Decimal

    def __post_init__(self) -> None:
        minor_units(self.currency)
        minor_units(self.quote_currency)
        if self.currency == self.quote_currency:
            raise BadQuote(f"{self.currency} in itself")
        if self.nominal < 1:
            raise BadQuote(f"nominal {self.nominal}")
        value: object = self.value  # a float may come in where types are not checked
        if not isinstance(value, Decimal) or not value.is_finite() or value <= 0:
            raise BadQuote(f"value {self.value!r}")

    def ratio(self, currency: str) -> tuple[Decimal, Decimal]:
        """What an amount of `currency` is multiplied and divided by to become the other one."""
        if currency == self.currency:
            return self.value, Decimal(self.nominal)
        self.other(currency)
        return Decimal(self.nominal), self.value

    def other(self, currency: str) -> str:
        """The pair's other currency; raises `WrongPair`."""
        if currency == self.currency:
            return self.quote_currency
        if currency == self.quote_currency:
            return self.currency
        raise WrongPair(f"{currency} is not in {self.currency}/{self.quote_currency}")


@dataclasses.dataclass(frozen=True, slots=True)
class Conversion:
    """A converted amount that can be recomputed: what, into what, by which rates, how rounded."""

    source: Money
    result: Money
    quotes: tuple[Quote, ...]
    rounding: Rounding

    @property
    def day(self) -> dt.date:
        """The day of the rate; of two rates, the earlier."""
        return min(quote.day for quote in self.quotes)


def convert(
    money: Money,
    to: str,
    quote: Quote,
    *,
    rounding: Rounding = Rounding.HALF_UP,
    not_before: dt.date | None = None,
) -> Conversion:
    """`money` in the currency `to` by one published rate, read in either direction.

    Raises `WrongPair` when the rate is of other currencies, `StaleQuote` when it is of a day
    before `not_before`.
    """
    return convert_through(money, to, [quote], rounding=rounding, not_before=not_before)


def convert_through(
    money: Money,
    to: str,
    quotes: Sequence[Quote],
    *,
    rounding: Rounding = Rounding.HALF_UP,
    not_before: dt.date | None = None,
) -> Conversion:
    """The same through several rates (CNY to RUB to USD), rounded once, at the end."""
    # One division, at the end: 1/3 of 1.50 must be 0.50, not 0.4999….
    numerator, denominator, currency = money.amount, Decimal(1), money.currency
    for quote in quotes:
        if not_before is not None and quote.day < not_before:
            raise StaleQuote(f"{quote.day} is before {not_before}")
        times, over = quote.ratio(currency)
        numerator = WIDE.multiply(numerator, times)
        denominator = WIDE.multiply(denominator, over)
        currency = quote.other(currency)
    if currency != to or not quotes:
        raise WrongPair(f"{money.currency} to {to} ends at {currency}")
    result = Money.rounded(WIDE.divide(numerator, denominator), to, rounding)
    return Conversion(money, result, tuple(quotes), rounding)


def deviation(quote: Quote, reference: Quote) -> Decimal:
    """How far `quote` lies from `reference`, as a share of it (0.02 = 2 %), read in one direction.

    A rate typed by hand that lies far from the published one needs a second person.
    """
    if {quote.currency, quote.quote_currency} != {reference.currency, reference.quote_currency}:
        raise WrongPair(f"{quote.currency}/{quote.quote_currency} against {reference.currency}")
    ours = WIDE.divide(*quote.ratio(reference.currency))
    theirs = WIDE.divide(*reference.ratio(reference.currency))
    return WIDE.subtract(WIDE.divide(ours, theirs), Decimal(1)).copy_abs()
