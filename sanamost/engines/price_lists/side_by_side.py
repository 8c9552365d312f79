"""Two tables beside each other on one sheet, under the same heading words: read as two sheets."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sanamost.engines.price_lists.columns import best_heading
from sanamost.engines.price_lists.grids import Row, Sheet, letters, shown
from sanamost.engines.price_lists.vocabulary import PRICES, Column, folded, role_of


def tables(sheet: Sheet, *, looked_at: int) -> list[Sheet]:
    """The sheet itself, or one sheet for each table that stands beside another.

    The heading must be repeated word for word, with a name and a price in each. A part is called
    after its columns; its rows keep their numbers. Looks at the first `looked_at` rows.
    """
    beginning = list(itertools.islice(sheet.rows(), looked_at))
    starts = _starts(beginning)
    if len(starts) < 2:
        return [sheet]
    ends = [*starts[1:], max(max(row.cells) for row in beginning if row.cells) + 1]
    return [_part(sheet, start, end) for start, end in zip([0, *starts[1:]], ends, strict=True)]


def _starts(beginning: Sequence[Row]) -> list[int]:
    """The first columns of the tables that the heading tells of."""
    heading = best_heading(beginning)
    texts = {column: folded(shown(value)) for column, value in heading.items()}
    columns = sorted(texts)
    starts = [column for column in columns if texts[column] == texts[columns[0]]]
    said = [[texts[one] for one in columns if begin <= one < end] for begin, end in _spans(starts)]
    roles = {role_of(text) for text in said[0]} if said else set()
    alike = all(words == said[0] for words in said[1:])
    whole = Column.NAME in roles and bool(roles & {*PRICES})
    return starts if alike and whole else []


def _spans(starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    return itertools.pairwise([*starts, 1 << 20])


def _part(sheet: Sheet, start: int, end: int) -> Sheet:
    """The sheet with nothing but these columns."""

    def rows() -> Iterator[Row]:
        for row in sheet.rows():
            cells = {one: value for one, value in row.cells.items() if start <= one < end}
            if cells:
                yield replace(row, cells=cells)

    name = f"{sheet.name} {letters(start)}–{letters(end - 1)}".strip()
    return replace(sheet, name=name, rows=rows)
