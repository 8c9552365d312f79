"""The rows of one sheet of a workbook (ECMA-376 part 1, 18.3.1)."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from xml.parsers import expat

from sanamost.engines.price_lists.grids import Fault, Formula, Moment, Row, Value, column_of
from sanamost.engines.price_lists.workbook_parts import local_name, parse
from sanamost.engines.price_lists.workbook_strings import unescaped
from sanamost.engines.price_lists.workbook_styles import Styles

MOST_COLUMNS = 200


class _SheetReader:
    """Turns a sheet's elements into rows; `ready` holds the rows that are whole."""

    def __init__(self, styles: Styles, strings: list[str]) -> None:
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
        local = local_name(name)
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
        local = local_name(name)
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
            place = int(text) if text.isdecimal() else -1
            return (self._strings[place] if 0 <= place < len(self._strings) else "") or None
        if self._kind in {"str", "inlineStr", "guide"}:
            return unescaped(text) if text.strip() else None
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
        if self._style in self._styles.percents:
            return f"{(number * 100).normalize():f}%"
        if self._style in self._styles.padded and number == number.to_integral_value() >= 0:
            return str(int(number)).zfill(self._styles.padded[self._style])
        return number


def rows_of(
    archive: zipfile.ZipFile, path: str, styles: Styles, strings: list[str]
) -> Iterator[Row]:
    reader = _SheetReader(styles, strings)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.begun
    parser.EndElementHandler = reader.ended
    parser.CharacterDataHandler = reader.text
    for _ in parse(archive, path, parser):
        yield from reader.ready
        reader.ready = []
