"""A code cell: the official code that was meant, and the clinic's own code, which is never lost."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sanamost.engines.price_lists.grids import Fault, Formula, Moment, Value, shown
from sanamost.engines.search.codes import service_code

LONGEST = 40
_WHOLE = re.compile(r"[AB]\d\d\.\d{2,3}\.\d{3}(?:\.\d{3}){0,2}")
_FIRST = str.maketrans(
    {"А": "A", "В": "B", "Б": "B", "а": "A", "в": "B", "б": "B", "a": "A", "b": "B"}
)
_APART = re.compile(r"\s*(?:\+|;|,\s+|\n|\bи\b|/)\s*")


@dataclass(frozen=True, slots=True)
class CodeRead:
    """What a code cell says. `official` is in the shape of order 804н, known to it or not.

    Kinds: lookalike · separators · shape · padded · variant · two · date · fault · too_long.
    """

    raw: str = ""
    own: str = ""
    official: str = ""
    kind: str = ""
    suggested: str = ""


def read_code(  # noqa: PLR0911 one kind of cell after another
    value: Value | None, known: Callable[[str], bool]
) -> CodeRead:
    """The code of a cell; `known` says whether the nomenclature has one. Never raises."""
    if value is None:
        return CodeRead()
    raw = shown(value)
    if _WHOLE.fullmatch(raw):
        return CodeRead(raw=raw, own=raw, official=raw)
    if isinstance(value, Fault | Formula):
        return CodeRead(raw=raw, kind="fault")
    if isinstance(value, Moment):
        return CodeRead(raw=raw, own=raw, kind="date", suggested=_meant_by(value))
    if isinstance(value, Decimal):
        return CodeRead(raw=raw, own=raw[:LONGEST])
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", raw)).strip(" \u200b\ufeff'`*•[]")
    text = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
    several = [part for part in _APART.split(text) if part]
    if len(several) > 1 and all(_official(part, known) for part in several):
        return _two(raw, several, known)
    return _one(raw, text, known)


def _two(raw: str, several: list[str], known: Callable[[str], bool]) -> CodeRead:
    codes = [_official(part, known) for part in several]
    own = "+".join(codes)
    if len(own) > LONGEST:
        return CodeRead(raw=raw, own=own[:LONGEST], kind="too_long", suggested=codes[0])
    return CodeRead(raw=raw, own=own, kind="two", suggested=" | ".join(codes))


def _one(raw: str, text: str, known: Callable[[str], bool]) -> CodeRead:
    text = re.sub(r"^(?:код|code|шифр)[\s:№]*", "", text, flags=re.IGNORECASE) or text
    if _date_like(text):
        return CodeRead(raw=raw, own=text[:LONGEST], kind="date", suggested=_from_written(text))
    official = _official(text, known)
    if not official:
        if len(text) > LONGEST:
            return CodeRead(raw=raw, own=text[:LONGEST], kind="too_long", suggested=text[:LONGEST])
        return CodeRead(raw=raw, own=text)
    if text.startswith(official) and (ending := text[len(official) :]):
        return CodeRead(raw, text[:LONGEST], official, "variant", f"{official} | {ending}")
    kind = "" if official == raw.strip() else _what_was_mended(text, official)
    return CodeRead(
        raw=raw, own=official, official=official, kind=kind, suggested=official if kind else ""
    )


_VARIANT = re.compile(r"(.{7,24}?)(?:\s*[-–/_]\s*\d{1,2}|\s+\(?[^\W\d].*|\s*\([^)]*\))")
"""A whole code with an ending of the clinic's own: -1, /2, «(ВМП)», « а»."""


def _official(text: str, known: Callable[[str], bool]) -> str:
    """The official code that the text means, in the nomenclature's writing; empty for none."""
    if (cut := _VARIANT.fullmatch(text)) and (base := _written(cut[1], known)) and known(base):
        return base
    return _written(text, known)


def _written(text: str, known: Callable[[str], bool]) -> str:
    start = text.strip().translate(_FIRST)[:1]
    tidy = re.sub(r"[-–—_/\\,:;·•*]+", ".", start + text.strip()[1:])
    tidy = re.sub(r"\.{2,}", ".", re.sub(r"\s*\.\s*", ".", tidy)).strip(". ")
    spaced = re.sub(r"\s+", ".", tidy)
    candidates = [found for form in (tidy, spaced) if (found := service_code(form))]
    for candidate in candidates:
        if _WHOLE.fullmatch(candidate):
            return candidate
    loose = _loose(tidy)
    options = [*_undotted(loose), *_zeros(loose)]
    return next((option for option in options if known(option)), "")


def _loose(text: str) -> str:
    first, rest = text[:1], text[1:].upper()
    digits = rest.translate(str.maketrans("OQЗILОІ", "0031101"))
    return re.sub(r"\s+", "", first + digits)


def _undotted(text: str) -> list[str]:
    """A1607002 and the like, cut where the nomenclature's grammar allows."""
    digits = text[1:].replace(".", "")
    if text[:1] not in {"A", "B"} or not digits.isdecimal() or not 7 <= len(digits) <= 14:
        return []
    cuts = []
    for section in (2, 3):
        rest = digits[2 + section :]
        if rest and len(rest) % 3 == 0:
            groups = [rest[place : place + 3] for place in range(0, len(rest), 3)]
            cuts.append(".".join([text[0] + digits[:2], digits[2 : 2 + section], *groups]))
    return cuts


def _zeros(text: str) -> list[str]:
    """A16.7.2 for A16.07.002."""
    parts = text.split(".")
    if not 3 <= len(parts) <= 5 or not re.fullmatch(r"[AB]\d{1,2}", parts[0]):
        return []
    if not all(part.isdecimal() and len(part) <= 3 for part in parts[1:]):
        return []
    first = parts[0][0] + parts[0][1:].zfill(2)
    rest = [part.zfill(3) for part in parts[2:]]
    return [".".join([first, parts[1].zfill(width), *rest]) for width in (2, 3)]


def _what_was_mended(text: str, official: str) -> str:
    if text == official:  # signs around it were taken away: a footnote's star, brackets
        return "separators"
    if len(re.sub(r"[\W_]", "", text)) != len(official.replace(".", "")):
        return "padded"
    plain = re.sub(r"[\W_]", "", text).upper()
    if plain != official.replace(".", ""):
        return "lookalike"
    return "separators" if text.upper() != official else "shape"


def _meant_by(moment: Moment) -> str:
    return moment.day.strftime("%d.%m.%Y")


_WRITTEN = re.compile(
    r"(\d{1,2})[.\s-](янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек)\w*\.?(?:[.\s-](\d{2,4}))?"
)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: \d\d:\d\d(?::\d\d)?)?")
_DAY = re.compile(r"\d\d\.\d\d\.(?:19|20)\d\d")
_MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")


def _date_like(text: str) -> bool:
    return bool(_WRITTEN.fullmatch(text.lower()) or _ISO.fullmatch(text) or _DAY.fullmatch(text))


def _from_written(text: str) -> str:
    if found := _ISO.fullmatch(text):
        return f"{found[3]}.{found[2]}.{found[1]}"
    if found := _WRITTEN.fullmatch(text.lower()):
        month = _MONTHS.index("май" if found[2] == "мая" else found[2]) + 1
        return ".".join(filter(None, (found[1], f"{month:02}", found[3])))
    return text
