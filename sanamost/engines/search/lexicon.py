"""What people call things, as rows of data: one concept, its phrases in several languages.

A concept stands in a document where all the words of one of its phrases stand in one of the
document's names, and in a query where they stand in the query, in any order. So a name that a
clinic entered in Russian alone is found in Chinese: they meet at the concept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sanamost.engines.search.letters import HAN, folded, is_han, pieces
from sanamost.engines.search.stems import stem

# Words that carry no meaning in a question about treatment.
_SILENT_WORDS = """
    a an the of in on at for with and or to my i need want me is are how much cost costs price
    prices best good near where can do by from
    и в во на с со у к по для от до из за при или не а о об мне нужен нужна нужно хочу где
    сколько стоит стоимость цена цены сделать можно как
    في من على عن مع الى او و كم سعر تكلفه اريد احتاج اين
"""
SILENT = frozenset(map(stem, _SILENT_WORDS.split()))
# A code of order 804n has a class and a type; M17 and A16.1 are diagnoses.
_SERVICE = re.compile(r"[AB]\d\d\.\d{2}")
SILENT_HAN = ("多少钱", "价格", "费用", "哪里", "我要", "我想", "需要", "怎么", "的")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with its phrases by language; the first of a language is what is shown.

    `leads_to` names concepts that answer a question about this one (a disease its treatments).
    `codes` are beginnings of official codes: services of 804n or diagnoses of ICD-10.
    """

    code: str
    kind: str
    phrases: Mapping[str, tuple[str, ...]]
    leads_to: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """How the concept is called in the language, else in English, else in any."""
        for known in (language, "en", "ru", *self.phrases):
            if self.phrases.get(known):
                return self.phrases[known][0]
        return self.code


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Concepts, ready to be found in texts."""

    concepts: Mapping[str, Concept]
    by_word: Mapping[str, tuple[int, ...]] = field(repr=False)
    phrases: tuple[tuple[str, frozenset[str]], ...] = field(repr=False)
    han: Mapping[str, tuple[tuple[str, str], ...]] = field(repr=False)
    services: tuple[tuple[str, str], ...] = field(repr=False)
    diagnoses: tuple[tuple[str, str], ...] = field(repr=False)

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> "Lexicon":
        """The lexicon of the concepts; of two with one code the later counts."""
        known = {concept.code: concept for concept in concepts}
        phrases: list[tuple[str, frozenset[str]]] = []
        by_word: dict[str, list[int]] = defaultdict(list)
        han: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for concept in known.values():
            for phrase in {said for listed in concept.phrases.values() for said in listed}:
                together = folded(phrase).replace(" ", "")
                if HAN.search(together):
                    han[together[0]].add((together, concept.code))
                elif words := frozenset(map(stem, pieces(phrase))):
                    for word in words:
                        by_word[word].append(len(phrases))
                    phrases.append((concept.code, words))
        coded = [(code, concept.code) for concept in known.values() for code in concept.codes]
        return cls(
            concepts=known,
            by_word={word: tuple(places) for word, places in by_word.items()},
            phrases=tuple(phrases),
            han={sign: tuple(sorted(listed, key=_longest)) for sign, listed in han.items()},
            services=tuple(one for one in coded if _SERVICE.match(one[0])),
            diagnoses=tuple(one for one in coded if not _SERVICE.match(one[0])),
        )

    def in_name(self, written: list[str]) -> set[str]:
        """Codes of the concepts that stand in a name of these pieces."""
        words = {stem(piece) for piece in written if not is_han(piece)}
        found = self._among(words)
        if any(map(is_han, written)):
            found |= {code for _first, _after, code in self.in_han("".join(written))}
        return found

    def of_services(self, codes: Iterable[str]) -> set[str]:
        """Concepts that hold any of the codes of services."""
        return {
            concept for code in codes for begin, concept in self.services if code.startswith(begin)
        }

    def of_diagnosis(self, code: str) -> set[str]:
        """Concepts that hold the diagnosis, whole or its beginning."""
        return {concept for begin, concept in self.diagnoses if code.startswith(begin)}

    def phrases_as_written(self) -> set[str]:
        """Every word of every phrase as it is written, folded; Chinese is left out."""
        return {
            piece
            for concept in self.concepts.values()
            for listed in concept.phrases.values()
            for phrase in listed
            for piece in pieces(phrase)
            if not is_han(piece)
        }

    def in_han(self, run: str) -> list[tuple[int, int, str]]:
        """(first, after, concept) of every phrase within Chinese text, overlapping ones too."""
        return [
            (i, i + len(phrase), concept)
            for i, sign in enumerate(run)
            for phrase, concept in self.han.get(sign, ())
            if run.startswith(phrase, i)
        ]

    def _among(self, words: set[str]) -> set[str]:
        found = set()
        for word in words:
            for place in self.by_word.get(word, ()):
                concept, phrase = self.phrases[place]
                if phrase <= words:
                    found.add(concept)
        return found


def _longest(one: tuple[str, str]) -> tuple[int, str]:
    return -len(one[0]), one[1]
