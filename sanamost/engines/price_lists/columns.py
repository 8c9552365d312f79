"""Where the heading is and what each column holds: by its words, then by what stands in it."""

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sanamost.engines.price_lists.grids import Moment, Row, Value, letters, shown
from sanamost.engines.price_lists.prices import currency_in, read_price
from sanamost.engines.price_lists.vocabulary import (
    GROUP_OF,
    PRICES,
    Column,
    folded,
    groups_in,
    is_official,
    is_own,
    role_of,
)

LOOKED_AT = 80
"""Rows from a sheet's beginning among which the heading is looked for."""
MOST_HEADING_ROWS = 4
SURE_HEADING = 1.75
"""What a name and a code, or a name and a price, come to."""
_ABOUT_PRICES = r"цен|руб|стоим|price|currency|долл|价|سعر"
_CODE_LIKE = re.compile(r"[A-ZА-Яa-zа-я]{0,4}[-. ]?\d[\w.:,/-]{0,18}")
_OFFICIAL_LIKE = re.compile(r"\s*[AАBВБaаbвб]\d\d[.:, ]?\w{2,3}[.:, ]?\w{3}.*")


@dataclass(frozen=True, slots=True)
class PriceColumn:
    """A column of prices: for which groups (none: for everybody), in which currency."""

    column: int
    groups: tuple[str, ...] = ()
    currency: str = ""


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


def find_heading(
    rows: Sequence[Row],
    *,
    hidden: frozenset[int] = frozenset(),
    chosen: Mapping[int, Column] | None = None,
) -> Heading:
    """The heading of a sheet that begins with `rows` (some 200 are enough).

    `chosen` is what a person said that columns hold; it stands above every guess.
    """
    place, score = _best(rows)
    if score < SURE_HEADING:
        heading = _without_heading(rows, hidden)
    else:
        heading = _with_heading(rows, place, hidden)
    seen = sorted({column for row in rows for column in row.cells})
    heading = replace(heading, seen=tuple(seen))
    if chosen is not None:
        heading = _settled(replace(heading, roles=dict(chosen)), hidden, by_person=True)
    return heading if heading.currency else replace(heading, currency=_in_cells(rows, heading))


def _in_cells(rows: Sequence[Row], heading: Heading) -> str:
    """The one currency that cells of prices name, where neither title nor heading does."""
    columns = [price.column for price in heading.prices]
    return _one(
        row.currencies.get(column) or read_price(row.cells[column]).currency
        for row in rows
        if row.number >= heading.first
        for column in columns
        if column in row.cells
    )


def _one(currencies: Iterable[str]) -> str:
    """The currency where only one is named."""
    named = {currency for currency in currencies if currency}
    return named.pop() if len(named) == 1 else ""


def best_heading(rows: Sequence[Row]) -> Mapping[int, Value]:
    """The cells of the row that names the columns; empty where none does."""
    place, score = _best(rows)
    return rows[place].cells if score >= SURE_HEADING else {}


def _best(rows: Sequence[Row]) -> tuple[int, float]:
    """The place of the row that looks most like a heading, and how much it does."""
    scores = [heading_score(row) for row in rows[:LOOKED_AT]]
    if not scores:
        return 0, 0.0
    place = max(range(len(scores)), key=lambda number: (scores[number], -number))
    return place, scores[place]


def heading_score(row: Row) -> float:
    """How much a row looks like a heading: 2 is a name and a price."""
    texts = [value for value in row.cells.values() if isinstance(value, str)]
    roles = {role_of(text) for text in texts if len(text) < 120}
    roles.discard(None)
    prices = bool(roles & {*PRICES, Column.LEFT_OUT})
    names = Column.NAME in roles
    codes = bool(roles & {Column.CODE, Column.OWN_CODE})
    if any(_is_amount(value) for value in row.cells.values()):
        return 0.0
    if len(row.cells) < 2 or sum(bool(re.search(r"\d{3}", text)) for text in texts) > 2:
        return 0.0
    return (
        1.0 * prices
        + 1.0 * names
        + 0.75 * codes
        + 0.25 * (Column.UNIT in roles)
        + 0.5 * (Column.NUMBER in roles)
    )


def _is_amount(value: Value) -> bool:
    """Whether a cell is a price and nothing else; 1, 2, 3 may number the columns."""
    if isinstance(value, Decimal):
        return value > 99
    read = read_price(value) if isinstance(value, str) else None
    return read is not None and read.amount is not None and not read.kind and read.amount > 99


def _with_heading(rows: Sequence[Row], place: int, hidden: frozenset[int]) -> Heading:
    taken = _heading_rows(rows, place)
    texts = _joined([rows[number] for number in taken])
    roles: dict[int, Column] = {}
    for column, text in texts.items():
        if (role := role_of(text)) is not None:
            roles[column] = role
    after = taken[-1] + 1
    heading = Heading(
        rows=tuple(rows[number].number for number in taken),
        first=rows[taken[-1]].number + 1,
        titles=taken[0],
        texts=texts,
        roles=_by_content(roles, rows[after : after + 120], texts),
        currency=_currency_of(rows[: taken[0]]),
    )
    return _settled(heading, hidden)


def _heading_rows(rows: Sequence[Row], place: int) -> list[int]:
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
        text for text in texts if groups_in(text) or currency_in(text) or role_of(text) is not None
    ]
    if any(read_price(text).amount is not None for text in texts):
        return False
    if _OFFICIAL_LIKE.fullmatch(texts[0]):
        return False
    right = min(own) > min(above.cells) or len(row.covered) > 0
    if len(own) >= 2 and min(own) > min(above.cells) + 1:
        return True
    return bool(telling) and len(telling) * 2 >= len(texts) and (right or len(telling) >= 2)


def _is_numbering(row: Row) -> bool:
    """1, 2, 3, 4 under the heading."""
    values = [shown(value).strip() for _, value in sorted(row.cells.items())]
    if len(values) < 3:
        return False
    return all(text.isdigit() for text in values) and [int(text) for text in values] in (
        list(range(1, len(values) + 1)),
        list(range(2, len(values) + 2)),
    )


def _joined(rows: Sequence[Row]) -> dict[int, str]:
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


def _by_content(
    roles: dict[int, Column], sample: Sequence[Row], texts: Mapping[int, str]
) -> dict[int, Column]:
    """The roles by words, mended and completed by what stands in the columns."""
    found = dict(roles)
    _only_one_name(found, sample)
    _codes_that_are_codes(found, sample, texts)
    unknown = sorted({column for row in sample for column in row.cells} - set(found))
    held = set(found.values())
    if not held & {Column.CODE, Column.OWN_CODE}:
        code = next((column for column in unknown if _share(sample, column, _is_code) > 0.6), None)
        official = code is not None and _share(sample, code, _is_official_code) > 0.4
        if code is not None and (official or Column.NUMBER not in held):
            found[code] = Column.CODE
    if Column.NAME not in found.values():
        names = [column for column in unknown if column not in found]
        best = max(names, key=lambda column: _length(sample, column), default=None)
        if best is not None and _length(sample, best) > 8:
            found[best] = Column.NAME
    if not set(found.values()) & set(PRICES):
        priced = [
            column for column in unknown if column not in found and _is_priced(sample, column)
        ]
        if priced:
            found[priced[0]] = Column.PRICE
    return found


def _only_one_name(found: dict[int, Column], sample: Sequence[Row]) -> None:
    """Of several columns called names, the one with the longest texts; the others are notes."""
    names = [column for column, role in found.items() if role is Column.NAME]
    if len(names) > 1:
        best = max(names, key=lambda column: (_length(sample, column), -column))
        for column in names:
            if column != best:
                found[column] = Column.NOTE


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
            _share(sample, column, _is_official_code),
            is_official(texts.get(column, "")),
            not is_own(texts.get(column, "")),
            -column,
        ),
    )
    for column in codes:
        found[column] = Column.CODE if column == official else Column.OWN_CODE


def _without_heading(rows: Sequence[Row], hidden: frozenset[int]) -> Heading:
    """A sheet whose columns have no names: what stands in them must tell."""
    width = max((max(row.cells) for row in rows), default=-1) + 1
    priced = [column for column in range(width) if _is_priced(rows, column)]
    names = [column for column in range(width) if _length(rows, column) > 8]
    if not priced or not names:
        return Heading(first=rows[0].number if rows else 1)
    name = max(names, key=lambda column: _length(rows, column))
    roles: dict[int, Column] = {name: Column.NAME}
    price = next((column for column in priced if column > name), None)
    if price is None:
        return Heading(first=rows[0].number)
    roles[price] = Column.PRICE
    for column in range(name):
        if _share(rows, column, _is_official_code) > 0.3:
            roles[column] = Column.CODE
        elif _is_sequence(rows, column):
            roles[column] = Column.NUMBER
        elif Column.CODE not in roles.values() and _share(rows, column, _is_code) > 0.5:
            roles[column] = Column.CODE
    start = next(
        (
            place
            for place, row in enumerate(rows)
            if {name, price} <= set(row.cells) and read_price(row.cells[price]).kind != "unreadable"
        ),
        0,
    )
    heading = Heading(
        first=rows[start].number,
        titles=start,
        roles=roles,
        currency=_currency_of(rows[:start]),
        guessed=True,
    )
    return _settled(heading, hidden)


def _settled(heading: Heading, hidden: frozenset[int], *, by_person: bool = False) -> Heading:
    """Which columns of prices count, and what is doubtful about the columns."""
    doubts: list[Doubted] = []
    prices: list[PriceColumn] = []
    roles = dict(heading.roles)
    taken: set[tuple[str, ...] | str] = set()
    visible = {column for column, role in roles.items() if column not in hidden}
    for column, role in sorted(heading.roles.items(), key=_roubles_first(heading.texts)):
        text = heading.texts.get(column, "")
        if role is Column.LEFT_OUT:
            doubts.append(Doubted(column, "column_left_out", text))
            continue
        if role not in PRICES:
            continue
        if column in hidden and not by_person and any(roles[one] in PRICES for one in visible):
            roles[column] = Column.LEFT_OUT
            doubts.append(Doubted(column, "column_hidden", text))
            continue
        groups = _groups(role, text)
        wanted = groups or ("",)
        if any(group in taken for group in wanted):
            roles[column] = Column.LEFT_OUT
            doubts.append(Doubted(column, "column_second_price", text))
            continue
        taken.update(wanted)
        prices.append(PriceColumn(column, groups, currency_in(text)))
    if heading.guessed and not by_person:
        doubts.append(Doubted(-1, "columns_guessed", ""))
    prices.sort(key=lambda price: price.column)
    doubts.sort(key=lambda doubt: doubt.column)
    settled = replace(heading, roles=roles, prices=tuple(prices), doubts=tuple(doubts))
    return replace(settled, currency=heading.currency or _one(price.currency for price in prices))


def _roubles_first(
    texts: Mapping[int, str],
) -> Callable[[tuple[int, Column]], tuple[bool, int]]:
    """Of two prices for the same patients, the one in roubles is the clinic's; the other follows it
    at some day's rate."""
    return lambda held: (currency_in(texts.get(held[0], "")) not in {"", "RUB"}, held[0])


def _groups(role: Column, text: str) -> tuple[str, ...]:
    if role in GROUP_OF:
        return (GROUP_OF[role],)
    named = groups_in(text)
    return named if len(named) > 1 else ()


def _currency_of(titles: Sequence[Row]) -> str:
    texts = [value for row in titles for value in row.cells.values() if isinstance(value, str)]
    said = (text for text in texts if re.search(_ABOUT_PRICES, text.lower()))
    return next(filter(None, map(currency_in, said)), "")


def _share(rows: Sequence[Row], column: int, holds: Callable[[Value], bool]) -> float:
    values = [row.cells[column] for row in rows if column in row.cells]
    return sum(holds(value) for value in values) / len(values) if values else 0.0


def _is_code(value: Value) -> bool:
    return isinstance(value, str) and bool(_CODE_LIKE.fullmatch(value.strip()))


def _is_official_code(value: Value) -> bool:
    return isinstance(value, str) and bool(_OFFICIAL_LIKE.fullmatch(value))


def _length(rows: Sequence[Row], column: int) -> float:
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


def _is_sequence(rows: Sequence[Row], column: int) -> bool:
    numbers = [shown(row.cells[column]).rstrip(".") for row in rows if column in row.cells]
    counted = [int(text) for text in numbers if text.isdigit()]
    steps = [after - before for before, after in itertools.pairwise(counted)]
    return len(counted) > 2 and sum(step == 1 for step in steps) > 0.7 * len(steps)


def _is_priced(rows: Sequence[Row], column: int) -> bool:
    if _is_sequence(rows, column):
        return False
    values = [row.cells[column] for row in rows if column in row.cells and len(row.cells) > 1]
    amounts = [read_price(value).amount for value in values]
    return len(values) > 0 and sum(amount is not None for amount in amounts) > 0.5 * len(values)
