"""Words within a few typing errors of a word.

Symmetric deletion (Garbe 2012): two words within d errors share a form from which at most d letters
are missing. Forms are made of the first seven letters only (errors behind them are found by the
check that follows), kept as sorted 32-bit sums (one process builds what another one asks, so not
Python's own hashes, which differ by process), and every word found is checked by its true
distance: Damerau's, optimal string alignment (insertion, deletion, change, neighbours swapped).
"""

from array import array
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

HEAD = 7
MOST_KNOWN = 500


def errors_allowed(word: str) -> int:
    """How many typing errors are looked for: none under four letters, one under eight, then two."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """Optimal string alignment distance, or `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if not one or not other:
        return min(len(one) + len(other), most + 1)
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, sign in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def shortened(word: str, most: int) -> set[str]:
    """The word's first letters with up to `most` of them left out."""
    head = word[:HEAD]
    forms = last = {head}
    for _missing in range(most):
        last = {form[:i] + form[i + 1 :] for form in last for i in range(len(form))}
        forms = forms | last
    return forms


class Nearness:
    """Looks up words within a few errors; words are known by their place in the list."""

    def __init__(self, words: Sequence[str]) -> None:
        """Prepare the list; words too short for errors are left out."""
        self._words = words
        sums, owners = array("I"), array("i")
        for place, word in enumerate(words):
            most = errors_allowed(word)
            if most:
                forms = shortened(word, most)
                sums.extend(map(_sum, forms))
                owners.extend([place] * len(forms))
        keys = np.array(sums, dtype=np.uint32)
        order = np.argsort(keys, kind="stable")
        self._keys: NDArray[np.uint32] = keys[order]
        self._owners: NDArray[np.int32] = np.array(owners, dtype=np.int32)[order]
        self._lengths = np.array([len(word) for word in words], dtype=np.int16)
        self._letters = np.array([_letters(word) for word in words], dtype=np.uint64)
        self._known: dict[str, list[tuple[int, int]]] = {}

    def near(self, word: str) -> list[tuple[int, int]]:
        """(errors, place) of the words within the errors allowed for `word`, nearest first.

        What was found for the last words is kept: a question that is read twice asks twice.
        """
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[word] = self._near(word)
        return found

    def _near(self, word: str) -> list[tuple[int, int]]:
        most = errors_allowed(word)
        if not most or not len(self._keys):
            return []
        wanted = np.array([_sum(form) for form in shortened(word, most)], dtype=np.uint32)
        first = np.searchsorted(self._keys, wanted, "left")
        known = self._keys[np.minimum(first, len(self._keys) - 1)] == wanted
        first = first[known]
        after = np.searchsorted(self._keys, wanted[known], "right")
        spans = [self._owners[i:j] for i, j in zip(first.tolist(), after.tolist(), strict=True)]
        if not spans:
            return []
        places = np.unique(np.concatenate(spans))
        # An error takes away a letter, brings one, or both: two bits at most.
        apart = np.bitwise_count(self._letters[places] ^ np.uint64(_letters(word)))
        close = np.abs(self._lengths[places] - len(word)) <= most
        found = []
        for place in places[close & (apart <= 2 * most)].tolist():
            other = self._words[place]
            allowed = min(most, max(errors_allowed(other), 1))
            errors = distance(word, other, allowed)
            if errors <= allowed:
                found.append((errors, place))
        return sorted(found)

    def sharing(self, word: str) -> list[int]:
        """Places of words of about this length that share most of its letters."""
        own = _letters(word)
        shared = np.bitwise_count(self._letters & np.uint64(own))
        close = np.abs(self._lengths - len(word)) <= 3
        return np.flatnonzero(close & (shared >= 0.7 * own.bit_count())).tolist()


def _sum(form: str) -> int:
    return crc32(form.encode())


def _letters(word: str) -> int:
    """The letters as bits; letters may share a bit, so the words that differ may seem alike."""
    bits = 0
    for sign in word:
        bits |= 1 << (ord(sign) & 63)
    return bits
