"""Rows among the services that are none: sections, totals, footers, headings once more."""

import re
from collections.abc import Mapping

from sanamost.engines.price_lists.grids import Row, Value, shown
from sanamost.engines.price_lists.heading_rows import is_heading
from sanamost.engines.price_lists.headings import Heading
from sanamost.engines.price_lists.prices import read_price
from sanamost.engines.price_lists.vocabulary import FOOTER, TOTAL, Column, folded

_SECTION_NUMBER = re.compile(
    r"(?:\d{1,2}|[IVXLC]+)(?:\.\d{1,2})*[.)]?|[AАBВ]\d\d(?:[.:]\d{2,3})?\.?"
)


def not_a_service(row: Row, heading: Heading) -> str:
    """Which kind of row it is that names no service; empty for one that does."""
    cells = row.cells
    first = shown(cells[min(cells)]).strip()
    if TOTAL.match(folded(first)):
        return "total"
    if row.of_groups:
        return ""
    prices = [price.column for price in heading.prices]
    if any(
        read_price(cells[column]).amount is not None
        for column in prices
        if column in cells and column not in row.covered
    ):
        return ""
    if repeats(row, heading) or is_heading(row, heading.roles):
        return "repeated_heading"
    return _words_alone(row, heading)


def _words_alone(row: Row, heading: Heading) -> str:
    """A row without an amount: a section, a footer, or a service whose price is missing."""
    roles = heading.roles
    own = {
        column: value
        for column, value in row.cells.items()
        if column not in row.covered and roles.get(column) is not Column.NUMBER
    } or row.cells
    texts = [shown(value).strip() for _, value in sorted(own.items())]
    first = shown(row.cells[min(row.cells)]).strip()
    priced = [price for price in heading.prices if price.column in own]
    words = [text for text in texts if re.search(r"[^\W\d_]", text)]
    coded = _coded(own, roles)
    if not coded and (not priced or len(words) == len(texts)) and _is_footer(texts[0], first):
        return "footer"
    same = len(set(texts)) == 1
    if priced:
        return "section" if same and (len(texts) == 1 or not _is_mark(texts[0])) else ""
    if not coded and len(set(texts) - set(_numbers(own, roles))) <= 1:
        return "section"
    return ""


def _is_footer(*texts: str) -> bool:
    return any(FOOTER.search(folded(text)) for text in texts)


def _is_mark(text: str) -> bool:
    return not re.search(r"[^\W_]", text)


def _coded(cells: Mapping[int, Value], roles: Mapping[int, Column]) -> bool:
    """Whether a code column holds something that is no number of a section."""
    for column, value in cells.items():
        if roles.get(column) in {Column.CODE, Column.OWN_CODE} and len(cells) > 1:
            return not _SECTION_NUMBER.fullmatch(shown(value).strip())
    return False


def _numbers(cells: Mapping[int, Value], roles: Mapping[int, Column]) -> list[str]:
    return [
        text
        for column, value in cells.items()
        if roles.get(column) is not Column.NAME
        and _SECTION_NUMBER.fullmatch(text := shown(value).strip())
    ]


def repeats(row: Row, heading: Heading) -> bool:
    """Whether the row says what the heading says."""
    same = [
        column
        for column, value in row.cells.items()
        if column in heading.texts and folded(shown(value)) == folded(heading.texts[column])
    ]
    return len(same) >= 2 and len(same) * 2 >= len(row.cells)
