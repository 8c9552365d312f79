"""Merged cells and hidden columns of a sheet: they stand after and before its rows."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sanamost.engines.price_lists.grids import Row, UnreadableFile, Value, column_of
from sanamost.engines.price_lists.prices import read_price
from sanamost.engines.price_lists.sheet_rows import MOST_COLUMNS
from sanamost.engines.price_lists.workbook_parts import BROKEN

MOST_MERGES = 50_000
_WIDEST_MERGE = 10_000
_WIDEST_PRICE = 8
"""A number merged over more columns is no price of several groups."""
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["\']([A-Z]+)(\d+):([A-Z]+)(\d+)["\']'
)
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Layout:
    merges: tuple[tuple[int, int, int, int], ...]
    """First row, last row, first column, last column."""
    hidden: frozenset[int]


def layout_of(archive: zipfile.ZipFile, path: str) -> Layout:
    """Merged cells and hidden columns: they stand after and before the rows."""
    try:
        return _scanned(archive, path)
    except BROKEN as fault:
        raise UnreadableFile("damaged") from fault


def _scanned(archive: zipfile.ZipFile, path: str) -> Layout:
    merges: list[tuple[int, int, int, int]] = []
    hidden: set[int] = set()
    rest = b""
    with archive.open(path) as stream:
        while piece := stream.read(1 << 20):
            whole, cut, tail = (rest + piece).rpartition(b">")
            rest = tail if cut else rest + piece
            if b"mergeCell" in whole:
                merges += map(_merge, _MERGE.finditer(whole + cut))
            if b"<col" in whole or b":col" in whole:
                hidden.update(*map(_hidden, _COLUMNS.findall(whole + cut)))
    return Layout(tuple(sorted(merges)[:MOST_MERGES]), frozenset(hidden))


def _merge(found: re.Match[bytes]) -> tuple[int, int, int, int]:
    first, last = column_of(found[1].decode()), column_of(found[3].decode())
    return int(found[2]), int(found[4]), first, last


def _hidden(element: bytes) -> set[int]:
    said = dict(re.findall(rb'(\w+)\s*=\s*["\']([^"\']*)["\']', element))
    if said.get(b"hidden") not in {b"1", b"true"}:
        return set()
    return set(range(int(said[b"min"]) - 1, min(int(said[b"max"]), MOST_COLUMNS)))


def merged(rows: Iterator[Row], merges: tuple[tuple[int, int, int, int], ...]) -> Iterator[Row]:
    """The rows with a merged cell's value in every row that it covers, in its first column.

    A price that is merged over several columns of its row is the price of each.

    A row that only a merged cell from above reaches holds nothing of its own and stays left out.
    """
    waiting = list(reversed(merges))
    open_now: list[tuple[int, int, Value, str | None]] = []
    for row in rows:
        open_now = [area for area in open_now if area[0] >= row.number]
        covered = {}
        for _last, column, value, currency in open_now:
            if column not in row.cells:
                covered[column] = value
                if currency:
                    row.currencies[column] = currency
        while waiting and waiting[-1][0] <= row.number:
            top, last, column, right = waiting.pop()
            if top != row.number or column not in row.cells:
                continue
            value = row.cells[column]
            if top < last < top + _WIDEST_MERGE:
                open_now.append((last, column, value, row.currencies.get(column)))
            wide = column < right < column + _WIDEST_PRICE and len(row.cells) > 1
            if wide and _is_price(value):
                covered |= dict.fromkeys(range(column + 1, right + 1), value)
        if covered:
            row.cells.update(covered)
            row.covered = frozenset(covered)
        yield row


def _is_price(value: Value) -> bool:
    if isinstance(value, Decimal):
        return value > 0
    return isinstance(value, str) and len(value) < 40 and read_price(value).amount is not None
