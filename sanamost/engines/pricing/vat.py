"""Value-added tax: classes of services, their rates by date, the tax inside a price."""

import dataclasses
import datetime as dt
from decimal import Decimal

from sanamost.engines.money import Money, Rounding
from sanamost.engines.money.rounding import WIDE
from sanamost.engines.periods import Period

HUNDRED = Decimal(100)


class NoVatRate(LookupError):
    """No rate, or more than one, is known for the class on the day."""

    code = "no_vat_rate"


@dataclasses.dataclass(frozen=True, slots=True)
class VatRate:
    """`percent` for a class while `period` lasts; without `percent` the class is exempt.

    Exempt is not the same as 0 %: papers then say "no VAT" and name the `basis`.
    """

    vat_class: str
    period: Period[dt.date]
    percent: Decimal | None
    basis: str

    def __post_init__(self) -> None:
        if self.percent is not None and not 0 <= self.percent <= HUNDRED:
            raise ValueError(f"{self.percent} %")

    def tax_inside(self, gross: Money) -> Money:
        """The tax that a price holds: price × rate / (100 + rate), half up to the minor unit."""
        if self.percent is None:
            return Money.zero(gross.currency)
        over = WIDE.add(HUNDRED, self.percent)
        exact = WIDE.divide(WIDE.multiply(gross.amount, self.percent), over)
        return Money.rounded(exact, gross.currency, Rounding.HALF_UP)


@dataclasses.dataclass(frozen=True, slots=True)
class VatTable:
    """Rates of one country, dated: a later law adds a row, nothing is overwritten."""

    rates: tuple[VatRate, ...]

    def rate(self, vat_class: str, on: dt.date) -> VatRate:
        """The rate of the class on that day; raises `NoVatRate`."""
        found = [rate for rate in self.rates if rate.vat_class == vat_class and on in rate.period]
        if len(found) != 1:
            raise NoVatRate(f"{len(found)} rates of {vat_class} on {on}")
        return found[0]


RUSSIA = VatTable(
    (
        VatRate(
            "exempt",
            Period(dt.date(2001, 1, 1)),
            None,
            "Tax Code, art. 149 (2)(2); Decree 132 of 20.02.2001",
        ),
        VatRate(
            "standard",
            Period(dt.date(2004, 1, 1), dt.date(2019, 1, 1)),
            Decimal(18),
            "Tax Code, art. 164 (3)",
        ),
        VatRate(
            "standard",
            Period(dt.date(2019, 1, 1), dt.date(2026, 1, 1)),
            Decimal(20),
            "Tax Code, art. 164 (3)",
        ),
        VatRate("standard", Period(dt.date(2026, 1, 1)), Decimal(22), "Tax Code, art. 164 (3)"),
    )
)
"""Russia's classes: a starting point for the table that an installation keeps as data."""
