"""Text cut into words of one script each, in the form in which they are compared.

Chinese has no spaces: a run of it stays one piece here, and is cut into pairs of characters where
it is indexed. Arabic is folded as its writers vary: hamza seats, ta marbuta, alif maqsura, tatweel,
Persian kaf and ya.
"""

import re
from functools import lru_cache

from sanamost.engines.search.keys import search_key

HAN = re.compile(r"[㐀-鿿豈-﫿]+")
_PIECE = re.compile(r"[㐀-鿿豈-﫿]+|[^\s㐀-鿿豈-﫿]+")
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ـ": None, "ء": None})
SCRIPTS = ("latin", "cyrillic", "han", "arabic")


def folded(text: str) -> str:
    """The search key of the text with Arabic letters folded."""
    return search_key(text).translate(_ARABIC)


def pieces(text: str) -> list[str]:
    """Words of the folded text; a run of Chinese is one piece."""
    return _PIECE.findall(folded(text))


def is_han(piece: str) -> bool:
    """Whether the piece is a run of Chinese characters."""
    return "㐀" <= piece[0] <= "鿿" or "豈" <= piece[0] <= "﫿"


def pairs(run: str) -> list[str]:
    """Overlapping pairs of a run of Chinese; the character itself where it stands alone."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


@lru_cache(maxsize=200_000)
def script(piece: str) -> str:
    """The script of the piece by its first letter; digits count as Latin."""
    for sign in piece:
        if "Ѐ" <= sign <= "ӿ":
            return "cyrillic"
        if "؀" <= sign <= "ۿ":
            return "arabic"
        if HAN.match(sign):
            return "han"
        if sign.isalpha():
            return "latin"
    return "latin"
