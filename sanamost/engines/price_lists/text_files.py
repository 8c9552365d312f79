"""CSV as programs of four scripts save it: encoding and separator are found by looking."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sanamost.engines.price_lists.grids import Row, Sheet, UnreadableFile, Value
from sanamost.engines.price_lists.one_column import is_one_column

SAMPLE = 1 << 17
LONGEST_CELL = 1 << 20
_SEPARATORS = ";\t,|"
UNPARTED = "\0"
"""A separator that no text has: each line is one cell."""
_COMMON = frozenset("оеаинтсрвлкмдпу ")
_OLD = ("cp1251", "koi8-r", "cp866", "mac-cyrillic")


def open_text(file: BinaryIO) -> list[Sheet]:
    """The file as one sheet without a name. Raises `UnreadableFile` where it is no text."""
    encoding = _encoding(file)
    file.seek(0)
    sample = file.read(SAMPLE).decode(encoding, errors="ignore")
    if not sample.strip():
        raise UnreadableFile("empty")
    if sum(sign < " " and sign not in "\t\n\r\f" for sign in sample) > len(sample) // 20:
        raise UnreadableFile("not_a_table")
    packed = _is_packed(sample)
    sample = "\n".join(_unpacked(io.StringIO(sample))) if packed else sample
    separator, skip = _separator(sample)
    quoting = csv.QUOTE_NONE if _swallowed(sample, separator) else csv.QUOTE_MINIMAL
    layout = _Layout(separator, quoting, skip, packed)
    return [Sheet("", rows=lambda: _rows(file, encoding, layout))]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the text falls into rows and cells."""

    separator: str
    quoting: int
    skip: int
    """Lines at the beginning that only name the separator."""
    packed: bool
    """Whether each line stands in quotation marks as a whole."""


def _rows(file: BinaryIO, encoding: str, layout: _Layout) -> Iterator[Row]:
    """Records counted as a spreadsheet counts rows: empty ones too, lines inside a cell not."""
    csv.field_size_limit(LONGEST_CELL)
    file.seek(0)
    stream = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        lines = _unpacked(stream) if layout.packed else stream
        records = csv.reader(lines, delimiter=layout.separator, quoting=layout.quoting)  # type: ignore[arg-type]  # one of two constants
        for number, record in enumerate(records, 1 - layout.skip):
            cells: dict[int, Value] = {
                column: text for column, text in enumerate(record) if text.strip()
            }
            if cells and number > 0:
                yield Row(number, cells)
    except csv.Error as fault:
        raise UnreadableFile("damaged") from fault
    finally:
        stream.detach()


def _is_packed(sample: str) -> bool:
    """Whether a program quoted whole lines: "K-1;Massage;1000" is one cell to a reader."""
    lines = [line.strip() for line in sample.splitlines()[:50] if line.strip()]
    if len(lines) < 2 or not all(line[:1] == line[-1:] == '"' for line in lines[:-1]):
        return False
    cells = [record for record in csv.reader(lines[:-1], delimiter="\0") if record]
    even = any(
        cells[0][0].count(sign) and all(len(one) == 1 and sign in one[0] for one in cells)
        for sign in _SEPARATORS
    )
    apart = any(f'"{sign}"' in line for line in lines for sign in _SEPARATORS)
    return even and not apart


def _unpacked(lines: Iterable[str]) -> Iterator[str]:
    for record in csv.reader(lines, delimiter="\0"):
        yield record[0] if record else ""


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(SAMPLE)
    if not head.strip():
        raise UnreadableFile("empty")
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if zeros := head.count(0):
        if zeros < len(head) // 10:
            raise UnreadableFile("not_a_table")
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    if _is_utf8(file):
        return "utf-8"
    return _old_encoding(head)


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(SAMPLE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _old_encoding(head: bytes) -> str:
    """The encoding in which the text looks most like Russian; else Chinese; else Arabic."""
    whole_lines = head.rpartition(b"\n")[0] or head
    control = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\f")
    if control > len(head) // 20:
        raise UnreadableFile("not_a_table")
    scores = {name: _russian(whole_lines.decode(name, errors="replace")) for name in _OLD}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.5:
        return best
    try:
        chinese = whole_lines.decode("gb18030")
    except UnicodeDecodeError:
        chinese = ""
    if sum("\u4e00" <= sign <= "\u9fff" for sign in chinese) > len(chinese) // 20:
        return "gb18030"
    arabic = whole_lines.decode("cp1256", errors="replace")
    arabic_letters = sum("\u0621" <= sign <= "\u064a" for sign in arabic)
    return "cp1256" if arabic_letters > len(arabic) // 5 else best


def _russian(text: str) -> float:
    """Which part of what is not ASCII are the common small letters of Russian."""
    foreign = [sign for sign in text if ord(sign) > 127]
    return sum(sign in _COMMON for sign in foreign) / len(foreign) if foreign else 0.0


def _separator(sample: str) -> tuple[str, int]:
    """The separator by which most lines fall into equally many cells, and lines that name it."""
    first = sample.lstrip("\ufeff").partition("\n")[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4], 1
    if first == "sep=":
        return "\t", 1
    scores = {sign: _evenness(sample, sign) for sign in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda sign: scores[sign])
    if (best == "," or scores[best] < 0.6) and is_one_column(sample.splitlines()[:200]):
        return UNPARTED, 0
    return best, 0


def _evenness(sample: str, separator: str) -> float:
    csv.field_size_limit(LONGEST_CELL)
    counts: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(sample), delimiter=separator):
            if any(cell.strip() for cell in record):
                counts[len(record)] += 1
    except csv.Error:
        return 0.0
    several = {width: times for width, times in counts.items() if width > 1}
    if not several:
        return 0.0
    width, times = max(several.items(), key=lambda pair: (pair[1], pair[0]))
    # Decimal commas make pairs of everything; more cells in more lines win.
    return times / counts.total() + min(width, 12) / 100


def _swallowed(sample: str, separator: str) -> bool:
    """Whether a lone quotation mark has taken many lines into one cell."""
    try:
        records = csv.reader(io.StringIO(sample), delimiter=separator)
        return any(cell.count("\n") > 12 for record in records for cell in record)
    except csv.Error:
        return True
