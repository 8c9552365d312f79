"""Which rows of a sheet are its heading: by their words, in four languages."""

import itertools
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sanamost.engines.price_lists.column_contents import OFFICIAL_LIKE, is_code
from sanamost.engines.price_lists.grids import Row, Value, shown
from sanamost.engines.price_lists.prices import currency_in, read_price
from sanamost.engines.price_lists.vocabulary import PRICES, Column, groups_in, role_of

LOOKED_AT = 250
"""Rows from a sheet's beginning among which the heading is looked for."""
MOST_HEADING_ROWS = 4
_OF_KINDS = re.compile(
    r"взросл|дет(?:и|ск|ям)|реб[её]н|первичн|повторн|будн|выходн|\badults?\b|\bchild|"
    r"first visit|repeat|成人|儿童|初诊|复诊|بالغ|أطفال",
    re.IGNORECASE,
)
"""Kinds of patients and visits that part a price into columns."""
_THREE_DIGITS = re.compile(r"\d{3}")
SURE_HEADING = 1.75
"""What a name and a code, or a name and a price, come to."""


def best_heading(rows: Sequence[Row]) -> Mapping[int, Value]:
    """The cells of the row that names the columns; empty where none does."""
    place, score = likeliest(rows)
    return rows[place].cells if score >= SURE_HEADING else {}


def likeliest(rows: Sequence[Row]) -> tuple[int, float]:
    """The place of the row that looks most like a heading, and how much it does.

    Of several the first under which prices stand before the next one: a sheet may hold tables below
    each other, and what stands above a heading is taken for a title.
    """
    scores = [heading_score(row) for row in rows[:LOOKED_AT]]
    scores = [
        score + 1.0 if 1 <= score < SURE_HEADING and _is_under_prices(rows, place) else score
        for place, score in enumerate(scores)
    ]
    if not scores:
        return 0, 0.0
    sure = [place for place, score in enumerate(scores) if score >= SURE_HEADING]
    for place, after in itertools.pairwise([*sure, len(rows)]):
        below = rows[place + 1 : after]
        if _has_prices_below(rows[place], below):
            return place, scores[place]
        if _is_under_prices(rows, place) and _has_prices_below(rows[place - 1], below):
            return place, scores[place]
    place = max(range(len(scores)), key=lambda number: (scores[number], -number))
    return place, scores[place]


def until_next(rows: Sequence[Row]) -> list[Row]:
    """The rows down to the next heading: a later table may have other columns."""
    return list(itertools.takewhile(lambda row: heading_score(row) < SURE_HEADING, rows))


def _is_under_prices(rows: Sequence[Row], place: int) -> bool:
    """Whether the row above is «Стоимость, руб.» over columns of this one."""
    if not place or not _is_band(rows[place - 1], rows[place]):
        return False
    roles = {role_of(shown(value)) for value in rows[place - 1].cells.values()}
    return bool(roles & {*PRICES}) and roles <= {*PRICES, None}


def _has_prices_below(heading: Row, rows: Sequence[Row]) -> bool:
    """Whether a row has an amount at or to the right of a column that the heading calls a price."""
    priced = [
        column
        for column, value in heading.cells.items()
        if isinstance(value, str) and role_of(value) in PRICES
    ]
    return bool(priced) and any(
        len(row.cells) > 1
        and any(
            column >= min(priced) and _is_amount(value, least=0)
            for column, value in row.cells.items()
        )
        for row in rows
    )


def heading_score(row: Row) -> float:
    """How much a row looks like a heading: 2 is a name and a price."""
    # Asked of every row of a list, so the cheap questions that end most of them come first.
    if len(row.cells) < 2 or any(_is_amount(value) for value in row.cells.values()):
        return 0.0
    texts = [value for value in row.cells.values() if isinstance(value, str)]
    if sum(bool(_THREE_DIGITS.search(text)) for text in texts) > 2:
        return 0.0
    roles = {role_of(text) for text in texts if len(text) < 120}
    prices = bool(roles & {*PRICES, Column.LEFT_OUT})
    codes = bool(roles & {Column.CODE, Column.OWN_CODE})
    return (
        1.0 * prices
        + 1.0 * (Column.NAME in roles)
        + 0.75 * codes
        + 0.25 * (Column.UNIT in roles)
        + 0.5 * (Column.NUMBER in roles)
    )


def _is_amount(value: Value, *, least: int = 99) -> bool:
    """Whether a cell is a price and nothing else; 1, 2, 3 may number the columns."""
    if isinstance(value, Decimal):
        return value > least
    read = read_price(value) if isinstance(value, str) else None
    return read is not None and read.amount is not None and not read.kind and read.amount > least


def is_heading(row: Row, known: Mapping[int, Column]) -> bool:
    """Whether a row among services begins another table; `known` are the columns so far.

    «K-7 | Услуга сиделки | цена по запросу» has a heading's words and is a service.
    """
    if heading_score(row) < 2:
        return False
    for column, value in row.cells.items():
        role = known.get(column)
        if role in {Column.CODE, Column.OWN_CODE, Column.NUMBER} and is_code(value):
            return False
        if role in PRICES and read_price(value).kind != "unreadable":
            return False
    return True


def heading_rows(rows: Sequence[Row], place: int) -> list[int]:
    """The heading's rows: its best one, a band above it, groups and column numbers below it."""
    taken = [place]
    if place and _is_band(rows[place - 1], rows[place]):
        taken.insert(0, place - 1)
    for number in range(place + 1, min(place + MOST_HEADING_ROWS, len(rows))):
        if rows[number].number != rows[taken[-1]].number + 1:
            break
        if not (_is_sub_heading(rows[number], rows[place]) or _is_numbering(rows[number])):
            break
        taken.append(number)
    return taken


def _is_band(above: Row, row: Row) -> bool:
    """A row of words above, such as «Стоимость, руб.» over three groups."""
    if above.number != row.number - 1 or not above.cells:
        return False
    texts = [value for value in above.cells.values() if isinstance(value, str)]
    if len(texts) != len(above.cells) or any(len(text) > 80 for text in texts):
        return False
    roles = [role_of(text) for text in texts]
    if len(texts) == 1:
        column = next(iter(above.cells))
        return column > 0 and roles[0] in {*PRICES} and column >= min(row.cells)
    return sum(role is not None for role in roles) >= 2 or bool(groups_in(" ".join(texts)))


def _is_sub_heading(row: Row, above: Row) -> bool:
    own = {column: value for column, value in row.cells.items() if column not in row.covered}
    texts = [value for value in own.values() if isinstance(value, str)]
    if not texts or len(texts) != len(own) or any(len(text) > 60 for text in texts):
        return False
    telling = [
        text
        for text in texts
        if groups_in(text)
        or currency_in(text)
        or role_of(text) is not None
        or _OF_KINDS.search(text)
    ]
    if any(read_price(text).amount is not None for text in texts):
        return False
    if OFFICIAL_LIKE.fullmatch(texts[0]):
        return False
    right = min(own) > min(above.cells) or len(row.covered) > 0
    if len(own) >= 2 and min(own) > min(above.cells) + (not row.covered):
        return True
    return bool(telling) and len(telling) * 2 >= len(texts) and (right or len(telling) >= 2)


def _is_numbering(row: Row) -> bool:
    """1, 2, 3, 4 under the heading."""
    values = [shown(value).strip() for _, value in sorted(row.cells.items())]
    if len(values) < 3:
        return False
    return all(text.isdecimal() for text in values) and [int(text) for text in values] in (
        list(range(1, len(values) + 1)),
        list(range(2, len(values) + 2)),
    )


def joined_texts(rows: Sequence[Row]) -> dict[int, str]:
    """Each column's words from all rows of the heading; a band reaches to the next filled cell."""
    rows = [row for row in rows if not _is_numbering(row)]
    last = max((max(row.cells) for row in rows), default=-1)
    texts: dict[int, list[str]] = {}
    for depth, row in enumerate(rows):
        current = ""
        for column in range(last + 1):
            if column in row.cells and column not in row.covered:
                current = shown(row.cells[column]).strip()
                texts.setdefault(column, []).append(current)
            elif depth < len(rows) - 1 and current and _below(rows[depth + 1 :], column):
                texts.setdefault(column, []).append(current)
    return {column: " ".join(dict.fromkeys(parts)) for column, parts in texts.items()}


def _below(rows: Sequence[Row], column: int) -> bool:
    return any(column in row.cells and column not in row.covered for row in rows)
