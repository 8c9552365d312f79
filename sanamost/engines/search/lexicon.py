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
SILENT = frozenset(_SILENT_WORDS.split())
# Kinds that others are composed of.
ATOMIC = frozenset({"part", "act", "generic"})
# A code of order 804n has a class and a type; M17 and A16.1 are diagnoses.
_SERVICE = re.compile(r"[AB]\d\d\.\d{2}")
SILENT_HAN = ("多少钱", "价格", "费用", "哪里", "我要", "我想", "需要", "怎么", "做", "的")


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
class Phrase:
    """What must stand together to name a concept: stems, and `#` with the code of another concept.

    A simple phrase has stems only. In a composed one the words of body parts, actions and single
    words that name a concept stand for that concept, so "knee replacement" is met by any word for
    the knee beside any word for replacing, in any of the languages.
    """

    concept: str
    parts: frozenset[str]
    simple: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Concepts, ready to be found in texts."""

    concepts: Mapping[str, Concept]
    phrases: tuple[Phrase, ...] = field(repr=False)
    by_part: Mapping[str, tuple[int, ...]] = field(repr=False)
    composed: Mapping[str, tuple[int, ...]] = field(repr=False)
    han: Mapping[str, tuple[tuple[str, str], ...]] = field(repr=False)
    implied: Mapping[str, tuple[str, ...]] = field(repr=False)
    """By concept, the body parts that its phrases name: who sees a colonoscopy sees the bowel."""
    services: tuple[tuple[str, str], ...] = field(repr=False)
    diagnoses: tuple[tuple[str, str], ...] = field(repr=False)

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> "Lexicon":
        """The lexicon of the concepts; of two with one code the later counts."""
        known = {concept.code: concept for concept in concepts}
        simple: set[tuple[str, frozenset[str]]] = set()
        several: set[tuple[str, frozenset[str]]] = set()
        han: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for concept in known.values():
            for said in {said for listed in concept.phrases.values() for said in listed}:
                together = folded(said).replace(" ", "")
                if HAN.search(together):
                    han[together[0]].add((together, concept.code))
                    continue
                written = pieces(said)
                told = [piece for piece in written if piece not in SILENT]
                words = frozenset(map(stem, told or written))
                if words:
                    atomic = concept.kind in ATOMIC or len(words) == 1
                    (simple if atomic else several).add((concept.code, words))
        by_sign = {sign: tuple(sorted(listed, key=_longest)) for sign, listed in han.items()}
        phrases = [Phrase(code, words, simple=True) for code, words in sorted(simple, key=str)]
        by_word: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            by_word[min(phrase.parts)].append(phrase)
        composed = {(code, _reduced(code, words, by_word)) for code, words in several}
        composed |= _composed_han(known, by_sign)
        phrases += [Phrase(code, parts, simple=False) for code, parts in sorted(composed, key=str)]
        by_part: dict[str, list[int]] = defaultdict(list)
        for place, phrase in enumerate(phrases):
            for part in phrase.parts:
                by_part[part].append(place)
        coded = [(code, concept.code) for concept in known.values() for code in concept.codes]
        return cls(
            concepts=known,
            phrases=tuple(phrases),
            by_part={part: tuple(places) for part, places in by_part.items()},
            composed={
                part: own
                for part, places in by_part.items()
                if (own := tuple(place for place in places if not phrases[place].simple))
            },
            han=by_sign,
            implied=_implied(known, phrases),
            services=tuple(one for one in coded if _SERVICE.match(one[0])),
            diagnoses=tuple(one for one in coded if not _SERVICE.match(one[0])),
        )

    def in_name(self, written: list[str]) -> tuple[set[str], set[str]]:
        """Codes of the concepts that stand in a name of these pieces; and which by one word.

        The word "mastectomy" says it more surely than "removal" and "breast" in one name.
        """
        said = [stem(piece) for piece in written if not is_han(piece) and piece not in SILENT]
        at: dict[str, list[int]] = defaultdict(list)
        for place, part in enumerate(said):
            at[part].append(place)
        found: set[str] = set()
        if any(map(is_han, written)):
            found |= {code for _first, _after, code in self.in_han("".join(written))}
        self._among(at, found, simple=True)
        # Composed twice: a phrase may hold a concept that is composed itself.
        for _twice in range(2):
            self._among(at, found, simple=False)
        outright = {
            self.phrases[place].concept
            for part in said
            for place in self.by_part.get(part, ())
            if len(self.phrases[place].parts) == 1
        }
        return found.union(*(self.implied.get(code, ()) for code in found)), outright

    def of_services(self, codes: Iterable[str]) -> set[str]:
        """Concepts that hold any of the codes of services."""
        return {
            concept for code in codes for begin, concept in self.services if code.startswith(begin)
        }

    def of_diagnosis(self, code: str) -> set[str]:
        """Concepts that hold the diagnosis, whole or its beginning."""
        return {concept for begin, concept in self.diagnoses if code.startswith(begin)}

    def is_generic(self, code: str) -> bool:
        """Whether the concept is too general to be asked for beside another."""
        return code in self.concepts and self.concepts[code].kind == "generic"

    def is_part(self, code: str) -> bool:
        """Whether the concept is a part of the body."""
        return code in self.concepts and self.concepts[code].kind == "part"

    def is_done(self, code: str) -> bool:
        """Whether the concept is what clinics sell: a treatment or a test."""
        return code in self.concepts and self.concepts[code].kind in {"treatment", "test"}

    def words_as_written(self) -> set[str]:
        """Every word of every phrase, folded, as written and as stem; Chinese is left out."""
        written = {
            piece
            for concept in self.concepts.values()
            for listed in concept.phrases.values()
            for phrase in listed
            for piece in pieces(phrase)
            if not is_han(piece)
        }
        return written | set(map(stem, written))

    def in_han(self, run: str) -> list[tuple[int, int, str]]:
        """(first, after, concept) of every phrase within Chinese text, overlapping ones too."""
        return _in_han(run, self.han)

    def _vague(self, phrase: Phrase) -> bool:
        """Whether the phrase rests on a word such as surgery or treatment."""
        return any(self.is_generic(part.removeprefix("#")) for part in phrase.parts)

    def _among(self, at: dict[str, list[int]], found: set[str], *, simple: bool) -> None:
        """Add the concepts of which some phrase stands there, and where in the name they do."""
        came: dict[str, list[int]] = {}
        parts = [*at, *(f"#{code}" for code in found if f"#{code}" not in at)]
        held = set(parts)
        for part in parts:
            for place in self.by_part.get(part, ()):
                phrase = self.phrases[place]
                if phrase.simple is not simple or not phrase.parts <= held:
                    continue
                # "Gallbladder surgery" is not said by a long name that holds the two far apart.
                if self._vague(phrase) and not _together([at.get(one, []) for one in phrase.parts]):
                    continue
                found.add(phrase.concept)
                came.setdefault(f"#{phrase.concept}", []).extend(
                    where for one in phrase.parts for where in at.get(one, ())
                )
        for concept, places in came.items():
            at[concept] = sorted({*at.get(concept, ()), *places})


def _together(places: list[list[int]]) -> bool:
    """Whether the parts stand side by side, or with one word between; one unplaced may be."""
    placed = [one for one in places if one]
    if len(placed) < 2:
        return True
    room = len(placed) + 1
    return any(
        all(any(abs(other - first) < room for other in one) for one in placed[1:])
        for first in placed[0]
    )


def _implied(known: Mapping[str, Concept], phrases: list[Phrase]) -> dict[str, tuple[str, ...]]:
    implied: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        for part in phrase.parts:
            code = part.removeprefix("#")
            if part != code and known[code].kind == "part" and known[phrase.concept].kind != "part":
                implied[phrase.concept].add(code)
    return {code: tuple(sorted(parts)) for code, parts in implied.items()}


def _in_han(run: str, han: Mapping[str, tuple[tuple[str, str], ...]]) -> list[tuple[int, int, str]]:
    return [
        (i, i + len(phrase), concept)
        for i, sign in enumerate(run)
        for phrase, concept in han.get(sign, ())
        if run.startswith(phrase, i)
    ]


def _reduced(
    code: str, words: frozenset[str], simple: Mapping[str, list[Phrase]]
) -> frozenset[str]:
    """The words with simple phrases among them put as concepts, the longest first."""
    within = [
        phrase
        for word in sorted(words)
        for phrase in simple.get(word, ())
        if phrase.concept != code and phrase.parts <= words
    ]
    left, parts = set(words), set()
    for phrase in sorted(within, key=lambda one: -len(one.parts)):
        if phrase.parts <= left:
            left -= phrase.parts
            parts.add(f"#{phrase.concept}")
    return frozenset(parts | left)


def _composed_han(
    known: Mapping[str, Concept], han: Mapping[str, tuple[tuple[str, str], ...]]
) -> set[tuple[str, frozenset[str]]]:
    """Chinese phrases that are nothing but simple ones, one after the other."""
    composed = set()
    for listed in han.values():
        for phrase, code in listed:
            if known[code].kind in ATOMIC:
                continue
            inner = [one for one in _in_han(phrase, han) if known[one[2]].kind in ATOMIC]
            at, parts = 0, set()
            while here := [one for one in inner if one[0] == at]:
                _first, at, found = max(here, key=lambda one: one[1])
                parts.add(f"#{found}")
            if at == len(phrase) and len(parts) > 1:
                composed.add((code, frozenset(parts)))
    return composed


def _longest(one: tuple[str, str]) -> tuple[int, str]:
    return -len(one[0]), one[1]
