"""Figures made ready for tables and charts: names in the reader's language, hidden ones said so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from sanamost.engines.money import Money
from sanamost.engines.statistics import HIDDEN, Figures, Shown
from sanamost.web.components.parts import Point

NOBODY = Figures(0, 0, 0, {}, Money(Decimal(0), "RUB"), Money(Decimal(0), "USD"))
CHART_ROWS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One set of figures as a table shows it."""

    shown: Figures | None
    """None where it is hidden."""

    @property
    def hidden(self) -> bool:
        """Whether the reader may not see it."""
        return self.shown is None

    @property
    def persons(self) -> int | None:
        """Persons, or None."""
        return self.shown.persons if self.shown else None

    @property
    def episodes(self) -> int | None:
        """Episodes, or None."""
        return self.shown.episodes if self.shown else None

    @property
    def visits(self) -> int | None:
        """Visits, or None."""
        return self.shown.visits if self.shown else None

    @property
    def roubles(self) -> Money | None:
        """The sum in roubles, or None."""
        return self.shown.roubles if self.shown else None

    @property
    def dollars(self) -> Money | None:
        """The sum in dollars, or None."""
        return self.shown.dollars if self.shown else None

    @property
    def currencies(self) -> list[Money]:
        """The sums in the contracts' own currencies."""
        return list(self.shown.money.values()) if self.shown else []


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with both bases side by side."""

    key: str
    name: str
    export: Cell
    came: Cell
    url: str = ""


def cell(shown: Shown | None) -> Cell:
    """The figures, none as zeros, hidden ones as hidden."""
    if shown is HIDDEN:
        return Cell(None)
    return Cell(shown or NOBODY)


def rows(
    export: Mapping[str, Shown],
    came: Mapping[str, Shown],
    name_of: Callable[[str], str],
    url_of: Callable[[str], str] = lambda key: "",  # noqa: ARG005 no links unless asked for
) -> list[Row]:
    """A row for each key that either side has, the largest first, hidden ones last."""
    made = [
        Row(key, name_of(key), cell(export.get(key)), cell(came.get(key)), url_of(key))
        for key in {**export, **came}
    ]
    return sorted(made, key=_by_size)


def _by_size(row: Row) -> tuple[bool, int, str]:
    size = max(row.export.persons or 0, row.came.persons or 0)
    return row.export.hidden and row.came.hidden, -size, row.name


def points(side: Iterable[tuple[str, Cell]]) -> list[Point]:
    """Persons as bars, the largest first; hidden ones have no bar, for its length would tell."""
    bars = [
        Point(name, Decimal(one.persons or 0), _("hidden") if one.hidden else "", one.hidden)
        for name, one in side
        if one.hidden or one.persons
    ]
    return sorted(bars, key=lambda point: -point.value)[:CHART_ROWS]


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One profile of the cross-table: a cell for each country, then the total."""

    name: str
    cells: Sequence[Cell]
    total: Cell
