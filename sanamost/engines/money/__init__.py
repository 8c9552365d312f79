"""Amounts with a currency: exact arithmetic, named rounding, splitting, conversion, reading."""

from sanamost.engines.money.amounts import (
    AmountTooLarge,
    BadAmount,
    BadWeights,
    CurrencyMismatch,
    Money,
    MoneyError,
    TooPrecise,
    total_of,
)
from sanamost.engines.money.conversion import (
    BadQuote,
    Conversion,
    Quote,
    StaleQuote,
    WrongPair,
    convert,
    convert_through,
    deviation,
)
from sanamost.engines.money.currencies import MINOR_UNITS, UnknownCurrency, minor_units
from sanamost.engines.money.reading import UnreadableAmount, read_money
from sanamost.engines.money.rounding import Rounding

__all__ = [
    "MINOR_UNITS",
    "AmountTooLarge",
    "BadAmount",
    "BadQuote",
    "BadWeights",
    "Conversion",
    "CurrencyMismatch",
    "Money",
    "MoneyError",
    "Quote",
    "Rounding",
    "StaleQuote",
    "TooPrecise",
    "UnknownCurrency",
    "UnreadableAmount",
    "WrongPair",
    "convert",
    "convert_through",
    "deviation",
    "minor_units",
    "read_money",
    "total_of",
]
