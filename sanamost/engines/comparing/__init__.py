"""A price beside a price elsewhere: by the exchange rate, and by what money buys in each country.

By the exchange rate both prices stand in one currency, and the difference is a share of the other
one. By purchasing power each price is divided by its own country's conversion factor (units of its
currency that buy what one United States dollar buys in the United States: World Bank, indicator
PA.NUS.PPP, from the International Comparison Program); the results are international dollars and
say how dear each price is beside everything else that is bought there.
"""

from decimal import Decimal

from sanamost.engines.money import CurrencyMismatch, Money, Rounding
from sanamost.engines.money.rounding import WIDE


class BadFactor(ValueError):
    """A conversion factor that is zero, negative or no number."""


def difference(here: Money, there: Money) -> Decimal | None:
    """How much dearer (above zero) or cheaper (below) `here` is, as a share of `there`.

    To a tenth of a percent, half up; None where there is nothing to compare with (zero). Raises
    `CurrencyMismatch` for two currencies: convert first, by a named rate.
    """
    if here.currency != there.currency:
        raise CurrencyMismatch(f"{here.currency} beside {there.currency}")
    if there.amount == 0:
        return None
    share = WIDE.divide(WIDE.subtract(here.amount, there.amount), there.amount)
    return Rounding.HALF_UP.apply(share, 3)


def international(price: Money, factor: Decimal) -> Decimal:
    """The price in international dollars, whole ones, half up. Raises `BadFactor`."""
    if not factor.is_finite() or factor <= 0:
        raise BadFactor(str(factor))
    return Rounding.HALF_UP.apply(WIDE.divide(price.amount, factor), 0)
