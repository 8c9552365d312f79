"""Prices beside each other: by the exchange rate, and by what money buys."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.comparing import BadFactor, difference, international
from sanamost.engines.money import CurrencyMismatch, Money

SUMS = st.decimals("0.01", "100000000", places=2)
FACTORS = st.decimals("0.0001", "100000", places=4)


def roubles(amount: str) -> Money:
    return Money(Decimal(amount), "RUB")


@pytest.mark.parametrize(
    ("here", "there", "share"),
    [
        ("80", "100", "-0.200"),
        ("100", "100", "0.000"),
        ("150", "100", "0.500"),
        ("99.95", "100", "-0.001"),
        ("99.96", "100", "0.000"),
    ],
)
def test_gives_the_difference_as_a_share_of_the_other_price(
    here: str, there: str, share: str
) -> None:
    assert difference(roubles(here), roubles(there)) == Decimal(share)


def test_compares_nothing_with_a_price_of_zero() -> None:
    assert difference(roubles("1"), roubles("0")) is None


def test_refuses_two_currencies() -> None:
    with pytest.raises(CurrencyMismatch):
        difference(roubles("1"), Money(Decimal(1), "UZS"))


def test_divides_by_the_factor_to_whole_international_dollars() -> None:
    assert international(roubles("29062.97"), Decimal("29.06297457")) == Decimal(1000)
    assert international(roubles("290.63"), Decimal("29.06297457")) == Decimal(10)


@pytest.mark.parametrize("factor", ["0", "-1", "NaN", "Infinity"])
def test_refuses_a_factor_that_is_none(factor: str) -> None:
    with pytest.raises(BadFactor):
        international(roubles("1"), Decimal(factor))


@given(SUMS, SUMS)
def test_says_dearer_one_way_where_it_says_cheaper_the_other(one: Decimal, two: Decimal) -> None:
    first = difference(Money(one, "RUB"), Money(two, "RUB"))
    second = difference(Money(two, "RUB"), Money(one, "RUB"))

    assert first is not None
    assert second is not None
    assert first * second <= 0


@given(SUMS, SUMS, FACTORS)
def test_makes_a_dearer_price_no_fewer_dollars(one: Decimal, two: Decimal, factor: Decimal) -> None:
    low, high = sorted([one, two])

    assert international(Money(low, "RUB"), factor) <= international(Money(high, "RUB"), factor)
