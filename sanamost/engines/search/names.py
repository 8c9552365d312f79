"""An inverted index of short texts in several languages: which documents hold which term.

A term is a stem, a pair of Chinese characters, a concept (`#knee`), an official code (`=A16.04`).
Postings are rows of one array; forms of words (as written, and their stems) lead to terms and are
looked up whole, by their beginning, by their sound and with typing errors.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.letters import SCRIPTS, is_han, pairs, pieces, script
from sanamost.engines.search.lexicon import Lexicon
from sanamost.engines.search.nearness import Nearness, distance
from sanamost.engines.search.spelling import sound
from sanamost.engines.search.stems import bare, stem

Numbers = NDArray[np.int32]
CONCEPT, CODE, WHOLE_CODE, OUTRIGHT = "#", "=", ".", "!"
OUTRIGHT_WORTH = 1.02


@dataclass(frozen=True, slots=True)
class Text:
    """A document: its names by language, official codes, and concepts known beforehand."""

    key: int
    names: Mapping[str, str]
    codes: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()


class Found(NamedTuple):
    """A term that a word may mean: how sure (1 is the word itself), how, the form that matched."""

    weight: float
    how: str
    term: int
    form: str


@dataclass(slots=True)
class _Gathered:
    """What is gathered while documents are read."""

    terms: dict[str, int] = field(default_factory=dict)
    holders: "list[array[int]]" = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)

    def term(self, text: str) -> int:
        number = self.terms.get(text)
        if number is None:
            number = self.terms[text] = len(self.holders)
            self.holders.append(array("i"))
        return number


class Names:
    """The index of a list of documents, which are known by their place in the list."""

    def __init__(self, texts: Iterable[Text], lexicon: Lexicon) -> None:
        """Read the documents once."""
        self.lexicon = lexicon
        gathered = _Gathered()
        lengths = bytearray()
        for word in sorted(lexicon.words_as_written()):
            gathered.forms.setdefault(word, gathered.term(stem(word)))
            gathered.forms.setdefault(bare(word), gathered.term(stem(word)))
        starts, terms = array("q", [0]), array("i")
        for place, text in enumerate(texts):
            length = bytearray([255] * len(SCRIPTS))
            own = sorted(self._terms_of(text, gathered, length))
            for term in own:
                gathered.holders[term].append(place)
            terms.extend(own)
            starts.append(len(terms))
            lengths += length
        self.count = len(starts) - 1
        by_document = np.frombuffer(bytes(lengths), dtype=np.uint8).reshape(-1, len(SCRIPTS))
        self.lengths = np.ascontiguousarray(by_document.T)
        self.shortest = by_document.min(axis=1) if self.count else np.zeros(0, dtype=np.uint8)
        self.terms = gathered.terms
        self.spelled = list(gathered.terms)
        self._own_starts = np.array(starts, dtype=np.int64)
        self._own: Numbers = np.array(terms, dtype=np.int32)
        self._starts = np.zeros(len(gathered.holders) + 1, dtype=np.int64)
        np.cumsum([len(listed) for listed in gathered.holders], out=self._starts[1:])
        self._postings: Numbers = np.frombuffer(b"".join(gathered.holders), dtype=np.int32)
        self._forms = sorted(gathered.forms)
        self._form_terms = np.array([gathered.forms[form] for form in self._forms], dtype=np.int32)
        self._near = Nearness(self._forms)
        self._sounds, self._sound_starts, self._sounding = self._by_sound()
        self._near_sounds = Nearness(self._sounds)

    def holders(self, term: int) -> Numbers:
        """Documents that hold the term, in order."""
        return self._postings[self._starts[term] : self._starts[term + 1]]

    def frequency(self, term: int) -> int:
        """How many documents hold the term."""
        return int(self._starts[term + 1] - self._starts[term])

    def terms_of(self, place: int) -> set[int]:
        """The terms of one document."""
        return set(self._own[self._own_starts[place] : self._own_starts[place + 1]].tolist())

    def concept(self, code: str) -> list[tuple[float, int]]:
        """The terms of a concept with what each is worth: said by one word, said at all."""
        ways = ((OUTRIGHT_WORTH, CONCEPT + code + OUTRIGHT), (1.0, CONCEPT + code))
        known = [(worth, self.terms.get(text)) for worth, text in ways]
        return [(worth, term) for worth, term in known if term is not None]

    def whole(self, word: str) -> list[Found]:
        """The word itself, in any inflection."""
        place = _place(self._forms, word)
        term = self.terms.get(stem(word)) if place is None else int(self._form_terms[place])
        return [] if term is None else [Found(1.0, "exact", term, word)]

    def knows(self, word: str) -> bool:
        """Whether the word stands in some document, in any inflection or the other alphabet."""
        return any(self.frequency(one.term) for one in (*self.whole(word), *self.sounding(word)))

    def begun(self, word: str, most: int = 120) -> list[Found]:
        """Words that begin so; nothing for one or two letters."""
        if len(word) < 3:
            return []
        first = bisect_left(self._forms, word)
        found: dict[int, str] = {}
        terms = self._form_terms[first : first + most].tolist()
        for form, term in zip(self._forms[first : first + most], terms, strict=True):
            if not form.startswith(word):
                break
            found.setdefault(term, form)
        return [Found(0.8, "prefix", term, form) for term, form in found.items()]

    def sounding(self, word: str) -> list[Found]:
        """Words of the other alphabet that sound so."""
        spelt = sound(word)
        place = _place(self._sounds, spelt) if len(spelt) > 1 else None
        found = () if place is None else self._sounding_so(place)
        written = script(word)
        return [
            Found(0.9, "transliteration", int(self._form_terms[place]), self._forms[place])
            for place in found
            if script(self._forms[place]) != written
        ]

    def mistyped(self, word: str) -> list[Found]:
        """Words within a few typing errors, in this alphabet or by sound in the other."""
        found = [
            Found(0.95 - 0.15 * errors, "typo", int(self._form_terms[place]), self._forms[place])
            for errors, place in self._near.near(word)
            if errors
        ]
        written = script(word)
        if not found and bare(word) != word:
            return self.mistyped(bare(word))
        if found or written != "latin":
            return found
        for errors, near in self._near_sounds.near(sound(word)):
            for place in self._sounding_so(near):
                if script(self._forms[place]) != written:
                    form = self._forms[place]
                    term = int(self._form_terms[place])
                    found.append(Found(0.8 - 0.15 * errors, "transliteration", term, form))
        return found

    def nearest(self, word: str) -> list[Found]:
        """Words two errors away, by a slower way: only where nothing else is known."""
        if not 5 <= len(word) <= 9:
            return []
        found = [
            Found(0.6, "typo", int(self._form_terms[place]), self._forms[place])
            for place in self._near.sharing(word)
            if distance(word, self._forms[place], 2) <= 2
        ]
        return [one for one in found if self.frequency(one.term) or self._spoken(one.term)]

    def _spoken(self, term: int) -> bool:
        """Whether the dictionary knows the word."""
        return self.spelled[term] in self.lexicon.by_part

    def coded(self, code: str) -> list[Found]:
        """The official code, surer as the document's whole code than as its beginning."""
        ways = ((1.0, f"{CODE}{code}{WHOLE_CODE}"), (0.9, CODE + code))
        known = [(weight, self.terms.get(text)) for weight, text in ways]
        return [Found(weight, "code", term, code) for weight, term in known if term is not None]

    def alike(self, word: str, most: int = 3) -> list[str]:
        """Words of the documents that share the most pairs of letters with a word not found."""
        wanted = set(pairs(word))
        ranked = []
        for place in self._near.sharing(word):
            form = self._forms[place]
            if is_han(form) or not self.frequency(int(self._form_terms[place])):
                continue
            own = set(pairs(form))
            shared = 2 * len(wanted & own) / (len(wanted) + len(own))
            if shared >= 0.4:
                ranked.append((-shared, form))
        return [form for _shared, form in sorted(ranked)[:most]]

    def _terms_of(self, text: Text, gathered: _Gathered, length: bytearray) -> set[int]:
        found = set()
        concepts = set(text.concepts) | self.lexicon.of_services(text.codes)
        outright: set[str] = set()
        for name in text.names.values():
            written = pieces(name)
            for piece in written:
                parts = pairs(piece) if is_han(piece) else (piece,)
                for part in parts:
                    term = gathered.term(part if is_han(part) else stem(part))
                    gathered.forms.setdefault(part, term)
                    gathered.forms.setdefault(bare(part), term)
                    found.add(term)
            _note_length(written, length)
            within, by_one_word = self.lexicon.in_name(written)
            concepts |= within
            outright |= {concept for concept in by_one_word if self.lexicon.is_done(concept)}
        for code in text.codes:
            found |= {gathered.term(CODE + part) for part in code_parts(code)}
        found |= {gathered.term(CONCEPT + concept + OUTRIGHT) for concept in outright}
        return found | {gathered.term(CONCEPT + concept) for concept in concepts}

    def _by_sound(self) -> tuple[list[str], Numbers, Numbers]:
        """The sounds in order, and the places of the forms of each as ranges."""
        sounding: dict[str, list[int]] = defaultdict(list)
        for place, form in enumerate(self._forms):
            if spelt := sound(form):
                sounding[spelt].append(place)
        sounds = sorted(sounding)
        starts = np.cumsum([0, *(len(sounding[one]) for one in sounds)]).astype(np.int32)
        places = [place for one in sounds for place in sounding[one]]
        return sounds, starts, np.array(places, dtype=np.int32)

    def _sounding_so(self, place: int) -> list[int]:
        """The places of the forms of one sound."""
        first, after = self._sound_starts[place : place + 2].tolist()
        places: list[int] = self._sounding[first:after].tolist()
        return places


def _place(listed: list[str], wanted: str) -> int | None:
    """Where it stands among what is in order; a table beside would take more than the words."""
    place = bisect_left(listed, wanted)
    return place if place < len(listed) and listed[place] == wanted else None


def code_parts(code: str) -> Iterable[str]:
    """The code's beginnings at a dot and, marked, its whole: A16.04 gives A16, A16.04, A16.04."""
    parts = code.upper().split(".")
    return [*(".".join(parts[: i + 1]) for i in range(len(parts))), code.upper() + WHOLE_CODE]


def _note_length(written: list[str], length: bytearray) -> None:
    """The shortest name of each script counts, in words."""
    if not written:
        return
    own = SCRIPTS.index(script(max(written, key=len)))
    pieces_ = sum(len(piece) - 1 if is_han(piece) else 1 for piece in written) or 1
    length[own] = min(length[own], pieces_, 254)
