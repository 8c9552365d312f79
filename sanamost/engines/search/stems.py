"""Light stemming: endings off, so that "коленного сустава" and "коленный сустав" meet.

Not a morphology: the same cut is made in names and in queries, and a stem is never shown. Endings
are the regular inflections of each language; a stem keeps at least three letters. For Arabic the
affixes are those of light10 (Larkey, Ballesteros, Connell 2007), after which doubled forms of one
noun meet.
"""

from functools import lru_cache

from sanamost.engines.search.letters import script


def _longest_first(listed: str) -> tuple[str, ...]:
    return tuple(sorted(listed.split(), key=len, reverse=True))


_RUSSIAN = _longest_first(
    "а я о е ё ы и й у ю ь ом ем ам ям ой ей ов ев ах ях ами ями ого его ому ему ым им ыми ими"
    " ых их"
    " ая яя ое ее ые ие ый ий ую юю ою ею ия ии ию ием иям иях иями ью ья ье ье ьи ьям ьев ьями"
    " ость ости остью ная ное ные ный ной ного ному ных ным ными ную"
    " ский ская ское ские ского ской ских скому ским скими скую"
)
# приём is not при, полость is not пол: these also end words that are whole without them.
_KEPT = {"ем": 4, "ом": 4, "ость": 5, "ости": 5, "остью": 5}
_ENGLISH = (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("sses", "ss"), ("s", ""))
_ARABIC_BEFORE = ("وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_AFTER = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word without its inflection."""
    written = script(word)
    if written == "cyrillic":
        return _russian(word)
    if written == "arabic":
        return _arabic(word)
    return _english(word) if written == "latin" else word


def _russian(word: str) -> str:
    for ending in _RUSSIAN:
        kept = len(word) - len(ending)
        if word.endswith(ending) and kept >= _KEPT.get(ending, 3):
            return word[:kept]
    return word


def _english(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    for ending, instead in _ENGLISH:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + instead
    return word


def bare(word: str) -> str:
    """An Arabic word without its article and what is written together with it."""
    for begin in _ARABIC_BEFORE:
        if word.startswith(begin) and len(word) - len(begin) >= 2:
            return word[len(begin) :]
    return word


def _arabic(word: str) -> str:
    word = bare(word)
    for ending in _ARABIC_AFTER:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word
