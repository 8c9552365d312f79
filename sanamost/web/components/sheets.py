"""Sheets of a spreadsheet as bytes. Apart from `export`, for its library takes five megabytes."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Sheet = tuple[str | None, Sequence[Any] | None, Iterable[Sequence[Any]]]
"""Its title, the cells of its head in bold, its rows."""


def written(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as one XLSX file; text stays text, whatever it looks like."""
    book = Workbook(write_only=True)
    for title, head, rows in sheets:
        sheet = book.create_sheet(title)
        if head is not None:
            sheet.append([_bold(sheet, cell) for cell in head])
        for row in rows:
            sheet.append([_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bold(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
