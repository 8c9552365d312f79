"""Every paper that anybody was shown: fetched, read back, verified."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium

from tools.journey_browser import Browser, Miss

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}")
"""The code at the foot of every page."""
LANGUAGES = ("en", "ru", "zh", "ar")
SCRIPTS = {
    "en": re.compile("[A-Za-z]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ar": re.compile("[\u0621-\u064a]"),
}
FEWEST = 40
"""Letters of its script that a paper in a language must give back."""


def text_of(content: bytes) -> str:
    """All text in NFKC, so that Arabic letters come back as letters, not as their shapes."""
    with pdfium.PdfDocument(content) as paper:
        pages = []
        for page in paper:
            letters = page.get_textpage()
            pages.append(letters.get_text_range())
            letters.close()
            page.close()
    return unicodedata.normalize("NFKC", " ".join(pages))


def check_papers(
    address: str, people: list[Browser], out: Path, say: Callable[[str], None]
) -> None:
    """Fetch each paper once from whoever was shown it, in its own and in all four languages.

    Raises Miss with everything that is wrong, after looking at all of them.
    """
    out.mkdir(exist_ok=True)
    anybody = Browser(address, "anybody", "en")
    known: dict[str, Browser] = {}
    for person in people:
        for path in person.papers:
            known.setdefault(path, person)
    wrong: list[str] = []
    letters = dict.fromkeys(LANGUAGES, 0)
    for path, person in sorted(known.items()):
        try:
            _check(path, person, anybody, out, letters)
        except Miss as reason:
            wrong.append(f"{path}: {reason}")
    say(f"           {len(known)} papers, letters read back: {letters}")
    wrong += [f"no {language} text in any paper" for language in LANGUAGES if not letters[language]]
    if not known:
        wrong.append("nobody was shown a paper")
    if wrong:
        raise Miss("; ".join(wrong))


def _check(
    path: str, person: Browser, anybody: Browser, out: Path, letters: dict[str, int]
) -> None:
    content = person.fetch(path)
    name = path.rsplit("/", 1)[-1].removesuffix(".pdf")
    (out / f"{name}.pdf").write_bytes(content)
    code = CODE.search(text_of(content))
    if not code:
        raise Miss("names no code to verify")
    _verify(code[0], content, anybody)
    for language in LANGUAGES:
        drawn = person.fetch(f"{path}?language={language}")
        (out / f"{name}.{language}.pdf").write_bytes(drawn)
        found = len(SCRIPTS[language].findall(text_of(drawn)))
        letters[language] += found
        if found < FEWEST:
            raise Miss(f"in {language} only {found} letters of the script can be read")


def _verify(code: str, content: bytes, anybody: Browser) -> None:
    """The page knows it, its file matches to the last byte, and a changed one does not."""
    page = anybody.get(f"/verify/{code}/")
    sent = ("paper.pdf", content, "application/pdf")
    answer = anybody.send(page, files=[("pdf", sent)])
    if "to the last byte" not in answer.words:
        raise Miss("the verify page does not know the file")
    changed = ("paper.pdf", content[:-2] + b"\n\n", "application/pdf")
    if "not as we issued it" not in anybody.send(page, files=[("pdf", changed)]).words:
        raise Miss("the verify page takes a changed file for the paper")
    found = re.search(r"\b[0-9a-f]{64}\b", page.words)
    if not found or found[0][:16] not in re.sub(r"\s", "", text_of(content)).lower():
        raise Miss("the fingerprint at its foot is not the one on the verify page")
