"""Money: an exact amount of one currency."""

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines import money
from sanamost.engines.money import MINOR_UNITS, Money, Rounding

CURRENCIES = st.sampled_from(["RUB", "JPY", "KWD", "UYW", "CNY"])
UNITS = st.integers(min_value=-(10**12), max_value=10**12)


@st.composite
def amounts(draw: st.DrawFn, currency: str | None = None) -> Money:
    return Money.from_minor(draw(UNITS), currency or draw(CURRENCIES))


def rub(text: str) -> Money:
    return Money(Decimal(text), "RUB")


@pytest.mark.parametrize(("currency", "decimals"), [("RUB", 2), ("JPY", 0), ("KWD", 3), ("UYW", 4)])
def test_writes_every_decimal_of_the_minor_unit(currency: str, decimals: int) -> None:
    exponent = Money(Decimal(7), currency).amount.as_tuple().exponent

    assert exponent == -decimals


def test_knows_every_currency_by_three_capital_letters() -> None:
    assert len(MINOR_UNITS) > 150
    assert all(len(code) == 3 and code.isupper() for code in MINOR_UNITS)


@pytest.mark.parametrize(
    ("amount", "currency", "error"),
    [
        (Decimal("0.001"), "RUB", money.TooPrecise),
        (Decimal("0.5"), "JPY", money.TooPrecise),
        (Decimal("NaN"), "RUB", money.BadAmount),
        (Decimal("Infinity"), "RUB", money.BadAmount),
        (Decimal("1e15"), "RUB", money.AmountTooLarge),
        (Decimal(1), "XXX", money.UnknownCurrency),
        (Decimal(1), "rub", money.UnknownCurrency),
    ],
)
def test_refuses_what_is_no_amount(amount: Decimal, currency: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Money(amount, currency)


def test_refuses_a_float_even_where_types_are_not_checked() -> None:
    with pytest.raises(money.BadAmount):
        Money(0.1, "RUB")  # type: ignore[arg-type]  # the wrong type is what is tried


def test_has_no_minus_zero() -> None:
    assert str(Money(Decimal("-0"), "RUB")) == "0.00 RUB"
    assert str(-Money.zero("RUB")) == "0.00 RUB"


@given(amounts("RUB"), amounts("RUB"))
def test_adds_and_subtracts_without_loss(one: Money, other: Money) -> None:
    assert (one + other) - other == one
    assert (one + other).minor == one.minor + other.minor
    assert (one < other) == (one.minor < other.minor)


@given(amounts("RUB"), amounts("RUB"))
def test_does_not_depend_on_the_precision_around_it(one: Money, other: Money) -> None:
    with decimal.localcontext(prec=3):
        narrow = (one + other, -one, abs(one), one.percent(18), one.allocate([1, 2]))

    assert narrow == (one + other, -one, abs(one), one.percent(18), one.allocate([1, 2]))


@pytest.mark.parametrize(
    "operation", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"]
)
def test_refuses_two_currencies_in_one_sum_or_comparison(operation: str) -> None:
    with pytest.raises(money.CurrencyMismatch):
        getattr(rub("1"), operation)(Money(Decimal(1), "USD"))


def test_of_two_currencies_is_never_equal() -> None:
    assert Money.zero("RUB") != Money.zero("USD")


@given(amounts())
def test_survives_json_as_strings(amount: Money) -> None:
    written = amount.to_json()

    assert all(isinstance(value, str) for value in written.values())
    assert Money.from_json(written) == amount


@pytest.mark.parametrize(
    "written",
    [
        {"amount": 1, "currency": "RUB"},
        {"amount": 1.5, "currency": "RUB"},
        {"amount": "one", "currency": "RUB"},
        {"amount": "NaN", "currency": "RUB"},
        {"amount": "1"},
        {},
    ],
)
def test_refuses_json_that_holds_no_exact_amount(written: dict[str, object]) -> None:
    with pytest.raises(money.BadAmount):
        Money.from_json(written)


WEIGHTS = st.lists(
    st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False), min_size=1, max_size=12
).filter(any)


@given(amounts(), WEIGHTS)
def test_splits_so_that_the_parts_add_up_to_the_whole(whole: Money, weights: list[Decimal]) -> None:
    parts = whole.allocate(weights)

    assert money.total_of(parts, whole.currency) == whole


@given(amounts(), WEIGHTS)
def test_splits_within_one_unit_of_the_exact_share(whole: Money, weights: list[Decimal]) -> None:
    parts = whole.allocate(weights)

    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - whole.minor * weight / total) < 1
        assert weight or not part


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [Decimal("NaN")], [Decimal("Infinity")]])
def test_refuses_weights_that_cannot_split_anything(weights: list[Decimal]) -> None:
    with pytest.raises(money.BadWeights):
        rub("10").allocate(weights)


def test_gives_the_odd_kopeck_to_the_first_of_equals() -> None:
    assert rub("100").split(3) == [rub("33.34"), rub("33.33"), rub("33.33")]


@pytest.mark.parametrize(
    ("rule", "amount", "rounded"),
    [
        (Rounding.HALF_UP, "2.345", "2.35"),
        (Rounding.HALF_UP, "-2.345", "-2.35"),
        (Rounding.HALF_EVEN, "2.345", "2.34"),
        (Rounding.DOWN, "2.349", "2.34"),
        (Rounding.DOWN, "-2.349", "-2.34"),
        (Rounding.UP, "2.341", "2.35"),
        (Rounding.HALF_UP_TO_WHOLE, "2.49", "2.00"),
        (Rounding.HALF_UP_TO_WHOLE, "2.50", "3.00"),
        (Rounding.UP_TO_WHOLE, "2.01", "3.00"),
        (Rounding.UP_TO_WHOLE, "2.00", "2.00"),
        (Rounding.UP_TO_TEN, "2.00", "10.00"),
        (Rounding.UP_TO_HUNDRED, "12345.60", "12400.00"),
    ],
)
def test_rounds_by_the_rule_that_is_named(rule: Rounding, amount: str, rounded: str) -> None:
    assert str(Money.rounded(Decimal(amount), "RUB", rule)) == f"{rounded} RUB"


@given(st.sampled_from(Rounding), amounts())
def test_rounded_twice_stays_what_it_was(rule: Rounding, amount: Money) -> None:
    once = amount.times(Decimal("1.0375"), rule)

    assert once.times(1, rule) == once


def test_rounds_yen_to_yen_whatever_the_rule_for_kopecks() -> None:
    assert Money.rounded(Decimal("10.5"), "JPY").amount == 11


def test_refuses_a_factor_that_is_no_number() -> None:
    with pytest.raises(money.BadAmount):
        rub("1").times(Decimal("NaN"))
    with pytest.raises(money.BadAmount):
        rub("1").percent(Decimal("Infinity"))
