"""Two tables beside each other on one sheet: read as two sheets."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sanamost.engines.price_lists.grids import Row, Sheet, letters, shown
from sanamost.engines.price_lists.heading_rows import best_heading
from sanamost.engines.price_lists.vocabulary import PRICES, Column, folded, role_of


def tables(sheet: Sheet, *, looked_at: int) -> list[Sheet]:
    """The sheet itself, or one sheet for each table that stands beside another.

    Either the heading is repeated word for word, with a name and a price in each; or names with
    prices are followed by other names with prices behind a column without heading, or some rows
    fill only one of the two. A part is called after its columns; its rows keep their numbers. Looks
    at the first `looked_at` rows.
    """
    beginning = list(itertools.islice(sheet.rows(), looked_at))
    heading = best_heading(beginning)
    texts = {column: folded(shown(value)) for column, value in heading.items()}
    starts = _repeated(texts) or _of_other_words(texts, beginning)
    if len(starts) < 2:
        return [sheet]
    ends = [*starts[1:], max(max(row.cells) for row in beginning if row.cells) + 1]
    return [_part(sheet, start, end) for start, end in zip([0, *starts[1:]], ends, strict=True)]


def _repeated(texts: Mapping[int, str]) -> list[int]:
    """The first columns of tables under the same words; empty for none."""
    columns = sorted(texts)
    starts = [column for column in columns if texts[column] == texts[columns[0]]]
    said = [[texts[one] for one in columns if begin <= one < end] for begin, end in _spans(starts)]
    roles = {role_of(text) for text in said[0]} if said else set()
    alike = all(words == said[0] for words in said[1:])
    whole = Column.NAME in roles and bool(roles & {*PRICES})
    return starts if len(starts) > 1 and alike and whole else []


def _of_other_words(texts: Mapping[int, str], beginning: Sequence[Row]) -> list[int]:
    """The first columns of tables under different words; empty for none."""
    starts: list[int] = []
    named = priced = False
    for column in sorted(texts):
        role = role_of(texts[column])
        if not starts or (priced and role not in PRICES and _begins_table(column, texts)):
            starts, named, priced = [*starts, column], False, False
        named, priced = named or role is Column.NAME, priced or (named and role in PRICES)
    parts = list(_spans(starts))
    if len(parts) < 2 or not priced:
        return []
    gaps = all(start - 1 not in texts for start in starts[1:])
    return starts if gaps or _fill_apart(parts, beginning) else []


def _begins_table(column: int, texts: Mapping[int, str]) -> bool:
    """Whether a name and a price follow from this column on."""
    roles = [role_of(texts[one]) for one in sorted(texts) if one >= column]
    if Column.NAME not in roles:
        return False
    name = roles.index(Column.NAME)
    before = {Column.NUMBER, Column.CODE, Column.OWN_CODE}
    return set(roles[:name]) <= before and any(role in PRICES for role in roles[name:])


def _fill_apart(parts: Sequence[tuple[int, int]], beginning: Sequence[Row]) -> bool:
    """Whether rows fill only one of the tables, and the names are of one script."""
    apart = sum(
        len(row.cells) > 1
        and sum(any(begin <= one < end for one in row.cells) for begin, end in parts) == 1
        for row in beginning
    )
    scripts = {
        bool(re.search(r"[^\W\d_a-z]", shown(row.cells[one]).lower()))
        for row in beginning
        for begin, end in parts
        for one in row.cells
        if begin <= one < end and re.search(r"[^\W\d]{4}", shown(row.cells[one]))
    }
    return apart > 1 and len(scripts) == 1


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
