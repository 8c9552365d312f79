"""The one way in which tables leave: CSV and XLSX in which nothing can run.

A cell that begins like a formula would be computed by the program that opens the file; such text
gets an apostrophe before it. Numbers stay numbers.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Cell = str | int | Decimal | dt.date | None
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What spreadsheets take for a formula, also behind blanks and in full width.
FORMULA = re.compile(r"^[\s\u00a0\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]")
# Characters that no XML file may hold; openpyxl refuses them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def sheet(
    name: str, form: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """The table as a file to save; `form` is "csv" or "xlsx", anything else is unknown."""
    if form not in FORMATS:
        raise Http404
    written = [[defused(cell) for cell in row] for row in [head, *rows]]
    content = _csv(written) if form == "csv" else _xlsx(written)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    return HttpResponse(
        content,
        content_type=FORMATS[form],
        headers={
            "Content-Disposition": disposition or "attachment",
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def defused(cell: Cell) -> Cell:
    """The cell, with an apostrophe before text that a spreadsheet would compute."""
    if not isinstance(cell, str):
        return cell
    plain = CONTROL.sub("", cell)
    return f"'{plain}" if FORMULA.match(plain) else plain


def _csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([_plain(cell) for cell in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")  # the mark lets spreadsheets read every script


def _plain(cell: Cell) -> str | int | Decimal | None:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]  # Decimal works too
            if isinstance(value, str):
                cell.data_type = "s"  # text is text, whatever it begins with
            cells.append(cell)
        page.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
