"""What is given back when a case ends early, and why."""

import dataclasses
import enum
from collections.abc import Sequence
from decimal import Decimal

from sanamost.engines.money import Money, Rounding
from sanamost.engines.pricing.vat import HUNDRED


class NoRefundRule(LookupError):
    """No rule covers the reason at that distance: the clinic's rules have a gap."""

    code = "no_refund_rule"


class Reason(enum.StrEnum):
    """Why a case ends before its plan does."""

    MEDICAL = "medical"
    VISA_REFUSED = "visa_refused"
    CLINIC = "clinic"
    PATIENT = "patient"


@dataclasses.dataclass(frozen=True, slots=True)
class RefundRule:
    """From `days_before` days before arrival on: so many per cent of the unused part come back.

    A ladder is several rules of one reason; that with the most days that are still reached holds.
    `days_before` None is the last step: any later, and after arrival too. With `kept_at_most_spent`
    nothing beyond expenses that can be shown is kept: a consumer may leave at any time against
    those alone (Russian consumer protection law 2300-1, art. 32; Civil Code, art. 782 (1)).
    """

    code: str
    reason: Reason
    percent: Decimal
    days_before: int | None = None
    kept_at_most_spent: bool = True

    def __post_init__(self) -> None:
        if not self.percent.is_finite() or not 0 <= self.percent <= HUNDRED:
            raise ValueError(f"refund of {self.percent} %")


@dataclasses.dataclass(frozen=True, slots=True)
class Refund:
    """`refundable` + `kept` is what was paid; `kept` holds `delivered`. `code` names the rule."""

    code: str
    refundable: Money
    kept: Money
    delivered: Money


def refund(
    paid: Money,
    *,
    reason: Reason,
    days_before_arrival: int,
    rules: Sequence[RefundRule],
    delivered: Money,
    spent: Money,
) -> Refund:
    """How much of `paid` comes back.

    `delivered` is the price of services already given: it is always kept, as far as it was paid.
    `spent` are the clinic's shown expenses for what was not given. `days_before_arrival` is
    negative after arrival. Raises `NoRefundRule`, `CurrencyMismatch`.
    """
    rule = _rule(reason, days_before_arrival, rules)
    zero = Money.zero(paid.currency)
    used = max(min(delivered, paid), zero)
    unused = max(paid - used, zero)
    back = unused.percent(rule.percent, Rounding.HALF_UP)
    if rule.kept_at_most_spent:
        back = max(back, unused - min(max(spent, zero), unused))
    return Refund(rule.code, back, paid - back, used)


def _rule(reason: Reason, days: int, rules: Sequence[RefundRule]) -> RefundRule:
    reached = [
        rule
        for rule in rules
        if rule.reason == reason and (rule.days_before is None or rule.days_before <= days)
    ]
    if not reached:
        raise NoRefundRule(f"{reason}, {days} days before arrival")
    return max(reached, key=lambda rule: (rule.days_before is not None, rule.days_before or 0))
