"""What a plan costs: tariffs, packages, VAT, deposits, refunds, partners' commissions."""

from sanamost.engines.pricing.commissions import (
    Commission,
    CommissionLine,
    Fixed,
    Percent,
    Terms,
    Trigger,
    commission,
)
from sanamost.engines.pricing.deposits import (
    FixedDeposit,
    PercentDeposit,
    deposit,
)
from sanamost.engines.pricing.lines import (
    AmountOff,
    BadLine,
    Component,
    Line,
    Package,
    PercentOff,
    PricedLine,
    Total,
    VatTotal,
    open_package,
    price,
)
from sanamost.engines.pricing.refunds import (
    NoRefundRule,
    Reason,
    Refund,
    RefundRule,
    refund,
)
from sanamost.engines.pricing.tariffs import NO_TARIFF, Tariff, UnknownGroup, group_of
from sanamost.engines.pricing.vat import RUSSIA, NoVatRate, VatRate, VatTable

__all__ = [
    "NO_TARIFF",
    "RUSSIA",
    "AmountOff",
    "BadLine",
    "Commission",
    "CommissionLine",
    "Component",
    "Fixed",
    "FixedDeposit",
    "Line",
    "NoRefundRule",
    "NoVatRate",
    "Package",
    "Percent",
    "PercentDeposit",
    "PercentOff",
    "PricedLine",
    "Reason",
    "Refund",
    "RefundRule",
    "Tariff",
    "Terms",
    "Total",
    "Trigger",
    "UnknownGroup",
    "VatRate",
    "VatTable",
    "VatTotal",
    "commission",
    "deposit",
    "group_of",
    "open_package",
    "price",
    "refund",
]
