"""From priced lines to a total that adds up, line by line and tax class by tax class."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from sanamost.engines.money import Money, total_of
from sanamost.engines.money.rounding import WIDE
from sanamost.engines.pricing.tariffs import NO_TARIFF, Tariff
from sanamost.engines.pricing.vat import HUNDRED, VatRate, VatTable


class BadLine(ValueError):
    """A quantity, price or discount that no line can have."""

    code = "bad_line"


@dataclasses.dataclass(frozen=True, slots=True)
class PercentOff:
    """A discount of so many per cent of the line, half up to the minor unit."""

    percent: Decimal

    def __post_init__(self) -> None:
        if not self.percent.is_finite() or not 0 <= self.percent <= HUNDRED:
            raise BadLine(f"discount of {self.percent} %")

    def of(self, gross: Money) -> Money:
        """The amount taken off."""
        return gross.percent(self.percent)


@dataclasses.dataclass(frozen=True, slots=True)
class AmountOff:
    """A fixed discount on the line; never more than the line costs."""

    amount: Money

    def __post_init__(self) -> None:
        if self.amount.amount < 0:
            raise BadLine(f"discount of {self.amount}")

    def of(self, gross: Money) -> Money:
        """The amount taken off."""
        return min(self.amount, gross)


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One service: how much of it, at what list price (VAT inside), in which VAT class.

    A line that is not `included` is shown with its price as something the total does not hold.
    """

    code: str
    name: str
    quantity: Decimal
    unit_price: Money
    vat_class: str
    included: bool = True
    discount: PercentOff | AmountOff | None = None
    package: str = ""

    def __post_init__(self) -> None:
        if not self.quantity.is_finite() or self.quantity <= 0:
            raise BadLine(f"{self.code}: quantity {self.quantity}")
        if self.unit_price.amount < 0:
            raise BadLine(f"{self.code}: price {self.unit_price}")


@dataclasses.dataclass(frozen=True, slots=True)
class Component:
    """A service inside a package, with the price it has when sold alone."""

    code: str
    name: str
    quantity: Decimal
    unit_price: Money
    vat_class: str


@dataclasses.dataclass(frozen=True, slots=True)
class Package:
    """Several services sold together at one price."""

    code: str
    name: str
    price: Money
    components: tuple[Component, ...]
    included: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class PricedLine:
    """A line worked out: `gross` − `discount` = `total` = `net` + `tax`."""

    line: Line
    unit_price: Money
    gross: Money
    discount: Money
    total: Money
    tax: Money
    rate: VatRate

    @property
    def net(self) -> Money:
        """The total without its tax."""
        return self.total - self.tax


@dataclasses.dataclass(frozen=True, slots=True)
class VatTotal:
    """All included lines of one VAT rate: `total` = `net` + `tax`."""

    rate: VatRate
    total: Money
    tax: Money

    @property
    def net(self) -> Money:
        """The total without its tax."""
        return self.total - self.tax


@dataclasses.dataclass(frozen=True, slots=True)
class Total:
    """A whole plan: `total` is the sum of the included lines and of `by_rate`, to the last unit."""

    lines: tuple[PricedLine, ...]
    by_rate: tuple[VatTotal, ...]
    total: Money
    tax: Money
    discount: Money
    not_included: Money
    tariff: Tariff

    @property
    def net(self) -> Money:
        """The total without its tax."""
        return self.total - self.tax


def price(
    lines: Sequence[Line],
    *,
    currency: str,
    on: dt.date,
    vat: VatTable,
    tariff: Tariff = NO_TARIFF,
) -> Total:
    """Work out every line and the totals; tax is reckoned per line, so that lines add up.

    Order: list price × tariff (rounded by the tariff's rule) × quantity (half up) − discount;
    the tax inside what is left. Raises `CurrencyMismatch`, `NoVatRate`.
    """
    priced = tuple(_priced(line, on=on, vat=vat, tariff=tariff) for line in lines)
    included = [line for line in priced if line.line.included]
    excluded = [line for line in priced if not line.line.included]
    rates = list(dict.fromkeys(line.rate for line in included))
    return Total(
        lines=priced,
        by_rate=tuple(_of_rate(rate, included, currency) for rate in rates),
        total=total_of((line.total for line in included), currency),
        tax=total_of((line.tax for line in included), currency),
        discount=total_of((line.discount for line in included), currency),
        not_included=total_of((line.total for line in excluded), currency),
        tariff=tariff,
    )


def _priced(line: Line, *, on: dt.date, vat: VatTable, tariff: Tariff) -> PricedLine:
    # A package's price is agreed as a whole; its parts were split from it and stay as they are.
    unit_price = (
        line.unit_price if line.package else tariff.unit_price(line.unit_price, line.vat_class)
    )
    gross = unit_price.times(line.quantity)
    discount = line.discount.of(gross) if line.discount else Money.zero(gross.currency)
    total = gross - discount
    rate = vat.rate(line.vat_class, on)
    return PricedLine(line, unit_price, gross, discount, total, rate.tax_inside(total), rate)


def _of_rate(rate: VatRate, lines: Sequence[PricedLine], currency: str) -> VatTotal:
    same = [line for line in lines if line.rate == rate]
    return VatTotal(
        rate,
        total_of((line.total for line in same), currency),
        total_of((line.tax for line in same), currency),
    )


def open_package(package: Package, *, tariff: Tariff = NO_TARIFF) -> list[Line]:
    """The package as lines that add up to its price, so that each keeps its own VAT class.

    The price (times the tariff) is split in proportion to what the components cost alone; each
    line holds its whole share as a quantity of one, since shares rarely divide by quantities.
    Raises `BadWeights` when no component has a price.
    """
    total = tariff.unit_price(package.price, _main_class(package, tariff))
    weights = [
        WIDE.multiply(component.unit_price.amount, component.quantity)
        for component in package.components
    ]
    shares = total.allocate(weights)
    return [
        Line(
            code=component.code,
            name=component.name,
            quantity=Decimal(1),
            unit_price=share,
            vat_class=component.vat_class,
            included=package.included,
            package=package.code,
        )
        for component, share in zip(package.components, shares, strict=True)
    ]


def _main_class(package: Package, tariff: Tariff) -> str:
    """A package takes the tariff when any of its components does."""
    classes = [component.vat_class for component in package.components]
    return next(
        (each for each in classes if each in tariff.vat_classes), classes[0] if classes else ""
    )
