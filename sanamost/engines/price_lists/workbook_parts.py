"""The parts of an XLSX archive read as streams; nothing outside the archive is ever resolved.

ECMA-376 part 1, 18.2: the workbook, its sheets and where they lie.
"""

import datetime as dt
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from xml.parsers import expat

from sanamost.engines.price_lists.grids import UnreadableFile

CHUNK = 1 << 16
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError),
    *(KeyError, ValueError, OverflowError, NotImplementedError, RuntimeError),
)
"""What a damaged, encrypted or hostile archive raises on the way."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet's place in the archive."""

    name: str
    path: str
    hidden: bool


def parse(archive: zipfile.ZipFile, path: str, parser: expat.XMLParserType) -> Iterator[None]:
    """Feed one part to the parser, pausing after each piece."""
    parser.buffer_text = True
    try:
        with archive.open(path) as stream:
            while piece := stream.read(CHUNK):
                parser.Parse(piece, False)  # noqa: FBT003 expat takes it by position
                yield
            parser.Parse(b"", True)  # noqa: FBT003 expat takes it by position
            yield
    except BROKEN as fault:
        raise UnreadableFile("damaged") from fault


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def elements(
    archive: zipfile.ZipFile, path: str, seen: Callable[[str, dict[str, str]], None]
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, said: seen(
        local_name(name), {local_name(key): value for key, value in said.items()}
    )
    for _ in parse(archive, path, parser):
        pass


def parts_of(archive: zipfile.ZipFile, names: set[str]) -> tuple[list[Part], dt.date]:
    """The sheets in their order, and the day from which dates are counted."""
    book = _book(archive, names)
    links: dict[str, str] = {}
    folder = posixpath.dirname(book)
    related = f"{folder}/_rels/{posixpath.basename(book)}.rels".lstrip("/")
    if related in names:
        elements(archive, related, partial(_note_link, links, folder))
    parts: list[Part] = []
    dates_of_1904: list[bool] = []

    def seen(name: str, said: dict[str, str]) -> None:
        if name == "sheet":
            path = links.get(said.get("id", ""), f"{folder}/worksheets/sheet{len(parts) + 1}.xml")
            hidden = said.get("state", "visible") != "visible"
            parts.append(Part(said.get("name", ""), path, hidden))
        elif name == "workbookPr" and said.get("date1904") in {"1", "true"}:
            dates_of_1904.append(True)

    elements(archive, book, seen)
    return parts, dt.date(1904, 1, 1) if dates_of_1904 else dt.date(1899, 12, 30)


def _book(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xl/workbook.xml"
    found: list[str] = []

    def seen(name: str, said: dict[str, str]) -> None:
        if name == "Relationship" and said.get("Type", "").endswith("/officeDocument"):
            found.append(said["Target"].lstrip("/"))

    if "_rels/.rels" in names:
        elements(archive, "_rels/.rels", seen)
    if found and found[0] in names and found[0].endswith(".xml"):
        return found[0]
    raise UnreadableFile("open_document" if "content.xml" in names else "not_a_table")


def _note_link(links: dict[str, str], folder: str, name: str, said: dict[str, str]) -> None:
    if name == "Relationship":
        target = said.get("Target", "")
        joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        links[said.get("Id", "")] = posixpath.normpath(joined)
