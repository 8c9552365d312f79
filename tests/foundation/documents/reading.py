"""Reading papers back as a person or a machine would."""

from __future__ import annotations

import ctypes
import itertools
import re
import unicodedata

import pypdfium2 as pdfium
from pypdfium2 import raw


def text_of(content: bytes) -> str:
    """All text in NFKC, white space as single blanks, words parted at a line's end joined."""
    with pdfium.PdfDocument(content) as paper:
        pages = []
        for page in paper:
            letters = page.get_textpage()
            pages.append(letters.get_text_range())
            letters.close()
            page.close()
    joined = re.sub(r"(?:\u00ad|\ufffe|\x02|-)[\r\n]+", "", " ".join(pages))
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", joined))


def squeezed(text: str) -> str:
    """Without any white space, as line ends may fall anywhere in Chinese and in long strings."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def attachments(content: bytes) -> dict[str, bytes]:
    """The files inside the PDF."""
    with pdfium.PdfDocument(content) as paper:
        files = (paper.get_attachment(i) for i in range(paper.count_attachments()))
        return {file.get_name(): bytes(file.get_data()) for file in files}


def page_count(content: bytes) -> int:
    """How many pages the paper has."""
    with pdfium.PdfDocument(content) as paper:
        return len(paper)


def images(content: bytes) -> int:
    """How many raster images are drawn on the pages."""
    with pdfium.PdfDocument(content) as paper:
        found = 0
        for page in paper:
            found += sum(1 for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))
            page.close()
    return found


def skeleton(text: str) -> str:
    """Arabic letters alone, without marks and blanks, a letter in a row counted once.

    The font draws a dotted letter as body and dots, and a reader reports the letter for each.
    """
    letters = [sign for sign in unicodedata.normalize("NFKC", text) if "\u0621" <= sign <= "\u064a"]
    return "".join(letter for letter, _ in itertools.groupby(letters))


def seen_lines(content: bytes) -> list[str]:
    """All pages as the eye meets them: each line's signs from left to right, without blanks.

    A reader's own order of an Arabic page is unusable (it turns Latin runs around too), so lines
    are made from the place of each sign's origin on its base line.
    """
    lines: list[str] = []
    with pdfium.PdfDocument(content) as paper:
        for page in paper:
            letters = page.get_textpage()
            lines += _lines([_placed(letters, i) for i in range(letters.count_chars())])
            letters.close()
            page.close()
    return lines


def arabic_lines(content: bytes) -> list[str]:
    """The Arabic of each line from right to left, as skeletons."""
    return [skeleton(line[::-1]) for line in seen_lines(content)]


def _placed(letters: pdfium.PdfTextPage, i: int) -> tuple[float, float, str]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(letters, i, x, y)
    return y.value, x.value, chr(raw.FPDFText_GetUnicode(letters, i))


def _lines(placed: list[tuple[float, float, str]]) -> list[str]:
    lines: list[list[tuple[float, float, str]]] = []
    for item in sorted(placed, reverse=True):
        if lines and lines[-1][0][0] - item[0] < 4:
            lines[-1].append(item)
        else:
            lines.append([item])
    return [squeezed("".join(sign for _, _, sign in sorted(line, key=_by_side))) for line in lines]


def _by_side(item: tuple[float, float, str]) -> float:
    return item[1]
