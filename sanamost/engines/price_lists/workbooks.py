"""XLSX, row by row in bounded memory, with what a price list's reader needs to know besides values:
merged cells, hidden rows, columns and sheets, dates that were none, formulas without a result."""

import zipfile
from functools import cache, partial
from typing import BinaryIO

from sanamost.engines.price_lists.grids import Sheet, UnreadableFile
from sanamost.engines.price_lists.sheet_layout import layout_of, merged
from sanamost.engines.price_lists.sheet_rows import rows_of
from sanamost.engines.price_lists.workbook_parts import BROKEN, Part, parts_of
from sanamost.engines.price_lists.workbook_strings import strings_of
from sanamost.engines.price_lists.workbook_styles import Styles, styles_of

MOST_UNPACKED = 2_000_000_000


def open_workbook(file: BinaryIO) -> list[Sheet]:
    """The workbook's sheets in their order. Raises `UnreadableFile`."""
    try:
        archive = zipfile.ZipFile(file)
        names = set(archive.namelist())
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise UnreadableFile("too_large")
        parts, epoch = parts_of(archive, names)
        styles = styles_of(archive, names, epoch)
        strings = strings_of(archive, names)
    except UnreadableFile:
        raise
    except BROKEN as fault:
        raise UnreadableFile("damaged") from fault
    return [_sheet(archive, part, styles, strings) for part in parts if part.path in names]


def _sheet(archive: zipfile.ZipFile, part: Part, styles: Styles, strings: list[str]) -> Sheet:
    layout = cache(partial(layout_of, archive, part.path))
    return Sheet(
        part.name,
        rows=lambda: merged(rows_of(archive, part.path, styles, strings), layout().merges),
        hidden=part.hidden,
        hidden_columns=lambda: layout().hidden,
    )
