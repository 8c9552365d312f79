"""What stands in a column tells what it is where its heading does not."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence

from sanamost.engines.price_lists.grids import Moment, Row, Value, shown
from sanamost.engines.price_lists.prices import read_price
from sanamost.engines.price_lists.vocabulary import PRICES, Column, is_official, is_own

_CODE_LIKE = re.compile(r"[A-ZА-Яa-zа-я]{0,4}[-. ]?\d[\w.:,/-]{0,18}")
OFFICIAL_LIKE = re.compile(r"\s*[AАBВБaаbвб]\d\d[.:, ]?\w{2,3}[.:, ]?\w{3}.*")


def by_content(
    roles: dict[int, Column], sample: Sequence[Row], texts: Mapping[int, str]
) -> dict[int, Column]:
    """The roles by words, mended and completed by what stands in the columns."""
    found = dict(roles)
    _only_one_name(found, sample)
    _codes_that_are_codes(found, sample, texts)
    unknown = sorted({column for row in sample for column in row.cells} - set(found))
    held = set(found.values())
    if not held & {Column.CODE, Column.OWN_CODE}:
        code = next((column for column in unknown if share(sample, column, is_code) > 0.6), None)
        official = code is not None and share(sample, code, is_official_code) > 0.4
        if code is not None and (official or Column.NUMBER not in held):
            found[code] = Column.CODE
    if Column.NAME not in found.values():
        names = [column for column in unknown if column not in found]
        best = max(names, key=lambda column: text_length(sample, column), default=None)
        if best is not None and text_length(sample, best) > 8:
            found[best] = Column.NAME
    if not set(found.values()) & set(PRICES):
        priced = [column for column in unknown if column not in found and is_priced(sample, column)]
        if priced:
            found[priced[0]] = Column.PRICE
    return found


def _only_one_name(found: dict[int, Column], sample: Sequence[Row]) -> None:
    """Of several columns called names, the one in the clinic's own script with the longest texts.

    The others are notes.
    """
    names = [column for column, role in found.items() if role is Column.NAME]
    if len(names) > 1:
        best = max(names, key=lambda column: _as_name(sample, column))
        for column in names:
            if column != best:
                found[column] = Column.NOTE


def _as_name(sample: Sequence[Row], column: int) -> tuple[bool, float, int]:
    own = share(sample, column, _is_not_latin) > 0.5
    return own, text_length(sample, column), -column


def _is_not_latin(value: Value) -> bool:
    return isinstance(value, str) and bool(re.search(r"[\u0400-\u06ff\u4e00-\u9fff]{2}", value))


def _codes_that_are_codes(
    found: dict[int, Column], sample: Sequence[Row], texts: Mapping[int, str]
) -> None:
    """One official column and one of the clinic's own; a lone one is the code."""
    codes = [column for column, role in found.items() if role in {Column.CODE, Column.OWN_CODE}]
    if len(codes) == 1:
        found[codes[0]] = Column.CODE
        return
    if not codes:
        return
    official = max(
        codes,
        key=lambda column: (
            share(sample, column, is_official_code),
            is_official(texts.get(column, "")),
            not is_own(texts.get(column, "")),
            -column,
        ),
    )
    for column in codes:
        found[column] = Column.CODE if column == official else Column.OWN_CODE


def share(rows: Sequence[Row], column: int, holds: Callable[[Value], bool]) -> float:
    """Which part of the column's cells hold what is asked."""
    values = [row.cells[column] for row in rows if column in row.cells]
    return sum(holds(value) for value in values) / len(values) if values else 0.0


def is_code(value: Value) -> bool:
    """Whether a cell looks like a code of any kind."""
    return isinstance(value, str) and bool(_CODE_LIKE.fullmatch(value.strip()))


def is_official_code(value: Value) -> bool:
    """Whether a cell looks like a code of order 804н."""
    return isinstance(value, str) and bool(OFFICIAL_LIKE.fullmatch(value))


def text_length(rows: Sequence[Row], column: int) -> float:
    """How long the column's words are on average; Chinese counts threefold."""
    texts = [
        row.cells[column]
        for row in rows
        if column in row.cells and len(row.cells) > 1 and not isinstance(row.cells[column], Moment)
    ]
    words = [
        len(text) for text in texts if isinstance(text, str) and re.search(r"[^\W\d]{3}", text)
    ]
    if any(
        "\u4e00" <= sign <= "\u9fff" for text in texts if isinstance(text, str) for sign in text
    ):
        words = [3 * len(text) for text in texts if isinstance(text, str)]
    return sum(words) / len(texts) if texts else 0.0


def is_sequence(rows: Sequence[Row], column: int) -> bool:
    """Whether the column numbers the rows, perhaps anew in each section."""
    numbers = [shown(row.cells[column]).rstrip(".") for row in rows if column in row.cells]
    counted = [int(text) for text in numbers if text.isdecimal()]
    steps = [after - before for before, after in itertools.pairwise(counted)]
    again = [one for one, step in zip(counted[1:], steps, strict=True) if step == 1 or one == 1]
    return len(counted) > 2 and len(again) > 0.7 * len(steps)


def is_priced(rows: Sequence[Row], column: int) -> bool:
    """Whether most of the column's cells are prices."""
    if is_sequence(rows, column):
        return False
    values = [row.cells[column] for row in rows if column in row.cells and len(row.cells) > 1]
    amounts = [read_price(value).amount for value in values]
    return len(values) > 0 and sum(amount is not None for amount in amounts) > 0.5 * len(values)
