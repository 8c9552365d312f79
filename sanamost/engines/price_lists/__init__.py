"""Price lists as clinics keep them, read row by row: imported, mended (how) or refused (why)."""

from sanamost.engines.price_lists.grids import UnreadableFile, letters
from sanamost.engines.price_lists.headings import Heading
from sanamost.engines.price_lists.nomenclature import Nomenclature, Suggestion
from sanamost.engines.price_lists.plain_rows import read_rows
from sanamost.engines.price_lists.prices import PriceRead, read_price
from sanamost.engines.price_lists.reading import Options, Reading, open_price_list
from sanamost.engines.price_lists.verdicts import (
    MENDS,
    NOTES,
    REFUSES,
    Amount,
    Doubt,
    Outcome,
    ServiceRead,
    Verdict,
)
from sanamost.engines.price_lists.vocabulary import PRICES, Column

__all__ = [
    "MENDS",
    "NOTES",
    "PRICES",
    "REFUSES",
    "Amount",
    "Column",
    "Doubt",
    "Heading",
    "Nomenclature",
    "Options",
    "Outcome",
    "PriceRead",
    "Reading",
    "ServiceRead",
    "Suggestion",
    "UnreadableFile",
    "Verdict",
    "letters",
    "open_price_list",
    "read_price",
    "read_rows",
]
