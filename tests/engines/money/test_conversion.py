"""convert: from one currency to another by a published rate."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines import money
from sanamost.engines.money import Money, Quote, Rounding

DAY = dt.date(2026, 11, 2)


def quote(currency: str, to: str, value: str, nominal: int = 1, day: dt.date = DAY) -> Quote:
    return Quote("bank", day, currency, to, nominal, Decimal(value))


def test_reads_a_rate_for_many_units() -> None:
    hundred_yen = quote("JPY", "RUB", "53.2521", nominal=100)

    made = money.convert(Money(Decimal(12345), "JPY"), "RUB", hundred_yen)

    assert str(made.result) == "6573.97 RUB"


def test_reads_a_rate_against_its_direction_and_rounds_once() -> None:
    three_roubles = quote("USD", "RUB", "3")

    made = money.convert(
        Money(Decimal("1.50"), "RUB"), "USD", three_roubles, rounding=Rounding.HALF_UP_TO_WHOLE
    )

    assert str(made.result) == "1.00 USD"


def test_keeps_all_that_is_needed_to_check_it() -> None:
    dollar = quote("USD", "RUB", "81.4075")
    source = Money(Decimal(100), "USD")

    made = money.convert(source, "RUB", dollar)

    assert (made.source, made.quotes, made.rounding, made.day) == (
        source,
        (dollar,),
        Rounding.HALF_UP,
        DAY,
    )


def test_goes_through_a_third_currency_with_one_rounding() -> None:
    earlier = DAY - dt.timedelta(days=1)
    yuan = quote("CNY", "RUB", "11.4231", day=earlier)
    dollar = quote("USD", "RUB", "81.4075")

    made = money.convert_through(Money(Decimal(1000), "CNY"), "USD", [yuan, dollar])

    assert str(made.result) == "140.32 USD"
    assert made.day == earlier


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity", "-Infinity"])
def test_refuses_a_rate_that_is_no_rate(value: str) -> None:
    with pytest.raises(money.BadQuote):
        quote("USD", "RUB", value)


def test_refuses_a_rate_without_nominal_or_of_one_currency_in_itself() -> None:
    with pytest.raises(money.BadQuote):
        quote("USD", "RUB", "1", nominal=0)
    with pytest.raises(money.BadQuote):
        quote("USD", "USD", "1")


@pytest.mark.parametrize(("source", "to"), [("EUR", "RUB"), ("USD", "EUR"), ("USD", "USD")])
def test_refuses_a_rate_of_another_pair(source: str, to: str) -> None:
    with pytest.raises(money.WrongPair):
        money.convert(Money(Decimal(1), source), to, quote("USD", "RUB", "80"))


def test_refuses_to_convert_by_no_rate_at_all() -> None:
    with pytest.raises(money.WrongPair):
        money.convert_through(Money(Decimal(1), "USD"), "USD", [])


def test_refuses_a_rate_older_than_allowed() -> None:
    with pytest.raises(money.StaleQuote):
        money.convert(
            Money(Decimal(1), "USD"),
            "RUB",
            quote("USD", "RUB", "80"),
            not_before=DAY + dt.timedelta(days=1),
        )


@given(
    st.integers(min_value=0, max_value=10**11),
    st.decimals(min_value="0.0001", max_value="10000", places=4),
    st.sampled_from([1, 10, 100, 10000]),
    st.sampled_from(["RUB", "JPY", "KWD"]),
)
def test_there_and_back_makes_at_most_rounding(
    units: int, value: Decimal, nominal: int, to: str
) -> None:
    rate = Quote("bank", DAY, "USD", to, nominal, value)
    start = Money.from_minor(units, "USD")

    there = money.convert(start, to, rate, rounding=Rounding.DOWN).result
    back = money.convert(there, "USD", rate, rounding=Rounding.DOWN).result

    assert back <= start


def test_measures_how_far_a_typed_rate_lies_from_the_published_one() -> None:
    published = quote("USD", "RUB", "80")

    assert money.deviation(quote("USD", "RUB", "82"), published) == Decimal("0.025")
    assert money.deviation(quote("RUB", "USD", "0.0125"), published) == 0
    with pytest.raises(money.WrongPair):
        money.deviation(quote("EUR", "RUB", "82"), published)
