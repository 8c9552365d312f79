"""What a partner has earned from a paid invoice, and what goes back when money goes back."""

import dataclasses
import enum
from collections.abc import Sequence
from decimal import Decimal

from sanamost.engines.money import Money, Rounding, total_of
from sanamost.engines.money.rounding import WIDE
from sanamost.engines.pricing.vat import HUNDRED


class Trigger(enum.StrEnum):
    """When a commission is earned."""

    PAID_IN_FULL = "paid_in_full"
    EACH_PAYMENT = "each_payment"


@dataclasses.dataclass(frozen=True, slots=True)
class Percent:
    """A part of the base."""

    percent: Decimal

    def __post_init__(self) -> None:
        if not self.percent.is_finite() or not 0 <= self.percent <= HUNDRED:
            raise ValueError(f"commission of {self.percent} %")


@dataclasses.dataclass(frozen=True, slots=True)
class Fixed:
    """One amount per invoice."""

    amount: Money

    def __post_init__(self) -> None:
        if self.amount.amount < 0:
            raise ValueError(f"commission of {self.amount}")


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed with the partner. `cap_percent` is the clinic kind's limit, of the base.

    `excluded_kinds` are kinds of lines that earn nothing (visa, transfer, third parties' services).
    """

    rate: Percent | Fixed
    trigger: Trigger
    net_of_vat: bool = True
    excluded_kinds: frozenset[str] = frozenset()
    cap_percent: Decimal | None = None
    rounding: Rounding = Rounding.HALF_UP

    def __post_init__(self) -> None:
        if self.cap_percent is not None and not 0 <= self.cap_percent <= HUNDRED:
            raise ValueError(f"cap of {self.cap_percent} %")


@dataclasses.dataclass(frozen=True, slots=True)
class CommissionLine:
    """One line of the invoice: its kind, its price with VAT, the VAT inside."""

    kind: str
    total: Money
    tax: Money


@dataclasses.dataclass(frozen=True, slots=True)
class Commission:
    """Where a commission stands now and what has to be booked to get there.

    `earned` = what was booked before + `change`; a negative `change` takes back. `full` is what a
    wholly paid invoice earns, from `base`; `capped` says that the limit of the clinic's kind held.
    """

    base: Money
    full: Money
    capped: bool
    earned: Money
    change: Money


def commission(
    lines: Sequence[CommissionLine],
    terms: Terms,
    *,
    currency: str,
    paid: Money,
    refunded: Money,
    booked: Money,
) -> Commission:
    """The commission after payments of `paid` and refunds of `refunded` altogether.

    It depends on the totals alone, so it may be asked any number of times and in any order of
    payments: `change` is what is still to be booked beyond `booked`. Paid in full: nothing before
    the whole invoice was paid once; a refund then takes back its share. Each payment: the share of
    the invoice that was paid and not refunded. Raises `CurrencyMismatch`.
    """
    invoice = total_of((line.total for line in lines), currency)
    base = _base(lines, terms, currency)
    full, capped = _full(base, terms)
    earned = _earned(full, invoice, terms.trigger, paid=paid, refunded=refunded)
    return Commission(base, full, capped, earned, earned - booked)


def _base(lines: Sequence[CommissionLine], terms: Terms, currency: str) -> Money:
    counted = [line for line in lines if line.kind not in terms.excluded_kinds]
    return total_of(
        (line.total - line.tax if terms.net_of_vat else line.total for line in counted), currency
    )


def _full(base: Money, terms: Terms) -> tuple[Money, bool]:
    match terms.rate:
        case Percent(percent):
            agreed = base.percent(percent, terms.rounding)
        case Fixed(amount):
            agreed = min(amount, base)
    if terms.cap_percent is None:
        return agreed, False
    cap = base.percent(terms.cap_percent, Rounding.DOWN)
    return min(agreed, cap), cap < agreed


def _earned(
    full: Money, invoice: Money, trigger: Trigger, *, paid: Money, refunded: Money
) -> Money:
    zero = Money.zero(full.currency)
    left = min(max(paid - refunded, zero), invoice)
    if not invoice or (trigger is Trigger.PAID_IN_FULL and paid < invoice):
        return zero
    if left == invoice:
        return full
    return Money.rounded(
        WIDE.divide(WIDE.multiply(full.amount, left.amount), invoice.amount),
        full.currency,
        Rounding.DOWN,
    )
