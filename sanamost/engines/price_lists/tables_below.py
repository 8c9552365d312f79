"""Tables below each other on one sheet, each under a heading of its own."""

import itertools
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace

from sanamost.engines.price_lists.columns import find_heading
from sanamost.engines.price_lists.grids import Row, shown
from sanamost.engines.price_lists.heading_rows import MOST_HEADING_ROWS, is_heading
from sanamost.engines.price_lists.headings import Heading
from sanamost.engines.price_lists.prices import read_price
from sanamost.engines.price_lists.row_kinds import repeats
from sanamost.engines.price_lists.verdicts import Doubt, Outcome, Verdict
from sanamost.engines.price_lists.vocabulary import Column

WINDOW = 60
"""Rows by which the columns of a later table are told."""
Settled = Callable[[Heading, list[Row]], Heading]


class Ahead:
    """Rows that can be looked at before they are taken."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._waiting: deque[Row] = deque()

    def peek(self, many: int) -> list[Row]:
        """The next rows, at most so many."""
        if len(self._waiting) < many:
            self._waiting.extend(itertools.islice(self._rows, many - len(self._waiting)))
        return list(itertools.islice(self._waiting, many))

    def take(self) -> Row:
        """The next row; there must be one."""
        return self._waiting.popleft() if self._waiting else next(self._rows)


def below_each_other(
    rows: Ahead, heading: Heading, settled: Settled
) -> Iterator[tuple[Heading, Iterator[Row]]]:
    """Each table's heading with its rows, the heading's own among them from the second table on.

    The rows of one must be taken before the next is asked for.
    """
    held = [heading]

    def part() -> Iterator[Row]:
        begun = False
        while next_row := rows.peek(1):
            if begun and (found := _another(next_row[0], rows, held[0], settled)):
                held[0] = found
                return
            begun = True
            yield rows.take()

    while rows.peek(1):
        yield held[0], part()


def _another(row: Row, rows: Ahead, heading: Heading, settled: Settled) -> Heading | None:
    """The heading of another table that begins with the row."""
    if row.number < heading.first or not is_heading(row, heading.roles) or repeats(row, heading):
        return None
    window = rows.peek(WINDOW)
    found = settled(find_heading(window), window)
    near = found.rows and found.rows[0] - row.number < MOST_HEADING_ROWS
    if not (near and found.useful):
        return None
    return replace(found, currency=found.currency or heading.currency)


def is_service_above(row: Row, heading: Heading) -> bool:
    """Whether a row above the heading has a name and a price where the heading has them."""
    name = heading.column(Column.NAME)
    if name is None or not heading.rows or not isinstance(row.cells.get(name), str):
        return False
    values = [row.cells[price.column] for price in heading.prices if price.column in row.cells]
    return any(not read.kind and read.amount for read in map(read_price, values))


def above_heading(verdict: Verdict, row: Row, heading: Heading) -> Verdict:
    """The verdict on a row above the services: part of the heading, or left to a person."""
    kind = "repeated_heading" if row.number in heading.rows else "above_heading"
    text = " ".join(shown(value).strip() for _, value in sorted(row.cells.items()))[:200]
    doubt = Doubt(verdict.sheet, row.number, "row", kind, text)
    if kind == "repeated_heading":
        return Verdict(verdict.sheet, row.number, Outcome.REFUSED, (doubt,))
    return replace(verdict, outcome=Outcome.REFUSED, doubts=(*verdict.doubts, doubt))
