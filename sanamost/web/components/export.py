"""The one writer of tables that leave as files: nothing in them can act as a formula."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

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
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title[:31])
        for _, row in zip(range(MOST_ROWS), rows, strict=False):
            sheet.append([_text_cell(sheet, harmless(cell)) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return _file(f"{name}.xlsx", XLSX, out.getvalue())


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
    for _, row in zip(range(MOST_ROWS + 1), _all(head, rows), strict=False):
        writer.writerow([harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # the mark tells spreadsheets that it is UTF-8


def _xlsx(head: Row, rows: Iterable[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    bold = []
    for cell in head:
        made = WriteOnlyCell(sheet, value=harmless(cell))
        made.font = Font(bold=True)
        bold.append(made)
    sheet.append(bold)
    for _, row in zip(range(MOST_ROWS), rows, strict=False):
        sheet.append([_text_cell(sheet, harmless(cell)) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _all(head: Row, rows: Iterable[Row]) -> Iterable[Row]:
    yield head
    yield from rows
