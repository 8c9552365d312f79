"""The official list of services, by code and by words of the name, in memory."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sanamost.engines.price_lists.codes import read_code
from sanamost.engines.search.keys import search_key

STEM = 6
ALIKE = 0.45
"""From here on two names may well mean one service."""
SURE = 0.75
"""From here on another code is suggested."""
_EMPTY = frozenset(
    (
        *("и", "в", "на", "с", "по", "для", "из", "от", "до", "при", "или", "не"),
        *("без", "под", "у", "к", "о", "об", "первичный", "повторный", "одного"),
    )
)
_RARE_ENOUGH = 1500


def stems(name: str) -> frozenset[str]:
    """The words of a name cut to their beginnings, for Russian endings differ."""
    return frozenset(word[:STEM] for word in search_key(name).split() if word not in _EMPTY)


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two names share; 1 for the same words, less where one has more than the other."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return 0.6 * common / min(len(one), len(other)) + 0.4 * 2 * common / (len(one) + len(other))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An official service that a name seems to mean; `score` is 1 for the very same name."""

    code: str
    name: str
    score: float


class Nomenclature:
    """Official services; about 10,000 of them take a few megabytes."""

    def __init__(self, rows: Iterable[tuple[str, str]], *, edition: str = "") -> None:
        self.edition = edition
        self._names = dict(rows)
        self._by_name: dict[str, str] = {}
        self._by_stem: dict[str, list[str]] = {}
        self._stems: dict[str, frozenset[str]] = {}
        self.similar = lru_cache(maxsize=20_000)(self._similar)

    def __len__(self) -> int:
        return len(self._names)

    def has(self, code: str) -> bool:
        """Whether the code is in force in this edition."""
        return code in self._names

    def name_of(self, code: str) -> str:
        """The official name; empty for a code that is not there."""
        return self._names.get(code, "")

    def meant_by(self, raw: str) -> str:
        """The official name of a code as it was typed; empty for none."""
        return self.name_of(read_code(raw, self.has).official)

    def agrees(self, code: str, name: str) -> bool:
        """Whether the name can be that of the code: it begins alike, or shares enough words."""
        official = self._names.get(code, "")
        if name.startswith(official):
            return True
        ours, theirs = search_key(name), search_key(official)
        if ours.startswith(theirs[:40]) or theirs.startswith(ours):
            return True
        return similarity(stems(name), stems(official)) >= ALIKE

    def _similar(self, name: str) -> Suggestion | None:
        """The official service whose name is nearest, where it is near enough to be suggested."""
        if not self._by_stem:
            self._index()
        if exact := self._by_name.get(search_key(name)):
            return Suggestion(exact, self._names[exact], 1.0)
        wanted = stems(name)
        if len(wanted) < 2:
            return None
        counts: Counter[str] = Counter()
        for stem in wanted:
            codes = self._by_stem.get(stem, ())
            if len(codes) <= _RARE_ENOUGH:
                counts.update(codes)
        scored = [
            (similarity(wanted, self._stems[code]), code) for code, _ in counts.most_common(40)
        ]
        score, code = max(
            scored, default=(0.0, ""), key=lambda pair: (pair[0], pair[1] < "B", pair[1])
        )
        return Suggestion(code, self._names[code], score) if score >= SURE else None

    def _index(self) -> None:
        for code, name in self._names.items():
            self._by_name.setdefault(search_key(name), code)
            self._stems[code] = stems(name)
            for stem in self._stems[code]:
                self._by_stem.setdefault(stem, []).append(code)


def is_russian(text: str) -> bool:
    """Whether a name can be compared with the nomenclature, which is in Russian only."""
    return len(re.findall(r"[а-яё]", text.lower())) >= 4
