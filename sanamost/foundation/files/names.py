"""Names of files as people gave them, made safe to show, to store and to put into a header."""

import re
import unicodedata

MOST_CHARACTERS = 120
MOST_BYTES = 200
JOINERS = {"\u200c", "\u200d"}
"""Persian and Indic names are misspelt without them; they do not turn the reading direction."""
FORBIDDEN = re.compile(r'[<>:"|?*%;`$&]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def clean(declared: str) -> str:
    """The last path part in NFC without control, bidi and reserved characters; never empty.

    At most 120 characters and 200 bytes of UTF-8; the ending survives the cut.
    """
    name = unicodedata.normalize("NFC", declared)
    name = re.split(r"[/\\\u2215\u2044\uff0f\uff3c]", name)[-1]
    name = "".join(letter for letter in name if _harmless(letter))
    name = re.sub(r"\s+", " ", FORBIDDEN.sub("_", name)).strip(" .")
    if RESERVED.fullmatch(name):
        name = f"_{name}"
    stem, ending = split(name)
    return _cut(stem or "file", MOST_BYTES - len(ending.encode())) + ending


def split(name: str) -> tuple[str, str]:
    """The stem and the ending with its dot; an ending has at most ten letters or digits."""
    match = re.fullmatch(r"(.+?)(\.[A-Za-z0-9]{1,10})", name, re.DOTALL)
    return (match[1], match[2]) if match else (name, "")


def inner_endings(name: str) -> list[str]:
    """Endings before the last one, lower case: `a.PDF.exe` has `pdf`."""
    return [part.lower() for part in split(name)[0].split(".")[1:]]


def _harmless(letter: str) -> bool:
    return letter in JOINERS or letter == " " or unicodedata.category(letter)[0] not in "CZ"


def _cut(stem: str, most_bytes: int) -> str:
    stem = stem[: MOST_CHARACTERS - 11]
    while len(stem.encode()) > most_bytes:
        stem = stem[:-1]
    return stem.rstrip(" .") or "file"
