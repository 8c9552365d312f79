"""What each column of a sheet holds: by its heading's words, then by what stands in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sanamost.engines.price_lists.column_contents import (
    by_content,
    is_code,
    is_official_code,
    is_priced,
    is_sequence,
    share,
    text_length,
)
from sanamost.engines.price_lists.grids import Row
from sanamost.engines.price_lists.heading_rows import (
    SURE_HEADING,
    heading_rows,
    joined_texts,
    likeliest,
    until_next,
)
from sanamost.engines.price_lists.headings import Heading
from sanamost.engines.price_lists.price_columns import beside, one_of, settled, unread
from sanamost.engines.price_lists.prices import currency_in, is_conventional, read_price
from sanamost.engines.price_lists.vocabulary import Column, role_of

_ABOUT_PRICES = r"цен|руб|стоим|price|currency|долл|价|سعر"


def find_heading(
    rows: Sequence[Row],
    *,
    hidden: frozenset[int] = frozenset(),
    chosen: Mapping[int, Column] | None = None,
) -> Heading:
    """The heading of a sheet that begins with `rows` (some 200 are enough).

    `chosen` is what a person said that columns hold; it stands above every guess.
    """
    place, score = likeliest(rows)
    if score < SURE_HEADING:
        heading = _without_heading(rows, hidden)
    else:
        heading = _with_heading(rows, place, hidden)
    seen = sorted({column for row in rows for column in row.cells})
    heading = replace(heading, seen=tuple(seen))
    if chosen is not None:
        heading = settled(replace(heading, roles=dict(chosen)), hidden, by_person=True)
    below = until_next([row for row in rows if row.number >= heading.first])
    heading = unread(beside(_conventional(heading, rows), below), below)
    return heading if heading.currency else replace(heading, currency=_in_cells(rows, heading))


def _in_cells(rows: Sequence[Row], heading: Heading) -> str:
    """The one currency that cells of prices name, where neither title nor heading does."""
    columns = [price.column for price in heading.prices]
    return one_of(
        row.currencies.get(column) or read_price(row.cells[column]).currency
        for row in rows
        if row.number >= heading.first
        for column in columns
        if column in row.cells
    )


def _with_heading(rows: Sequence[Row], place: int, hidden: frozenset[int]) -> Heading:
    taken = heading_rows(rows, place)
    texts = joined_texts([rows[number] for number in taken])
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
        roles=by_content(roles, until_next(rows[after : after + 120]), texts),
        currency=_currency_of(rows[: taken[0]]),
    )
    return settled(heading, hidden)


def _without_heading(rows: Sequence[Row], hidden: frozenset[int]) -> Heading:
    """A sheet whose columns have no names: what stands in them must tell."""
    width = max((max(row.cells) for row in rows), default=-1) + 1
    priced = [column for column in range(width) if is_priced(rows, column)]
    names = [column for column in range(width) if text_length(rows, column) > 8]
    if not priced or not names:
        return Heading(first=rows[0].number if rows else 1)
    name = max(names, key=lambda column: text_length(rows, column))
    roles: dict[int, Column] = {name: Column.NAME}
    price = next((column for column in priced if column > name), None)
    if price is None:
        return Heading(first=rows[0].number)
    roles[price] = Column.PRICE
    for column in range(name):
        if share(rows, column, is_official_code) > 0.3:
            roles[column] = Column.CODE
        elif is_sequence(rows, column):
            roles[column] = Column.NUMBER
        elif Column.CODE not in roles.values() and share(rows, column, is_code) > 0.5:
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
    return settled(heading, hidden)


def _conventional(heading: Heading, rows: Sequence[Row]) -> Heading:
    """The heading where a title says that prices are in "conventional units"."""
    titles = (row for row in rows if row.number < heading.first)
    texts = (value for row in titles for value in row.cells.values() if isinstance(value, str))
    if not any(is_conventional(text) and re.search(_ABOUT_PRICES, text.lower()) for text in texts):
        return heading
    prices = (replace(price, conventional=not price.currency) for price in heading.prices)
    return replace(heading, prices=tuple(prices))


def _currency_of(titles: Sequence[Row]) -> str:
    texts = [value for row in titles for value in row.cells.values() if isinstance(value, str)]
    said = (text for text in texts if re.search(_ABOUT_PRICES, text.lower()))
    return next(filter(None, map(currency_in, said)), "")
