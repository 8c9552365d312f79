"""refund: what is given back when a case ends early."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines import pricing
from sanamost.engines.money import CurrencyMismatch, Money
from sanamost.engines.pricing import Reason, RefundRule

RULES = (
    RefundRule("medical", Reason.MEDICAL, Decimal(100)),
    RefundRule("visa", Reason.VISA_REFUSED, Decimal(95), kept_at_most_spent=False),
    RefundRule("clinic", Reason.CLINIC, Decimal(100)),
    RefundRule("early", Reason.PATIENT, Decimal(100), days_before=14, kept_at_most_spent=False),
    RefundRule("late", Reason.PATIENT, Decimal(50), days_before=3, kept_at_most_spent=False),
    RefundRule("last", Reason.PATIENT, Decimal(0)),
)


def rub(text: str) -> Money:
    return Money(Decimal(text), "RUB")


def refund(
    paid: str, reason: Reason, days: int, *, delivered: str = "0", spent: str = "0"
) -> pricing.Refund:
    return pricing.refund(
        rub(paid),
        reason=reason,
        days_before_arrival=days,
        rules=RULES,
        delivered=rub(delivered),
        spent=rub(spent),
    )


@pytest.mark.parametrize(
    ("reason", "days", "code", "back"),
    [
        (Reason.CLINIC, -5, "clinic", "1000"),
        (Reason.MEDICAL, 0, "medical", "1000"),
        (Reason.VISA_REFUSED, 10, "visa", "950"),
        (Reason.PATIENT, 30, "early", "1000"),
        (Reason.PATIENT, 14, "early", "1000"),
        (Reason.PATIENT, 13, "late", "500"),
        (Reason.PATIENT, 3, "late", "500"),
    ],
)
def test_takes_the_step_that_is_reached(reason: Reason, days: int, code: str, back: str) -> None:
    made = refund("1000", reason, days)

    assert (made.code, made.refundable) == (code, rub(back))


def test_keeps_no_more_than_the_expenses_shown_where_the_rule_says_so() -> None:
    made = refund("1000", Reason.PATIENT, 2, spent="300")

    assert (made.code, made.refundable, made.kept) == ("last", rub("700"), rub("300"))


def test_keeps_what_was_delivered_whoever_ends_the_case() -> None:
    made = refund("1000", Reason.CLINIC, -3, delivered="400")

    assert (made.refundable, made.kept, made.delivered) == (rub("600"), rub("400"), rub("400"))


def test_gives_nothing_back_when_more_was_delivered_than_paid() -> None:
    assert refund("1000", Reason.CLINIC, -3, delivered="1400").refundable == rub("0")


def test_refuses_a_case_that_no_rule_covers() -> None:
    with pytest.raises(pricing.NoRefundRule):
        pricing.refund(
            rub("1"),
            reason=Reason.PATIENT,
            days_before_arrival=1,
            rules=[RefundRule("early", Reason.PATIENT, Decimal(100), days_before=14)],
            delivered=rub("0"),
            spent=rub("0"),
        )


def test_refuses_expenses_in_another_currency() -> None:
    with pytest.raises(CurrencyMismatch):
        pricing.refund(
            rub("1"),
            reason=Reason.CLINIC,
            days_before_arrival=1,
            rules=RULES,
            delivered=Money.zero("USD"),
            spent=rub("0"),
        )


AMOUNTS = st.integers(0, 10**9).map(lambda units: Money.from_minor(units, "RUB"))


@given(AMOUNTS, st.sampled_from(Reason), st.integers(-30, 60), AMOUNTS, AMOUNTS)
def test_gives_back_and_keeps_exactly_what_was_paid(
    paid: Money, reason: Reason, days: int, delivered: Money, spent: Money
) -> None:
    made = pricing.refund(
        paid,
        reason=reason,
        days_before_arrival=days,
        rules=RULES,
        delivered=delivered,
        spent=spent,
    )

    assert made.refundable + made.kept == paid
    assert rub("0") <= made.delivered <= made.kept <= paid


@given(AMOUNTS, st.integers(-30, 60), st.integers(0, 30), AMOUNTS)
def test_never_gives_the_later_leaver_more(
    paid: Money, days: int, later: int, delivered: Money
) -> None:
    def back(days_before: int) -> Money:
        return pricing.refund(
            paid,
            reason=Reason.PATIENT,
            days_before_arrival=days_before,
            rules=[rule for rule in RULES if not rule.kept_at_most_spent]
            + [RefundRule("none", Reason.PATIENT, Decimal(0), kept_at_most_spent=False)],
            delivered=delivered,
            spent=rub("0"),
        ).refundable

    assert back(days - later) <= back(days)
