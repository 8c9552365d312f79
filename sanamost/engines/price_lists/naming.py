"""A service's name as a clinic writes it: tidied, its end looked at, what it leaves out listed."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

CUT_AT = 255
"""Where an old export of the official list cuts names, and with it every list made from it."""
_WITHOUT = re.compile(
    r"[\s,;(]*\b((?:без\s+(?:уч[её]та\s+(?:стоимости\s+)?|стоимости\s+|(?=имн\b|издел|"
    r"расходн|материал|наркоз|анестез|обезбол|медикамент|лекарств|препарат))|не\s+включ\w+\s+|за\s+исключением\s+|"
    r"excluding\s+|without\s+(?:the\s+)?(?:cost\s+of\s+|(?=implants|materials|consumables|an))|not\s+including\s+)"
    r"(?P<what>(?:[^\W\d]|[\s,.\-/])*))",
    re.IGNORECASE,
)
_HINT = re.compile(r"без|не вкл|исключ|without|exclud|not incl|不含", re.IGNORECASE)
_CHINESE_WITHOUT = re.compile(r"不含(?P<what>[^)）,，]*)")
_SCOPES = (
    (
        "implants",
        r"имн\b|издели|имплант|протез|материал|металл|линз|расходн|implant|material|consumabl|材料|植入",
    ),
    ("anaesthesia", r"анестез|наркоз|обезбол|an(?:a)?esthe|麻醉"),
    ("medicines", r"медикамент|лекарств|препарат|medicin|drug|药"),
    ("stay", r"пребыван|койко|стационар|палат|hospital stay|住院"),
    ("tests", r"анализ|обследован|гистолог|исследован|tests?\b|检查"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameRead:
    """What a name cell says."""

    text: str
    excluded: tuple[tuple[str, str], ...] = ()
    """(scope, words) of what the price leaves out."""
    may_be_cut: bool = False


@lru_cache(maxsize=64)
def read_name(text: str) -> NameRead:
    """The name on one line, without signs that show nothing."""
    joined = unicodedata.normalize("NFC", re.sub(r"[\u200b\ufeff\u00ad]", "", text))
    tidy = re.sub(r"[\s\u00a0]+", " ", joined).strip(" \t;")
    cut = len(tidy) in {CUT_AT, CUT_AT - 1, CUT_AT + 1} or (
        len(tidy) > 60 and tidy.count("(") > tidy.count(")") and not tidy.endswith(")")
    )
    return NameRead(tidy, tuple(_excluded(tidy)), cut)


def _excluded(name: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if not _HINT.search(name):
        return found
    for expression in (_WITHOUT, _CHINESE_WITHOUT):
        for match in expression.finditer(name):
            words = match["what"].strip(" ,.-/")
            for scope, pattern in _SCOPES:
                if re.search(pattern, words, re.IGNORECASE):
                    found.append((scope, words[:200]))
    return found
