"""How much is paid before treatment."""

import dataclasses
from decimal import Decimal

from sanamost.engines.money import Money, Rounding
from sanamost.engines.pricing.vat import HUNDRED


@dataclasses.dataclass(frozen=True, slots=True)
class PercentDeposit:
    """A part of the total, rounded by name."""

    percent: Decimal
    rounding: Rounding = Rounding.UP_TO_WHOLE

    def __post_init__(self) -> None:
        if not self.percent.is_finite() or not 0 <= self.percent <= HUNDRED:
            raise ValueError(f"deposit of {self.percent} %")


@dataclasses.dataclass(frozen=True, slots=True)
class FixedDeposit:
    """One amount whatever the total."""

    amount: Money

    def __post_init__(self) -> None:
        if self.amount.amount < 0:
            raise ValueError(f"deposit of {self.amount}")


def deposit(total: Money, rule: PercentDeposit | FixedDeposit) -> tuple[Money, Money]:
    """(deposit, rest): they add up to `total`, and the deposit is never more than the total."""
    match rule:
        case PercentDeposit(percent, rounding):
            wanted = total.percent(percent, rounding)
        case FixedDeposit(amount):
            wanted = amount
    first = min(wanted, total)
    return first, total - first
