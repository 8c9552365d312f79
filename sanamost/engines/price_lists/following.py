"""Rows that belong to the service above them: its name goes on, or its price for a group follows.

A16.04.021 | Эндопротезирование сустава |                A04.28.002.001 | Ультразвуковое |
           | – для граждан РФ           | 150 000                       | исследование   | 1500
           | – для иностранных граждан  | 225 000                       | почек          |
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sanamost.engines.price_lists.grids import Row, Value
from sanamost.engines.price_lists.headings import Heading
from sanamost.engines.price_lists.prices import read_price
from sanamost.engines.price_lists.vocabulary import Column, folded, groups_in

_OF_GROUPS = re.compile(
    r"граждан\w*|гражданств\w*|жител\w*|лиц\w*|пациент\w*|стран\w*|ближн\w+|дальн\w+|зарубеж\w*|"
    r"иностр\w*|инограждан\w*|нерезидент\w*|резидент\w*|росси\w+|федерации|государств\w*|рф|рк|"
    r"еаэс|снг|для|при|не|и|из|с|со|цена|стоимость|тариф|patients?|citizens?|residents?|foreign\w*|"
    r"international|members?|eaeu|cis|countries|nationals?|locals?|the|and|for|of|from|non|price|"
    r"外籍|外国|本地|本国|居民|患者|价格|人士|السعر|للمقيمين|للأجانب|لغير|المقيمين|المواطنين"
)
_OPEN_END = re.compile(r"(?:[-–,(/]|\b(?:и|с|в|на|для|по|из|от|при|или|без|под|of|and|with|for))$")


def gathered(rows: Iterator[Row], heading: Heading) -> Iterator[tuple[Row, list[Row]]]:
    """Each row with the rows below that were joined to it.

    Where several rows with prices follow a service that has none, they are its kinds («врач»,
    «профессор»), each a service whose name goes on from it.
    """
    held: Row | None = None
    joined: list[Row] = []
    plain: Row | None = None
    for row in rows:
        if held is not None:
            last = joined[-1] if joined else held
            next_to_it = row.number == last.number + 1
            if next_to_it and plain is not None and _is_kind(row, heading):
                if joined:
                    yield replace(plain, name_joined=""), []
                    held = _child(joined.pop(), plain, heading)
                yield held, []
                held = _child(row, plain, heading)
                continue
            whole = _whole(held, row, heading) if next_to_it else None
            if whole is not None:
                plain = held if _takes_price(held, whole, heading) else None
                held = whole
                joined.append(row)
                continue
            yield held, joined
        held, joined, plain = row, [], None
    if held is not None:
        yield held, joined


def _takes_price(held: Row, whole: Row, heading: Heading) -> bool:
    """Whether a service got its first price from the row below."""
    columns = {price.column for price in heading.prices}
    return not columns & {*held.cells} and bool(columns & {*whole.cells})


def _is_kind(row: Row, heading: Heading) -> bool:
    """Whether a row is one more kind of the service above: no code, a small letter, a price."""
    column = heading.column(Column.NAME)
    name = row.cells.get(column) if column is not None else None
    return (
        isinstance(name, str)
        and name.strip()[:1].islower()
        and not _is_counted(row.cells, heading)
        and any(price.column in row.cells for price in heading.prices)
    )


def _child(row: Row, parent: Row, heading: Heading) -> Row:
    name = parent.cells[heading.column(Column.NAME) or 0]
    return replace(row, child_of=str(name).strip(" :"))


def _whole(held: Row, row: Row, heading: Heading) -> Row | None:
    """The service with the row's part of it; None where the row stands for itself."""
    column = heading.column(Column.NAME)
    if column is None or held.hidden != row.hidden:
        return None
    own = {one: value for one, value in row.cells.items() if one not in row.covered}
    name, more = held.cells.get(column), own.get(column)
    if not isinstance(name, str) or not isinstance(more, str) or _is_counted(own, heading):
        return None
    prices = {price.column: own[price.column] for price in heading.prices if price.column in own}
    if group := group_alone(more):
        return _with_price_of(held, group, prices, heading)
    return _with_name(held, column, more, prices, own, heading)


def _is_counted(own: Mapping[int, Value], heading: Heading) -> bool:
    """Whether the row has a code or a number of its own."""
    counted = {Column.CODE, Column.OWN_CODE, Column.NUMBER}
    return any(heading.roles.get(column) in counted for column in own)


def group_alone(text: str) -> str:
    """The one group of patients that a name consists of; empty for the name of a service."""
    if len(text) > 70:
        return ""
    groups = groups_in(text)
    rest = re.sub(r"[^\w]+|\d", "", _OF_GROUPS.sub(" ", folded(text)))
    return groups[0] if len(groups) == 1 and not rest else ""


def _with_price_of(
    held: Row, group: str, prices: Mapping[int, Value], heading: Heading
) -> Row | None:
    known = {one for price in heading.prices for one in price.groups} | {*held.of_groups}
    if len(prices) != 1 or group in known:
        return None
    value = next(iter(prices.values()))
    return replace(held, of_groups={**held.of_groups, group: value})


def _with_name(
    held: Row,
    column: int,
    more: str,
    prices: Mapping[int, Value],
    own: Mapping[int, Value],
    heading: Heading,
) -> Row | None:
    name = str(held.cells[column]).strip()
    text = more.strip()
    held_prices = [
        held.cells[price.column] for price in heading.prices if price.column in held.cells
    ]
    goes_on = name[:1].isupper() and (text[:1].islower() or text.startswith("("))
    if not (goes_on or _OPEN_END.search(name)) or text.endswith(":") or held.of_groups:
        return None
    if prices:
        fits = not held_prices and _is_counted(held.cells, heading)
    else:
        fits = any(read_price(value).amount is not None for value in held_prices) and len(own) == 1
    if not fits or len(name) + len(text) > 600:
        return None
    between = "" if name.endswith("-") and not name.endswith(" -") else " "
    cells = {**held.cells, **prices, column: f"{name}{between}{text}"}
    return replace(held, cells=cells, name_joined=held.name_joined or name)
