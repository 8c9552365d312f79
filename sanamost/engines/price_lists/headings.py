"""What was found out about the columns of one sheet."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sanamost.engines.price_lists.grids import letters
from sanamost.engines.price_lists.vocabulary import Column, folded


@dataclass(frozen=True, slots=True)
class PriceColumn:
    """A column of prices: for which groups (none: for everybody), in which currency."""

    column: int
    groups: tuple[str, ...] = ()
    currency: str = ""
    at_least: bool = False
    """Whether the heading says "from"."""
    highest: int | None = None
    """The column with the upper ends of bands."""
    beside: int | None = None
    """Where the amounts stand if this column holds only "from" or nothing."""
    conventional: bool = False
    """Whether the heading says "conventional units", which are no currency."""
    times: int = 1
    """1000 where the heading says that prices are in thousands."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A doubt about a column; `kind` is one of the doubts' codes."""

    column: int
    kind: str
    heading: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What was found out about one sheet's columns."""

    rows: tuple[int, ...] = ()
    """Numbers of the heading's rows; empty for a sheet without one."""
    first: int = 1
    """From which row on the services stand."""
    titles: int = 0
    """Rows with something in them above the heading."""
    texts: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, Column] = field(default_factory=dict)
    prices: tuple[PriceColumn, ...] = ()
    currency: str = ""
    """What the title says all prices are in."""
    doubts: tuple[Doubted, ...] = ()
    for_group: str = ""
    """The patients that the sheet's name or title says all prices are for."""
    seen: tuple[int, ...] = ()
    """Columns with anything in them near the sheet's beginning."""
    guessed: bool = False
    """Whether content, not words, told the columns."""

    @property
    def useful(self) -> bool:
        """Whether rows can be read at all: there are a price and a name or a code."""
        roles = set(self.roles.values())
        return bool(self.prices) and bool(roles & {Column.NAME, Column.CODE, Column.OWN_CODE})

    def column(self, role: Column) -> int | None:
        """The first column of the role."""
        return next((column for column, held in self.roles.items() if held is role), None)

    @property
    def signature(self) -> str:
        """Under which a clinic's own choice of columns is remembered: the heading's words.

        Of a sheet without heading: which columns hold anything.
        """
        texts = self.texts or dict.fromkeys(self.seen, "")
        words = "|".join(f"{column}:{folded(text)}" for column, text in sorted(texts.items()))
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    def named(self) -> dict[str, str]:
        """Roles and the letters of their columns, as a spreadsheet shows them."""
        found: dict[str, str] = {}
        for column, role in sorted(self.roles.items()):
            if role is not Column.LEFT_OUT:
                found.setdefault(str(role), letters(column))
        if self.prices:
            found["price"] = letters(self.prices[0].column)
        return found
