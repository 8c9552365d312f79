"""XLSX, row by row in bounded memory, with what a price list's reader needs to know besides values:
merged cells, hidden rows, columns and sheets, dates that were none, formulas without a result.

ECMA-376 part 1: 18.2 (workbook), 18.3.1 (sheets), 18.4 (shared strings), 18.8 (styles). Parts are
read as streams; nothing outside the archive is ever resolved.
"""

import datetime as dt
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from typing import BinaryIO
from xml.parsers import expat

from sanamost.engines.price_lists.grids import (
    Fault,
    Formula,
    Moment,
    Row,
    Sheet,
    UnreadableFile,
    Value,
    column_of,
)

CHUNK = 1 << 16
MOST_UNPACKED = 2_000_000_000
MOST_COLUMNS = 200
MOST_MERGES = 50_000
_WIDEST_MERGE = 10_000
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError),
    *(KeyError, ValueError, OverflowError, NotImplementedError, RuntimeError),
)
"""What a damaged, encrypted or hostile archive raises on the way."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["\']([A-Z]+)(\d+):([A-Z]+)(\d+)["\']'
)
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_CURRENCY_SIGNS = {
    "₽": "RUB", "р.": "RUB", "руб": "RUB", "RUB": "RUB", "$": "USD", "USD": "USD", "€": "EUR",
    "EUR": "EUR", "₸": "KZT", "£": "GBP", "¥": "CNY", "AED": "AED",
}  # fmt: skip


@dataclass(slots=True)
class _Styles:
    """What the number formats of cells mean, by the cell's style."""

    dates: set[int] = field(default_factory=set)
    currencies: dict[int, str] = field(default_factory=dict)
    padded: dict[int, int] = field(default_factory=dict)
    epoch: dt.date = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class _Part:
    """One sheet's place in the archive."""

    name: str
    path: str
    hidden: bool


def open_workbook(file: BinaryIO) -> list[Sheet]:
    """The workbook's sheets in their order. Raises `UnreadableFile`."""
    try:
        archive = zipfile.ZipFile(file)
        names = set(archive.namelist())
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise UnreadableFile("too_large")
        parts, epoch = _parts(archive, names)
        styles = _styles(archive, names, epoch)
        strings = _strings(archive, names)
    except UnreadableFile:
        raise
    except _BROKEN as fault:
        raise UnreadableFile("damaged") from fault
    return [_sheet(archive, part, styles, strings) for part in parts if part.path in names]


def _sheet(archive: zipfile.ZipFile, part: _Part, styles: _Styles, strings: list[str]) -> Sheet:
    layout = cache(partial(_layout, archive, part.path))
    return Sheet(
        part.name,
        rows=lambda: _merged(_rows(archive, part.path, styles, strings), layout().merges),
        hidden=part.hidden,
        hidden_columns=lambda: layout().hidden,
    )


def _parse(archive: zipfile.ZipFile, path: str, parser: expat.XMLParserType) -> Iterator[None]:
    """Feed one part to the parser, pausing after each piece."""
    parser.buffer_text = True
    try:
        with archive.open(path) as stream:
            while piece := stream.read(CHUNK):
                parser.Parse(piece, False)  # noqa: FBT003 expat takes it by position
                yield
            parser.Parse(b"", True)  # noqa: FBT003 expat takes it by position
            yield
    except _BROKEN as fault:
        raise UnreadableFile("damaged") from fault


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _elements(
    archive: zipfile.ZipFile, path: str, seen: Callable[[str, dict[str, str]], None]
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, said: seen(
        _local(name), {_local(key): value for key, value in said.items()}
    )
    for _ in _parse(archive, path, parser):
        pass


def _parts(archive: zipfile.ZipFile, names: set[str]) -> tuple[list[_Part], dt.date]:
    """The sheets in their order, and the day from which dates are counted."""
    book = _book(archive, names)
    links: dict[str, str] = {}
    folder = posixpath.dirname(book)
    related = f"{folder}/_rels/{posixpath.basename(book)}.rels".lstrip("/")
    if related in names:
        _elements(archive, related, partial(_note_link, links, folder))
    parts: list[_Part] = []
    dates_of_1904: list[bool] = []

    def seen(name: str, said: dict[str, str]) -> None:
        if name == "sheet":
            path = links.get(said.get("id", ""), f"{folder}/worksheets/sheet{len(parts) + 1}.xml")
            hidden = said.get("state", "visible") != "visible"
            parts.append(_Part(said.get("name", ""), path, hidden))
        elif name == "workbookPr" and said.get("date1904") in {"1", "true"}:
            dates_of_1904.append(True)

    _elements(archive, book, seen)
    return parts, dt.date(1904, 1, 1) if dates_of_1904 else dt.date(1899, 12, 30)


def _book(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xl/workbook.xml"
    found: list[str] = []

    def seen(name: str, said: dict[str, str]) -> None:
        if name == "Relationship" and said.get("Type", "").endswith("/officeDocument"):
            found.append(said["Target"].lstrip("/"))

    if "_rels/.rels" in names:
        _elements(archive, "_rels/.rels", seen)
    if found and found[0] in names and found[0].endswith(".xml"):
        return found[0]
    raise UnreadableFile("open_document" if "content.xml" in names else "not_a_table")


def _note_link(links: dict[str, str], folder: str, name: str, said: dict[str, str]) -> None:
    if name == "Relationship":
        target = said.get("Target", "")
        joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        links[said.get("Id", "")] = posixpath.normpath(joined)


def _styles(archive: zipfile.ZipFile, names: set[str], epoch: dt.date) -> _Styles:
    styles = _Styles(epoch=epoch)
    if "xl/styles.xml" not in names:
        return styles
    formats: dict[int, str] = {}
    of_cells: list[int] = []
    inside: list[bool] = []

    def seen(name: str, said: dict[str, str]) -> None:
        if name == "numFmt":
            formats[int(said.get("numFmtId", 0))] = said.get("formatCode", "")
        elif name == "cellXfs":
            inside.append(True)
        elif name == "cellStyles":
            inside.clear()
        elif name == "xf" and inside:
            of_cells.append(int(said.get("numFmtId", 0)))

    _elements(archive, "xl/styles.xml", seen)
    for style, number in enumerate(of_cells):
        _note_style(styles, style, number, formats.get(number, ""))
    return styles


def _note_style(styles: _Styles, style: int, number: int, code: str) -> None:
    bare = _QUOTED.sub("", code.partition(";")[0])
    if number in _DATE_FORMATS or re.search(r"[dmyДдМмГг]", bare):
        styles.dates.add(style)
    for sign, currency in _CURRENCY_SIGNS.items():
        if sign in code:
            styles.currencies[style] = currency
            break
    if re.fullmatch(r"00+", bare):
        styles.padded[style] = len(bare)


class _Strings:
    """Gathers shared strings; the phonetic guides of East Asian names are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text: list[str] = []
        self._taking = self._guide = False

    def begun(self, name: str, _said: dict[str, str]) -> None:
        """An element begins."""
        local = _local(name)
        if local == "si":
            self._text = []
        elif local == "rPh":
            self._guide = True
        elif local == "t":
            self._taking = not self._guide

    def ended(self, name: str) -> None:
        """An element ends."""
        local = _local(name)
        if local == "si":
            self.found.append(_unescaped("".join(self._text)))
        elif local == "rPh":
            self._guide = False
        elif local == "t":
            self._taking = False

    def text(self, piece: str) -> None:
        """Characters inside an element."""
        if self._taking:
            self._text.append(piece)


def _strings(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    """The shared strings; rich text joined."""
    strings = _Strings()
    path = next((name for name in names if name.lower() == "xl/sharedstrings.xml"), "")
    if path:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = strings.begun, strings.ended
        parser.CharacterDataHandler = strings.text
        for _ in _parse(archive, path, parser):
            pass
    return strings.found


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class _SheetReader:
    """Turns a sheet's elements into rows; `ready` holds the rows that are whole."""

    def __init__(self, styles: _Styles, strings: list[str]) -> None:
        self.ready: list[Row] = []
        self._styles, self._strings = styles, strings
        self._row = Row(0, {})
        self._column = -1
        self._kind, self._style = "n", 0
        self._formula = False
        self._taking: list[str] | None = None
        self._value: list[str] = []
        self._formula_text: list[str] = []

    def begun(self, name: str, said: dict[str, str]) -> None:
        """An element begins."""
        local = _local(name)
        if local == "c":
            self._column = column_of(said["r"]) if "r" in said else self._column + 1
            self._kind = said.get("t", "n")
            self._style = int(said.get("s", 0))
            self._value, self._formula_text = [], []
            self._formula = False
        elif local in {"v", "t"}:
            self._taking = self._value
        elif local == "f":
            self._taking, self._formula = self._formula_text, True
        elif local == "rPh":
            self._kind = "guide"
        elif local == "row":
            number = int(said["r"]) if "r" in said else self._row.number + 1
            self._row = Row(number, {}, said.get("hidden") in {"1", "true"})
            self._column = -1

    def ended(self, name: str) -> None:
        """An element ends."""
        local = _local(name)
        if local in {"v", "t", "f"}:
            self._taking = None
        elif local == "c" and self._column < MOST_COLUMNS:
            value = self._cell()
            if value is not None:
                self._row.cells[self._column] = value
                if isinstance(value, Decimal) and self._style in self._styles.currencies:
                    self._row.currencies[self._column] = self._styles.currencies[self._style]
        elif local == "row" and self._row.cells:
            self.ready.append(self._row)

    def text(self, piece: str) -> None:
        """Characters inside an element."""
        if self._taking is not None:
            self._taking.append(piece)

    def _cell(self) -> Value | None:
        text = "".join(self._value)
        if not text and self._formula:
            return Formula("".join(self._formula_text))
        if self._kind == "s":
            place = int(text) if text.isdigit() else -1
            return (self._strings[place] if 0 <= place < len(self._strings) else "") or None
        if self._kind in {"str", "inlineStr", "guide"}:
            return _unescaped(text) if text.strip() else None
        if self._kind == "e":
            return Fault(text)
        if self._kind == "b":
            return text.strip() in {"1", "true"}
        return self._number(text.strip()) if text.strip() else None

    def _number(self, text: str) -> Value:
        if self._kind == "d":
            return Moment(dt.date.fromisoformat(text[:10]), Decimal(0))
        # Fifteen digits are what a spreadsheet keeps and shows; the rest is binary noise.
        number = Decimal(format(float(text), ".15g"))
        if self._style in self._styles.dates and 0 < number < 2_900_000:
            return Moment(self._styles.epoch + dt.timedelta(days=int(number)), number)
        if self._style in self._styles.padded and number == number.to_integral_value() >= 0:
            return str(int(number)).zfill(self._styles.padded[self._style])
        return number


def _rows(
    archive: zipfile.ZipFile, path: str, styles: _Styles, strings: list[str]
) -> Iterator[Row]:
    reader = _SheetReader(styles, strings)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.begun
    parser.EndElementHandler = reader.ended
    parser.CharacterDataHandler = reader.text
    for _ in _parse(archive, path, parser):
        yield from reader.ready
        reader.ready = []


@dataclass(frozen=True, slots=True)
class _Layout:
    merges: tuple[tuple[int, int, int, int], ...]
    """First row, last row, first column, last column; only those of more rows than one."""
    hidden: frozenset[int]


def _layout(archive: zipfile.ZipFile, path: str) -> _Layout:
    """Merged cells and hidden columns: they stand after and before the rows."""
    try:
        return _scanned(archive, path)
    except _BROKEN as fault:
        raise UnreadableFile("damaged") from fault


def _scanned(archive: zipfile.ZipFile, path: str) -> _Layout:
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
    several_rows = sorted(area for area in merges if area[1] > area[0])
    return _Layout(tuple(several_rows[:MOST_MERGES]), frozenset(hidden))


def _merge(found: re.Match[bytes]) -> tuple[int, int, int, int]:
    first, last = column_of(found[1].decode()), column_of(found[3].decode())
    return int(found[2]), int(found[4]), first, last


def _hidden(element: bytes) -> set[int]:
    said = dict(re.findall(rb'(\w+)\s*=\s*["\']([^"\']*)["\']', element))
    if said.get(b"hidden") not in {b"1", b"true"}:
        return set()
    return set(range(int(said[b"min"]) - 1, min(int(said[b"max"]), MOST_COLUMNS)))


def _merged(rows: Iterator[Row], merges: tuple[tuple[int, int, int, int], ...]) -> Iterator[Row]:
    """The rows with a merged cell's value in every row that it covers, in its first column.

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
            top, last, column, _right = waiting.pop()
            if top == row.number and column in row.cells and last - top < _WIDEST_MERGE:
                open_now.append((last, column, row.cells[column], row.currencies.get(column)))
        if covered:
            row.cells.update(covered)
            row.covered = frozenset(covered)
        yield row
