"""Every paper that anybody was shown: fetched, read back, verified."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.foundation.documents import reading
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


def reads(content: bytes, phrase: str) -> bool:
    """Whether the phrase can be read on the paper, in whatever script, in its right order."""
    if SCRIPTS["ar"].search(phrase):
        wanted = reading.skeleton(phrase)
        return any(wanted in line for line in reading.arabic_lines(content))
    return reading.squeezed(phrase) in reading.squeezed(reading.text_of(content))


def check_papers(
    address: str,
    people: list[Browser],
    phrases: list[str],
    out: Path,
    say: Callable[[str], None],
) -> None:
    """Fetch each paper once from whoever was shown it, in its own and in all four languages.

    Each of the phrases, as typed on the way, must be read back from some paper in its own language.

    Raises Miss with everything that is wrong, after looking at all of them.
    """
    out.mkdir(exist_ok=True)
    anybody = Browser(address, "anybody", "en")
    known: dict[str, list[Browser]] = {}
    for person in people:
        for path in person.papers:
            known.setdefault(path, []).append(person)
    left = set(phrases)
    wrong: list[str] = []
    letters = dict.fromkeys(LANGUAGES, 0)
    for path, shown_to in sorted(known.items()):
        try:
            content = _check(path, shown_to, anybody, out, letters)
            left -= {phrase for phrase in left if reads(content, phrase)}
        except Miss as reason:
            wrong.append(f"{path}: {reason}")
    say(f"           {len(known)} papers, letters read back: {letters}")
    wrong += [f"no {language} text in any paper" for language in LANGUAGES if not letters[language]]
    wrong += [f"no paper reads {phrase!r}" for phrase in sorted(left)]
    if not known:
        wrong.append("nobody was shown a paper")
    if wrong:
        raise Miss("; ".join(wrong))


def _check(
    path: str, shown_to: list[Browser], anybody: Browser, out: Path, letters: dict[str, int]
) -> bytes:
    # A clinic that was not chosen has lost its proposal's paper; the patient has not.
    person = next((one for one in shown_to if not one.refused(path)), None)
    if person is None:
        raise Miss(f"not for {', '.join(one.name for one in shown_to)} any more")
    content = person.fetch(path)
    name = path.rsplit("/", 1)[-1].removesuffix(".pdf")
    (out / f"{name}.pdf").write_bytes(content)
    lines = " ".join(reading.seen_lines(content))
    code = CODE.search(lines)
    if not code:
        raise Miss("names no code to verify")
    _verify(code[0], content, lines, anybody)
    for language in LANGUAGES:
        drawn = person.fetch(f"{path}?language={language}")
        (out / f"{name}.{language}.pdf").write_bytes(drawn)
        found = len(SCRIPTS[language].findall(reading.text_of(drawn)))
        letters[language] += found
        if found < FEWEST:
            raise Miss(f"in {language} only {found} letters of the script can be read")
    return content


def _verify(code: str, content: bytes, lines: str, anybody: Browser) -> None:
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
    if not found or found[0][:16] not in lines:
        raise Miss("the fingerprint at its foot is not the one on the verify page")
