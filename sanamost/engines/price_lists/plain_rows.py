"""Rows as lines of JSON: what a limited process tells of a stranger's file, and reads nothing else.

The first lines name the sheets; each row's line names its sheet by its place. The last line says
that nothing is missing.
"""

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from decimal import Decimal, DecimalException
from functools import partial
from typing import Any, BinaryIO, Protocol

from sanamost.engines.price_lists.grids import (
    Fault,
    Formula,
    Moment,
    Row,
    Sheet,
    UnreadableFile,
    Value,
)

MOST_SHEETS = 500
LONGEST_LINE = 1 << 22


class Written(Protocol):
    """Something that takes bytes."""

    def write(self, piece: bytes, /) -> Any:
        """Take them."""


def write_rows(sheets: list[Sheet], delimited: bool, out: Written) -> int:  # noqa: FBT001 a fact about the file
    """Write all rows of the sheets; how many there are. Raises `UnreadableFile`."""
    count = 0
    for place, sheet in enumerate(sheets[:MOST_SHEETS]):
        head = {"name": sheet.name, "hidden": sheet.hidden, "columns": [*sheet.hidden_columns()]}
        out.write(_line({**head, "sheet": place, "delimited": delimited}))
        for row in sheet.rows():
            out.write(_line(_told(row)))
            count += 1
    out.write(_line({"end": count}))
    return count


def read_rows(file: BinaryIO) -> tuple[list[Sheet], bool]:
    """The sheets as they were written, and whether they came from separated text.

    Trusts nothing: what is not such a file raises `UnreadableFile`.
    """
    file.seek(0)
    sheets: list[Sheet] = []
    delimited = ended = False
    while line := file.readline(LONGEST_LINE):
        if not line.startswith(b"{"):
            continue
        told = _read(line)
        if "sheet" in told:
            sheets.append(_sheet(file, file.tell(), told))
            delimited = delimited or told.get("delimited") is True
        ended = "end" in told
    if not ended or len(sheets) > MOST_SHEETS:
        raise UnreadableFile("damaged")
    return sheets, delimited


def _sheet(file: BinaryIO, start: int, told: dict[str, Any]) -> Sheet:
    columns = told.get("columns")
    hidden = frozenset(one for one in columns if isinstance(one, int)) if columns else frozenset()
    return Sheet(
        str(told.get("name", ""))[:200],
        rows=partial(_rows, file, start),
        hidden=told.get("hidden") is True,
        hidden_columns=lambda: hidden,
    )


def _rows(file: BinaryIO, start: int) -> Iterator[Row]:
    for _ in itertools.count():
        file.seek(start)
        line = file.readline(LONGEST_LINE)
        if not line.startswith(b"["):
            return
        start = file.tell()
        yield _row(line)


def _line(told: Any) -> bytes:
    return (
        json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        + b"\n"
    )


def _read(line: bytes) -> Any:
    try:
        return json.loads(line.decode(errors="replace"))
    except ValueError as fault:
        raise UnreadableFile("damaged") from fault


def _told(row: Row) -> list[Any]:
    """A row; cells that are words stay words, others say what they are."""
    cells = {
        str(column): value if isinstance(value, str) else _marked(value)
        for column, value in row.cells.items()
    }
    told: list[Any] = [row.number, cells]
    if row.hidden or row.currencies or row.covered:
        told += [row.hidden, row.currencies, [*row.covered]]
    return told


def _marked(value: Value) -> list[str]:
    if isinstance(value, Decimal):
        return ["n", str(value)]
    if isinstance(value, bool):
        return ["b", "1" if value else ""]
    if isinstance(value, Moment):
        return ["d", value.day.isoformat(), str(value.serial)]
    if isinstance(value, Fault):
        return ["e", value.text]
    return ["f", value.text if isinstance(value, Formula) else str(value)]


def _row(line: bytes) -> Row:
    told = _read(line)
    try:
        cells = {
            int(column): value if isinstance(value, str) else _value(*value)
            for column, value in told[1].items()
        }
        row = Row(int(told[0]), cells)
        if len(told) > 2:
            row.hidden = told[2] is True
            row.currencies = {int(column): str(one)[:3] for column, one in told[3].items()}
            row.covered = frozenset(int(column) for column in told[4])
    except (TypeError, ValueError, LookupError, AttributeError, DecimalException) as fault:
        raise UnreadableFile("damaged") from fault
    return row


def _value(kind: str, text: str, more: str = "0") -> Value:
    if kind == "n":
        return Decimal(text)
    if kind == "b":
        return bool(text)
    if kind == "d":
        return Moment(dt.date.fromisoformat(text), Decimal(more))
    return Fault(text) if kind == "e" else Formula(text)
