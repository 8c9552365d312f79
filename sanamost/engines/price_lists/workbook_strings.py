"""The shared strings of a workbook (ECMA-376 part 1, 18.4)."""

import re
import zipfile
from xml.parsers import expat

from sanamost.engines.price_lists.workbook_parts import local_name, parse

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Strings:
    """Gathers shared strings; the phonetic guides of East Asian names are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text: list[str] = []
        self._taking = self._guide = False

    def begun(self, name: str, _said: dict[str, str]) -> None:
        """An element begins."""
        local = local_name(name)
        if local == "si":
            self._text = []
        elif local == "rPh":
            self._guide = True
        elif local == "t":
            self._taking = not self._guide

    def ended(self, name: str) -> None:
        """An element ends."""
        local = local_name(name)
        if local == "si":
            self.found.append(unescaped("".join(self._text)))
        elif local == "rPh":
            self._guide = False
        elif local == "t":
            self._taking = False

    def text(self, piece: str) -> None:
        """Characters inside an element."""
        if self._taking:
            self._text.append(piece)


def strings_of(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    """The shared strings; rich text joined."""
    strings = _Strings()
    path = next((name for name in names if name.lower() == "xl/sharedstrings.xml"), "")
    if path:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = strings.begun, strings.ended
        parser.CharacterDataHandler = strings.text
        for _ in parse(archive, path, parser):
            pass
    return strings.found


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
