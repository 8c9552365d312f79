"""price: from lines to a total that adds up."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines import pricing
from sanamost.engines.money import CurrencyMismatch, Money, Rounding, total_of
from sanamost.engines.pricing import (
    NO_TARIFF,
    RUSSIA,
    AmountOff,
    Component,
    Line,
    Package,
    PercentOff,
    Tariff,
    open_package,
)

TODAY = dt.date(2026, 11, 22)
FAR_ABROAD = Tariff("foreign", Decimal("1.25"), Rounding.UP_TO_HUNDRED)


def rub(text: str) -> Money:
    return Money(Decimal(text), "RUB")


def line(
    price: str,
    *,
    quantity: str = "1",
    vat_class: str = "exempt",
    included: bool = True,
    discount: PercentOff | AmountOff | None = None,
) -> Line:
    return Line("A16", "Service", Decimal(quantity), rub(price), vat_class, included, discount)


def total(*lines: Line, on: dt.date = TODAY, tariff: Tariff = NO_TARIFF) -> pricing.Total:
    return pricing.price(lines, currency="RUB", on=on, vat=RUSSIA, tariff=tariff)


def test_leaves_medical_services_without_tax_and_takes_it_out_of_others() -> None:
    made = total(line("150000"), line("12200", vat_class="standard"))

    assert (made.total, made.tax, made.net) == (rub("162200"), rub("2200"), rub("160000"))
    assert [(part.rate.percent, part.total, part.tax, part.net) for part in made.by_rate] == [
        (None, rub("150000"), rub("0"), rub("150000")),
        (Decimal(22), rub("12200"), rub("2200"), rub("10000")),
    ]


@pytest.mark.parametrize(
    ("on", "tax"),
    [
        (dt.date(2018, 12, 31), "18.00"),
        (dt.date(2019, 1, 1), "19.67"),
        (dt.date(2025, 12, 31), "19.67"),
        (dt.date(2026, 1, 1), "21.28"),
    ],
)
def test_takes_the_rate_of_the_day(on: dt.date, tax: str) -> None:
    assert total(line("118", vat_class="standard"), on=on).tax == rub(tax)


def test_refuses_a_class_without_exactly_one_rate_on_the_day() -> None:
    with pytest.raises(pricing.NoVatRate):
        total(line("1", vat_class="UNKNOWN"))
    with pytest.raises(pricing.NoVatRate):
        total(line("1", vat_class="standard"), on=dt.date(2003, 12, 31))
    with pytest.raises(pricing.NoVatRate):
        pricing.VatTable(RUSSIA.rates * 2).rate("exempt", TODAY)


def test_shows_what_is_not_included_and_leaves_it_out_of_the_total() -> None:
    made = total(line("1000"), line("400", included=False, vat_class="standard"))

    assert (made.total, made.not_included, made.tax) == (rub("1000"), rub("400"), rub("0"))
    assert [part.rate.vat_class for part in made.by_rate] == ["exempt"]


def test_raises_medical_prices_by_the_group_s_coefficient_and_no_others() -> None:
    made = total(line("1010", quantity="2"), line("500", vat_class="standard"), tariff=FAR_ABROAD)

    assert [priced.unit_price for priced in made.lines] == [rub("1300"), rub("500")]
    assert made.total == rub("3100")


def test_leaves_odd_list_prices_as_they_are_where_the_coefficient_is_one() -> None:
    assert total(line("1010.55"), tariff=Tariff("eaeu", Decimal(1))).total == rub("1010.55")


def test_takes_discounts_off_the_line() -> None:
    made = total(
        line("333.33", quantity="3", discount=PercentOff(Decimal(10))),
        line("50", discount=AmountOff(rub("80"))),
    )

    assert [priced.total for priced in made.lines] == [rub("899.99"), rub("0")]
    assert made.discount == rub("150.00")


def test_counts_parts_of_an_hour() -> None:
    assert total(line("1500", quantity="2.5", vat_class="standard")).total == rub("3750")


def test_of_no_lines_is_nothing() -> None:
    made = total()

    assert (made.total, made.by_rate) == (rub("0"), ())


def test_refuses_two_currencies_in_one_plan() -> None:
    with pytest.raises(CurrencyMismatch):
        pricing.price([line("1")], currency="USD", on=TODAY, vat=RUSSIA)


@pytest.mark.parametrize(
    ("quantity", "price"), [("0", "1"), ("-1", "1"), ("NaN", "1"), ("1", "-1")]
)
def test_refuses_a_line_that_cannot_be(quantity: str, price: str) -> None:
    with pytest.raises(pricing.BadLine):
        line(price, quantity=quantity)


@pytest.mark.parametrize("percent", ["-1", "100.01", "NaN"])
def test_refuses_a_discount_that_cannot_be(percent: str) -> None:
    with pytest.raises(pricing.BadLine):
        PercentOff(Decimal(percent))
    with pytest.raises(pricing.BadLine):
        AmountOff(rub("-1"))


PRICES = st.integers(0, 10**9).map(lambda units: Money.from_minor(units, "RUB"))
CLASSES = st.sampled_from(["exempt", "standard"])
LINES = st.lists(
    st.builds(
        Line,
        code=st.just("A16"),
        name=st.just("Service"),
        quantity=st.decimals("0.001", "99", places=3),
        unit_price=PRICES,
        vat_class=CLASSES,
        included=st.booleans(),
        discount=st.one_of(
            st.none(),
            st.builds(PercentOff, st.decimals(0, 100, places=2)),
            st.builds(AmountOff, PRICES),
        ),
    ),
    max_size=20,
)
TARIFFS = st.builds(
    Tariff,
    group=st.just("GROUP"),
    coefficient=st.decimals("0.5", "3", places=3),
    rounding=st.sampled_from(Rounding),
    vat_classes=st.frozensets(CLASSES),
)


@given(LINES, TARIFFS)
def test_adds_up_in_every_direction(lines: list[Line], tariff: Tariff) -> None:
    made = total(*lines, tariff=tariff)

    included = [priced for priced in made.lines if priced.line.included]
    assert made.total == total_of((priced.total for priced in included), "RUB")
    assert made.total == total_of((part.total for part in made.by_rate), "RUB")
    assert made.tax == total_of((part.tax for part in made.by_rate), "RUB")
    assert made.total == made.net + made.tax
    everything = total_of((priced.total for priced in made.lines), "RUB")
    assert everything == made.total + made.not_included
    for priced in made.lines:
        assert priced.gross - priced.discount == priced.total == priced.net + priced.tax
        assert rub("0") <= priced.tax <= priced.total <= priced.gross


@given(PRICES, st.sampled_from(["2026-01-01", "2019-01-01", "2004-01-01"]))
def test_finds_the_tax_that_the_net_price_would_bear(gross: Money, day: str) -> None:
    rate = RUSSIA.rate("standard", dt.date.fromisoformat(day))
    assert rate.percent is not None

    tax = rate.tax_inside(gross)

    assert abs(tax.amount - (gross - tax).amount * rate.percent / 100) <= Decimal("0.0061")


CHECK_UP = Package(
    "P1",
    "Check-up",
    rub("9999.99"),
    (
        Component("B01", "Consultation", Decimal(3), rub("2500"), "exempt"),
        Component("A04", "Ultrasound", Decimal(1), rub("3300"), "exempt"),
        Component("T1", "Transfer", Decimal(2), rub("1700"), "standard"),
    ),
)


def test_opens_a_package_into_lines_that_keep_their_own_tax_class() -> None:
    made = total(*open_package(CHECK_UP))

    assert made.total == CHECK_UP.price
    assert [(priced.line.code, priced.total) for priced in made.lines] == [
        ("B01", rub("5281.69")),
        ("A04", rub("2323.94")),
        ("T1", rub("2394.36")),
    ]
    assert made.tax == rub("431.77")


def test_raises_a_package_once_and_as_a_whole() -> None:
    made = total(*open_package(CHECK_UP, tariff=FAR_ABROAD), tariff=FAR_ABROAD)

    assert made.total == rub("12500")


@given(
    PRICES,
    st.lists(
        st.builds(
            Component,
            st.just("A"),
            st.just("Part"),
            st.decimals("0.5", "9", places=1),
            PRICES,
            CLASSES,
        ),
        min_size=1,
        max_size=8,
    ).filter(lambda parts: any(part.unit_price for part in parts)),
    TARIFFS,
)
def test_opens_any_package_into_exactly_its_price(
    price: Money, parts: list[Component], tariff: Tariff
) -> None:
    lines = open_package(Package("P", "Package", price, tuple(parts)))

    assert total(*lines, tariff=tariff).total == price


GROUPS = {"resident": frozenset({"RU"}), "eaeu": frozenset({"AM", "BY", "KG", "KZ"})}


def test_finds_the_patient_s_group_by_country() -> None:
    assert pricing.group_of("KZ", GROUPS, others="foreign") == "eaeu"
    assert pricing.group_of("CN", GROUPS, others="foreign") == "foreign"
    with pytest.raises(pricing.UnknownGroup):
        pricing.group_of("CN", GROUPS)


@pytest.mark.parametrize("coefficient", ["0", "-1", "NaN"])
def test_refuses_a_coefficient_that_makes_no_price(coefficient: str) -> None:
    with pytest.raises(ValueError, match="coefficient"):
        Tariff("GROUP", Decimal(coefficient))


@pytest.mark.parametrize(
    ("whole", "rule", "first"),
    [
        ("100000.50", pricing.PercentDeposit(Decimal(30)), "30001.00"),
        ("0.50", pricing.PercentDeposit(Decimal(100)), "0.50"),
        ("100", pricing.FixedDeposit(rub("30")), "30.00"),
        ("20", pricing.FixedDeposit(rub("30")), "20.00"),
    ],
)
def test_splits_a_total_into_deposit_and_rest(
    whole: str, rule: pricing.PercentDeposit | pricing.FixedDeposit, first: str
) -> None:
    deposit, rest = pricing.deposit(rub(whole), rule)

    assert deposit == rub(first)
    assert deposit + rest == rub(whole)


def test_refuses_a_deposit_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="deposit"):
        pricing.PercentDeposit(Decimal(101))
    with pytest.raises(ValueError, match="deposit"):
        pricing.FixedDeposit(rub("-1"))
