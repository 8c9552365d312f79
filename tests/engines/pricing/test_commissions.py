"""commission: what a partner has earned, and what goes back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines import pricing
from sanamost.engines.money import CurrencyMismatch, Money
from sanamost.engines.pricing import (
    CommissionLine,
    Fixed,
    Percent,
    Terms,
    Trigger,
)


def rub(text: str) -> Money:
    return Money(Decimal(text), "RUB")


TREATMENT = CommissionLine("TREATMENT", rub("100000"), rub("0"))
TRANSFER = CommissionLine("TRANSFER", rub("12200"), rub("2200"))
VISA = CommissionLine("VISA", rub("7800"), rub("0"))
INVOICE = [TREATMENT, TRANSFER, VISA]  # 120 000 altogether

TEN_PERCENT = Terms(Percent(Decimal(10)), Trigger.EACH_PAYMENT, excluded_kinds=frozenset({"VISA"}))
IN_FULL = Terms(Percent(Decimal(10)), Trigger.PAID_IN_FULL, excluded_kinds=frozenset({"VISA"}))


def earned(
    terms: Terms, paid: str, *, refunded: str = "0", booked: str = "0"
) -> pricing.Commission:
    return pricing.commission(
        INVOICE,
        terms,
        currency="RUB",
        paid=rub(paid),
        refunded=rub(refunded),
        booked=rub(booked),
    )


def test_counts_neither_tax_nor_excluded_kinds() -> None:
    made = earned(TEN_PERCENT, "120000")

    assert (made.base, made.full, made.earned) == (rub("110000"), rub("11000"), rub("11000"))


def test_counts_tax_where_that_was_agreed() -> None:
    gross = Terms(Percent(Decimal(10)), Trigger.EACH_PAYMENT, net_of_vat=False)

    assert earned(gross, "120000").base == rub("120000")


def test_grows_with_the_payments() -> None:
    assert earned(TEN_PERCENT, "60000").earned == rub("5500")
    assert earned(TEN_PERCENT, "120000", booked="5500").change == rub("5500")


def test_waits_for_the_whole_payment_where_that_was_agreed() -> None:
    assert earned(IN_FULL, "119999.99").earned == rub("0")
    assert earned(IN_FULL, "120000").earned == rub("11000")


@pytest.mark.parametrize("terms", [TEN_PERCENT, IN_FULL])
def test_goes_back_with_a_refund(terms: Terms) -> None:
    made = earned(terms, "120000", refunded="30000", booked="11000")

    assert (made.earned, made.change) == (rub("8250"), rub("-2750"))


def test_does_not_grow_with_an_overpayment() -> None:
    assert earned(TEN_PERCENT, "150000").earned == rub("11000")
    assert earned(TEN_PERCENT, "150000", refunded="30000").earned == rub("11000")


def test_stops_at_the_limit_of_the_clinic_s_kind() -> None:
    capped = Terms(Percent(Decimal(25)), Trigger.EACH_PAYMENT, cap_percent=Decimal(10))

    made = earned(capped, "120000")

    assert (made.full, made.capped) == (rub("11780"), True)
    assert not earned(TEN_PERCENT, "120000").capped


def test_of_a_fixed_amount_is_never_more_than_the_base() -> None:
    assert earned(Terms(Fixed(rub("5000")), Trigger.EACH_PAYMENT), "120000").full == rub("5000")
    assert earned(Terms(Fixed(rub("500000")), Trigger.EACH_PAYMENT), "120000").full == rub("117800")


def test_of_an_empty_invoice_is_nothing() -> None:
    made = pricing.commission(
        [], TEN_PERCENT, currency="RUB", paid=rub("5"), refunded=rub("0"), booked=rub("0")
    )

    assert made.earned == rub("0")


def test_refuses_payments_in_another_currency() -> None:
    with pytest.raises(CurrencyMismatch):
        pricing.commission(
            INVOICE,
            TEN_PERCENT,
            currency="RUB",
            paid=Money.zero("USD"),
            refunded=rub("0"),
            booked=rub("0"),
        )


def test_refuses_terms_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="commission"):
        Percent(Decimal(101))
    with pytest.raises(ValueError, match="commission"):
        Fixed(rub("-1"))
    with pytest.raises(ValueError, match="cap"):
        Terms(Percent(Decimal(1)), Trigger.EACH_PAYMENT, cap_percent=Decimal(-1))


UNITS = st.integers(0, 10**9)
LINES = st.lists(
    st.builds(
        lambda kind, total, share: CommissionLine(
            kind, Money.from_minor(total, "RUB"), Money.from_minor(total * share // 100, "RUB")
        ),
        st.sampled_from(["TREATMENT", "TRANSFER", "VISA"]),
        UNITS,
        st.integers(0, 30),
    ),
    max_size=6,
)
TERMS = st.builds(
    Terms,
    rate=st.one_of(
        st.builds(Percent, st.decimals(0, 100, places=2)),
        st.builds(Fixed, UNITS.map(lambda units: Money.from_minor(units, "RUB"))),
    ),
    trigger=st.sampled_from(Trigger),
    net_of_vat=st.booleans(),
    excluded_kinds=st.frozensets(st.sampled_from(["TRANSFER", "VISA"])),
    cap_percent=st.one_of(st.none(), st.decimals(0, 100, places=2)),
)


@given(LINES, TERMS, st.lists(st.tuples(UNITS, UNITS), max_size=8))
def test_books_changes_that_add_up_to_what_is_earned(
    lines: list[CommissionLine], terms: Terms, moves: list[tuple[int, int]]
) -> None:
    paid = refunded = booked = rub("0")
    for payment, back in moves:
        paid += Money.from_minor(payment, "RUB")
        refunded += min(Money.from_minor(back, "RUB"), paid - refunded)
        step = pricing.commission(
            lines, terms, currency="RUB", paid=paid, refunded=refunded, booked=booked
        )
        booked += step.change

        assert booked == step.earned
        assert rub("0") <= step.earned <= step.full <= step.base

    again = pricing.commission(
        lines, terms, currency="RUB", paid=paid, refunded=refunded, booked=booked
    )
    assert not again.change


@given(LINES, TERMS)
def test_is_all_taken_back_when_all_is_refunded(lines: list[CommissionLine], terms: Terms) -> None:
    paid = rub("99999999")

    made = pricing.commission(
        lines, terms, currency="RUB", paid=paid, refunded=paid, booked=rub("123.45")
    )

    assert made.earned == rub("0")
    assert made.change == rub("-123.45")
