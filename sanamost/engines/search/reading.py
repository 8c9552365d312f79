"""A question as typed, read word by word: what each word may mean, and how sure that is.

Each word becomes a slot with alternatives. The word itself is surest; then the other alphabet
("zamena sustava"), a concept that it names or helps to name ("nose job"), a beginning, typing
errors; the wrong keyboard is tried where the keys as typed say nothing ("lfdktybt").
"""

from dataclasses import dataclass, field

from sanamost.engines.search.codes import diagnosis_code, service_code
from sanamost.engines.search.letters import is_han, pairs, pieces, script
from sanamost.engines.search.lexicon import SILENT, SILENT_HAN
from sanamost.engines.search.names import Found, Names
from sanamost.engines.search.spelling import other_layouts

LONGEST = 200
"""Letters of a question that are read; beyond this it is no longer a search but a text."""
MOST_WORDS = 12
SYNONYM, TOGETHER, WHOLE_AREA, LED_TO, LAYOUT = 0.9, 1.05, 0.7, 0.55, 0.95
"""A concept named by one word; by several together, which says more than the words one by one; an
area of care, which says less; what a concept leads to; a word on another keyboard."""
GENERIC_FROM = 0.79
"""How surely a word must say a generic concept: as typed, or with one error where it says nothing
else."""
AREA = "area:"
PIECE = 0.6
"""Some of a Chinese word's pairs of characters, where the others stand in no name."""
ODD = 0.85
"""A word that hardly anybody uses: likelier somebody's typing error than what was meant."""
RARE = 3


@dataclass(slots=True)
class Slot:
    """One word of the question and the terms it may mean, the surest meaning of each."""

    word: str
    script: str
    meanings: dict[int, Found] = field(default_factory=dict)
    generic: bool = False
    """Whether the word says no more than that something is done: surgery, treatment, test."""
    part: bool = False
    """Whether the word names a body part."""

    def add(self, found: Found) -> None:
        """Take the meaning unless a surer one of the same term is known."""
        known = self.meanings.get(found.term)
        if known is None or known.weight < found.weight:
            self.meanings[found.term] = found

    def surest(self) -> float:
        """The weight of the surest meaning; 0 where the word means nothing here."""
        return max((found.weight for found in self.meanings.values()), default=0.0)


def read(question: str, names: Names, *, guess: bool = True, doubt: bool = False) -> list[Slot]:
    """The question's slots against this index; slots without meanings are kept.

    Without `guess` typing errors and other keyboards are not tried; with `doubt` they are tried
    for words too that are known: where nothing answers the whole question.
    """
    question = question[:LONGEST]
    whole = _code_slot(question, names)
    if whole is not None:
        return [whole]
    slots: list[Slot] = []
    chunks = question.split()
    for place, chunk in enumerate(chunks):
        coded = _code_slot(chunk, names)
        if coded is not None:
            slots.append(coded)
        else:
            slots += _chunk_slots(chunk, names, last=place == len(chunks) - 1, guess=guess)
    if doubt:
        _doubt(slots, names)
    slots = _speaking(slots)[:MOST_WORDS]
    _add_concepts(slots, names)
    return slots


def _doubt(slots: list[Slot], names: Names) -> None:
    """Add errors to the words that are read as typed; of those unknown still, the farther ones."""
    for slot in slots:
        if slot.script == "han" or not slot.word.isalpha():
            continue
        if not any(found.how in {"typo", "layout"} for found in slot.meanings.values()):
            _add_errors(slot, names)
        if not slot.meanings:
            for found in names.nearest(slot.word):
                slot.add(found)


def _code_slot(text: str, names: Names) -> Slot | None:
    """A slot for an official code; None where the text is none that anything knows."""
    if not any(sign.isdigit() for sign in text):
        return None
    slot = Slot(text.strip(), "latin")
    for found in names.coded(service_code(text) or text.strip().upper()):
        slot.add(found)
    diagnosis = diagnosis_code(text)
    for concept in names.lexicon.of_diagnosis(diagnosis) if diagnosis else ():
        _add_concept(slot, concept, 1.0, "code", str(diagnosis), names)
    if not slot.meanings:
        return None
    for piece in pieces(text) if diagnosis else ():
        for found in names.whole(piece):
            slot.add(found)
    return slot


def _chunk_slots(chunk: str, names: Names, *, last: bool, guess: bool) -> list[Slot]:
    """Slots of one piece of the question between spaces, as typed or on the right keyboard."""
    written = pieces(chunk)
    direct = [slot for piece in written for slot in _direct(piece, names, last=last)]
    if not guess or all(map(is_han, written)) or (direct and all(map(_known, direct))):
        return direct
    swaps = [one for one in other_layouts(chunk) if _spells(one, chunk)]
    for swapped in swaps:
        other = [slot for piece in pieces(swapped) for slot in _direct(piece, names, last=last)]
        if other and all(_known(slot) for slot in other):
            return [_relaid(slot, chunk) for slot in other]
    for slot in direct:
        _add_errors(slot, names)
    if any(slot.meanings for slot in direct):
        return direct
    for swapped in swaps:
        other = [slot for piece in pieces(swapped) for slot in _direct(piece, names, last=last)]
        for slot in other:
            _add_errors(slot, names)
        if other and all(slot.meanings for slot in other):
            return [_relaid(slot, chunk) for slot in other]
    return direct


def _spells(swapped: str, chunk: str) -> bool:
    """Whether the other keyboard gives letters nearly throughout, not signs between letters."""
    letters = sum(map(len, pieces(swapped)))
    return letters > 1 and letters >= len(chunk) - 1


def _direct(piece: str, names: Names, *, last: bool) -> list[Slot]:
    """Slots of a piece without guessing at errors; Chinese by known words, else by pairs."""
    if is_han(piece):
        return [_han_slot(part, names) for part in _cut(piece, names)]
    slot = Slot(piece, script(piece))
    for found in names.whole(piece):
        slot.add(found if _common(found.term, names) else found._replace(weight=ODD))
    plain = slot.script != "latin" and not slot.meanings
    for found in names.sounding(piece):
        slot.add(found)
    common = any(_common(term, names) for term in slot.meanings)
    if last or not common:
        for found in names.begun(piece):
            slot.add(found)
    if slot.meanings and (plain or not common):
        _add_errors(slot, names)
    return [slot]


def _common(term: int, names: Names) -> bool:
    """Whether the word is one that people use, not one clinic's own typing error."""
    return names.frequency(term) >= RARE or names.spelled[term] in names.lexicon.by_part


def _han_slot(part: str, names: Names) -> Slot:
    slot = Slot(part, "han")
    asked = pairs(part)
    terms = [names.terms[pair] for pair in asked if pair in names.terms]
    if terms:
        rarest = min(terms, key=names.frequency)
        # A word of which some pairs stand in no name at all is not said by the pairs that do.
        slot.add(Found(1.0 if len(terms) == len(asked) else PIECE, "exact", rarest, part))
    return slot


def _cut(run: str, names: Names) -> list[str]:
    """A run of Chinese cut at the words of the lexicon, the smallest first; the rest in pairs."""
    for silent in SILENT_HAN:
        run = run.replace(silent, " ")
    parts = []
    for piece in run.split():
        inner = names.lexicon.in_han(piece)
        atoms = [
            (first, after)
            for first, after, _code in inner
            if not any(
                (i, j) != (first, after) and first <= i and j <= after and j - i > 1
                for i, j, _other in inner
            )
        ]
        at, waiting = 0, ""
        while at < len(piece):
            here = max((after for first, after in atoms if first == at), default=at)
            if here > at:
                parts += pairs(waiting) if waiting else []
                parts.append(piece[at:here])
                waiting, at = "", here
            else:
                waiting, at = waiting + piece[at], at + 1
        parts += pairs(waiting) if waiting else []
    return parts


def _known(slot: Slot) -> bool:
    return slot.surest() >= 0.8


def _add_errors(slot: Slot, names: Names) -> None:
    for found in names.mistyped(slot.word):
        slot.add(found)


def _relaid(slot: Slot, chunk: str) -> Slot:
    """The slot as read on the right keyboard, under the word as typed."""
    relaid = Slot(chunk, slot.script)
    for found in slot.meanings.values():
        relaid.add(found._replace(weight=found.weight * LAYOUT, how="layout"))
    return relaid


def _speaking(slots: list[Slot]) -> list[Slot]:
    """The slots without words that mean nothing in a search, unless all are such; each once."""
    told = [slot for slot in slots if slot.word not in SILENT]
    once = {(slot.word, slot.script): slot for slot in told or slots}
    return list(once.values())


Heard = dict[str, tuple[float, frozenset[int]]]
"""Parts of phrases that the question holds: how sure, and in which slots."""


def _add_concepts(slots: list[Slot], names: Names) -> None:
    """Add to the slots the concepts that they name, alone or together."""
    heard: Heard = {}
    for place, slot in enumerate(slots):
        for found in slot.meanings.values():
            _hear(heard, names.spelled[found.term], found.weight, frozenset({place}))
    for concept, sure, places in _han_concepts(slots, names):
        if sure == 1:
            _hear(heard, f"#{concept}", sure, places)
        _name(slots, concept, sure, places, names)
    # Composed twice: a phrase may hold a concept that is composed itself.
    for simple in (True, False, False):
        for concept, sure, places in _complete(heard, names, simple=simple):
            _hear(heard, f"#{concept}", sure, places)
            _name(slots, concept, sure, places, names)


def _complete(
    heard: Heard, names: Names, *, simple: bool
) -> list[tuple[str, float, frozenset[int]]]:
    """The phrases of which every part is heard, each part in a slot of its own."""
    lexicon = names.lexicon
    by_part = lexicon.by_part if simple else lexicon.composed
    candidates = {place for part in heard for place in by_part.get(part, ())}
    complete = []
    for candidate in candidates:
        phrase = lexicon.phrases[candidate]
        if phrase.simple is not simple or not phrase.parts <= heard.keys():
            continue
        places: frozenset[int] = frozenset().union(*(heard[part][1] for part in phrase.parts))
        if len(places) >= len(phrase.parts):
            sure = min(heard[part][0] for part in phrase.parts)
            complete.append((phrase.concept, sure, places))
    return complete


def _hear(heard: Heard, part: str, sure: float, places: frozenset[int]) -> None:
    known = heard.get(part)
    if known is None or sure > known[0]:
        heard[part] = (sure, places)


def _name(
    slots: list[Slot], concept: str, sure: float, places: frozenset[int], names: Names
) -> None:
    generic = sure >= GENERIC_FROM and names.lexicon.is_generic(concept)
    share = TOGETHER / SYNONYM if len(places) > 1 and not generic else 1.0
    if concept.startswith(AREA):
        share = WHOLE_AREA / SYNONYM
    for place in places:
        slot = slots[place]
        slot.generic = slot.generic or generic
        slot.part = slot.part or names.lexicon.is_part(concept)
        _add_concept(slot, concept, sure * share, "synonym", slot.word, names)


def _han_concepts(slots: list[Slot], names: Names) -> list[tuple[str, float, frozenset[int]]]:
    """Concepts in Chinese runs; one that stands within the phrase of another is half as sure."""
    run, spans = "", []
    for place, slot in enumerate(slots):
        if slot.script == "han" and is_han(slot.word):
            # Pairs overlap by one character where they were cut from one run.
            paired = run.endswith(slot.word[0]) and len(slot.word) == 2
            begin = len(run) - paired
            run += slot.word[paired:]
            spans.append((begin, len(run), place))
        elif slot.script == "latin":
            spans.append((len(run), len(run) + len(slot.word), place))
            run += slot.word
    if not any(map(is_han, run)):
        return []
    found = []
    spoken = names.lexicon.in_han(run)
    for first, after, concept in spoken:
        within = any(i <= first and after <= j and j - i > after - first for i, j, _c in spoken)
        places = [
            place
            for begin, end, place in spans
            if begin < after and first < end and first <= begin + 1 and end <= after + 1
        ]
        found.append((concept, 0.5 if within else 1.0, frozenset(places)))
    return found


def _add_concept(slot: Slot, concept: str, sure: float, how: str, form: str, names: Names) -> None:
    for worth, term in names.concept(concept):
        slot.add(Found(SYNONYM * sure * worth, how, term, form))
    known = names.lexicon.concepts.get(concept)
    for other in known.leads_to if known else ():
        for _worth, term in names.concept(other):
            slot.add(Found(LED_TO * sure, how, term, form))
