"""Which columns of prices count, for whom, and how their cells are to be read."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sanamost.engines.price_lists.column_contents import is_priced, share
from sanamost.engines.price_lists.grids import Row, Value
from sanamost.engines.price_lists.headings import Doubted, Heading, PriceColumn
from sanamost.engines.price_lists.prices import currency_in, is_conventional, read_price
from sanamost.engines.price_lists.vocabulary import GROUP_OF, PRICES, Column, folded, groups_in

_CURRENCY_LAST = r"[,. ]*(?:в? ?руб\w*|rub|usd|₽|\([^)]*\))?\.?$"
_LOWEST = re.compile(r"(?:\bот|\bfrom|\bmin\w*|миним\w*|最低\w*|من)" + _CURRENCY_LAST)
_HIGHEST = re.compile(r"(?:\bдо|\bto|\bmax\w*|максим\w*|最高\w*|إلى)" + _CURRENCY_LAST)
_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(20\d\d)\b")
_YEAR = re.compile(r"\b20\d\d\b")
_THOUSANDS = re.compile(r"\bтыс\b\.?|в тысячах|\bthousand|千元")


def settled(heading: Heading, hidden: frozenset[int], *, by_person: bool = False) -> Heading:
    """Which columns of prices count, and what is doubtful about the columns."""
    doubts: list[Doubted] = []
    prices: list[PriceColumn] = []
    roles = dict(heading.roles)
    taken: set[tuple[str, ...] | str] = set()
    visible = {column for column, role in roles.items() if column not in hidden}
    for column, role in sorted(heading.roles.items(), key=_preferred(heading)):
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
            if _bounded(prices, column, groups, text):
                continue
            doubts.append(Doubted(column, "column_second_price", text))
            continue
        taken.update(wanted)
        prices.append(_price_column(column, groups, text))
        if prices[-1].times > 1:
            doubts.append(Doubted(column, "column_thousands", text))
    if heading.guessed and not by_person:
        doubts.append(Doubted(-1, "columns_guessed", ""))
    prices.sort(key=lambda price: price.column)
    doubts.sort(key=lambda doubt: doubt.column)
    settled = replace(heading, roles=roles, prices=tuple(prices), doubts=tuple(doubts))
    return replace(settled, currency=heading.currency or one_of(price.currency for price in prices))


def _preferred(heading: Heading) -> Callable[[tuple[int, Column]], tuple[bool, int, int]]:
    """Of two prices for the same patients, the one in roubles is the clinic's; the other follows it
    at some day's rate. Where all of them say from when they hold, the latest is today's."""
    texts = heading.texts
    days = {
        column: _day(texts.get(column, ""))
        for column, role in heading.roles.items()
        if role in PRICES and "%" not in texts.get(column, "")
    }
    dated = all(days.values())
    return lambda held: (
        currency_in(texts.get(held[0], "")) not in {"", "RUB"},
        -days.get(held[0], 0) if dated else 0,
        held[0],
    )


def _day(text: str) -> int:
    """The day or the year that a heading names, as a number that grows; 0 for none."""
    if found := _DAY.search(text):
        return int(found[3]) * 10_000 + int(found[2]) * 100 + int(found[1])
    found = _YEAR.search(text)
    return int(found[0]) * 10_000 if found else 0


def _groups(role: Column, text: str) -> tuple[str, ...]:
    if role in GROUP_OF:
        return (GROUP_OF[role],)
    named = groups_in(text)
    return named if len(named) > 1 else ()


def one_of(currencies: Iterable[str]) -> str:
    """The currency where only one is named."""
    named = {currency for currency in currencies if currency}
    return named.pop() if len(named) == 1 else ""


def beside(heading: Heading, rows: Sequence[Row]) -> Heading:
    """Prices that stand in the column right of their heading, with «от» or nothing under it.

    `rows` are those below the heading.
    """
    named = {*heading.texts, *heading.roles}
    prices = [
        replace(price, beside=price.column + 1)
        if price.column + 1 not in named
        and share(rows, price.column, _has_amount) < 0.3
        and is_priced(rows, price.column + 1)
        else price
        for price in heading.prices
    ]
    return replace(heading, prices=tuple(prices))


def unread(heading: Heading, rows: Sequence[Row]) -> Heading:
    """The heading with a doubt for each column of amounts that is none of its columns."""
    beside = {price.beside for price in heading.prices}
    doubts = [
        Doubted(column, "column_not_read", heading.texts.get(column, ""))
        for column in heading.seen
        if column not in heading.roles and column not in beside and is_priced(rows, column)
    ]
    return replace(heading, doubts=(*heading.doubts, *doubts)) if heading.prices else heading


def _has_amount(value: Value) -> bool:
    return read_price(value).amount is not None


def _price_column(column: int, groups: tuple[str, ...], text: str) -> PriceColumn:
    words = folded(text)
    return PriceColumn(
        column,
        groups,
        currency_in(text),
        conventional=is_conventional(text),
        at_least=bool(_LOWEST.search(words)),
        times=1000 if _THOUSANDS.search(words) else 1,
    )


def _bounded(prices: list[PriceColumn], column: int, groups: tuple[str, ...], text: str) -> bool:
    """Whether the column is the upper end of a band whose lower end was taken before."""
    if not _HIGHEST.search(folded(text)):
        return False
    for place, price in enumerate(prices):
        if price.at_least and price.groups == groups and price.highest is None:
            prices[place] = replace(price, highest=column)
            return True
    return False
