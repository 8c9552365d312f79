"""The one writer of tables that leave as files: nothing in them can act as a formula."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

# A spreadsheet takes a cell that begins so for a formula, a tab or a line's end before it included.
ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
MOST_ROWS = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = Sequence[Any]


def harmless(value: Any) -> Any:
    """The value as a cell: text that could act as a formula gets an apostrophe before it.

    Numbers stay numbers, moments become the reader's local time without a zone.
    """
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, (int, float, Decimal, dt.date)):
        return value
    text = "".join(c for c in str(value) if c >= " " or c in "\t\n")
    stripped = text.lstrip(" \u00a0\ufeff")
    return f"'{text}" if stripped.startswith(ACTING) or text.startswith(ACTING) else text


def workbook(name: str, sheets: Iterable[tuple[str, Iterable[Row]]]) -> HttpResponse:
    """Several sheets in one file to save, each with its title; at most `MOST_ROWS` rows a sheet."""
    made = _sheets((title[:31], None, _bounded(rows)) for title, rows in sheets)
    return _file(f"{name}.xlsx", XLSX, made)


def table(kind: str, name: str, head: Row, rows: Iterable[Row]) -> HttpResponse:
    """The table as a file to save: `kind` is csv or xlsx; at most `MOST_ROWS` rows."""
    made = _xlsx if kind == "xlsx" else _csv
    content_type = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    return _file(f"{name}.{'xlsx' if kind == 'xlsx' else 'csv'}", content_type, made(head, rows))


def _file(file_name: str, content_type: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(head: Row, rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    for row in islice(_all(head, rows), MOST_ROWS + 1):
        writer.writerow([harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # the mark tells spreadsheets that it is UTF-8


def _xlsx(head: Row, rows: Iterable[Row]) -> bytes:
    return _sheets([(None, [harmless(cell) for cell in head], _bounded(rows))])


def _sheets(sheets: Iterable[tuple[str | None, Row | None, Iterable[Row]]]) -> bytes:
    from sanamost.web.components.sheets import written  # noqa: PLC0415 its library is large

    return written(sheets)


def _bounded(rows: Iterable[Row]) -> Iterable[Row]:
    return ([harmless(cell) for cell in row] for row in islice(rows, MOST_ROWS))


def _all(head: Row, rows: Iterable[Row]) -> Iterable[Row]:
    yield head
    yield from rows
