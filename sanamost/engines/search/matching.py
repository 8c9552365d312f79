"""Documents ranked by how surely and how closely they answer the slots of a question."""

import math
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.letters import SCRIPTS
from sanamost.engines.search.names import Found, Names
from sanamost.engines.search.reading import Slot

Scores = NDArray[np.float32]
CLOSENESS = 0.06
"""How much a short name is worth beside a long one that holds the same words."""
LITERAL = {"exact": 0.06, "code": 0.06, "transliteration": 0.04, "layout": 0.04, "typo": 0.04}
"""What the word as typed is worth beyond a concept that says the same."""
FIRM = 0.65
"""Surer than this a word is answered; less (what a disease leads to) answers it in part."""
PART = 0.7
"""A body part beside what is done to it: "varicose legs" is about veins sooner than about legs."""
WHOLE = 0.999
RAREST = 2_000
"""Rarer than one document in so many says no more: it is as likely an error as a subject."""
GENERIC = 0.25
"""How much of a word counts that says no more than that something is done."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Documents by place with their scores (about 1 is every word as typed) and what they cover.

    `covered` is the share of the question, by the rarity of its words, that a document answers at
    all; `firmly`, that it answers as more than a guess.
    """

    places: NDArray[np.int32]
    scores: Scores
    covered: Scores
    firmly: Scores


def match(slots: list[Slot], names: Names) -> Matched:
    """Every document that answers some slot that any document answers."""
    asked = [slot for slot in slots if any(names.frequency(term) for term in slot.meanings)]
    if not asked:
        none = np.zeros(0, dtype=np.float32)
        return Matched(np.zeros(0, dtype=np.int32), none, none, none)
    specific = [slot for slot in asked if not slot.generic] or asked
    score, covered, firmly, sure = _scratch(names.count)
    met = np.zeros(names.count, dtype=np.bool_)
    whole = 0.0
    for slot in specific:
        touched = _weigh(slot, names, sure)
        own = sure[touched]
        met[touched] = True
        rarity = _rarity(slot, names)
        score[touched] += rarity * own
        covered[touched] += rarity
        firmly[touched] += rarity * np.minimum(own / FIRM, 1.0)
        sure[touched] = 0
        whole += rarity
    places = np.flatnonzero(met).astype(np.int32)
    scores = score[places]
    shares = covered[places] / whole, firmly[places] / whole
    for column in (score, covered, firmly):
        column[places] = 0
    for slot in asked:
        if slot.generic and len(specific) < len(asked):
            touched = _weigh(slot, names, sure)
            scores += GENERIC * min(_rarity(slot, names), 1.0) * sure[places]
            sure[touched] = 0
    near = CLOSENESS * _closeness(asked, names, places)
    return Matched(places, scores / whole + near, *shares)


_own = threading.local()


def _scratch(count: int) -> NDArray[np.float32]:
    """Four columns of zeros of this thread's own, for so many documents; to be left as zeros."""
    kept_: NDArray[np.float32] | None = getattr(_own, "columns", None)
    if kept_ is None or kept_.shape[1] < count:
        kept_ = _own.columns = np.zeros((4, count), dtype=np.float32)
    return kept_


def _weigh(slot: Slot, names: Names, sure: Scores) -> NDArray[np.int32]:
    """Write for every document how surely it answers the slot; which ones, some repeatedly."""
    held = []
    for found in sorted(slot.meanings.values()):
        holders = names.holders(found.term)
        sure[holders] = found.weight
        held.append(holders)
    for found in slot.meanings.values():
        if bonus := LITERAL.get(found.how):
            sure[names.holders(found.term)] += bonus
    return np.concatenate(held)


def _rarity(slot: Slot, names: Names) -> float:
    """How much the slot tells documents apart, by those that answer it about as surely as any."""
    least = FIRM * slot.surest()
    holders = sum(
        names.frequency(found.term) for found in slot.meanings.values() if found.weight >= least
    )
    holders = max(holders, names.count // RAREST)
    rarity = math.log1p(names.count / (1 + holders)) + 0.1
    return rarity * PART if slot.part else rarity


def kept(matched: Matched, best: float, surest: float) -> NDArray[np.bool_]:
    """Which documents are an answer, given the best firm coverage and score anywhere.

    Where something answers the whole question firmly nothing less than the whole does; else what
    comes near the best. What is half as sure as the surest is not shown.
    """
    least = WHOLE if best > WHOLE else best * 0.8
    return (matched.covered >= least) & (matched.scores >= 0.5 * surest)


def why(slots: list[Slot], names: Names, place: int) -> list[tuple[Slot, Found]]:
    """The surest meaning of each slot that the document holds."""
    held = names.terms_of(place)
    found = []
    for slot in slots:
        here = [meaning for meaning in slot.meanings.values() if meaning.term in held]
        if here:
            found.append((slot, max(here)))
    return found


def _closeness(asked: list[Slot], names: Names, places: NDArray[np.int32]) -> Scores:
    scripts = [slot.script for slot in asked]
    own = SCRIPTS.index(max(set(scripts), key=scripts.count))
    lengths = names.lengths[own, places]
    length = np.where(lengths == 255, names.shortest[places], lengths)
    return np.float32(len(asked)) / np.maximum(length, len(asked)).astype(np.float32)
