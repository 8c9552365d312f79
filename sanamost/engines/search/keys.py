"""Text reduced to what people type: no case, no accents, no punctuation."""

import re
import unicodedata
from functools import lru_cache

_APART = re.compile(r"[\W_]+")
# й is и with a sign and must stay itself; every other sign over or under a letter goes.
_SHORT_I, _MARK = "й", "\ue000"


@lru_cache(maxsize=2_000)
def search_key(text: str) -> str:
    """The text in lower case, ё as е, accents and punctuation gone, one space between words."""
    lowered = unicodedata.normalize("NFKC", text).casefold().replace(_SHORT_I, _MARK)
    parted = unicodedata.normalize("NFKD", lowered)
    plain = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return _APART.sub(" ", plain.replace(_MARK, _SHORT_I)).strip()


def words(query: str) -> list[str]:
    """The query's words, each once, in their order."""
    return list(dict.fromkeys(search_key(query).split()))
