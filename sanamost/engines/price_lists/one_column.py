"""Name and price in one cell: «Массаж спины – 1000 руб.», «Консультация ........ 2 500,00»."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sanamost.engines.price_lists.column_contents import (
    is_official_code,
    is_priced,
    is_sequence,
    share,
)
from sanamost.engines.price_lists.grids import Row, Sheet, Value, shown
from sanamost.engines.price_lists.heading_rows import best_heading
from sanamost.engines.price_lists.prices import read_price
from sanamost.engines.price_lists.vocabulary import PRICES, Column, parted_heading, role_of

_BESIDE = {
    *(Column.NUMBER, Column.CODE, Column.OWN_CODE, Column.UNIT, Column.NOTE, Column.DURATION),
    *(Column.SECTION, Column.VAT),
}
_RUNNING = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[IVXLC]+[.)]?")
_NUMBER = r"\d+(?:[ \u00a0\u202f'’.,]\d{3})*(?:[.,]\d{1,2})?"
_CURRENCY = (
    r"(?:тыс\.?|т\.)?\s*"
    r"(?:руб(?:лей|ля|ль|\.)?|р(?:\.|\b)|₽|тенге|тг\.?|₸|сум|usd|eur|rub|kzt|[$€¥元])"
)
_PRICE = (
    rf"(?P<price>(?:от\s+|до\s+|from\s+)?{_NUMBER}(?:\s*[-–—]\s*{_NUMBER})?"
    rf"(?P<currency>\s*{_CURRENCY})?(?:\s*\d\d\s*коп\w*\.?)?\s*\**)\s*[.;]?\s*"
)
_NAME = r"(?P<name>\S.*?)"
_STRONG = re.compile(
    rf"{_NAME}(?:\s*(?:\.{{2,}}|…+|_{{2,}}|·{{2,}})[\s.…_·]*|\s*\t\s*|\s+[-–—]+\s*|[–—]\s*|\s*:\s+|-\s+)"
    rf"{_PRICE}",
    re.IGNORECASE,
)
_WEAK = re.compile(rf"{_NAME}[\s,]+{_PRICE}", re.IGNORECASE)
_WITHOUT_AMOUNT = re.compile(
    r"(?P<name>\S.*?)\s*(?:[–—:]|\s-|\.{2,}|…)\s*(?P<price>договорная|цена договорная|по запросу|"
    r"по договор[её]нности|бесплатно|on request|by agreement|free|面议|免费|عند الطلب|مجانا)[.;]?",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{3}")
_NUMBER_AT_END = re.compile(rf"(?:^|\s)(?:от\s+)?({_NUMBER})$")
_NO_SERVICE = re.compile(
    r"(?:\b(?:на|от|с|до|за|тел|телефон|дом|д|ул|инн|огрн|кпп|год|приказ|лицензия|стр|страница|page)"
    r"|№|\+7|\(\d+\))[.:]?$",
    re.IGNORECASE,
)


class Split(NamedTuple):
    """A cell taken apart; `sure` where nothing else can be meant."""

    name: str
    price: str
    sure: bool


def split(text: str) -> Split | None:
    """Name and price of one cell; None where the text does not end in a price."""
    if len(text) > 1000 or not _LETTERS.search(text):
        return None
    words = text.strip()
    if found := _STRONG.fullmatch(words):
        return _of_strong(words, found)
    if (found := _WITHOUT_AMOUNT.fullmatch(words)) and _LETTERS.search(found["name"]):
        return Split(_clean(found["name"]), found["price"], sure=True)
    return _of_weak(words)


def one_column(sheet: Sheet, *, looked_at: int) -> Sheet:
    """The sheet with its cells taken apart, where names and prices share one column.

    So where most rows have one cell, no row names columns, and many of the cells end in a price; or
    where nothing but running numbers, codes, units and notes stands beside such cells. Rows that do
    not end in a price stay as they are.
    """
    beginning = list(itertools.islice(sheet.rows(), looked_at))
    if _is_alone(beginning):
        return replace(sheet, rows=lambda: map(_apart, sheet.rows()))
    shared = _shared_column(beginning)
    if shared is None:
        return sheet
    free = max(max(row.cells) for row in beginning if row.cells) + 1
    heading = _heading_above(beginning, shared)
    return replace(
        sheet, rows=lambda: (_apart_beside(row, shared, free, heading) for row in sheet.rows())
    )


def _is_alone(beginning: Sequence[Row]) -> bool:
    single = [row for row in beginning if len(row.cells) == 1]
    if len(single) < 2 or len(single) < 0.7 * len(beginning) or best_heading(beginning):
        return False
    return _tells_prices([_text(row) for row in single])


def _shared_column(beginning: Sequence[Row]) -> int | None:
    """The column whose cells end in prices, with nothing beside it that could be one."""
    ended = Counter(
        column
        for row in beginning
        for column, value in row.cells.items()
        if isinstance(value, str) and split(value) is not None
    )
    if not ended:
        return None
    shared, _ = ended.most_common(1)[0]
    cells = [row.cells[shared] for row in beginning if shared in row.cells]
    if not _tells_prices([value if isinstance(value, str) else "" for value in cells]):
        return None
    heading = best_heading(beginning)
    roles = {one: role_of(shown(value)) for one, value in heading.items()}
    if any(role in PRICES and one != shared for one, role in roles.items()):
        return None
    rows = [row for row in beginning if split(shown(row.cells.get(shared))) is not None]
    beside = sorted({one for row in rows for one in row.cells} - {shared})
    told = [
        roles.get(one) in _BESIDE
        or (_counts(rows, one) if one < shared else not is_priced(rows, one))
        for one in beside
    ]
    return shared if all(told) else None


def _counts(rows: Sequence[Row], column: int) -> bool:
    """Whether a column holds running numbers or official codes."""
    return (
        is_sequence(rows, column)
        or share(rows, column, is_official_code) > 0.3
        or share(rows, column, _is_counted) > 0.8
    )


def _is_counted(value: Value) -> bool:
    return bool(_RUNNING.fullmatch(shown(value).strip()))


def _heading_above(beginning: Sequence[Row], shared: int) -> int:
    """The number of the row that says «Услуга и цена» above such cells; 0 for none."""
    for row in beginning:
        text = row.cells.get(shared)
        if isinstance(text, str) and split(text) is not None:
            return 0
        if isinstance(text, str) and len(row.cells) > 1 and all(parted_heading(text)):
            return row.number
    return 0


def _apart_beside(row: Row, shared: int, free: int, heading: int) -> Row:
    """The row with its price in a free column of its own."""
    text = row.cells.get(shared)
    if not isinstance(text, str) or free in row.cells:
        return row
    if row.number == heading:
        name, price = parted_heading(text)
        return replace(row, cells={**row.cells, shared: name, free: price})
    found = split(text)
    if found is None:
        return row
    cells = {**row.cells, shared: found.name, free: found.price}
    return replace(row, cells=cells, taken_apart="" if found.sure else text.strip())


def is_one_column(lines: Sequence[str]) -> bool:
    """Whether lines of a text are names with prices that no separator of columns parts."""
    filled = [line for line in lines if line.strip()]
    found = [one for line in filled if (one := split(line)) is not None and one.sure]
    return len(found) >= 2 and len(found) >= 0.4 * len(filled)


def _tells_prices(texts: list[str]) -> bool:
    return sum(split(text) is not None for text in texts) >= max(2, 0.4 * len(texts))


def _apart(row: Row) -> Row:
    found = split(_text(row)) if len(row.cells) == 1 else None
    if found is None:
        return row
    column = next(iter(row.cells))
    cells = {column: found.name, column + 1: found.price}
    unsure = "" if found.sure else _text(row).strip()
    return replace(row, cells={**cells}, taken_apart=unsure)


def _text(row: Row) -> str:
    value = next(iter(row.cells.values()))
    return value if isinstance(value, str) else ""


def _of_strong(words: str, found: re.Match[str]) -> Split | None:
    name, price = _clean(found["name"]), found["price"].strip()
    before = _NUMBER_AT_END.search(name)
    if before and _amount(before[1]) >= 100 and _LETTERS.search(name[: before.start()]):
        # «Консультация 1500 – 2000 руб.»: the number before the dash belongs to the price.
        return Split(_clean(name[: before.start()]), words[before.start() :].strip(), sure=False)
    return _checked(name, price, sure=True)


def _of_weak(words: str) -> Split | None:
    found = _WEAK.fullmatch(words)
    if found is None:
        return None
    name, price = _clean(found["name"]), found["price"].strip()
    if not found["currency"] and (_amount(price) < 100 or _NO_SERVICE.search(name)):
        return None
    grouped = re.search(r"\d[ \u00a0\u202f]\d", price) is not None
    return _checked(name, price, sure=bool(found["currency"]) and not grouped)


def _checked(name: str, price: str, *, sure: bool) -> Split | None:
    if not _LETTERS.search(name) or _NO_SERVICE.search(name):
        return None
    return Split(name, price, sure) if read_price(price).amount is not None else None


def _clean(name: str) -> str:
    return name.strip().rstrip(" .…_·,:;–—-\t").strip()


def _amount(text: str) -> float:
    read = read_price(text)
    return float(read.amount) if read.amount is not None else 0.0
