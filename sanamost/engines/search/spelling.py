"""One word under another spelling: the wrong keyboard, the other alphabet."""

import re
from functools import lru_cache

from sanamost.engines.search.letters import script

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_ARABIC = "ذضصثقفغعهخحجدشسيبلاتنمكطئءؤر\0ىةوز"
_LATIN_TO_RUSSIAN = str.maketrans(_QWERTY + _QWERTY.upper(), _JCUKEN * 2)
_RUSSIAN_TO_LATIN = str.maketrans(_JCUKEN + _JCUKEN.upper(), _QWERTY * 2)
# b gives two letters (لا) on the Arabic keyboard; shifted letters are rare and left out.
_LATIN_TO_ARABIC = str.maketrans(
    {
        latin: "لا" if arabic == "\0" else arabic
        for latin, arabic in zip(_QWERTY, _ARABIC, strict=True)
    }
)
_ARABIC_TO_LATIN = str.maketrans(
    {arabic: latin for latin, arabic in zip(_QWERTY, _ARABIC, strict=True) if arabic != "\0"}
)

_LETTERS = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufie", strict=True))
    | {"ж": "zh", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia"}
    | {"ь": "", "ъ": ""}
)
# Spellings that one Russian letter has in Latin; after these both sides are alike.
_SOUNDS = [
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"shch|sch", "sh"),
        (r"tch", "ch"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"ts|tz|cz", "c"),
        (r"w", "v"),
        (r"['’`]", ""),
        (r"[yj]", "i"),
        (r"(.)\1+", r"\1"),
        (r"ie", "e"),
    )
]


def other_layouts(typed: str) -> list[str]:
    """What the keys give on the other keyboards: Russian, Arabic or Latin, from raw text."""
    lowered = typed.lower()
    written = script(lowered)
    if written == "cyrillic":
        return [lowered.translate(_RUSSIAN_TO_LATIN)]
    if written == "arabic":
        return [lowered.replace("لا", "b").translate(_ARABIC_TO_LATIN)]
    if written == "latin":
        return [lowered.translate(_LATIN_TO_RUSSIAN), lowered.translate(_LATIN_TO_ARABIC)]
    return []


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """One Latin spelling for a Russian or Latin word, whichever of the usual ways it is written.

    "сустава", "sustava" and "sustawa" are alike, and so are "чекап" and "chekap"; empty for other
    scripts.
    """
    if script(word) not in {"cyrillic", "latin"}:
        return ""
    spelt = word.translate(_LETTERS)
    for pattern, instead in _SOUNDS:
        spelt = pattern.sub(instead, spelt)
    return spelt
