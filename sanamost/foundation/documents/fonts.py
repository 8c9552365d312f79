"""The fonts of papers: from locked packages, never the machine, so that a print is repeatable."""

from __future__ import annotations

import functools
import re
from importlib.util import find_spec
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

_PACKAGES = (
    ("fontpkg_noto_sans", "files"),
    ("fontpkg_noto_sans_arabic", "files"),
    ("manimgx_fonts_cjk", ""),
)
# What the three families surely hold: Latin, Cyrillic, Arabic, the common Chinese characters. Text
# within it needs no look into the fonts, which costs a second the first time.
_SURE = re.compile(
    "[\t\n\u0020-\u007e\u00a0-\u017f\u0400-\u045f\u0490-\u04bf\u060c\u061b\u061f\u0621-\u063a"
    "\u0641-\u0652\u200e\u200f\u2010-\u2014\u2018-\u201d\u2026\u2116\u2212\u3001\u3002\u4e00-\u9fa5"
    "\uff08\uff09\uff0c\uff1a\uff1b\uff1f]*"
)
STAND_IN = "\u25a1"


@functools.cache
def folders() -> tuple[Path, ...]:
    """Where the font packages lie; raises `ModuleNotFoundError` when one is not installed."""
    return tuple(_folder(package, inner) for package, inner in _PACKAGES)


def _folder(package: str, inner: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"The font package {package} is not installed")
    return Path(found.origin).parent / inner


@functools.cache
def loaded() -> typst.Fonts:
    """The families, read once and shared by all compilers."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders()],
    )


def printable(text: str) -> str:
    """`text` with an empty square for each character that no font of ours can draw.

    An archival PDF may not hold a character without a shape; a name in Georgian script must not
    stop the whole paper, and its Latin spelling stands beside it.
    """
    if _SURE.fullmatch(text):
        return text
    return "".join(sign if ord(sign) in _covered() else STAND_IN for sign in text)


def unprintable(text: str) -> frozenset[str]:
    """The characters of `text` that papers cannot show, for a warning while it is typed."""
    if _SURE.fullmatch(text):
        return frozenset()
    return frozenset(sign for sign in text if ord(sign) not in _covered())


@functools.cache
def _covered() -> frozenset[int]:
    covered = set(map(ord, "\n\t"))
    for path in _faces():
        # One face of a collection is enough: its languages differ in shapes, not in characters.
        with TTFont(path, lazy=True, fontNumber=0) as face:
            covered.update(face.getBestCmap())
    return frozenset(covered)


def _faces() -> list[Path]:
    files = [path for folder in folders() for path in sorted(folder.glob("*.tt[fc]"))]
    return [path for path in files if "Italic" not in path.name]
